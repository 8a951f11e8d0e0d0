"""What came is not what was sent: somebody says why, and both go into the journal together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.sheets import ChoiceSheet, ConfirmSheet
from kiosk.flows.views import ChoiceView, ConfirmView, Option
from kiosk.i18n import M
from kiosk.store.document_base import Approval, Document
from kiosk.store.documents_transfers import TransferClosed, TransferLine, TransferReceived
from kiosk.trade.quantity import Quantity

if TYPE_CHECKING:
    from kiosk.flows.transfer_receiving import TakingIn

DIFFERS = "transfer.differs"


def settle(task: TakingIn) -> None:
    """One question after the other; at the end it is taken in."""
    task.look()
    now = task.steps()
    if now != task.seen:

        def seen() -> None:
            task.seen = now
            settle(task)

        ask = ConfirmView(
            M("Is this the same delivery?"),
            M("Somebody took in goods of this transfer while you were unloading."),
            M("Take it in too"),
        )
        task.counter.sheet(ConfirmSheet(task.counter, ask, seen))
        return
    short = [g for g in task.goods if g.sums.in_transit > task.came(g)]
    if not short:
        _post(task, missing=False)
        return
    options = (
        Option("later", M("It comes later"), M("What is missing stays on its way.")),
        Option("short", M("It is missing"), M("It is written down as lost.")),
    )
    view = ChoiceView(M("Not all has come"), options, M("Short: {count} rows.", count=len(short)))
    task.counter.sheet(ChoiceSheet(task.counter, view, lambda why: _again(task, missing=why == "short")))


def _again(task: TakingIn, *, missing: bool) -> None:
    """The question may have lain for minutes: has somebody taken in the same meanwhile?"""
    if task.steps() != task.seen:
        settle(task)
    else:
        _post(task, missing=missing)


def _post(task: TakingIn, *, missing: bool) -> None:
    closing = differences(task, missing=missing)
    if not closing:
        _write(task, (), ())
        return
    text = M("Not as sent in {id}: {count} rows", id=task.id, count=len(closing))
    task.counter.with_permission(DIFFERS, text, lambda agreed: _write(task, closing, agreed))


def differences(task: TakingIn, *, missing: bool) -> tuple[TransferLine, ...]:
    """Each with its reason, so that nothing is left on its way but what comes later."""
    found: list[TransferLine] = []
    costs = {(g.product_id, g.batch): g for g in task.goods}

    def add(product_id: str, batch: str, expiry: str, quantity: int, reason: str) -> None:
        sent = costs.get((product_id, batch))
        cost = sent.cost if sent else None
        if quantity:
            found.append(
                TransferLine(
                    product_id=product_id, quantity=Quantity(quantity), batch=batch, expiry=expiry, cost=cost,
                    reason=reason,
                )
            )  # fmt: skip

    for x in task.gathered.lines.values():
        if x.broken:
            add(x.product_id, x.batch, x.expiry, x.quantity, "damaged")
    for g in task.goods:
        rest = g.sums.in_transit - task.came(g)
        if rest < 0 and task.came(g):
            add(g.product_id, g.batch, g.expiry, rest, "over")
        elif rest > 0 and missing:
            add(g.product_id, g.batch, g.expiry, rest, "short")
    wrong: dict[tuple[str, str, str], int] = {}
    for x in task.gathered.lines.values():
        if (x.product_id, x.batch) not in costs:
            key = (x.product_id, x.batch, x.expiry)
            wrong[key] = wrong.get(key, 0) + x.quantity
    for (product_id, batch, expiry), quantity in wrong.items():
        add(product_id, batch, expiry, -quantity, "wrong")
    return tuple(found)


def _write(task: TakingIn, closing: tuple[TransferLine, ...], agreed: tuple[Approval, ...]) -> None:
    store, t = task.counter.store, task.transfer
    costs = {(g.product_id, g.batch): g.cost for g in task.goods}
    lines = tuple(
        TransferLine(
            product_id=x.product_id,
            quantity=Quantity(x.quantity),
            batch=x.batch,
            expiry=x.expiry,
            location=x.location,
            cost=costs.get((x.product_id, x.batch)),
        )
        for x in task.gathered.lines.values()
        if not x.broken
    )
    documents: list[Document] = []
    if lines:
        documents.append(TransferReceived(source=t.peer, target=store.store_id, lines=lines, transfer_id=t.id))
    if closing:
        documents.append(
            TransferClosed(
                source=t.peer, target=store.store_id, lines=closing, transfer_id=t.id, approvals=agreed
            )
        )  # fmt: skip
    task.gathered.post(documents, task.counter.actor)
    task.taken_in()

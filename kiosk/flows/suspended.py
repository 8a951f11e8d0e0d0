"""Baskets put aside (挂单): a customer forgot something, the next one is served meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from kiosk.exc import Refused
from kiosk.flows.codes import code_of
from kiosk.flows.sheets import ConfirmSheet
from kiosk.flows.tables import Table
from kiosk.flows.units import names_of, shown_amount
from kiosk.flows.views import Action, ConfirmView, TableRow
from kiosk.hw.ports import Scan
from kiosk.i18n import M, plain
from kiosk.store.documents import Approval, BasketResumed, BasketSuspended
from kiosk.trade.barcodes import DocumentCode
from kiosk.trade.basket import Basket, Line

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.entry import Entry


class Suspended(Table):
    """Those that wait. Choosing one brings it back; what is on the counter now is put aside first."""

    title = M("Baskets put aside")
    columns = (M("Basket"), M("Time"), M("Cashier"), M("Items"))
    empty = M("Nothing is put aside.")

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._discarding = False
        self._show_actions()

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        from kiosk.flows.papers import local_time

        names = {u.id: u.name for u in self.counter.store.people.users()}
        rows = self.counter.store.baskets.suspended()
        return [
            TableRow(
                row.id,
                (
                    plain(row.label),
                    plain(local_time(self.counter, row.at)),
                    plain(names.get(row.user_id, row.user_id)),
                    plain(str(row.count)),
                ),
                row.total,
                "error" if self._discarding else "",
            )
            for row in rows[offset : offset + limit]
        ]

    def choose(self, row: str) -> None:
        if self._discarding:
            self._ask_discard(row)
        else:
            ask_recall(self.counter, row)

    def scan(self, scan: Scan) -> None:
        code = code_of(scan)
        rows = {r.id for r in self.counter.store.baskets.suspended()}
        if not isinstance(code, DocumentCode) or code.entry_id not in rows:
            self.counter.refuse_scan(M("No basket put aside has this code."))
            return
        self.counter.ok()
        ask_recall(self.counter, code.entry_id)

    def act_discard(self) -> None:
        """Choose one to throw away; pressed again, to bring back."""
        self._discarding = not self._discarding
        self._show_actions()
        self._load()
        if self._discarding:
            self.tell(M("Choose the basket to throw away."), "warn")
        else:
            self.clear_strip()

    def _show_actions(self) -> None:
        if self._discarding:
            self.actions = (Action("discard", M("Don't throw away"), "close", "F8"),)
        else:
            self.actions = (Action("discard", M("Throw one away"), "delete", "F8", danger=True),)

    def _ask_discard(self, suspended_id: str) -> None:
        row = next((r for r in self.counter.store.baskets.suspended() if r.id == suspended_id), None)
        if row is None:
            raise Refused(M("This basket is no longer put aside."))
        amount = shown_amount(self.counter, row.total)
        detail = M("Throw away {label}, {amount}", label=row.label, amount=amount)

        def discard() -> None:
            self.counter.with_permission("sale.suspended.discard", detail, discarded)

        def discarded(approvals: tuple[Approval, ...]) -> None:
            self.counter.audit(
                "sale.suspended.discard", {"basket": row.id, "label": row.label}, amount=row.total, approvals=approvals
            )
            resumed = BasketResumed(suspended_id=row.id, discarded=True)
            self.counter.store.journal.append(resumed, actor=self.counter.actor)
            self._discarding = False
            self._show_actions()
            self._load()
            self.tell(M("Thrown away: {label}", label=row.label), "info")

        ask = ConfirmView(M("Throw this basket away?"), detail, M("Throw away {count} items", count=row.count))
        self.counter.sheet(ConfirmSheet(self.counter, ask, discard))


def put_aside(counter: Counter) -> str:
    """Suspend the open basket: one entry, which clears the counter in the same transaction. Returns its label.

    Where the shop wants it, a slip is printed that goes with the goods; its code brings the basket back.
    """
    from kiosk.flows.papers import job, suspended_slip

    cart = counter.cart
    label = label_of(counter, cart.basket)
    document = BasketSuspended(
        basket_id=cart.basket.id,
        label=label,
        total=cart.priced.total,
        count=cart.priced.count,
        body=msgspec.Raw(msgspec.json.encode(cart.basket)),
    )

    def papers(entry: Entry) -> list[tuple[str, bytes]]:
        slip = suspended_slip(counter, document, entry.id, entry.at)
        return [job(M("Basket put aside"), slip)] if counter.settings.suspended_slip else []

    counter.store.journal.append(document, actor=counter.actor, clear_basket=True, jobs=papers)
    counter.printing.kick()
    cart.begin()
    return label


def ask_recall(counter: Counter, suspended_id: str) -> None:
    """Bring a basket back to the counter; if goods lie there, offer to put them aside first."""
    with_room(counter, lambda: recall(counter, suspended_id))


def with_room(counter: Counter, then: Callable[[], None]) -> None:
    """Go on once nothing lies on the counter: what does is put aside, if the cashier wants that."""
    if counter.cart.empty:
        then()
        return

    def both() -> None:
        put_aside(counter)
        then()

    amount = shown_amount(counter, counter.cart.priced.total)
    ask = ConfirmView(
        M("Put the open sale aside?"),
        M("{count} items, {amount}, are still on the counter.", count=counter.cart.priced.count, amount=amount),
        M("Put aside, bring the other"),
        danger=False,
    )
    counter.sheet(ConfirmSheet(counter, ask, both))


def recall(counter: Counter, suspended_id: str) -> None:
    """Bring it back. Products are read anew, so that today's prices hold.

    The basket is safe on the counter before it is taken off the list; `heal` mends what a power cut leaves between.
    """
    if suspended_id not in {r.id for r in counter.store.baskets.suspended()}:
        raise Refused(M("This basket is no longer put aside."))
    basket = counter.store.baskets.suspended_basket(suspended_id)
    lines = tuple(_fresh(counter, line) for line in basket.lines)
    counter.cart.change(msgspec.structs.replace(basket, lines=lines))
    counter.store.journal.append(BasketResumed(suspended_id=suspended_id), actor=counter.actor)
    counter.ok()
    home = counter.stack[0]
    if counter.front is not home:
        counter.leave(counter.stack[1])
    else:
        home.entered()
    home.tell(M("The basket is back."), "ok")


def heal(counter: Counter) -> None:
    """At start: a basket that is on the counter and still on the list was on its way back; take it off the list."""
    if counter.cart.empty:
        return
    for row in counter.store.baskets.suspended():
        if counter.store.baskets.suspended_basket(row.id).id == counter.cart.basket.id:
            counter.store.journal.append(BasketResumed(suspended_id=row.id), actor=counter.actor)


def label_of(counter: Counter, basket: Basket) -> str:
    """How people find it again: its customer, or its first goods."""
    if basket.customer is not None:
        return basket.customer.name
    first = names_of(basket.lines[0].product).in_(counter.settings.language)
    return f"{first} +{len(basket.lines) - 1}" if len(basket.lines) > 1 else first


def _fresh(counter: Counter, line: Line) -> Line:
    if line.returned is not None:
        return line
    product = counter.store.catalogue.product(line.product.id)
    return msgspec.structs.replace(line, product=product) if product is not None else line

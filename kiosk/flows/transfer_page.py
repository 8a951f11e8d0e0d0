"""One transfer: what was asked, sent and came, where it stands, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from kiosk.exc import Refused
from kiosk.flows.papers import local_time, name_of
from kiosk.flows.setting_right import SET_RIGHT, ask_set_right
from kiosk.flows.sheets import ChoiceSheet, ConfirmSheet
from kiosk.flows.transfer_words import STATES, TONES, amount, direction, lot
from kiosk.flows.views import Action, ChoiceView, ConfirmView, DoneRow, Hand, Option, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.i18n import M, Message, Names, Text, plain
from kiosk.store.document_base import Approval
from kiosk.store.documents_transfers import TransferClosed, TransferDispatched, TransferLine, TransferReceived
from kiosk.store.transfers import Transfer, TransferGoods, TransferStep
from kiosk.trade.quantity import Quantity
from kiosk.trade.transfers import REASONS
from kiosk.trade.undoings import Undoings

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

STEPS: dict[str, Message] = {
    "requested": M("Asked for"),
    "dispatched": M("Sent"),
    "received": M("Taken in"),
    "closed": M("Closed"),
}


def of_step(counter: Counter, document_id: str) -> TransferPage:
    """The transfer that a document belongs to. Raises Refused for one that is not here."""
    return TransferPage(counter, counter.store.transfers.of(document_id))


class TransferPage(Lit):
    """A request or goods that were sent. Raises Refused for one that is not here."""

    def __init__(self, counter: Counter, transfer_id: str) -> None:
        super().__init__(counter)
        self._id = transfer_id
        self._rows: tuple[DoneRow, ...] = ()
        self._goods: tuple[TransferGoods, ...] = ()
        self._steps: tuple[TransferStep, ...] = ()
        self._twice = ("", "")
        self._transfer = self._read()

    def entered(self) -> None:
        self._transfer = self._read()

    def news(self) -> None:
        self._transfer = self._read()

    def _read(self) -> Transfer:
        transfers = self.counter.store.transfers
        found = transfers.get(self._id)
        if found is None:
            raise Refused(M("There is no transfer {id} here.", id=self._id))
        self._goods, self._steps = transfers.goods(self._id), transfers.steps(self._id)
        mine = [s for s in self._steps if s.author == self.counter.store.store_id]
        undoings = Undoings((s.id, s.undoes) for s in mine if s.undoes)
        self._twice = next(((id_, undoings.surplus(id_)) for id_ in undoings.too_often()), ("", ""))
        self._rows = (*(self._row(g, goods=found.goods) for g in self._goods), *(self._step(s) for s in self._steps))
        return found

    def view(self) -> TaskView:
        t = self._transfer
        return TaskView(
            title=M("Transfer {id}", id=t.id) if t.goods else M("Request {id}", id=t.id),
            empty=M("Tap a transfer to see it."),
            detail=self._said(t.at, t.actor),
            hand=Hand(direction(self.counter, t), STATES[t.state], tone=TONES[t.state] if t.open else ""),  # type: ignore[arg-type]
            rows=self._rows,
            actions=self._actions(),
            strip=self.strip,
            edge=self.edge,
        )  # fmt: skip

    def _actions(self) -> tuple[Action, ...]:
        """The last leads on."""
        t, may = self._transfer, self.counter.may
        found: list[Action] = [SET_RIGHT] if self._twice[0] else []
        if not t.goods and t.open:
            found.append(Action("end", M("Cancel it") if t.inward else M("Refuse"), "close", danger=True))
            if not t.inward and may("transfer.dispatch"):
                found.append(Action("pick", M("Pick"), "package-up"))
        if t.goods and t.inward:
            if t.state in ("part_arrived", "differs"):
                found.append(Action("explain", M("Explain"), "alert"))
            if self._coming() and may("transfer.receive"):
                found.append(Action("take_in", M("Take in"), "package-down"))
        if t.goods and not t.inward and t.state == "on_the_way" and may("transfer.dispatch"):
            found.append(Action("take_back", M("Take back"), "return", danger=True))
        return tuple(found)

    def _said(self, at: int, actor: str) -> Text:
        """When, and by whom."""
        return plain(f"{local_time(self.counter, at)}  {name_of(self.counter, actor)}")

    def _coming(self) -> bool:
        return any(g.sums.in_transit > 0 for g in self._goods)

    def _row(self, g: TransferGoods, *, goods: bool) -> DoneRow:
        name, about = Names(g.name_zh, g.name_en), lot(g.batch, g.expiry)
        if not goods:
            number = plain(f"{amount(g, g.sums.sent)} / {amount(g, g.asked)}")
            return DoneRow(f"{g.product_id}\n", name, number, about, "ok" if g.sums.sent >= g.asked else "muted")
        s = g.sums
        tone: Literal["ok", "warn", "error", "muted"]
        tone = "error" if s.in_transit < 0 else "warn" if s.missing else "muted" if s.in_transit else "ok"
        if s.missing:
            missing = M("Missing: {count}", count=amount(g, s.missing))
            extra = M("Too many: {count}", count=amount(g, -s.missing))
            about = missing if s.missing > 0 else extra
        number = plain(f"{amount(g, s.came)} / {amount(g, s.sent)}")
        return DoneRow(f"{g.product_id}\n{g.batch}", name, number, about, tone)

    def _step(self, s: TransferStep) -> DoneRow:
        text: Text = M("{what}, taken back later", what=STEPS[s.about]) if self._is_undone(s) else STEPS[s.about]
        if s.undoes:
            text = M("{what}: taken back", what=STEPS[s.about])
        why = self._why(s) if s.about == "closed" else None
        about = self._said(s.at, s.actor)
        said = about if why is None else M("{why} · {when}", why=why, when=about)
        return DoneRow(f"step {s.id}", text, plain(s.author), said, "muted")

    def _why(self, s: TransferStep) -> Text | None:
        reasons = {x.reason for x in self.counter.store.transfers.lines(s.id) if x.reason}
        if not reasons:
            return None
        if len(reasons) > 1:
            return M("Several reasons")
        reason = reasons.pop()
        return REASONS.get(reason) or plain(reason)

    def _is_undone(self, s: TransferStep) -> bool:
        return any(other.undoes == s.id for other in self._steps)

    # --- acts

    def choose(self, row: str) -> None:
        """Rows are looked at."""

    def act_pick(self) -> None:
        """Pick what was asked for."""
        from kiosk.flows.transfer_sending import Sending

        self.counter.replace(Sending(self.counter, self._id))

    def act_take_in(self) -> None:
        """Unload it."""
        from kiosk.flows.transfer_receiving import TakingIn

        self.counter.replace(TakingIn(self.counter, self._id))

    def act_end(self) -> None:
        """Nothing more is sent for this request."""
        t = self._transfer
        ask = ConfirmView(
            M("End this request?"), M("Nothing more is sent for it."), M("Cancel it") if t.inward else M("Refuse")
        )
        permission = "transfer.request" if t.inward else "transfer.dispatch"

        def ended(agreed: tuple[Approval, ...]) -> None:
            source, target = self._shops()
            self._append(
                TransferClosed(source=source, target=target, lines=(), transfer_id=self._id, approvals=agreed)
            )  # fmt: skip

        self.counter.sheet(
            ConfirmSheet(
                self.counter, ask,
                lambda: self.counter.with_permission(permission, M("End request {id}", id=self._id), ended),
            )
        )  # fmt: skip

    def act_take_back(self) -> None:
        """The goods did not leave after all."""
        ask = ConfirmView(
            M("Take these goods back?"), M("They stand in your own stock again."), M("Take back")
        )  # fmt: skip

        def taken(agreed: tuple[Approval, ...]) -> None:
            t = self._read()
            if t.state != "on_the_way":
                raise Refused(M("The other shop has taken goods of it in already."))
            source, target = self._shops()
            back = self._reversed(self._id)
            self._append(
                TransferDispatched(
                    source=source, target=target, lines=back, request_id=t.request_id, undoes=self._id, approvals=agreed
                )
            )

        text = M("Take transfer {id} back", id=self._id)
        self.counter.sheet(
            ConfirmSheet(
                self.counter, ask, lambda: self.counter.with_permission("transfer.differs", text, taken)
            )
        )  # fmt: skip

    def act_set_right(self) -> None:
        """Two took the same back and did not know of each other: one of them is written once more."""

        def again(agreed: tuple[Approval, ...]) -> None:
            t = self._read()
            document_id, extra = self._twice
            step = next((s for s in self._steps if s.id == document_id), None)
            if step is None:
                raise Refused(M("Somebody set this right already."))
            source, target = self._shops()
            lines = self.counter.store.transfers.lines(document_id)
            if step.about == "dispatched":
                self._append(
                    TransferDispatched(
                        source=source, target=target, lines=lines, request_id=t.request_id, undoes=extra,
                        approvals=agreed,
                    )
                )  # fmt: skip
                return
            self._append(
                TransferReceived(
                    source=source, target=target, lines=lines, transfer_id=self._id, undoes=extra, approvals=agreed
                )
            )  # fmt: skip

        ask_set_right(self.counter, self._twice[0], "transfer.differs", again)

    def act_explain(self) -> None:
        """Why it is not what was sent. What was taken in twice is taken back."""
        over = any(g.sums.in_transit < 0 for g in self._goods)
        options: list[Option] = []
        if self._coming():
            options += [Option(why, REASONS[why]) for why in ("short", "damaged")]
        if over:
            received = [s for s in self._steps if s.about == "received" and not s.undoes and not self._is_undone(s)]
            options += [
                Option(
                    f"undo {s.id}", M("It was taken in twice: take {id} back", id=s.id),
                    self._said(s.at, s.actor),
                )
                for s in received
            ]  # fmt: skip
            options.append(Option("over", REASONS["over"]))
        if not options:
            raise Refused(M("Everything is explained."))
        detail = M("More was taken in than was sent.") if over else M("What is missing does not come any more.")
        self.counter.sheet(ChoiceSheet(self.counter, ChoiceView(M("Why?"), tuple(options), detail), self._explained))

    def _explained(self, how: str) -> None:
        text = M("Explain the differences of {id}", id=self._id)
        self.counter.with_permission("transfer.differs", text, lambda agreed: self._write(how, agreed))

    def _write(self, how: str, agreed: tuple[Approval, ...]) -> None:
        self._read()
        source, target = self._shops()
        if how.startswith("undo "):
            receipt = how.removeprefix("undo ")
            back = TransferReceived(
                source=source, target=target, lines=self._reversed(receipt), transfer_id=self._id, undoes=receipt,
                approvals=agreed,
            )  # fmt: skip
            self._append(back)
            return
        lines = tuple(
            TransferLine(
                product_id=g.product_id, quantity=Quantity(g.sums.in_transit), batch=g.batch, expiry=g.expiry,
                cost=g.cost, reason=how,
            )
            for g in self._goods
            if (g.sums.in_transit < 0 if how == "over" else g.sums.in_transit > 0)
        )  # fmt: skip
        self._append(
            TransferClosed(source=source, target=target, lines=lines, transfer_id=self._id, approvals=agreed)
        )  # fmt: skip

    def _reversed(self, document_id: str) -> tuple[TransferLine, ...]:
        lines = self.counter.store.transfers.lines(document_id)
        return tuple(replace(x, quantity=Quantity(-x.quantity)) for x in lines)

    def _shops(self) -> tuple[str, str]:
        here, peer = self.counter.store.store_id, self._transfer.peer
        return (peer, here) if self._transfer.inward else (here, peer)

    def _append(self, document: TransferClosed | TransferDispatched | TransferReceived) -> None:
        self.counter.store.journal.append(document, actor=self.counter.actor)
        self.entered()
        self.good()

"""Goods go back to the supplier: scanned with a reason, no more of them than he delivered unless somebody agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.flows.adjusting import Adjusting
from kiosk.flows.goods_in import Goods
from kiosk.flows.paper_returns import return_slip
from kiosk.flows.sending_back_draft import SentBack
from kiosk.flows.sheets import ChoiceSheet
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import ChoiceView, Option
from kiosk.i18n import M, Text, plain
from kiosk.store.documents import Approval
from kiosk.store.entry import Entry
from kiosk.trade.quantity import format_quantity
from kiosk.trade.sending_back import REASONS

if TYPE_CHECKING:
    from kiosk.flows.adjusting_draft import Gathering
    from kiosk.flows.counter import Counter

UNKNOWN = "goods.return.unknown"


class SendingBack(Adjusting):
    """As stock is set right; the first goods say which supplier it is, or he is asked for."""

    title = M("Send back")
    empty = M("Scan what goes back to the supplier.")
    reasons = REASONS

    def __init__(self, counter: Counter) -> None:
        self.sent_back = SentBack(lambda: counter.store)
        super().__init__(counter)

    def begun(self) -> Gathering:
        return self.sent_back

    def detail(self) -> Text | None:
        reason = self.reasons.get(self.sent_back.reason)
        supplier = self.counter.store.suppliers.get(self.sent_back.whole.supplier_id)
        if supplier is None:
            return super().detail()
        return M("{supplier}: {reason}", supplier=supplier.name, reason=reason) if reason else plain(supplier.name)

    def add(self, goods: Goods) -> None:
        """Once it is known to whom, and that so much came from him."""
        if not self.sent_back.whole.supplier_id:
            self._ask_supplier(goods)
            return
        self._known(goods)

    def _ask_supplier(self, goods: Goods) -> None:
        delivered = self.counter.store.supplier_returns.delivered(goods.product.id)

        def chosen(supplier: str) -> None:
            self.sent_back.say(supplier_id=supplier)
            self._known(goods)

        if len(delivered) == 1:
            chosen(delivered[0].supplier_id)
            return
        places = decimals_of(goods.product.unit)
        options = [Option(d.supplier_id, plain(d.name), plain(format_quantity(d.quantity, places))) for d in delivered]
        if not options:
            options = [Option(s.id, plain(s.name)) for s in self.counter.store.suppliers.all()]
        if not options:
            raise Refused(M("No supplier is known here. The office enters suppliers."))
        self.counter.sheet(
            ChoiceSheet(self.counter, ChoiceView(M("Who delivered it?"), tuple(options)), chosen)
        )  # fmt: skip

    def _known(self, goods: Goods) -> None:
        """More than came from him is somebody's decision; once it was made for goods it is not asked again."""
        mine, product = self.sent_back.whole.supplier_id, goods.product
        delivered = self.counter.store.supplier_returns.delivered(product.id)
        known = next((d.quantity for d in delivered if d.supplier_id == mine), 0)
        before = self.sent_back.of(product.id)
        if before + goods.quantity <= known or before > known:
            super().add(goods)
            return
        places = decimals_of(product.unit)
        text = M(
            "{name}: {count} go back, {known} came from this supplier",
            name=names_of(product), count=format_quantity(before + goods.quantity, places),
            known=format_quantity(known, places),
        )  # fmt: skip
        self.counter.unknown()

        def agreed(approvals: tuple[Approval, ...]) -> None:
            if approvals:
                self.sent_back.say(approvals=(*self.sent_back.whole.approvals, *approvals))
            Adjusting.add(self, goods)

        self.counter.with_permission(UNKNOWN, text, agreed)

    def post(self, approvals: tuple[Approval, ...]) -> None:
        """Into the journal, with a slip for the driver to sign."""
        self._still_there()
        count, document = len(self.sent_back.lines), self.sent_back.document(approvals)

        def slip(entry: Entry) -> list[tuple[str, bytes]]:
            return [papers.job(M("Return to supplier"), return_slip(self.counter, document, entry.id, entry.at))]

        number = self.sent_back.post(self.counter.actor, approvals, slip)
        self.counter.printing.kick()
        self.over(M("Sent back: {count} rows, {id}.", count=count, id=number))

    def act_history(self) -> None:
        """What was sent back before."""
        from kiosk.flows.returns import ReturnList

        self.counter.enter(ReturnList(self.counter))

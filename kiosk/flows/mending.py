"""What mends a product's trouble: counted, sent to another shop or back to its supplier, sold for less, ordered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.flows.below import ADJUST, COUNT, LOOK_UP, mend
from kiosk.flows.ordering_words import ill_words, percent
from kiosk.flows.papers import print_label
from kiosk.flows.price_change import change_price, price_now
from kiosk.flows.sheets import ChoiceSheet, ConfirmSheet
from kiosk.flows.units import decimals_of, names_of, shown_amount
from kiosk.flows.views import ChoiceView, ConfirmView, Option
from kiosk.i18n import M, plain
from kiosk.store.advice import Advice
from kiosk.trade.goods import Product
from kiosk.trade.money import RATE_ONE, Money, Rate, divide
from kiosk.trade.quantity import ONE, format_quantity
from kiosk.trade.reorder_health import clearance, surplus

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

ACTS: dict[str, tuple[str, ...]] = {
    "out": ("order", "count"),
    "low": ("order", "count"),
    "expiring": ("price", "return", "adjust"),
    "over": ("transfer", "return", "price"),
    "slow": ("price", "return", "transfer"),
    "dead": ("price", "return", "transfer", "adjust"),
}
"""By trouble, what helps best first; to look it up stands at the end of each."""


class Mending:
    """One product's trouble. done: called when its price was changed and the list is in front again."""

    def __init__(self, counter: Counter, kind: str, advice: Advice, product: Product, done: Callable[[], None]) -> None:
        self._counter = counter
        self._kind = kind
        self._advice = advice
        self._product = product
        self._done = done

    def ask(self) -> None:
        """Which of what this user may do; it is done at once where there is but one."""
        offers = {"count": self._count, "order": self._order, "price": self._price, "return": self._return,
                  "transfer": self._transfer, "adjust": self._adjust}  # fmt: skip
        options = [option for act in ACTS[self._kind] if (option := offers[act]()) is not None]
        options.append(LOOK_UP)
        if len(options) == 1:
            self.act("enquiry")
            return
        detail = ill_words(self._kind, self._advice, self._product.unit)
        view = ChoiceView(names_of(self._product), tuple(options), detail)
        self._counter.sheet(ChoiceSheet(self._counter, view, self.act))

    def act(self, how: str) -> None:
        """Go there, with the goods in hand."""
        acts = {"order": self._to_order, "price": self._to_price, "return": self._to_return,
                "transfer": self._to_transfer}  # fmt: skip
        if how in acts:
            acts[how]()
        else:
            mend(self._counter, how, self._product)

    # --- what may be offered

    def _count(self) -> Option | None:
        return COUNT if self._counter.may("stock.count") else None

    def _order(self) -> Option | None:
        advice = self._advice
        if not advice.quantity or not advice.supplier_id or not self._counter.may("order.create"):
            return None
        return Option("order", M("Order"), M("With what else its supplier has."), "cart")

    def _price(self) -> Option | None:
        cut = self._cut()
        if cut is None:
            return None
        shown, off = shown_amount(self._counter, cut), plain(f"−{percent(self._rate())} %")
        return Option("price", M("Lower the price to {price}", price=shown), off, "tag")

    def _return(self) -> Option | None:
        if self._advice.on_hand <= 0 or not self._counter.may("goods.return"):
            return None
        if not self._counter.store.supplier_returns.delivered(self._product.id):
            return None
        return Option("return", M("Send it back"), M("To the supplier, if he takes it."), "return")

    def _transfer(self) -> Option | None:
        if self._surplus() <= 0 or not self._counter.may("transfer.dispatch"):
            return None
        if not self._counter.store.transfers.shops():
            return None
        count = format_quantity(self._surplus(), decimals_of(self._product.unit))
        return Option(
            "transfer", M("Send to another shop"), M("{count} are more than is needed.", count=count), "truck"
        )

    def _adjust(self) -> Option | None:
        return ADJUST if self._counter.may("stock.adjust") else None

    # --- how much

    def _surplus(self) -> int:
        """Whole pieces, where there is no half of one."""
        more = surplus(self._advice.on_hand, self._advice.point)
        return more if decimals_of(self._product.unit) else more // ONE * ONE

    def _rate(self) -> Rate:
        """The share of the price that is proposed to be taken off; 0 for none."""
        advice = self._advice
        if self._kind == "expiring":
            return advice.expiring[0].markdown if advice.expiring else Rate(0)
        return clearance(advice.on_hand, advice.point, advice.weekly)

    def _cut(self) -> Money | None:
        """The price at which it sells in time, in tens of the minor unit."""
        price, rate = price_now(self._counter, self._product), self._rate()
        if not rate or not price:
            return None
        cut = divide(price * (RATE_ONE - rate), RATE_ONE)
        return Money(cut // 10 * 10 or cut)

    # --- ways

    def _to_order(self) -> None:
        from kiosk.flows.ordering_picks import Picks

        self._counter.enter(Picks(self._counter, self._advice.supplier_id, hand=self._product.id))

    def _to_price(self) -> None:
        change_price(self._counter, self._product, self._priced, self._cut())

    def _priced(self, now: bool) -> None:
        """A price that is in force wants its label on the shelf."""
        self._done()
        product = self._counter.store.catalogue.product(self._product.id)
        if not now or product is None:
            return
        ask = ConfirmView(
            M("Print its label?"), M("The shelf still says the price of before."), M("Print"), danger=False
        )
        self._counter.sheet(ConfirmSheet(self._counter, ask, lambda: print_label(self._counter, product)))

    def _to_return(self) -> None:
        from kiosk.flows.sending_back import SendingBack

        flow = SendingBack(self._counter)
        self._counter.enter(flow)
        flow.begin_with(self._product, max(self._surplus(), 0))

    def _to_transfer(self) -> None:
        from kiosk.flows.transfer_sending import Sending

        flow = Sending(self._counter)
        self._counter.enter(flow)
        flow.begin_with(self._product, self._surplus())

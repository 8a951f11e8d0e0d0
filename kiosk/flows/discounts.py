"""Manual discounts: a rate or an amount, a reason, and the limit of who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.sheets import ChoiceSheet, NumberSheet
from kiosk.flows.units import names_of, shown_amount
from kiosk.flows.views import Action, ChoiceView, NumberView, Option
from kiosk.i18n import M, Message
from kiosk.store.documents import Approval
from kiosk.trade.basket import Basket, Discount
from kiosk.trade.money import Money, Rate, share
from kiosk.trade.priced import PricedBasket, PricedLine
from kiosk.trade.pricing import price_basket

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

REASONS: dict[str, Message] = {
    "damaged": M("Damaged packaging"),
    "near_expiry": M("Near its expiry date"),
    "regular": M("Regular customer"),
    "match": M("Cheaper elsewhere"),
    "mistake": M("Price was wrong"),
    "other": M("Other reason"),
}
QUICK_RATES = (50_000, 100_000, 150_000, 200_000, 300_000)

Edit = Callable[[Discount | None], Basket]


def ask_reason(counter: Counter, title: Message, then: Callable[[str], None]) -> None:
    """One of a few reasons, kept as its word."""
    options = tuple(Option(key, text) for key, text in REASONS.items())
    counter.sheet(ChoiceSheet(counter, ChoiceView(title, options), then))


def ask_discount(
    counter: Counter, title: Message, edit: Edit, then: Callable[[Basket], None], *, percent: bool = True
) -> None:
    """Ask how much and why; over the limit another user must agree. Zero takes the discount back.

    edit: makes the discounted basket; then: takes it. The limit counts everything taken off a line by hand, so that
    two discounts within the limit don't make one above it.
    """

    def toggle() -> None:
        ask_discount(counter, title, edit, then, percent=not percent)

    def typed(value: int) -> None:
        if value == 0:
            then(edit(None))
            return
        discount = Discount(rate=Rate(value)) if percent else Discount(amount=Money(value))
        _trial(counter, edit(discount))  # refused before anybody is asked why
        ask_reason(counter, M("Why the discount?"), lambda why: reasoned(discount, why))

    def reasoned(discount: Discount, why: str) -> None:
        priced = _trial(counter, edit(discount))
        limit = counter.user.role.discount_limit if counter.user else Rate(0)
        over = over_limit(priced, limit) or not counter.may("sale.discount")

        def allowed(approvals: tuple[Approval, ...]) -> None:
            by = approvals[0].by if approvals else counter.actor
            then(edit(Discount(rate=discount.rate, amount=discount.amount, reason=why, by=by)))

        if over:
            detail = M("{amount} off: {reason}", amount=shown_amount(counter, priced.discount), reason=REASONS[why])
            counter.with_permission("sale.discount.over_limit", detail, allowed)
        else:
            allowed(())

    other = M("Type an amount") if percent else M("Type a percentage")
    ask = NumberView(
        title,
        "percent" if percent else "amount",
        2 if percent else counter.settings.currency.exponent,
        quick=QUICK_RATES if percent else (),
        toggle=Action("toggle", other, "swap"),
    )
    counter.sheet(NumberSheet(counter, ask, typed, toggle))


def over_limit(priced: PricedBasket, limit: Rate) -> bool:
    """Whether more than `limit` is taken off any line by hand, after its promotions.

    An allotted discount may be a minor unit above the rounded share: that is rounding, not generosity.
    """
    spare = 1 if limit else 0
    return any(p.discount > share(before_discount(p), limit) + spare for p in priced.lines if p.discount)


def before_discount(line: PricedLine) -> int:
    """What a line costs after promotions, before anything is taken off by hand."""
    return line.gross - sum(s.amount for s in line.savings)


def _trial(counter: Counter, basket: Basket) -> PricedBasket:
    """The figures it would have. Raises Refused where a product may not be discounted so much."""
    priced = price_basket(basket, counter.cart.terms(basket))
    for line in priced.lines:
        highest = line.line.product.max_discount
        if highest is None or not line.discount:
            continue
        if line.discount > share(before_discount(line), highest):
            most = f"{highest / 10_000:g} %"
            name = names_of(line.line.product)
            raise Refused(M("{name} may be discounted by at most {most}.", name=name, most=most))
    return priced

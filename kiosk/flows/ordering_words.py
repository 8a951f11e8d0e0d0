"""Why a product is to be ordered, and what is wrong with its stock, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.flows.units import decimals_of, shown_amount
from kiosk.i18n import M, Message, Text, plain
from kiosk.store.advice import EMPTY, Advice
from kiosk.store.documents_buying import PurchaseLine
from kiosk.trade.buying import Terms, pack_price
from kiosk.trade.goods import Product
from kiosk.trade.money import Rate
from kiosk.trade.quantity import format_quantity
from kiosk.trade.reorder_health import Expiring

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

TROUBLES: dict[str, Message] = {
    "negative": M("Less than nothing in stock"),
    "out": M("Sold out"),
    "low": M("Running out"),
    "expiring": M("Expiring soon"),
    "over": M("Far too much in stock"),
    "slow": M("Sells slowly"),
    "dead": M("Not sold for a long time"),
}
"""The worst first."""
COLUMNS: dict[str, Message] = {
    "out": M("Left · to come"),
    "low": M("Left · to come"),
    "expiring": M("Left · date · price"),
    "over": M("In stock · lasts"),
    "slow": M("In stock · last sold"),
    "dead": M("In stock · last sold"),
}
"""What the lists of products with each say."""


def weekly(advice: Advice, unit: str) -> str:
    """What a week sells, as exactly as anybody can know it."""
    step = 1000 if advice.weekly >= 10_000 and decimals_of(unit) == 0 else 100
    return format_quantity(-(-advice.weekly // step) * step)


def why(advice: Advice, product: Product) -> Message:
    """The one sentence: what sells, what there is, and how long that lasts of the days that it must."""
    places = decimals_of(product.unit)
    values = {
        "rate": weekly(advice, product.unit),
        "here": format_quantity(advice.on_hand, places),
        "lasts": advice.lasts,
        "days": advice.days,
    }
    if advice.lasts >= advice.days:
        return M("{rate} a week: {here} here may not do for {days} days.", **values)
    if advice.on_hand <= 0 and not advice.coming:
        return M("{rate} a week, and there is nothing left.", **values)
    if advice.coming:
        coming = format_quantity(advice.coming, places)
        return M("{rate} a week: {here} and {coming} to come last {lasts} of {days} days.", coming=coming, **values)
    return M("{rate} a week: {here} here last {lasts} of {days} days.", **values)


def besides(counter: Counter, advice: Advice, line: PurchaseLine, terms: Terms) -> Iterator[Text]:
    """What else speaks for the quantity."""
    if advice.uplift > 0:
        more = format_quantity(-(-advice.uplift // 1000) * 1000)
        yield M("A promotion is planned: {count} more", count=more)
    if line.quantity != advice.quantity:
        return
    if advice.choice == "price":
        price = pack_price(terms, line.quantity)
        yield M("So many cost only {price} a pack", price=shown_amount(counter, price or line.price))
    elif advice.choice == "handling":
        yield M("Ordering less more often would cost more work")
    elif terms.min_quantity > 0 and line.quantity <= terms.min_quantity + terms.pack:
        yield M("The supplier sends no less")


def left(advice: Advice) -> Message:
    """How long the shelf will do."""
    if advice.dry <= 0:
        return M("Sold out") if advice.dry == EMPTY else M("Runs out today")
    return M("{days} days left", days=advice.dry)


def percent(rate: Rate) -> str:
    """`35`."""
    return str(rate // 10_000)


def expiry_words(expiring: Expiring, unit: str) -> Message:
    """What will be left of a batch, and the price cut that sells it."""
    count = format_quantity(expiring.left, decimals_of(unit))
    if expiring.days <= 0:
        return M("{count} past their date {date}", count=count, date=expiring.expiry)
    cut = percent(expiring.markdown)
    return M("{count} too many by {date}: price −{percent} %", count=count, date=expiring.expiry[5:], percent=cut)


def short_words(kind: str, advice: Advice, unit: str) -> Text:
    """The same as the columns of its list say it: see `COLUMNS`."""
    here = format_quantity(advice.on_hand, decimals_of(unit))
    if kind == "expiring" and advice.expiring:
        first = advice.expiring[0]
        count = format_quantity(first.left, decimals_of(unit))
        if first.days <= 0:
            return M("{count} · {date} · expired", count=count, date=first.expiry[5:])
        return plain(f"{count} · {first.expiry[5:]} · −{percent(first.markdown)} %")
    if kind == "over":
        return M("{count} · {days} days", count=here, days=advice.dry)
    if kind in ("slow", "dead"):
        return M("{count} · {days} days ago", count=here, days=advice.idle)
    coming = format_quantity(advice.coming, decimals_of(unit))
    return M("{left} · {count}", left=left(advice), count=coming) if advice.coming else left(advice)


def ill_words(kind: str, advice: Advice, unit: str) -> Message:
    """One product's trouble, in a sentence."""
    if kind == "expiring" and advice.expiring:
        return expiry_words(advice.expiring[0], unit)
    here = format_quantity(advice.on_hand, decimals_of(unit))
    if kind == "over":
        return M("{count} here, enough for {days} days", count=here, days=advice.dry)
    if kind in ("slow", "dead"):
        return M("{count} here, last sold {days} days ago", count=here, days=advice.idle)
    coming = format_quantity(advice.coming, decimals_of(unit))
    return M("{left}, {count} to come", left=left(advice), count=coming) if advice.coming else left(advice)

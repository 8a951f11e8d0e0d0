"""From a basket to what it costs: a function of the basket and the terms, and of nothing else.

Price list → price set by hand → line promotions → basket promotions → manual discount of the line → manual
discount of the basket → tax → total. All rounding is half up (`kiosk.trade.money.divide`). docs/pricing.md
tells it to a shopkeeper.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from kiosk.trade.basket import Basket, Discount, Line
from kiosk.trade.goods import Tax, list_price
from kiosk.trade.money import CNY, RATE_ONE, ZERO, Currency, Money, Rate, allot, allot_within, divide, share
from kiosk.trade.priced import PricedBasket, PricedLine, PromotionUse, Saving
from kiosk.trade.promotion import Promotion
from kiosk.trade.promotions import PromotedLine, Turn, apply_promotions, index_of
from kiosk.trade.quantity import UNITS, extend
from kiosk.trade.tax import Taxable, TaxPer, line_taxes, tax_totals


class Terms(msgspec.Struct, frozen=True):
    """What pricing needs besides the basket: the moment and the shop's rules.

    at: UTC milliseconds. weekday: 0 Monday … 6 and minute: of the day, both local. promotions: all of the
    shop, in force or not; keep one tuple from scan to scan, since its index is kept with it. used: by id, how
    often a promotion applied to the basket's customer in his earlier sales. tax_per: "line" or "document".
    """

    at: int
    weekday: int = 0
    minute: int = 0
    promotions: tuple[Promotion, ...] = ()
    used: Mapping[str, int] = {}
    tax_per: TaxPer = "line"
    currency: Currency = CNY


class _Work:
    """A line that is being sold, on its way to its net amount. was: the same line in the basket before."""

    __slots__ = ("discount", "gross", "line", "net", "savings", "unit_price", "was")

    def __init__(self, line: Line, unit_price: Money, gross: Money, was: PricedLine | None = None) -> None:
        self.line = line
        self.unit_price = unit_price
        self.gross = gross
        self.savings: tuple[Saving, ...] = ()
        self.discount = 0
        self.net: int = gross
        self.was = was


def price_basket(basket: Basket, terms: Terms, before: PricedBasket | None = None) -> PricedBasket:
    """Work out every figure of `basket`.

    Same basket, same terms: same figures. The order of the lines changes nothing but their order: ties, such
    as the odd cent of an allotment, go by product and quantity first, by the line's key last.

    before: the basket as it was before an edit. It changes no figure: a line that comes out as it was is the same
    value again, so that one more line in a long basket costs little more than itself.
    """
    known = {p.line.key: p for p in before.lines} if before else {}
    works = _listed(basket, terms, known)
    turns = _promote(works, basket, terms)
    for work in works:
        if work.line.discount:
            _discount(work, manual_discount(work.line.discount, work.net))
    if basket.discount or terms.tax_per != "line":
        works.sort(key=_rank)
    if basket.discount:
        _discount_all(works, basket.discount)
    priced = {work.line.key: _priced(work, tax) for work, tax in zip(works, _taxes(works, terms), strict=True)}
    if len(priced) < len(basket.lines):
        for line in basket.lines:
            if line.key not in priced:
                priced[line.key] = _given_back(line) if line.returned else _unpriced(line)
    uses = tuple(PromotionUse(t.promotion.id, t.times) for t in turns if t.times and t.promotion.customer_limit)
    return _summed(basket, tuple([priced[line.key] for line in basket.lines]), uses)


def manual_discount(discount: Discount, amount: int) -> Money:
    """What a manual discount takes off `amount`: never more than all of it, never less than nothing."""
    off = share(amount, discount.rate) if discount.rate is not None else (discount.amount or ZERO)
    return Money(max(0, min(off, amount)))


def line_count(line: Line) -> int:
    """Pieces of a line for the glance; what is weighed or measured counts as one."""
    unit = UNITS.get(line.product.unit)
    if line.product.weighed or (unit and unit.decimals):
        return 1
    return -(-line.quantity // 1000)


def _rank(work: _Work) -> tuple[str | int, ...]:
    """Breaks ties by what a line is before when it came, so that scanning in another order costs the same."""
    line = work.line
    override = line.override.price if line.override else -1
    off = line.discount
    rate, amount = ((off.rate or 0), (off.amount or 0)) if off else (0, 0)
    return (line.product.id, line.quantity, line.amount or 0, override, rate, amount, line.key)


def _listed(basket: Basket, terms: Terms, known: dict[int, PricedLine]) -> list[_Work]:
    """Every line that is sold and has a price."""
    level = basket.customer.level if basket.customer else ""
    bought: dict[str, int] = {}
    for line in basket.lines:
        if line.returned is None:
            bought[line.product.id] = bought.get(line.product.id, 0) + line.quantity
    works = []
    for line in basket.lines:
        if line.returned is not None:
            continue
        product = line.product
        if line.override:
            price: Money | None = Money(max(0, line.override.price))
        elif product.prices:
            price = list_price(product, bought[product.id], at=terms.at, level=level)
        else:
            price = product.price
        was = known.get(line.key)
        if was is not None and was.line is line and price is not None and was.unit_price == price:
            works.append(_Work(line, price, was.gross, was))
        elif line.amount is not None and not line.override:
            if price is None:
                price = Money(divide(line.amount * 1000, line.quantity))
            works.append(_Work(line, price, line.amount))
        elif price is not None:
            works.append(_Work(line, price, extend(price, line.quantity)))
    return works


def promoted(basket: Basket, terms: Terms) -> list[Turn]:
    """The promotions that had a turn on `basket`, in order, each with the lines it could take, as all left them."""
    return _promote(_listed(basket, terms, {}), basket, terms)


def _promote(works: list[_Work], basket: Basket, terms: Terms) -> list[Turn]:
    """Promotions on all lines but those whose price was set by hand."""
    if not terms.promotions:
        return []
    touches = index_of(terms.promotions).touches
    touched = [w for w in works if not w.line.override and touches(w.line.product.id, w.line.product.category_id)]
    touched.sort(key=_rank)
    lines = [PromotedLine(work.line, work.gross, rank) for rank, work in enumerate(touched)]
    customer = basket.customer
    turns = apply_promotions(
        lines, terms.promotions, at=terms.at, weekday=terms.weekday, minute=terms.minute,
        level=customer.level if customer else "", used=terms.used if customer else None,
    )  # fmt: skip
    for line in lines:
        if line.savings:
            work = touched[line.rank]
            work.savings = tuple([Saving(p.id, p.name_zh, p.name_en, Money(amount)) for p, amount in line.savings])
            work.net = sum([lot.amount for lot in line.lots])
    return turns


def _discount(work: _Work, amount: int) -> None:
    work.discount += amount
    work.net -= amount


def _discount_all(ranked: list[_Work], discount: Discount) -> None:
    """Allot the basket's discount to its lines by what they cost.

    Goods with a highest discount take no more than that, their line's own discount counted in. A rate passes
    them by with what they can take; an amount that they can't take falls to the other lines.
    """
    nets = [work.net for work in ranked]
    rooms = [_room(work) for work in ranked]
    if not any(rooms):
        return
    if discount.rate is None:
        parts = allot_within(max(0, discount.amount or 0), nets, rooms)
    else:
        rate = Rate(max(0, min(discount.rate, RATE_ONE)))
        parts = [Money(min(room, share(net, rate))) for net, room in zip(nets, rooms, strict=True)]
        full = [i for i, work in enumerate(ranked) if nets[i] and work.line.product.max_discount is None]
        if full:
            weights = [nets[i] for i in full]
            for i, part in zip(full, allot(share(sum(weights), rate), weights), strict=True):
                parts[i] = part
    for work, part in zip(ranked, parts, strict=True):
        _discount(work, part)


def _room(work: _Work) -> int:
    highest = work.line.product.max_discount
    if highest is None:
        return work.net
    return max(0, min(work.net, share(work.net + work.discount, highest) - work.discount))


def _taxes(works: list[_Work], terms: Terms) -> list[Money]:
    return line_taxes(
        [Taxable(work.net, work.line.product.tax, work.line.product.tax_included) for work in works], terms.tax_per
    )


def _priced(work: _Work, tax: Money) -> PricedLine:
    was = work.was
    if (
        was is not None
        and was.net == work.net
        and was.tax == tax
        and was.discount == work.discount
        and was.savings == work.savings
    ):
        return was
    product = work.line.product
    total = work.net if product.tax_included else work.net + tax
    return PricedLine(
        line=work.line,
        unit_price=work.unit_price,
        regular_price=product.price,
        gross=work.gross,
        savings=work.savings,
        discount=Money(work.discount),
        net=Money(work.net),
        tax=tax,
        total=Money(total),
    )


def _given_back(line: Line) -> PricedLine:
    """Returned goods give back what was paid for them, whatever prices and promotions say today."""
    assert line.returned
    total, tax = Money(-line.returned.amount), Money(-line.returned.tax)
    net = total if line.product.tax_included else Money(total - tax)
    unit = Money(divide(-net * 1000, line.quantity))
    return PricedLine(line, unit, line.product.price, net, (), ZERO, net, tax, total)


def _unpriced(line: Line) -> PricedLine:
    return PricedLine(line, None, line.product.price, ZERO, (), ZERO, ZERO, ZERO, ZERO)


def _summed(basket: Basket, lines: tuple[PricedLine, ...], uses: tuple[PromotionUse, ...]) -> PricedBasket:
    gross = saved = discount = tax = total = count = 0
    unpriced: list[int] = []
    taxed: list[tuple[Tax, Money, Money]] = []
    for p in lines:
        gross += p.gross
        discount += p.discount
        tax += p.tax
        total += p.total
        count += line_count(p.line)
        for saving in p.savings:
            saved += saving.amount
        if p.unit_price is None:
            unpriced.append(p.line.key)
        else:
            taxed.append((p.line.product.tax, p.total, p.tax))
    return PricedBasket(
        basket=basket,
        lines=lines,
        taxes=tax_totals(taxed),
        gross=Money(gross),
        saved=Money(saved),
        discount=Money(discount),
        tax=Money(tax),
        total=Money(total),
        count=count,
        unpriced=tuple(unpriced),
        uses=uses,
    )

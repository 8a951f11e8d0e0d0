"""What holds for every basket and every set of promotions."""

from __future__ import annotations

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.trade.basket import Basket, Discount, Line, PriceOverride, Returned
from kiosk.trade.goods import Customer, PriceRule, Product
from kiosk.trade.money import Money, Rate
from kiosk.trade.priced import PricedBasket
from kiosk.trade.pricing import Terms, price_basket
from kiosk.trade.promotion import BundlePart, Promotion, PromotionKind
from kiosk.trade.quantity import Quantity
from tests.trade.shop import EXEMPT, NOON, VAT9, VAT13, product

IDS = "abcdef"
many = settings(deadline=None, max_examples=250)
fewer = settings(deadline=None, max_examples=120)


class Luck(random.Random):
    """Draws a shop from a seed.

    Hypothesis chooses the seed and the numbers of lines and promotions, so that a failure shrinks to few of each;
    drawing every field through it would take ten times as long.
    """

    def money(self) -> Money:
        return Money(self.choice([self.randint(0, 30), self.randint(0, 5000)]))

    def rate(self) -> Rate:
        return Rate(self.choice([0, 1_000_000, 500_000, self.randint(1, 999_999)]))

    def manual(self) -> Discount:
        return Discount(rate=self.rate()) if self.random() < 0.5 else Discount(amount=self.money())

    def rule(self, name: str) -> PriceRule:
        least = Quantity(self.choice([0, 2000, 5000]))
        return PriceRule(name, self.money(), self.choice(["", "vip"]), least)

    def goods(self, name: str, included: bool | None) -> Product:
        return product(
            name,
            self.money(),
            tax=self.choice([EXEMPT, VAT9, VAT13]),
            category=self.choice("XY"),
            included=self.random() < 0.5 if included is None else included,
            weighed=name == "f",
            max_discount=self.choice([None, None, 0, 100_000]),
            prices=[self.rule(name) for _ in range(self.randint(0, 2))],
        )

    def line(self, key: int, goods: Product) -> Line:
        quantity = Quantity(self.randint(1, 4000) if goods.weighed else 1000 * self.randint(1, 7))
        line = Line(key, goods, quantity)
        match self.choice(["", "", "", "", "discount", "override", "amount", "returned"]):
            case "discount":
                return replace(line, discount=self.manual())
            case "override":
                return replace(line, override=PriceOverride(self.money()))
            case "amount":
                return replace(line, amount=self.money())
            case "returned":
                back = self.money()
                return replace(line, returned=Returned("K-1", 1, back, Money(back // 9)))
            case _:
                return line

    def some(self, of: str, most: int) -> frozenset[str]:
        return frozenset(self.sample(of, self.randint(0, most)))

    def promotion(self, name: str) -> Promotion:
        buy = self.randint(1, 4)
        return Promotion(
            id=name,
            kind=self.choice(list(PromotionKind)),
            name_zh="促销",
            name_en="promotion",
            product_ids=self.some(IDS, 4),
            category_ids=self.some("XY", 1),
            rate=self.rate(),
            amount=self.money(),
            buy=buy,
            free=self.randint(1, buy),
            threshold=self.money(),
            bundle=tuple(
                BundlePart(part, Quantity(1000 * self.randint(1, 2))) for part in self.sample(IDS, self.randint(1, 3))
            ),
            level=self.choice(["", "", "vip"]),
            priority=self.randint(0, 3),
            exclusive=self.random() < 0.5,
            limit=self.choice([0, 0, 1, 3]),
            repeat=self.random() < 0.5,
        )


seeds = st.integers(0, 2**32)


def basket_of(seed: int, lines: int, included: bool | None) -> Basket:
    luck = Luck(seed)
    shop = [luck.goods(name, included) for name in IDS]
    customer = luck.choice([None, Customer("C", "Li", level="vip")])
    discount = luck.choice([None, luck.manual()])
    drawn = tuple(luck.line(key, luck.choice(shop)) for key in range(1, lines + 1))
    return Basket("T", drawn, customer, discount, next_key=lines + 1)


def offers_of(seed: int, count: int) -> tuple[Promotion, ...]:
    luck = Luck(seed)
    return tuple(luck.promotion(str(n)) for n in range(count))


def baskets(included: bool | None = None) -> st.SearchStrategy[Basket]:
    return st.builds(basket_of, seeds, st.integers(1, 9), st.just(included))


def promotion_sets(most: int = 5) -> st.SearchStrategy[tuple[Promotion, ...]]:
    return st.builds(offers_of, seeds, st.integers(0, most))


def all_terms() -> st.SearchStrategy[Terms]:
    return st.builds(Terms, st.just(NOON), promotions=promotion_sets(), tax_per=st.sampled_from(["line", "document"]))


def figures(priced: PricedBasket) -> tuple[object, ...]:
    return (priced.gross, priced.saved, priced.discount, priced.tax, priced.total, priced.taxes, priced.count)


@given(baskets(), all_terms())
@many
def test_every_line_adds_up_and_the_lines_add_up_to_the_whole(full: Basket, terms: Terms) -> None:
    priced = price_basket(full, terms)
    assert [line.line for line in priced.lines] == list(full.lines)
    for line in priced.lines:
        assert line.gross - sum(s.amount for s in line.savings) - line.discount == line.net
        assert line.total == (line.net if line.line.product.tax_included else line.net + line.tax)
    assert priced.total == sum(line.total for line in priced.lines)
    assert priced.tax == sum(line.tax for line in priced.lines) == sum(t.tax for t in priced.taxes)
    assert priced.total == sum(t.base + t.tax for t in priced.taxes)
    assert priced.gross - priced.saved - priced.discount == sum(line.net for line in priced.lines)
    assert priced.saved == sum(s.amount for line in priced.lines for s in line.savings)


@given(baskets(), all_terms())
@many
def test_no_promotion_raises_a_price_or_makes_it_negative(full: Basket, terms: Terms) -> None:
    for line in price_basket(full, terms).lines:
        assert all(saving.amount > 0 for saving in line.savings)
        assert len({saving.promotion_id for saving in line.savings}) == len(line.savings)
        if line.line.returned:
            assert (line.savings, line.discount, line.total) == ((), 0, -line.line.returned.amount)
        else:
            assert line.discount >= 0
            assert 0 <= line.net <= line.gross
            assert 0 <= line.tax <= line.total
            assert not (line.line.override and line.savings)


@given(baskets(), all_terms(), seeds)
@many
def test_the_order_of_scanning_and_of_promotions_does_not_change_the_price(
    full: Basket, terms: Terms, seed: int
) -> None:
    lines, offers = list(full.lines), list(terms.promotions)
    luck = Luck(seed)
    luck.shuffle(lines)
    luck.shuffle(offers)
    renumbered = tuple(replace(line, key=key) for key, line in enumerate(lines, 1))
    other = price_basket(replace(full, lines=renumbered), replace(terms, promotions=tuple(offers)))
    assert figures(other) == figures(price_basket(full, terms))


@given(baskets(), all_terms())
@fewer
def test_a_basket_written_and_read_elsewhere_costs_the_same(full: Basket, terms: Terms) -> None:
    there = msgspec.json.decode(msgspec.json.encode(full), type=Basket)
    rules = msgspec.json.decode(msgspec.json.encode(terms), type=Terms)
    assert price_basket(there, rules) == price_basket(full, terms)


@given(baskets(included=True), promotion_sets(4))
@many
def test_a_promotion_that_has_the_last_turn_never_raises_the_total(full: Basket, offers: tuple[Promotion, ...]) -> None:
    """An earlier turn may: an exclusive promotion that saves little keeps its units from one that saves more."""
    if not offers:
        return
    *others, last = offers
    if last.kind is not PromotionKind.THRESHOLD:
        others = [p for p in others if p.kind is not PromotionKind.THRESHOLD]
    last = replace(last, priority=-1)
    before = price_basket(full, Terms(NOON, promotions=tuple(others)))
    after = price_basket(full, Terms(NOON, promotions=(*others, last)))
    assert after.saved >= before.saved
    assert after.total <= before.total


@given(baskets(), promotion_sets())
@fewer
def test_exclusive_promotions_do_not_share_a_single_unit(full: Basket, offers: tuple[Promotion, ...]) -> None:
    exclusive = tuple(replace(p, exclusive=True) for p in offers)
    for line in price_basket(full, Terms(NOON, promotions=exclusive)).lines:
        if line.line.quantity == 1000 or line.line.product.weighed:
            assert len(line.savings) <= 1


@given(baskets(), all_terms())
@fewer
def test_with_everything_taken_off_nothing_is_left_to_pay(full: Basket, terms: Terms) -> None:
    unlimited = tuple(
        replace(line, product=replace(line.product, max_discount=None)) for line in full.lines if not line.returned
    )
    gift = replace(full, lines=unlimited, discount=Discount(rate=Rate(1_000_000)))
    priced = price_basket(gift, terms)
    assert (priced.total, priced.tax) == (0, 0)


@given(baskets(), all_terms(), all_terms(), seeds)
@many
def test_what_a_basket_cost_before_an_edit_does_not_matter(
    full: Basket, terms: Terms, earlier: Terms, seed: int
) -> None:
    luck = Luck(seed)
    some = tuple(
        replace(line, quantity=Quantity(line.quantity + 1000)) if luck.random() < 0.3 else line
        for line in full.lines
        if luck.random() < 0.7
    )
    before = price_basket(replace(full, lines=some, discount=luck.choice([None, full.discount])), earlier)
    assert price_basket(full, terms, before) == price_basket(full, terms)


def test_a_line_that_an_edit_leaves_alone_is_the_same_value_again() -> None:
    lines = tuple(Line(key, product(f"p{key}", 300), Quantity(1000)) for key in range(1, 4))
    before = price_basket(Basket("b", lines[:2]), Terms(NOON))
    after = price_basket(Basket("b", lines), Terms(NOON), before)
    assert [a is b for a, b in zip(after.lines, before.lines, strict=False)] == [True, True]

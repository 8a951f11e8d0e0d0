"""What repricing a basket costs: it happens at every scan.

Prints a JSON list of {name, value, unit, bound, ratio, limit}; limit is of the ratio. The bound of the first
is the least that any pricing does, measured on the same lines in the same run: each price times its quantity,
each tax, each priced line as a value, and their sums. The bound of the second is the same basket in a shop
with few promotions.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable

from kiosk.trade.basket import Basket, Line
from kiosk.trade.goods import Product, Tax
from kiosk.trade.money import ZERO, Money, Rate
from kiosk.trade.priced import PricedLine
from kiosk.trade.pricing import Terms, price_basket
from kiosk.trade.promotion import BundlePart, Promotion, PromotionKind
from kiosk.trade.quantity import Quantity, extend
from kiosk.trade.tax import tax_of

VAT = Tax("vat13", "增值税13%", "VAT 13%", Rate(130_000))
LINES = 100
ROUNDS = 300


def main() -> None:
    basket = demo_basket()
    few = Terms(at=0, promotions=demo_promotions(50))
    many = Terms(at=0, promotions=(*few.promotions, *demo_promotions(5000, first_product=LINES)))
    assert price_basket(basket, few).total == price_basket(basket, many).total
    bare, with_few, with_many = medians(
        lambda: bare_sums(basket),
        lambda: price_basket(basket, few),
        lambda: price_basket(basket, many),
    )
    print(
        json.dumps(
            [
                result("pricing.100_lines_50_promotions", with_few, bare, limit=25.0),
                result("pricing.100_lines_5050_promotions", with_many, with_few, limit=1.2),
            ],
            indent=2,
        )
    )


def demo_basket() -> Basket:
    """A hundred lines of a hundred products in ten categories, one in ten by weight."""
    lines = []
    for i in range(LINES):
        weighed = i % 10 == 9
        product = Product(
            id=f"p{i}",
            name_zh="商品",
            name_en="product",
            unit="kg" if weighed else "pcs",
            tax=VAT,
            price=Money(199 + 37 * i),
            category_id=f"c{i % 10}",
            weighed=weighed,
        )
        lines.append(Line(i + 1, product, Quantity(1235 if weighed else 1000 * (1 + i % 3))))
    return Basket("bench", tuple(lines), next_key=LINES + 1)


def demo_promotions(count: int, first_product: int = 0) -> tuple[Promotion, ...]:
    """Promotions of every kind, each on three products; one in fifty on the whole basket, if on any."""
    kinds = [kind for kind in PromotionKind if kind not in (PromotionKind.THRESHOLD, PromotionKind.BUNDLE)] + [
        PromotionKind.BUNDLE
    ]
    promotions = []
    for n in range(count):
        ids = [f"p{first_product + (2 * n + k) % max(LINES, 2 * count - LINES)}" for k in range(3)]
        threshold = n % 50 == 49 and not first_product
        promotions.append(
            Promotion(
                id=f"{first_product}-{n:05}",
                kind=PromotionKind.THRESHOLD if threshold else kinds[n % len(kinds)],
                name_zh="促销",
                name_en="promotion",
                product_ids=frozenset() if threshold else frozenset(ids),
                rate=None if threshold else Rate(200_000),
                amount=Money(100),
                buy=2,
                free=1,
                threshold=Money(10_000),
                bundle=tuple(BundlePart(i, Quantity(1000)) for i in ids),
                exclusive=not threshold and n % 2 == 0,
            )
        )
    return tuple(promotions)


def bare_sums(basket: Basket) -> Money:
    """The least work: no rule looked at, no tie broken."""
    priced = []
    for line in basket.lines:
        price = line.product.price or ZERO
        net = extend(price, line.quantity)
        tax = tax_of(net, line.product.tax.rate, included=True)
        priced.append(PricedLine(line, price, price, net, (), ZERO, net, tax, net))
    return Money(sum(p.total for p in priced) - sum(p.tax for p in priced))


def medians(*works: Callable[[], object]) -> list[float]:
    """Milliseconds of each, taken in turns, so that a busy moment of the machine hits all of them."""
    times: list[list[int]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter_ns()
            work()
            taken.append(time.perf_counter_ns() - start)
    return [statistics.median(taken) / 1e6 for taken in times]


def result(name: str, value: float, bound: float, limit: float) -> dict[str, str | float]:
    return {
        "name": name,
        "value": round(value, 4),
        "unit": "ms",
        "bound": round(bound, 4),
        "ratio": round(value / bound, 2),
        "limit": limit,
    }


if __name__ == "__main__":
    main()

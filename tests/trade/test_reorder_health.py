from __future__ import annotations

import pytest

from kiosk.trade.buying import Terms
from kiosk.trade.money import Money, Rate
from kiosk.trade.promotion import Promotion, PromotionKind
from kiosk.trade.quantity import Quantity
from kiosk.trade.reorder import Policy, Stand, suggest
from kiosk.trade.reorder_demand import NOTHING, Forecast
from kiosk.trade.reorder_health import Batch, Ill, condition, expiring, markdown
from kiosk.trade.reorder_promotions import by_price, concerns, depth, measured, runs

TERMS = Terms(supplier_id="V1", product_id="p")
TWO_A_DAY = Forecast(2000, 1000, "steady")


def ill(of: Forecast, on_hand: int, *, idle: int = 0, known: int = 400, rate: float = 1.0) -> Ill | None:
    found = suggest(of, Stand(on_hand=on_hand), TERMS, 2, Policy(), weekday=0)
    return condition(of, on_hand, found, idle_days=idle, known_days=known, rate=rate)


@pytest.mark.parametrize(
    ("on_hand", "said"), [(-1000, "negative"), (0, "out"), (4000, "low"), (30_000, None), (400_000, "over")]
)
def test_stock_is_told_by_how_long_it_lasts(on_hand: int, said: Ill | None) -> None:
    assert ill(TWO_A_DAY, on_hand) == said


def test_what_sells_less_than_once_a_month_is_slow_and_after_a_quarter_dead() -> None:
    seldom = Forecast(20, 140, "rare")
    assert ill(seldom, 30_000, idle=40, rate=0.02) == "slow"
    assert ill(seldom, 30_000, idle=95, rate=0.0) == "dead"
    assert ill(NOTHING, 5000, idle=95, known=95, rate=0.0) == "dead"
    assert ill(NOTHING, 5000, idle=95, known=20, rate=0.0) is None  # it has only come
    assert ill(NOTHING, 0, idle=200, rate=0.0) is None


def test_what_expires_first_is_sold_first_and_the_rest_is_marked_down() -> None:
    batches = [
        Batch("L2", "2026-05-20", 10, Quantity(30_000)),
        Batch("L1", "2026-05-15", 5, Quantity(8000)),
        Batch("L3", "2026-09-01", 114, Quantity(1_000_000)),
    ]
    found = expiring(batches, TWO_A_DAY, 0, near_days=30)
    assert [(e.batch, e.left) for e in found] == [("L2", 18_000)]  # ten days sell 20, and 8 of them are of L1
    assert found[0].markdown == markdown(30_000, 12_000)


def test_past_its_date_no_price_helps() -> None:
    found = expiring([Batch("L0", "2026-05-01", 0, Quantity(3000))], TWO_A_DAY, 0, near_days=30)
    assert [(e.left, e.markdown) for e in found] == [(3000, 0)]


@pytest.mark.parametrize(
    ("quantity", "would", "cut"),
    [(10, 10, 0), (11, 10, 50_000), (20, 10, 250_000), (40, 10, 450_000), (9, 0, 500_000), (900, 10, 500_000)],
)
def test_the_markdown_is_what_sells_it_in_time_and_at_most_half(quantity: int, would: int, cut: int) -> None:
    assert markdown(quantity, would) == cut


def test_a_lower_price_sells_more_the_lower_it_is() -> None:
    assert by_price(Rate(0)) == 1
    assert 1.7 < by_price(Rate(200_000)) < 1.9
    assert by_price(Rate(900_000)) == 4


@pytest.mark.parametrize(
    ("kind", "more", "share"),
    [
        (PromotionKind.PERCENT, {"rate": Rate(200_000)}, 200_000),
        (PromotionKind.AMOUNT, {"amount": Money(50)}, 100_000),
        (PromotionKind.FIXED_PRICE, {"amount": Money(400)}, 200_000),
        (PromotionKind.N_FOR_M, {"buy": 3, "free": 1}, 333_333),
        (PromotionKind.SECOND_HALF, {"buy": 2, "rate": Rate(500_000)}, 250_000),
        (PromotionKind.MIX_MATCH, {"buy": 2, "amount": Money(800)}, 200_000),
        (PromotionKind.THRESHOLD, {"threshold": Money(1000), "rate": Rate(500_000)}, 0),
    ],
)
def test_each_promotion_lowers_the_price_by_its_share(kind: PromotionKind, more: dict[str, object], share: int) -> None:
    assert depth(Promotion("a", kind, "促", "p", **more), 500) == share  # type: ignore[arg-type]


def test_a_promotion_concerns_its_goods_on_its_days() -> None:
    promotion = Promotion(
        "a", PromotionKind.PERCENT, "促", "p", product_ids=frozenset(("cola",)), start=1000, end=2000,
        weekdays=frozenset((5,)),
    )  # fmt: skip
    assert concerns(promotion, "cola", "drinks")
    assert not concerns(promotion, "milk", "dairy")
    assert runs(promotion, 1500, 2500, 5)
    assert not runs(promotion, 1500, 2500, 4)
    assert not runs(promotion, 2000, 3000, 5)
    assert not runs(promotion, 0, 1000, 5)


def test_what_earlier_promotions_brought_is_believed_after_some_days() -> None:
    days = [2000] * 20 + [5000] * 6
    assert measured(days, range(20, 26), TWO_A_DAY, 0) == pytest.approx(2.5)
    assert measured(days, range(20, 23), TWO_A_DAY, 0) is None
    assert measured(days, range(20, 26), NOTHING, 0) is None

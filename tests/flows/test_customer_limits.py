"""A promotion that each customer can have only so often, at the counter."""

from __future__ import annotations

import pytest

from kiosk.store.documents import PromotionSaved
from kiosk.trade.money import Money
from kiosk.trade.promotion import Promotion, PromotionKind
from tests.flows.goods import COLA
from tests.flows.shop import Shop
from tests.flows.test_returning import bring_back
from tests.flows.test_undoing import undo

ZHANG = "M001"


@pytest.fixture
def offer(shop: Shop) -> Shop:
    """Two colas at 1.00 for each customer."""
    promotion = Promotion(
        "TWO", PromotionKind.FIXED_PRICE, "可乐 1 元", "Cola at 1.00", product_ids=frozenset({"cola"}),
        amount=Money(100), customer_limit=2,
    )  # fmt: skip
    shop.store.journal.append(PromotionSaved(id="TWO", promotion=promotion), actor="office")
    shop.tick(120)
    return shop


def name(shop: Shop) -> None:
    shop.act("customer")
    shop.scan(ZHANG)


def sell(shop: Shop, pieces: int) -> str:
    name(shop)
    return shop.sell(*[COLA] * pieces)


def uses(shop: Shop) -> int:
    return shop.store.people.promotion_uses("C1").get("TWO", 0)


def hints(shop: Shop) -> list[str]:
    shop.tick(0.1)  # they come when the counter has nothing else to do
    return [str(hint) for hint in shop.body.hints]


def test_a_second_visit_has_what_the_first_left(offer: Shop) -> None:
    sell(offer, 1)
    sell(offer, 3)
    assert [sale.total for sale in offer.sales()] == [100, 100 + 2 * 300]
    assert uses(offer) == 2
    name(offer)
    offer.scan(COLA)
    assert offer.body.total == 300
    assert hints(offer) == ["This customer has had it already: Cola at 1.00"]


def test_who_is_not_named_is_told_that_he_could_be(offer: Shop) -> None:
    offer.scan(COLA)
    assert offer.body.total == 350
    assert hints(offer) == ["For a customer by name: Cola at 1.00"]
    name(offer)
    assert offer.body.total == 100
    assert hints(offer) == []


def test_goods_that_come_back_give_the_turn_back(offer: Shop) -> None:
    sale_id = sell(offer, 2)
    assert uses(offer) == 2
    bring_back(offer, sale_id, 1)
    offer.do("pay")
    offer.do("finish")
    offer.do("next")
    assert uses(offer) == 1
    sell(offer, 2)
    assert offer.sales()[-1].total == 100 + 300


def test_a_sale_that_is_reversed_was_none(offer: Shop) -> None:
    sale_id = sell(offer, 2)
    undo(offer, sale_id)
    assert uses(offer) == 0
    assert offer.body.total == 200
    offer.pay_cash()
    assert uses(offer) == 2

"""One rounding, stated, everywhere: 3.80 for a kilogram times 0.575 kg is 2.185 and is 2.19 on every screen and paper
and in every table. Money and quantities that cannot be are refused wherever they can be typed."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from kiosk.hw.paper import from_json
from kiosk.hw.paper_text import to_text
from kiosk.store.checks import run_checks
from kiosk.store.documents import PackCode, ProductSaved
from kiosk.trade.money import Money
from tests.flows.desk import close, more, report
from tests.flows.goods import COLA, RICE, ean
from tests.flows.shop import Shop

LABEL = ean("210000200575")
ROUNDED = 219


@pytest.fixture
def greengrocer(shop: Shop) -> Shop:
    plum = ProductSaved(
        id="plum", name_zh="李子", name_en="Plums", unit="kg", weighed=True, tax_id="V0", category_id="fresh",
        price=Money(380), barcodes=(PackCode("2100002"), PackCode("2200002")),
    )  # fmt: skip
    shop.store.journal.append(plum, actor="LEE")
    return shop


def by_label(shop: Shop) -> None:
    shop.scan(LABEL)


def by_hand(shop: Shop) -> None:
    shop.do("tap_tile", "plum")
    shop.do("answer", 575)


def by_quantity(shop: Shop) -> None:
    shop.do("tap_tile", "plum")
    shop.do("answer", 100)
    shop.do("ask_quantity", 1)
    shop.do("answer", 575)


def by_price(shop: Shop) -> None:
    """From another price to this one, agreed to by somebody else."""
    shop.do("tap_tile", "plum")
    shop.do("answer", 575)
    for price in (500, 380):
        shop.do("ask_price", 1)
        shop.approve("mei")
        shop.do("answer", price)
        shop.do("choose", shop.overlay.options[0].id)


@pytest.mark.parametrize("way", [by_label, by_hand, by_quantity, by_price])
def test_380_times_0575_is_219_wherever_it_stands(greengrocer: Shop, way: Callable[[Shop], None]) -> None:
    shop = greengrocer
    way(shop)
    assert [line.total for line in shop.body.lines] == [ROUNDED]
    assert shop.body.total == ROUNDED
    shop.do("pay")
    assert shop.body.due == ROUNDED
    shop.do("tender", "card")
    shop.do("confirm")
    assert shop.body.total == ROUNDED
    sale_id = shop.body.sale_id
    receipt = to_text(from_json(shop.devices.papers[-1].paper), 48)
    assert "2.19" in receipt
    assert "2.18" not in receipt
    shop.do("next")
    more(shop, "history")
    assert shop.body.rows[0].amount == ROUNDED
    shop.do("back")
    assert shop.store.book.sql("SELECT total, gross FROM sale_line") == [(ROUNDED, ROUNDED)]
    assert shop.store.book.sql("SELECT amount FROM tender") == [(ROUNDED,)]
    assert report(shop).sales == ROUNDED
    assert [c.amount for c in report(shop).categories] == [ROUNDED]
    shop.scan(sale_id)
    shop.do("choose_all")
    assert shop.body.amount == ROUNDED
    shop.do("accept")
    shop.do("choose", "unwanted")
    shop.do("pay")
    assert [t.amount for t in shop.body.tenders] == [-ROUNDED]
    shop.do("finish")
    assert report(shop).returns == -ROUNDED
    shop.do("next")
    close(shop, 20_000)
    z = to_text(from_json(shop.store.prints.list(1)[0].paper), 48)
    assert "2.19" in z
    assert "2.18" not in z
    assert [f for f in run_checks(shop.store) if f.severity == "fault"] == []


# --- what can't be


@pytest.mark.parametrize("quantity", [0, -1000, -1, 10**9, 10**18, 1500])
def test_no_quantity_that_cannot_be(shop: Shop, quantity: int) -> None:
    shop.scan(RICE)
    shop.do("ask_quantity", 1)
    shop.do("answer", quantity)
    assert shop.overlay.error is not None
    shop.do("cancel")
    assert [(line.quantity, line.total) for line in shop.body.lines] == [(1000, 12_800)]


@pytest.mark.parametrize("price", [-1, -10_000, 10**9, 10**18])
def test_no_price_that_cannot_be(shop: Shop, price: int) -> None:
    shop.sign_in("lee")
    shop.scan(RICE)
    shop.do("ask_price", 1)
    shop.do("answer", price)
    while shop.overlay is not None and hasattr(shop.overlay, "options"):
        shop.do("choose", shop.overlay.options[0].id)
    assert shop.overlay is not None or shop.strip, "refused without a word"
    assert [line.total for line in shop.body.lines] == [12_800]


@pytest.mark.parametrize("grams", [0, -5, 10**9])
def test_no_weight_that_cannot_be(shop: Shop, grams: int) -> None:
    shop.do("tap_tile", "banana")
    shop.do("answer", grams)
    assert shop.overlay.error is not None
    assert shop.counter.cart.empty


@pytest.mark.parametrize("amount", [0, -100, 10**12])
@pytest.mark.parametrize("direction", ["in", "out"])
def test_no_cash_that_cannot_be(shop: Shop, direction: str, amount: int) -> None:
    before = report(shop).expected
    more(shop, f"cash_{direction}")
    shop.do("choose", shop.overlay.options[0].id)
    shop.do("answer", amount)
    assert shop.overlay.error is not None
    shop.do("cancel")
    assert report(shop).expected == before


@pytest.mark.parametrize("amount", [-1, 10**12])
def test_no_float_that_cannot_be(empty_shop: Shop, amount: int) -> None:
    empty_shop.sign_in("amy")
    empty_shop.do("ask_amount")
    empty_shop.do("answer", amount)
    assert empty_shop.overlay.error is not None
    empty_shop.do("cancel")
    empty_shop.do("accept")
    assert empty_shop.counter.shift is not None
    assert empty_shop.counter.shift.float_amount == 0


def test_a_basket_that_nobody_could_pay_is_refused_line_by_line(shop: Shop) -> None:
    shop.scan(RICE)
    shop.do("ask_quantity", 1)
    shop.do("answer", 99_999_000)
    if shop.overlay is not None:
        shop.do("cancel")
    for _ in range(5):
        shop.scan(COLA)
    assert 0 < shop.body.total < 10**12
    assert shop.body.can_pay


def test_goods_that_lost_their_price_meanwhile_are_not_sold_for_nothing(shop: Shop) -> None:
    shop.scan(RICE)
    shop.act("suspend")
    priceless = shop.store.catalogue.document("rice")
    assert priceless is not None
    shop.store.journal.append(msgspec.structs.replace(priceless, price=None), actor="LEE")
    shop.act("suspend")
    shop.do("choose", shop.body.rows[0].id)
    assert not shop.body.can_pay
    shop.do("pay")
    assert "no price" in shop.strip
    assert shop.sales() == []
    shop.do("ask_price", shop.body.lines[0].key)
    shop.approve("mei")
    shop.do("answer", 9_900)
    shop.do("choose", shop.overlay.options[0].id)
    shop.pay_cash()
    assert [sale.total for sale in shop.sales()] == [9_900]

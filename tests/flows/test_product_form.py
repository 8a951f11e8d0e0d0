import pytest

from kiosk.flows.selling import Selling
from kiosk.store.documents import PackCode, ProductSaved
from kiosk.trade.barcodes import item_key
from kiosk.trade.money import Money
from tests.flows.desk import error, field_error
from tests.flows.goods import UNKNOWN, ean
from tests.flows.shop import Shop

FORM = {"name": "Tea", "price": "4.50", "unit": "pcs", "tax": "V13", "category": "drinks"}


def offer(shop: Shop, code: str = UNKNOWN) -> None:
    """Scan something unknown and ask to make it; Mei agrees."""
    shop.scan(code)
    assert shop.body.strip.action.id == "new_product"
    shop.act("new_product")
    shop.approve("mei")


def test_an_unknown_code_becomes_a_product_and_is_sold_at_once(shop: Shop) -> None:
    offer(shop)
    shop.do("submit", FORM)
    assert isinstance(shop.front, Selling)
    assert shop.body.total == 450
    shop.pay_cash()
    shop.do("next")
    shop.scan(UNKNOWN)
    assert shop.body.total == 450
    assert shop.sales()[0].lines[0].name_en == "Tea"


def test_the_code_is_kept_as_the_catalogue_keeps_codes(shop: Shop) -> None:
    offer(shop)
    shop.do("submit", FORM)
    found = shop.store.catalogue.find_code("0" + UNKNOWN)
    assert found is not None
    assert found.product.id.startswith(shop.store.origin)


def test_a_label_of_the_scale_makes_weighed_goods_of_its_item(shop: Shop) -> None:
    offer(shop, ean("210007700500"))
    assert {f.id: f.value for f in shop.overlay.fields}["unit"] == "kg"
    shop.do("submit", FORM | {"name": "Pears", "unit": "kg", "price": "10"})
    shop.do("cancel")
    shop.scan(ean("210007701250"))
    assert shop.body.total == 1250


def test_a_cashier_needs_somebody_to_agree_and_both_are_written_down(shop: Shop) -> None:
    shop.scan(UNKNOWN)
    shop.act("new_product")
    assert shop.overlay.approvers
    shop.approve("mei")
    shop.do("submit", FORM)
    row = next(r for r in shop.store.audit.rows(5) if r.act == "product.create")
    assert (row.user_id, row.approved_by, row.amount) == ("AMY", "MEI", 450)


def test_the_name_goes_where_its_language_is(shop: Shop) -> None:
    offer(shop)
    shop.do("submit", FORM | {"name": "龙井茶"})
    document = shop.store.catalogue.document(shop.counter.cart.basket.lines[0].product.id)
    assert isinstance(document, ProductSaved)
    assert (document.name_zh, document.name_en) == ("龙井茶", "")


def test_the_standard_rate_is_offered_first(shop: Shop) -> None:
    offer(shop)
    tax = next(f for f in shop.overlay.fields if f.id == "tax")
    assert tax.value == "V13"
    assert [o.id for o in tax.options] == ["V13", "V0"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Fill this in"),
        ("name", "x" * 121, "At most 120"),
        ("price", "", "Fill this in"),
        ("price", "0", "above zero"),
        ("price", "-1", "like 12.50"),
        ("price", "abc", "like 12.50"),
        ("price", "1.234", "2 decimal"),
        ("price", "9520000000011", "like 12.50"),
        ("unit", "parsec", "not one of the choices"),
        ("tax", "", "Fill this in"),
        ("tax", "V99", "not one of the choices"),
        ("category", "nowhere", "not one of the choices"),
    ],
)
def test_what_cant_be_is_said_beside_its_field(shop: Shop, field: str, value: str, said: str) -> None:
    offer(shop)
    entries = shop.store.journal.count()
    shop.do("submit", FORM | {field: value})
    assert said in field_error(shop, field)
    assert shop.store.journal.count() == entries


def test_goods_without_a_category_are_sold_too(shop: Shop) -> None:
    offer(shop)
    shop.do("submit", FORM | {"category": ""})
    assert shop.body.total == 450


def test_a_product_that_another_till_made_meanwhile_is_not_made_twice(shop: Shop) -> None:
    offer(shop)
    theirs = ProductSaved(
        id="theirs", name_zh="", name_en="Their tea", unit="pcs", tax_id="V13", price=Money(400),
        barcodes=(PackCode(item_key(UNKNOWN)),),
    )  # fmt: skip
    shop.store.journal.append(theirs, actor="BOB")
    shop.do("submit", FORM)
    assert "has a product by now" in error(shop)
    shop.do("cancel")
    shop.scan(UNKNOWN)
    assert shop.body.total == 400

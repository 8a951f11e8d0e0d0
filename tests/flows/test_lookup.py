import pytest

from kiosk.flows.history import SalePage
from kiosk.flows.lookup import Lookup, shown_code
from kiosk.flows.price_change import next_midnight, repriced
from kiosk.flows.selling import Selling
from kiosk.store.documents import PriceLine, ProductSaved
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.flows.desk import enabled, error, last_paper, more
from tests.flows.goods import COLA, COLA_CASE, UNKNOWN, banana, milk_batch
from tests.flows.shop import Shop

DAY_S = 86_400


def look(shop: Shop, code: str = COLA) -> None:
    more(shop, "lookup")
    shop.scan(code)


def new_price(shop: Shop, amount: int, when: str, approver: str = "lee") -> None:
    """From the basket's screen, and back to it."""
    look(shop)
    shop.act("price")
    shop.approve(approver)
    shop.do("answer", amount)
    shop.do("choose", when)
    shop.do("back")


def facts(shop: Shop) -> dict[str, str]:
    return {str(name): str(value) for name, value in shop.body.facts}


def cola_in_basket(shop: Shop) -> int:
    """What a cola costs when it is scanned now."""
    shop.scan(COLA)
    total: int = shop.body.total
    shop.act("void_all")
    shop.do("confirm")
    shop.approve("mei")
    return total


# --- at a glance


def test_a_scan_shows_price_stock_and_codes_and_adds_nothing(shop: Shop) -> None:
    look(shop)
    assert (str(shop.body.product), shop.body.price, shop.body.on_hand) == ("Cola", 350, 100_000)
    assert shop.body.code == COLA
    assert COLA_CASE in facts(shop)["Codes"]
    assert facts(shop)["Category"] == "Drinks"
    assert [(str(n.text), n.amount) for n in shop.body.prices] == [("gold", 300)]
    assert shop.counter.cart.empty


@pytest.mark.parametrize(("code", "name"), [(COLA_CASE, "Cola"), (banana(500), "Banana")])
def test_packs_and_scale_labels_are_looked_up_too(shop: Shop, code: str, name: str) -> None:
    look(shop, code)
    assert str(shop.body.product) == name


def test_an_element_string_is_looked_up_by_its_gtin(shop: Shop) -> None:
    look(shop, milk_batch("L1", "270501"))
    assert str(shop.body.product) == "Milk"


@pytest.mark.parametrize("data", [UNKNOWN, "", "\x00", "952000000002", "ZGC-PAY", "K7QXMP-12"])
def test_what_is_not_known_is_refused_and_what_was_shown_stays(shop: Shop, data: str) -> None:
    look(shop)
    shop.scan(data)
    assert shop.strip
    assert str(shop.body.product) == "Cola"


def test_a_name_is_searched_and_chosen(shop: Shop) -> None:
    more(shop, "lookup")
    for text in ("wat", "水", "shui"):
        shop.do("search", text)
        assert [r.id for r in shop.body.results] == ["water"]
    shop.do("choose", "water")
    assert str(shop.body.product) == "Water"
    assert "3rd free" in [str(n.text) for n in shop.body.prices]
    shop.do("search", "")
    assert shop.body.results == ()


def test_recent_sales_are_listed_and_opened(shop: Shop) -> None:
    sale_id = shop.sell(COLA, COLA)
    look(shop)
    (sale,) = shop.body.recent
    assert (sale.id, sale.amount, str(sale.cells[1])) == (sale_id, 700, "2")
    assert shop.body.on_hand == 98_000
    shop.do("choose", sale_id)
    assert isinstance(shop.front, SalePage)
    shop.do("back")
    assert str(shop.body.product) == "Cola"


def test_it_is_put_into_the_sale_that_waits_below(shop: Shop) -> None:
    shop.scan(COLA)
    look(shop)
    shop.act("add")
    assert isinstance(shop.front, Selling)
    assert shop.body.lines[0].quantity == 2000


def test_without_a_sale_there_is_nothing_to_add_it_to(empty_shop: Shop) -> None:
    empty_shop.sign_in("amy")
    look(empty_shop)
    assert not enabled(empty_shop, "add")
    empty_shop.act("add")
    assert "No sale is open" in empty_shop.strip


def test_nothing_chosen_nothing_done(shop: Shop) -> None:
    more(shop, "lookup")
    for action in ("add", "price", "label"):
        shop.act(action)
        assert "choose a product first" in shop.strip
    assert isinstance(shop.front, Lookup)


def test_cost_and_margin_are_for_who_may_see_them(shop: Shop) -> None:
    look(shop)
    assert "Margin" not in facts(shop)
    shop.do("back")
    shop.scan("ZGU-LEE-LEESECRET0123456789")
    look(shop)
    assert facts(shop)["Average cost"] == "¥1.00"
    assert facts(shop)["Margin"] == "68 %"  # of 3.50 with 13 % tax in it 3.10 are the shop's


def test_a_label_for_the_shelf_is_printed(shop: Shop) -> None:
    look(shop)
    shop.act("label")
    assert "¥3.50 / pcs" in last_paper(shop)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("09520000000011", "9520000000011"),
        ("00012345678905", "012345678905"),
        ("00000012345670", "12345670"),
        ("19520000000018", "19520000000018"),
        ("A-12", "A-12"),
        ("2100001", "2100001"),
    ],
)
def test_a_code_is_shown_as_it_stands_below_its_bars(kept: str, shown: str) -> None:
    assert shown_code(kept) == shown


# --- prices


def test_a_price_is_changed_only_by_who_may(shop: Shop) -> None:
    look(shop)
    shop.act("price")
    assert [p.id for p in shop.overlay.approvers] == ["LEE"]
    shop.approve("mei")
    assert shop.overlay is not None
    assert "may not" in error(shop)
    shop.approve("lee")
    shop.do("answer", 420)
    shop.do("choose", "now")
    assert shop.body.price == 420
    assert "in force" in shop.strip
    shop.do("back")
    assert cola_in_basket(shop) == 420


def test_a_change_of_price_is_written_down_with_who_agreed(shop: Shop) -> None:
    new_price(shop, 420, "now")
    row = next(r for r in shop.store.audit.rows(5) if r.act == "product.price")
    assert (row.user_id, row.approved_by, row.amount) == ("AMY", "LEE", 420)
    assert row.detail == {"product": "Cola", "before": "¥3.50", "from": ""}
    new_price(shop, 430, "tomorrow")
    assert [a["from"] for a in shop.acts("product.price")] == ["2026-05-30", ""]


def test_the_rest_of_the_product_stays_as_it_was(shop: Shop) -> None:
    before = shop.store.catalogue.document("cola")
    new_price(shop, 420, "now")
    after = shop.store.catalogue.document("cola")
    assert before is not None
    assert after is not None
    assert (after.barcodes, after.prices, after.name_zh) == (before.barcodes, before.prices, before.name_zh)


@pytest.mark.parametrize("amount", [0, -100, 10**9 + 1])
def test_no_price_of_nothing_less_or_too_much(shop: Shop, amount: int) -> None:
    look(shop)
    shop.act("price")
    shop.approve("lee")
    shop.do("answer", amount)
    assert error(shop)
    assert shop.body.price == 350


@pytest.mark.parametrize("price", [300, 420])
def test_a_price_from_tomorrow_begins_at_midnight_of_the_shop(shop: Shop, price: int) -> None:
    new_price(shop, price, "tomorrow")
    assert cola_in_basket(shop) == 350
    look(shop)
    assert shop.body.price == 350
    assert ("from 2026-05-30 00:00", price) in [(str(n.text), n.amount) for n in shop.body.prices]
    shop.do("back")
    shop.time.pass_s((next_midnight(shop.counter) - shop.time.at) / 1000 - 1)
    shop.counter.tick()
    shop.sign_in("amy")
    assert cola_in_basket(shop) == 350
    shop.time.pass_s(61)
    shop.counter.tick()
    assert cola_in_basket(shop) == price
    look(shop)
    assert shop.body.price == price


def test_a_change_now_overtakes_one_for_tomorrow(shop: Shop) -> None:
    new_price(shop, 400, "tomorrow")
    new_price(shop, 320, "now")
    shop.time.pass_s(2 * DAY_S)
    shop.counter.tick()
    shop.sign_in("amy")
    assert cola_in_basket(shop) == 320


def test_a_later_change_for_tomorrow_takes_the_place_of_the_first(shop: Shop) -> None:
    new_price(shop, 400, "tomorrow")
    new_price(shop, 410, "tomorrow")
    document = shop.store.catalogue.document("cola")
    assert document is not None
    assert [p.price for p in document.prices] == [300, 410]


def test_a_change_in_force_becomes_the_regular_price_with_the_next_one() -> None:
    gold = PriceLine(price=Money(300), level="gold")
    ten = PriceLine(price=Money(330), min_quantity=Quantity(10_000))
    product = ProductSaved(
        id="p", name_zh="", name_en="P", unit="pcs", tax_id="V", price=Money(350),
        prices=(gold, PriceLine(price=Money(400), start=100), ten),
    )  # fmt: skip
    later = repriced(product, Money(450), Money(400), 200)
    assert later.price == 400
    assert later.prices == (gold, ten, PriceLine(price=Money(450), start=200))
    assert repriced(product, Money(450), Money(400), None).prices == (gold, ten)


def test_a_member_keeps_his_lower_price(shop: Shop) -> None:
    new_price(shop, 420, "now")
    shop.scan(COLA)
    shop.act("customer")
    shop.scan("M001")
    assert shop.body.total == 300

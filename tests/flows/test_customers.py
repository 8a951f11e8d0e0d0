import pytest

from kiosk.flows.customers import Customers
from kiosk.flows.history import CustomerSales, SalePage
from kiosk.flows.selling import Selling
from kiosk.store.documents import CustomerPaid, CustomerSaved
from kiosk.trade.money import Money
from tests.flows.desk import action_ids, enabled, error, field_error, last_paper, report
from tests.flows.goods import COLA, RICE
from tests.flows.shop import Shop


def buy_on_account(shop: Shop, *codes: str) -> None:
    """Zhang buys and owes it."""
    for code in codes:
        shop.scan(code)
    shop.act("customer")
    shop.scan("M001")
    shop.do("pay")
    shop.do("tender", "account")
    shop.do("next")


def debts_of_zhang(shop: Shop) -> None:
    """The customers' screen, with Zhang in the sale."""
    shop.act("customer")
    shop.scan("M001")
    shop.act("customer")


def balance(shop: Shop) -> int:
    customer = shop.store.people.customer("C1")
    assert customer is not None
    return customer.balance


def add(shop: Shop, name: str = "Wang", phone: str = "", code: str = "") -> None:
    shop.act("customer")
    shop.act("new")
    shop.do("submit", {"name": name, "phone": phone, "code": code})


# --- who buys


@pytest.mark.parametrize("typed", ["zha", "0001", "M001", "13800000001"])
def test_a_customer_is_found_by_name_phone_or_card(shop: Shop, typed: str) -> None:
    shop.act("customer")
    shop.do("search", typed)
    assert [r.id for r in shop.body.rows] == ["C1"]
    shop.do("choose", "C1")
    assert isinstance(shop.front, Selling)
    assert str(shop.body.customer) == "Zhang"


def test_his_prices_apply_to_what_is_in_the_basket_already(shop: Shop) -> None:
    shop.scan(COLA)
    shop.act("customer")
    shop.scan("M001")
    assert shop.body.total == 300


def test_goods_are_not_taken_for_a_card(shop: Shop) -> None:
    shop.act("customer")
    for data in (COLA, "M999", "", "\x00", "ZGC-PAY"):
        shop.scan(data)
        assert isinstance(shop.front, Customers)
        assert "No customer has the card" in shop.strip
    assert shop.counter.cart.empty


def test_he_is_taken_out_again_and_his_prices_with_him(shop: Shop) -> None:
    shop.scan(COLA)
    shop.act("customer")
    assert action_ids(shop) == ["new"]
    shop.scan("M001")
    shop.act("customer")
    shop.act("remove")
    assert shop.body.total == 350
    assert shop.body.customer is None


def test_a_customer_that_has_gone_is_not_taken(shop: Shop) -> None:
    shop.act("customer")
    shop.do("choose", "nobody")
    assert "no longer" in shop.strip


# --- somebody new


def test_a_new_customer_is_made_with_the_network_away_and_buys_at_once(shop: Shop) -> None:
    waiting = shop.store.journal.waiting()
    shop.scan(COLA)
    add(shop, "王芳", "139 0000-0009", "M777")
    assert isinstance(shop.front, Selling)
    assert str(shop.body.customer) == "王芳"
    assert shop.store.journal.waiting() == waiting + 1
    known = shop.store.people.customer_by_code("13900000009")
    assert known is not None
    assert known.id.startswith(shop.store.origin)
    assert shop.store.people.customer_by_code("M777") == known
    shop.pay_cash()
    assert shop.sales()[0].customer_id == known.id


@pytest.mark.parametrize(
    ("typed", "field"), [("13912345678", "phone"), ("１３９１２３４５６７８", "phone"), ("Chen Wei", "name")]
)
def test_what_was_searched_for_is_filled_in(shop: Shop, typed: str, field: str) -> None:
    shop.act("customer")
    shop.do("search", typed)
    shop.act("new")
    assert {f.id: f.value for f in shop.overlay.fields if f.value} == {field: typed}


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"phone": "138-0000 0001"}, "phone", "Zhang has it already"),
        ({"code": "M001"}, "code", "Zhang has it already"),
        ({"code": "13800000002"}, "code", "Li has it already"),
        ({"phone": "12"}, "phone", "5 to 20"),
        ({"phone": "call me"}, "phone", "5 to 20"),
        ({"phone": "٣٤٥٦٧٨٩"}, "phone", "5 to 20"),
        ({"name": " "}, "name", "Fill this in"),
        ({"name": "x" * 81}, "name", "At most 80"),
        ({"code": "x" * 41}, "code", "At most 40"),
    ],
)
def test_what_cant_be_is_said_beside_its_field_and_nothing_is_kept(
    shop: Shop, values: dict[str, str], field: str, said: str
) -> None:
    entries = shop.store.journal.count()
    add(shop, **{"name": "Wang"} | values)
    assert said in field_error(shop, field)
    assert shop.store.journal.count() == entries
    kept = {f.id: f.value for f in shop.overlay.fields}
    assert all(kept[name] == value for name, value in values.items())


def test_a_refused_form_can_be_mended_and_saved(shop: Shop) -> None:
    add(shop, "Wang", "12")
    shop.do("submit", {"name": "Wang", "phone": "1234567", "code": ""})
    assert str(shop.body.customer) == "Wang"


def test_two_new_customers_have_two_numbers(shop: Shop) -> None:
    add(shop, "Wang")
    add(shop, "Chen")
    names = {c.name: c.id for c in shop.store.people.customers_search("", 50)}
    assert names["Wang"] != names["Chen"]


# --- what he owes


def test_a_debt_paid_in_cash_is_expected_in_the_drawer(shop: Shop) -> None:
    buy_on_account(shop, COLA, COLA)
    assert balance(shop) == 600
    expected = report(shop).expected
    debts_of_zhang(shop)
    shop.act("pay_debt")
    assert shop.overlay.start == 600
    shop.do("answer", 400)
    shop.do("choose", "cash")
    assert balance(shop) == 200
    assert report(shop).expected == expected + 400
    assert shop.devices.pulses == 1
    paper = last_paper(shop)
    assert "¥4.00" in paper
    assert "¥2.00" in paper


@pytest.mark.parametrize("way", ["card", "wechat", "alipay"])
def test_a_debt_paid_otherwise_is_no_cash(shop: Shop, way: str) -> None:
    buy_on_account(shop, COLA)
    expected = report(shop).expected
    debts_of_zhang(shop)
    shop.act("pay_debt")
    shop.do("answer", 300)
    shop.do("choose", way)
    figures = report(shop)
    assert balance(shop) == 0
    assert figures.expected == expected
    assert [(t.tender, t.amount) for t in figures.customer_tenders] == [(way, 300)]
    assert shop.devices.pulses == 0


@pytest.mark.parametrize("amount", [0, -1, 301, 10**12])
def test_no_more_is_taken_than_is_owed(shop: Shop, amount: int) -> None:
    buy_on_account(shop, COLA)
    debts_of_zhang(shop)
    shop.act("pay_debt")
    shop.do("answer", amount)
    assert error(shop)
    assert balance(shop) == 300


def test_what_he_owes_is_less_at_once_wherever_it_is_shown(shop: Shop) -> None:
    buy_on_account(shop, COLA)
    debts_of_zhang(shop)
    shop.act("pay_debt")
    shop.do("answer", 300)
    shop.do("choose", "card")
    assert "booked" in shop.strip
    assert all(row.amount is None for row in shop.body.rows)
    assert not enabled(shop, "pay_debt")
    customer = shop.counter.cart.basket.customer
    assert customer is not None
    assert customer.balance == 0
    shop.act("pay_debt")
    assert "owes nothing" in shop.strip


def test_a_debt_paid_at_another_till_meanwhile_is_not_taken_again(shop: Shop) -> None:
    buy_on_account(shop, COLA)
    debts_of_zhang(shop)
    shop.act("pay_debt")
    shop.do("answer", 300)
    sheet = shop.counter.sheets[-1]
    other = shop.counter.shift
    assert other is not None
    paid = CustomerPaid(shift_id=other.id, terminal="T2", customer_id="C1", amount=Money(300), tender="card")
    shop.store.journal.append(paid, actor="BOB")
    assert shop.counter.target is sheet
    shop.do("choose", "cash")
    assert balance(shop) == 0
    assert "take no more" in error(shop)


def test_no_payment_without_a_shift(shop: Shop) -> None:
    buy_on_account(shop, COLA)
    debts_of_zhang(shop)
    shop.counter.shift = None
    shop.act("pay_debt")
    assert "Open a shift first" in shop.strip


# --- what he bought


def test_what_a_customer_bought_is_listed_and_opened(shop: Shop) -> None:
    shop.act("customer")
    shop.scan("M001")
    sale_id = shop.sell(RICE)
    shop.sell(COLA)
    debts_of_zhang(shop)
    shop.act("sales")
    assert isinstance(shop.front, CustomerSales)
    assert [r.id for r in shop.body.rows] == [sale_id]
    shop.do("choose", sale_id)
    assert isinstance(shop.front, SalePage)


def test_the_usual_price_levels_are_said_in_the_readers_language_and_a_shops_own_as_they_are(shop: Shop) -> None:
    for at, level in enumerate(("member", "wholesale", "gold")):
        saved = CustomerSaved(id=f"L{at}", name=f"Level {at}", code=f"L00{at}", level=level)
        shop.store.journal.append(saved, actor="-")
    shop.act("customer")
    shop.do("search", "Level")
    said = {
        row.cells[0].in_("en"): [row.cells[2].in_(language) for language in ("en", "zh_CN")] for row in shop.body.rows
    }
    assert said == {"Level 0": ["Member", "会员"], "Level 1": ["Wholesale", "批发"], "Level 2": ["gold", "gold"]}
    shop.scan("L000")
    assert shop.body.customer_detail.in_("zh_CN").startswith("会员 ·")

from kiosk.flows.audit import Audit
from kiosk.flows.history import SalePage
from kiosk.flows.papers import reprint
from tests.flows.desk import cash, more
from tests.flows.goods import COLA, RICE
from tests.flows.shop import Shop


def rows(shop: Shop) -> list[list[str]]:
    return [[str(c) for c in row.cells[1:]] for row in shop.body.rows]


def trail(shop: Shop) -> list[list[str]]:
    """Lee, who may, looks at the trail: who, act, detail, agreed."""
    shop.scan("ZGU-LEE-LEESECRET0123456789")
    more(shop, "audit")
    assert isinstance(shop.front, Audit)
    return rows(shop)


def test_what_was_done_and_who_agreed_stands_there_newest_first(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("void", 1)
    shop.approve("mei")
    cash(shop, "out", "bank", 1000)
    sale_id = shop.sell(RICE)
    reprint(shop.counter, sale_id)
    seen = trail(shop)
    assert seen[0][:2] == ["Lee", "Signed in"]
    assert seen[1] == ["Amy", "Receipt printed again", f"Copy 1 · Sale {sale_id}", ""]
    assert ["Amy", "Put cash in or take it out", "To the bank or safe", ""] in seen
    agreed = [row for row in seen if row[3] == "Mei"]
    assert [row[1] for row in agreed] == ["Put cash in or take it out", "Remove a line"]


def test_wrong_pins_stand_out_and_say_whose(shop: Shop) -> None:
    shop.counter.sign_out()
    shop.counter.publish()
    shop.do("pick", "BOB")
    shop.do("enter_pin", "0000")
    trail(shop)
    row = next(r for r in shop.body.rows if str(r.cells[2]) == "Wrong PIN")
    assert row.tone == "warn"
    assert str(row.cells[3]) == "Bob"


def test_a_row_opens_the_sale_it_speaks_of(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    reprint(shop.counter, sale_id)
    trail(shop)
    row = next(r for r in shop.body.rows if str(r.cells[2]) == "Receipt printed again")
    shop.do("choose", row.id)
    assert isinstance(shop.front, SalePage)


def test_a_row_without_a_sale_stays_where_it_is(shop: Shop) -> None:
    trail(shop)
    shop.do("choose", shop.body.rows[0].id)
    shop.do("choose", "nothing")
    assert isinstance(shop.front, Audit)


def test_a_reason_typed_by_hand_stands_as_it_was_typed(shop: Shop) -> None:
    more(shop, "drawer")
    shop.do("choose", "other")
    shop.do("answer_text", "coin stuck")
    shop.approve("mei")
    shop.do("back")
    assert ["Amy", "Open the drawer without a sale", "coin stuck", ""] in trail(shop)


def test_the_trail_is_for_who_may_see_it(shop: Shop) -> None:
    more(shop, "audit")
    assert not isinstance(shop.front, Audit)
    shop.approve("mei")
    assert isinstance(shop.front, Audit)
    assert rows(shop)[0][3] == "Mei"

import pytest

from kiosk.hw.ports import Signal, Weight
from kiosk.trade.quantity import Quantity
from tests.flows.goods import CHEESE, COLA, COLA_CASE, NO_PRICE, RICE, UNKNOWN, WATER, banana, banana_for, banana_label
from tests.flows.shop import Shop
from tests.flows.test_adding import policy


def test_a_scan_becomes_a_marked_line_and_a_good_sound(shop: Shop) -> None:
    shop.scan(COLA)
    line = shop.body.lines[0]
    assert (line.quantity, line.unit_price, line.total) == (1000, 350, 350)
    assert shop.body.marked == line.key
    assert shop.body.total == 350
    assert shop.devices.signals[-1] is Signal.OK


def test_the_same_goods_join_one_line(shop: Shop) -> None:
    for _ in range(3):
        shop.scan(COLA)
    assert [line.quantity for line in shop.body.lines] == [3000]


def test_a_case_is_the_units_in_it(shop: Shop) -> None:
    shop.scan(COLA_CASE)
    assert shop.body.lines[0].quantity == 24_000
    assert shop.body.total == 24 * 350


def test_a_label_with_its_weight_is_its_own_line(shop: Shop) -> None:
    shop.scan(banana(1235))
    shop.scan(banana(1235))
    assert [(x.quantity, x.total) for x in shop.body.lines] == [(1235, 986), (1235, 986)]


def test_a_label_with_its_price_costs_that(shop: Shop) -> None:
    shop.scan(banana_for(500))
    assert shop.body.lines[0].total == 500


def test_promotions_apply_while_scanning(shop: Shop) -> None:
    for _ in range(3):
        shop.scan(WATER)
    assert shop.body.total == 400
    assert shop.body.saved == 200


def test_an_unknown_code_is_said_with_its_own_sound_and_an_offer(shop: Shop) -> None:
    shop.scan(UNKNOWN)
    assert shop.devices.signals[-1] is Signal.UNKNOWN
    assert UNKNOWN in shop.strip
    assert shop.body.strip.action.id == "new_product"
    shop.scan(COLA)
    assert shop.strip == ""


def test_a_new_product_is_made_with_permission_and_sold_at_once(shop: Shop) -> None:
    shop.scan(UNKNOWN)
    shop.act("new_product")
    shop.approve("mei")
    shop.do("submit", {"name": "Gum", "price": "1.50", "unit": "pcs", "tax": "V13", "category": "drinks"})
    assert shop.body.total == 150
    shop.scan(UNKNOWN)
    assert shop.body.total == 300


@pytest.mark.parametrize(
    "data",
    ["", " ", "1", "9520000000019", "x" * 5000, "可乐", "\x1d\x1d", "\x00\x01", "9520000000016" * 2, "]C1", "-1", "0"],
)
def test_no_scan_is_lost_without_a_word_nor_changes_the_basket(shop: Shop, data: str) -> None:
    before = len(shop.devices.signals)
    shop.scan(data)
    assert shop.counter.cart.empty
    assert shop.strip
    assert shop.devices.signals[before:] == [Signal.UNKNOWN]


def test_two_codes_run_together_are_refused_as_such(shop: Shop) -> None:
    shop.scan(COLA + WATER)
    assert "together" in shop.strip


def test_goods_no_longer_sold_are_refused(shop: Shop) -> None:
    from tests.flows.goods import GONE

    shop.scan(GONE)
    assert "not sold any more" in shop.strip
    assert shop.counter.cart.empty


def test_a_product_without_price_asks_who_may_for_one(shop: Shop) -> None:
    shop.scan(NO_PRICE)
    shop.approve("mei")
    shop.do("answer", 0)
    assert shop.overlay.error is not None
    shop.do("answer", 990)
    assert shop.body.total == 990
    line = shop.counter.cart.basket.lines[0]
    assert line.override is not None
    assert line.override.by == "MEI"


def test_a_weighed_product_that_is_tapped_asks_for_its_weight(shop: Shop) -> None:
    shop.devices.scale = Weight(750, stable=True)
    shop.do("tap_tile", "banana")
    assert shop.overlay.start == 750
    for wrong in (0, -5, 10**12):
        shop.do("answer", wrong)
        assert shop.overlay.error is not None
    shop.do("answer", 500)
    assert shop.body.total == 399


def test_a_tile_adds_one(shop: Shop) -> None:
    tile = next(t for t in shop.body.tiles if t.id == "rice")
    shop.do("tap_tile", tile.id)
    assert shop.body.total == 12800


def test_tabs_and_search_narrow_the_tiles(shop: Shop) -> None:
    shop.do("open_tab", "fresh")
    assert [t.id for t in shop.body.tiles] == ["banana"]
    shop.do("search", "kele")
    assert [t.id for t in shop.body.tiles] == ["cola"]
    shop.do("back")
    assert shop.body.query == ""


def test_enter_on_a_whole_barcode_adds_it(shop: Shop) -> None:
    shop.do("enter", COLA)
    assert shop.body.total == 350
    shop.do("enter", "nothing like it")
    assert shop.devices.signals[-1] is Signal.UNKNOWN


def test_quantities_that_cannot_be_are_refused_beside_the_field(shop: Shop) -> None:
    shop.scan(COLA)
    for wrong in (0, -1000, 500, 10**15):
        shop.do("ask_quantity", 1)
        shop.do("answer", wrong)
        assert shop.overlay.error is not None
        shop.do("cancel")
    assert shop.body.lines[0].quantity == 1000
    shop.do("ask_quantity", 1)
    shop.do("answer", 12_000)
    assert shop.body.total == 12 * 350


def test_a_scan_while_a_number_is_asked_is_refused_and_types_nothing(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("ask_quantity", 1)
    shop.scan(WATER)
    assert shop.overlay.error is not None
    assert shop.devices.signals[-1] is Signal.UNKNOWN
    shop.do("cancel")
    assert len(shop.body.lines) == 1


def test_a_line_is_removed_by_who_may_written_down_and_brought_back(shop: Shop) -> None:
    shop.scan(COLA)
    shop.scan(RICE)
    shop.do("void", 2)
    assert shop.body.total == 350 + 12800
    shop.approve("mei")
    assert shop.body.total == 350
    row = next(r for r in shop.store.audit.rows(10, 0) if r.act == "sale.line.void")
    assert (row.user_id, row.approved_by, row.amount) == ("AMY", "MEI", 12800)
    shop.do("undo")
    assert shop.body.total == 350 + 12800
    assert shop.body.undoable is None


def test_one_less_is_goods_taken_out_too(shop: Shop) -> None:
    shop.scan(COLA)
    shop.scan(COLA)
    shop.do("step", 1, -1)
    shop.approve("mei")
    assert shop.body.lines[0].quantity == 1000
    assert shop.acts("sale.line.void")[0]["quantity"] == "1"
    shop.do("step", 1, 1)
    assert shop.body.lines[0].quantity == 2000


def test_a_price_by_hand_needs_permission_and_a_reason(shop: Shop) -> None:
    shop.scan(RICE)
    shop.do("ask_price", 1)
    shop.approve("mei")
    shop.do("answer", -5)
    assert shop.overlay.error is not None
    shop.do("answer", 10000)
    shop.do("choose", "damaged")
    assert shop.body.total == 10000
    override = shop.counter.cart.basket.lines[0].override
    assert override is not None
    assert (override.by, override.reason) == ("MEI", "damaged")


def test_the_whole_sale_is_voided_after_naming_it(shop: Shop) -> None:
    shop.scan(COLA)
    shop.scan(RICE)
    shop.act("void_all")
    assert "2" in str(shop.overlay.confirm)
    shop.do("confirm")
    shop.approve("mei")
    assert shop.body.lines == ()
    assert shop.store.baskets.load() is None
    assert len(shop.acts("sale.basket.void")) == 1


def test_a_member_pays_members_prices_from_the_moment_he_is_known(shop: Shop) -> None:
    shop.scan(COLA)
    shop.act("customer")
    shop.scan("M001")
    assert str(shop.body.customer) == "Zhang"
    assert shop.body.total == 300


def test_notes_and_salesperson_stand_in_the_sale(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("select", 1)
    shop.act("note")
    shop.do("answer_text", "cold")
    shop.do("select", 1)
    shop.act("salesperson")
    shop.do("choose", "BOB")
    shop.pay_cash()
    line = shop.sales()[0].lines[0]
    assert (line.note, line.salesperson) == ("cold", "BOB")


def test_a_late_tap_on_a_line_that_is_gone_says_so(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("step", 99, 1)
    assert "no longer" in shop.strip
    assert shop.body.total == 350


def test_a_tap_for_a_screen_that_has_gone_does_nothing(shop: Shop) -> None:
    selling = shop.front
    shop.scan(COLA)
    shop.do("pay")
    seen = len(shop.views)
    shop.counter.do(selling, "void", 1)
    assert len(shop.views) == seen


def test_hints_come_between_scans(shop: Shop) -> None:
    shop.scan(WATER)
    shop.scan(WATER)
    assert shop.body.hints == ()
    shop.tick()
    assert "3rd free" in str(shop.body.hints[0])


def test_a_line_that_did_not_change_is_drawn_from_the_same_view(shop: Shop) -> None:
    shop.scan(RICE)
    before = shop.body.lines[0]
    shop.scan(CHEESE)
    assert shop.body.lines[0] is before


def test_a_command_code_pays(shop: Shop) -> None:
    shop.scan(COLA)
    shop.scan("ZGC-PAY")
    assert shop.body.due == 350


def test_every_scan_counts_however_fast_they_come(shop: Shop) -> None:
    for _ in range(200):
        shop.scan(COLA)
    assert shop.body.lines[0].quantity == 200_000


def test_a_members_card_at_the_sale_makes_him_the_customer(shop: Shop) -> None:
    shop.scan(COLA)
    shop.scan("M001")
    assert str(shop.body.customer) == "Zhang"
    assert shop.body.total == 300


def test_who_may_not_sell_sells_nothing(shop: Shop) -> None:
    shop.counter.sign_out()
    shop.sign_in("kim")
    shop.scan(COLA)
    assert shop.counter.cart.empty
    assert "not sell" in shop.strip


def test_only_money_in_or_out_opens_the_drawer(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("pay")
    shop.do("back")
    shop.act("suspend")
    shop.scan(RICE)
    shop.do("pay")
    shop.do("tender", "card")
    shop.do("confirm")
    shop.do("reprint")
    shop.do("preview")
    assert shop.devices.pulses == 0


def test_tiles_are_read_a_page_at_a_time(shop: Shop) -> None:
    from kiosk.flows.selling_grid import TILES
    from tests.flows.goods import more_products

    shop.store.journal.append_many(more_products(TILES + 5), actor="-")
    shop.do("open_tab", "fresh")
    assert (len(shop.body.tiles), shop.body.pages) == (TILES, 2)
    shop.do("page", 1)
    assert (len(shop.body.tiles), shop.body.page) == (6, 1)
    shop.do("page", 1)
    assert shop.body.page == 1
    shop.do("page", -1)
    assert shop.body.page == 0


def test_a_shops_own_whole_number_in_the_scales_range_is_found(shop: Shop) -> None:
    from tests.flows.goods import ean, more_products

    whole = ean("210777700123")
    shop.store.journal.append_many(more_products(1, code=whole), actor="-")
    shop.scan(whole)
    assert shop.body.total == 100


def test_a_label_with_weight_and_price_is_so_much_for_that_price(shop: Shop) -> None:
    shop.scan(banana_label(1235, 900))
    line = shop.body.lines[0]
    assert (line.quantity, line.total) == (1235, 900)
    assert shop.devices.signals[-1] is Signal.OK
    shop.scan(banana_label(500, 399))
    assert [(x.quantity, x.total) for x in shop.body.lines] == [(1235, 900), (500, 399)]
    assert shop.body.total == 1299


def test_a_label_whose_weight_is_nought_is_as_much_as_its_price_buys(shop: Shop) -> None:
    shop.scan(banana_label(0, 399))
    assert [(x.quantity, x.total) for x in shop.body.lines] == [(500, 399)]


def test_a_label_that_says_nothing_adds_nothing(shop: Shop) -> None:
    shop.scan(banana(0))
    assert shop.body.lines == ()
    assert shop.devices.signals[-1] is Signal.UNKNOWN


@pytest.mark.parametrize("how", ["scanned", "typed"])
def test_an_own_code_that_looks_like_a_receipts_number_is_goods(shop: Shop, how: str) -> None:
    if how == "scanned":
        shop.scan("JACKET-38")
    else:
        shop.do("enter", "JACKET-38")
    assert [line.total for line in shop.body.lines] == [19900]
    shop.scan("JACKET-39")
    assert "JACKET-39" in shop.strip


def test_who_served_is_seen_on_the_line_and_read_on_the_receipt(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("select", shop.body.lines[0].key)
    shop.act("salesperson")
    shop.do("choose", "MEI")
    assert any("Served by" in str(note.text) for note in shop.body.lines[0].notes)
    shop.pay_cash()
    assert shop.sales()[0].lines[0].salesperson == "MEI"
    name = shop.store.people.user("MEI")
    assert name is not None
    assert f"Served by {name.name}".encode() in shop.devices.papers[-1].paper


def test_a_shop_that_wants_a_note_gets_one_before_it_is_paid(shop: Shop) -> None:
    policy(shop, note_required="true")
    shop.scan(COLA)
    shop.do("pay")
    shop.do("answer_text", "  ")
    assert "wants a note" in str(shop.overlay.error)
    shop.do("answer_text", "table 4")
    shop.do("cash", 350)
    assert shop.sales()[0].note == "table 4"


def test_a_weight_from_the_scale_is_said_to_be_from_it(shop: Shop) -> None:
    shop.devices.scale = Weight(Quantity(1234), stable=True)
    shop.do("tap_tile", "banana")
    assert (shop.overlay.start, shop.overlay.measured, str(shop.overlay.detail)) == (1234, True, "From the scale")
    shop.do("cancel")
    shop.devices.scale = Weight(Quantity(1234), stable=False)
    shop.do("tap_tile", "banana")
    assert (shop.overlay.start, shop.overlay.measured) == (None, False)
    assert "not come to rest" in str(shop.overlay.detail)


def test_an_empty_scale_at_rest_says_nothing(shop: Shop) -> None:
    shop.devices.scale = Weight(Quantity(0), stable=True)
    shop.do("tap_tile", "banana")
    assert (shop.overlay.start, shop.overlay.measured, shop.overlay.detail) == (None, False, None)

from kiosk.exc import PaperOut
from kiosk.flows.done import Done
from kiosk.flows.selling import Selling
from kiosk.i18n import M
from tests.flows.goods import COLA, RICE
from tests.flows.shop import Shop


def settled(shop: Shop) -> None:
    shop.scan(COLA)
    shop.pay_cash(500)


def test_the_next_scan_begins_the_next_sale_with_it(shop: Shop) -> None:
    settled(shop)
    shop.scan(RICE)
    assert isinstance(shop.front, Selling)
    assert [x.total for x in shop.body.lines] == [12800]


def test_the_screen_waits_until_the_drawer_is_shut(shop: Shop) -> None:
    settled(shop)
    shop.counter.drawer_changed(True)
    assert shop.body.drawer_open
    shop.counter.drawer_changed(False)
    assert isinstance(shop.front, Selling)


def test_a_drawer_left_open_is_said_at_the_next_scan(shop: Shop) -> None:
    settled(shop)
    shop.counter.drawer_changed(True)
    shop.scan("nonsense?")
    assert isinstance(shop.front, Selling)


def test_a_reprint_says_that_it_is_a_copy_and_is_written_down(shop: Shop) -> None:
    settled(shop)
    shop.paper_out()
    shop.do("reprint")
    assert "COPY 1" in shop.devices.papers[-1].paper.decode()
    assert shop.acts("receipt.reprinted")[0]["copy"] == "1"


def test_the_receipt_is_seen_on_the_screen(shop: Shop) -> None:
    settled(shop)
    shop.do("preview")
    assert shop.body.sale_id in shop.body.paper.text
    shop.do("preview")
    assert shop.body.paper is None


def test_a_receipt_that_failed_is_said_where_the_eye_is(shop: Shop) -> None:
    settled(shop)
    shop.counter.print_failed(shop.devices.papers[0].id, PaperOut(M("The printer has no paper.")), uncertain=False)
    assert isinstance(shop.front, Done)
    assert "no paper" in shop.strip
    assert "no paper" in str(shop.body.printing)
    assert shop.view.bar.papers == 1
    shop.tick(5)
    shop.paper_out()
    assert shop.body.printing is None
    assert shop.view.bar.papers == 0

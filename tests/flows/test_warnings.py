from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.flows.adjusting import Adjusting
from kiosk.flows.buying import Orders
from kiosk.flows.enquiry import Enquiry
from kiosk.flows.mending import Mending
from kiosk.flows.ordering_picks import Picks
from kiosk.flows.price_change import price_now
from kiosk.flows.sending_back import SendingBack
from kiosk.flows.stocktake_page import StocktakePage
from kiosk.flows.stocktaking import Stocktaking
from kiosk.flows.transfer_sending import Sending
from kiosk.flows.warnings import WarningList
from kiosk.store.documents import StoreSaved
from kiosk.store.documents_buying import PurchaseSubmitted
from kiosk.store.documents_stockroom import GoodsReceived, ReceivedLine
from kiosk.store.reckoning import reckon
from kiosk.trade.goods import Product
from kiosk.trade.quantity import Quantity
from tests.flows.buyer import OFFSET, closed_desk, open_desk
from tests.flows.shop import Shop
from tests.store.buying import draft
from tests.store.counting import begin, count, counted


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("desk")
    shop = open_desk(path)
    reckon(shop.store, shop.time.at, OFFSET)
    shop.close()
    return (path / "shop.db").read_bytes()


@pytest.fixture
def desk(made: bytes, tmp_path: Path) -> Iterator[Shop]:
    """Lee, who may do everything."""
    shop = closed_desk(made, tmp_path)
    shop.sign_in("lee")
    yield shop
    shop.close()


def product(desk: Shop, product_id: str) -> Product:
    found = desk.store.catalogue.product(product_id)
    assert found is not None
    return found


def rows(desk: Shop) -> dict[str, str]:
    return {row.id: str(row.cells[1]) for row in desk.body.rows}


def badge(desk: Shop) -> int:
    return next(a.badge for a in desk.body.tasks if a.id == "warnings")


def choices(desk: Shop) -> list[str]:
    return [option.id for option in desk.overlay.options]


def test_the_badge_counts_what_presses(desk: Shop) -> None:
    assert badge(desk) == 3  # cola runs out, water is sold out, milk expires; rice has time
    desk.act("warnings")
    assert rows(desk) == {"out": "1", "low": "1", "expiring": "1", "over": "1"}


def test_orders_that_wait_for_approval_are_among_them(desk: Shop) -> None:
    order = desk.store.journal.append(draft(("cola", 24_000)), actor="BEA").id
    desk.store.journal.append(PurchaseSubmitted(order_id=order, revision=order), actor="BEA")
    desk.front.entered()
    desk.tick()
    desk.act("warnings")
    assert rows(desk)["approve"] == "1"
    desk.do("choose", "approve")
    assert isinstance(desk.front, Orders)


def test_what_runs_out_leads_to_its_order(desk: Shop) -> None:
    desk.act("warnings")
    desk.do("choose", "low")
    assert rows(desk) == {"cola": "Runs out today"}
    desk.do("choose", "cola")
    assert choices(desk) == ["order", "count", "enquiry"]
    desk.do("choose", "order")
    assert isinstance(desk.front, Picks)
    assert str(desk.body.hand.number).endswith("× 24")


def test_what_expires_is_marked_down_at_the_price_that_sells_it(desk: Shop) -> None:
    desk.act("warnings")
    desk.do("choose", "expiring")
    assert rows(desk) == {"milk": "28 · 08-05 · −40 %"}  # six days sell 12 of 40
    desk.do("choose", "milk")
    assert choices(desk)[0] == "price"
    assert str(desk.overlay.detail) == "28 too many by 08-05: price −40 %"
    desk.do("choose", "price")
    assert desk.overlay.start == 360  # of 6.00
    desk.do("answer", 360)
    desk.do("choose", "now")
    assert product(desk, "milk").price == 360
    assert isinstance(desk.front, WarningList)
    assert str(desk.overlay.title) == "Print its label?"
    desk.do("confirm")
    assert [job.title for job in desk.devices.papers] == ["Shelf label"]


def test_too_much_stock_is_told_with_its_worth(desk: Shop) -> None:
    desk.act("warnings")
    desk.do("choose", "over")
    (row,) = desk.body.rows
    assert row.id == "rice"
    assert str(row.cells[1]) == "400 · 400 days"
    assert row.amount is not None
    desk.do("choose", "rice")
    assert choices(desk) == ["price", "enquiry"]  # there is no other shop, and nobody delivered it
    desk.do("choose", "enquiry")
    assert isinstance(desk.front, Enquiry)
    assert str(desk.body.hand.number) == "400"


def deliver(desk: Shop, product_id: str, quantity: int) -> None:
    goods = ReceivedLine(product_id=product_id, quantity=Quantity(quantity), price=1_000_000)
    desk.store.journal.append(GoodsReceived(supplier_id="V1", lines=(goods,)), actor="-")


def choose(desk: Shop, kind: str, product_id: str) -> None:
    desk.act("warnings")
    desk.do("choose", kind)
    desk.do("choose", product_id)


def test_too_much_stock_goes_to_another_shop_with_what_is_not_needed_in_hand(desk: Shop) -> None:
    desk.store.journal.append(StoreSaved(id="S02", name_zh="城北店", name_en="North shop"), actor="-")
    choose(desk, "over", "rice")
    assert choices(desk) == ["transfer", "price", "enquiry"]
    desk.do("choose", "transfer")
    assert isinstance(desk.front, Sending)
    spare = 400_000 - desk.store.advice.ill("over")[0].point
    assert desk.overlay.start == spare
    desk.do("answer", spare)
    desk.act("done")
    desk.do("choose", "S02")
    assert desk.store.transfers.latest()[0].peer == "S02"
    assert desk.store.stock.level("rice").on_hand == 400_000 - spare


def test_too_much_stock_goes_back_to_who_delivered_it(desk: Shop) -> None:
    deliver(desk, "rice", 50_000)
    choose(desk, "over", "rice")
    assert choices(desk) == ["return", "price", "enquiry"]
    desk.do("choose", "return")
    assert isinstance(desk.front, SendingBack)
    desk.do("choose", "overstock")
    desk.do("answer", 50_000)
    desk.act("done")
    if desk.overlay is not None:
        desk.approve("ann")
    assert desk.store.stock.level("rice").on_hand == 400_000


def test_too_much_stock_is_sold_for_less_until_it_is_as_much_as_it_should_be(desk: Shop) -> None:
    choose(desk, "over", "rice")
    price = price_now(desk.counter, product(desk, "rice"))
    assert price is not None
    assert str(desk.overlay.options[0].detail) == "−50 %"
    desk.do("choose", "price")
    assert desk.overlay.start == price // 2 // 10 * 10


def test_what_the_books_call_sold_out_is_counted_by_itself(desk: Shop) -> None:
    choose(desk, "out", "water")
    assert choices(desk) == ["order", "count", "enquiry"]
    desk.do("choose", "count")
    assert isinstance(desk.front, StocktakePage)
    assert [s.products for s in desk.store.stocktakes.open()] == [("water",)]


def test_who_may_do_nothing_about_it_looks_it_up(desk: Shop) -> None:
    user = desk.counter.user
    assert user is not None
    desk.counter.user = replace(user, role=replace(user.role, permissions=frozenset()))
    Mending(
        desk.counter, "slow", desk.store.advice.ill("over")[0], replace(product(desk, "rice"), price=None), list
    ).ask()
    assert isinstance(desk.front, Enquiry)


def test_a_keeper_sees_warnings_without_costs_and_writes_off(desk: Shop) -> None:
    desk.act("sign_out")
    desk.sign_in("tom")
    desk.act("warnings")
    assert [a.id for a in desk.body.actions] == ["anew"]
    desk.do("choose", "over")
    assert desk.body.rows[0].amount is None
    desk.do("back")
    desk.do("choose", "expiring")
    desk.do("choose", "milk")
    assert "order" not in choices(desk)
    desk.do("choose", "adjust")
    assert isinstance(desk.front, Adjusting)


def test_the_value_of_stock_is_told_with_what_changed_it(desk: Shop) -> None:
    desk.act("warnings")
    desk.act("value")
    amounts = {row.id: row.amount for row in desk.body.rows}
    changes = sum(v for k, v in amounts.items() if k.startswith("why "))
    parts = sum(v for k, v in amounts.items() if k.startswith("part "))
    assert amounts["now"] == amounts["before"] + changes == parts
    assert amounts["why sale"] < 0
    desk.do("choose", "now")
    desk.do("back")


def test_a_count_that_was_handed_in_waits_for_who_may_approve_it(desk: Shop) -> None:
    before = badge(desk)
    stocktake = begin(desk.store)
    desk.do("news")
    assert badge(desk) == before
    count(desk.store, stocktake, counted(desk.store, "cola", 1000))
    desk.do("news")
    assert badge(desk) == before + 1
    desk.act("warnings")
    assert rows(desk)["counts"] == "1"
    desk.do("choose", "counts")
    assert isinstance(desk.front, Stocktaking)

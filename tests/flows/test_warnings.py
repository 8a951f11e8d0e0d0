from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.adjusting import Adjusting
from kiosk.flows.buying import Orders
from kiosk.flows.enquiry import Enquiry
from kiosk.flows.ordering_picks import Picks
from kiosk.flows.stocktaking import Stocktaking
from kiosk.flows.warnings import WarningList
from kiosk.store.documents_buying import PurchaseSubmitted
from kiosk.store.reckoning import reckon
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
    assert choices(desk) == ["order", "enquiry"]
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
    product = desk.store.catalogue.product("milk")
    assert product is not None
    assert product.price == 360
    assert isinstance(desk.front, WarningList)


def test_too_much_stock_is_told_with_its_worth(desk: Shop) -> None:
    desk.act("warnings")
    desk.do("choose", "over")
    (row,) = desk.body.rows
    assert row.id == "rice"
    assert str(row.cells[1]) == "400 · 400 days"
    assert row.amount is not None
    desk.do("choose", "rice")
    assert isinstance(desk.front, Enquiry)
    assert str(desk.body.hand.number) == "400"


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

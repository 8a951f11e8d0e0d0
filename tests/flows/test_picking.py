from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.views import ConfirmView
from kiosk.hw.ports import Signal
from kiosk.store.documents import AdjustmentLine, StockAdjusted
from kiosk.store.documents_stockroom import PlacedLine, StockPlaced
from kiosk.trade.quantity import Quantity
from tests.flows.goods import COLA, COLA_CASE, MILK, RICE, UNKNOWN, WATER, banana, milk_batch
from tests.flows.keeper import number, strip
from tests.flows.neighbour import Chain
from tests.flows.shop import Shop


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Chain]:
    chain = Chain(tmp_path)
    yield chain
    chain.close()


def put(chain: Chain, product: str, pieces: int, place: str, batch: str = "", expiry: str = "") -> None:
    """So much of it lies there."""
    line = PlacedLine(
        product_id=product, quantity=Quantity(pieces * 1000), target=place, batch=batch, expiry=expiry
    )  # fmt: skip
    chain.shop.store.journal.append(StockPlaced(lines=(line,)), actor="TOM")


def found(chain: Chain, product: str, pieces: int, place: str, batch: str, expiry: str) -> None:
    line = AdjustmentLine(
        product_id=product, quantity=Quantity(pieces * 1000), batch=batch, expiry=expiry, location=place
    )
    chain.shop.store.journal.append(StockAdjusted(reason="found", lines=(line,)), actor="TOM")


def pick(chain: Chain, *goods: tuple[str, int]) -> Shop:
    """Tom goes for what the north shop asks for."""
    request = chain.asks(*goods)
    shop = chain.shop
    shop.act("transfers")
    shop.do("choose", request)
    shop.act("pick")
    return shop


def place(shop: Shop) -> str:
    return str(shop.body.hand.place)


def test_the_way_goes_through_the_places_in_their_order(chain: Chain) -> None:
    put(chain, "water", 10, "B-01")
    put(chain, "cola", 10, "A-02")
    shop = pick(chain, ("water", 5), ("cola", 3))
    assert (str(shop.body.hand.name), place(shop), number(shop)) == ("Cola", "Place A-02", "0 / 3")
    assert [str(r.name) for r in shop.body.rows] == ["Water"]
    for _ in range(3):
        shop.scan(COLA)
    assert (str(shop.body.hand.name), place(shop)) == ("Water", "Place B-01")
    assert str(shop.body.progress) == "1 / 2"


def test_a_right_scan_is_green_and_the_wrong_goods_are_refused_with_their_sound(chain: Chain) -> None:
    shop = pick(chain, ("water", 2))
    shop.scan(WATER)
    assert shop.devices.signals[-1] is Signal.OK
    assert shop.body.edge.tone == "ok"
    shop.scan(RICE)
    assert shop.devices.signals[-1] is Signal.UNKNOWN
    assert shop.body.edge.tone == "error"
    assert strip(shop) == "Rice is not wanted. Put it back."
    assert number(shop) == "1 / 2"
    shop.scan(UNKNOWN)
    assert strip(shop).startswith("No product has the code")


def test_no_more_is_taken_than_is_wanted(chain: Chain) -> None:
    shop = pick(chain, ("cola", 30))
    shop.scan(COLA_CASE)
    assert number(shop) == "24 / 30"
    shop.scan(COLA_CASE)
    assert strip(shop) == "Only 6 of Cola are still wanted."
    for _ in range(6):
        shop.scan(COLA)
    shop.scan(COLA)
    assert strip(shop) == "Enough of Cola is picked already."


def test_the_batch_that_expires_first_is_proposed(chain: Chain) -> None:
    found(chain, "milk", 5, "A-01", "LATE", "2027-01-01")
    found(chain, "milk", 5, "B-01", "SOON", "2026-08-01")
    shop = pick(chain, ("milk", 7))
    assert place(shop) == "Place A-01: take 2"
    assert [str(f) for f in shop.body.hand.facts] == ["Batch LATE, expires 2027-01-01"]
    (after,) = shop.body.rows
    assert (str(after.number), str(after.detail)) == ("5", "Place B-01 · Batch SOON, expires 2026-08-01")
    shop.do("ask_number")
    shop.do("answer", 7000)
    assert [(x.batch, x.quantity) for x in shop.front.gathered.lines.values()] == [("SOON", 5000), ("LATE", 2000)]


def test_a_batch_out_of_turn_asks_once(chain: Chain) -> None:
    found(chain, "milk", 5, "A-01", "LATE", "2027-01-01")
    found(chain, "milk", 5, "B-01", "SOON", "2026-08-01")
    shop = pick(chain, ("milk", 3))
    shop.scan(milk_batch("LATE", "270101"))
    assert isinstance(shop.overlay, ConfirmView)
    assert "SOON" in str(shop.overlay.detail)
    shop.do("cancel")
    assert number(shop) == "0 / 3"
    shop.scan(milk_batch("LATE", "270101"))
    shop.do("confirm")
    shop.scan(milk_batch("LATE", "270101"))
    assert shop.overlay is None
    assert [(x.batch, x.location) for x in shop.front.gathered.lines.values()] == [("LATE", "A-01")]
    assert number(shop) == "2 / 3"


def test_a_place_that_is_scanned_says_what_is_taken_there(chain: Chain) -> None:
    put(chain, "water", 10, "B-01")
    put(chain, "cola", 10, "A-02")
    shop = pick(chain, ("water", 5), ("cola", 3))
    shop.scan("ZGL-B-01")
    assert str(shop.body.hand.name) == "Water"
    shop.scan("ZGL-A-01")
    assert strip(shop) == "Nothing is picked in A-01. Go to A-02."
    shop.scan("ZGL-NOWHERE")
    assert strip(shop) == "No place has the code NOWHERE."


def test_an_empty_place_leads_to_the_next_and_at_last_to_nothing(chain: Chain) -> None:
    put(chain, "water", 2, "A-01")
    put(chain, "water", 48, "B-01")
    shop = pick(chain, ("water", 5))
    shop.act("not_there")
    assert strip(shop) == "Water: look in B-01."
    assert place(shop) == "Place B-01"
    shop.act("not_there")
    assert strip(shop) == "By the books there is no more Water."
    assert place(shop) == "By the books there is no more"
    assert not next(a for a in shop.body.more if a.id == "not_there").enabled


def test_undo_puts_the_last_back(chain: Chain) -> None:
    shop = pick(chain, ("cola", 30))
    shop.scan(COLA_CASE)
    shop.scan(COLA)
    shop.act("undo")
    assert number(shop) == "24 / 30"
    shop.act("undo")
    assert number(shop) == "0 / 30"
    assert shop.front.gathered.lines == {}
    shop.act("undo")
    assert strip(shop) == "There is nothing to undo."


def test_a_number_typed_counts_all_of_the_goods_up_or_down(chain: Chain) -> None:
    shop = pick(chain, ("water", 20))
    shop.do("ask_number")
    shop.do("answer", 21_000)
    assert str(shop.overlay.error) == "No more than 20 are wanted."
    shop.do("answer", 12_000)
    assert number(shop) == "12 / 20"
    shop.do("ask_number")
    shop.do("answer", 5_000)
    assert number(shop) == "5 / 20"


def test_what_is_weighed_asks_for_its_weight(chain: Chain) -> None:
    shop = pick(chain, ("banana", 3))
    shop.scan(banana(1235))
    assert number(shop) == "1.235 / 3.000"


def test_what_is_picked_survives_a_power_cut(chain: Chain) -> None:
    shop = pick(chain, ("water", 5))
    shop.scan(WATER)
    request = shop.front._request
    shop.restart()
    shop.sign_in("tom")
    shop.act("transfers")
    shop.do("choose", request)
    shop.act("pick")
    assert number(shop) == "1 / 5"
    assert strip(shop) == "This list is half done. Go on, or give it up."


def test_given_up_nothing_has_moved(chain: Chain) -> None:
    before = chain.shop.on_hand("water")
    shop = pick(chain, ("water", 5))
    shop.scan(WATER)
    shop.act("give_up")
    shop.do("confirm")
    assert shop.on_hand("water") == before
    assert shop.store.drafts.all(f"transfer send {shop.body.rows[0].id}") == ()


def test_what_is_short_is_said_before_it_goes(chain: Chain) -> None:
    shop = pick(chain, ("water", 5), ("cola", 1))
    shop.scan(COLA)
    shop.act("done")
    assert str(shop.overlay.detail) == "Short: 1 row."
    shop.do("confirm")
    assert shop.on_hand("cola") == 99_000


def test_milk_without_a_batch_in_its_code_is_of_the_batch_that_is_proposed(chain: Chain) -> None:
    found(chain, "milk", 5, "B-01", "SOON", "2026-08-01")
    shop = pick(chain, ("milk", 1))
    shop.scan(MILK)
    assert [x.batch for x in shop.front.gathered.lines.values()] == ["SOON"]
    assert str(shop.body.empty) == "All is picked."
    assert shop.body.hand is None

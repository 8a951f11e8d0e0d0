from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.history import SalePage
from kiosk.flows.recalling import Recall
from kiosk.flows.views import ChoiceView
from tests.flows.goods import COLA, MILK, milk_batch
from tests.flows.keeper import number, open_stockroom, strip
from tests.flows.shop import Shop
from tests.store.shop import line, open_shift, sale


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Shop]:
    shop = open_stockroom(tmp_path)
    shop.act("adjust")
    shop.scan(milk_batch("L1", "271231"))
    shop.do("choose", "found")
    shop.act("done")
    yield shop
    shop.close()


def sell_milk(shop: Shop, quantity: int, batch: str, customer: str = "") -> str:
    shop.time.pass_s(1)
    document = sale(open_shift(shop.store), line(1, quantity, product_id="milk", batch=batch), customer_id=customer)
    return shop.store.journal.append(document, actor="AMY").id


def recall(shop: Shop) -> None:
    shop.act("enquiry")
    shop.scan(MILK)
    shop.act("recall")
    assert isinstance(shop.overlay, ChoiceView)
    shop.do("choose", "L1")


def test_who_bought_a_batch_is_listed_and_what_of_it_is_still_here(room: Shop) -> None:
    anyone = sell_milk(room, 2000, "L1")
    zhang = sell_milk(room, 1000, "L1", "C1")
    sell_milk(room, 4000, "")
    recall(room)
    assert number(room) == "3"
    assert [str(f) for f in room.body.hand.facts] == ["Batch L1, expires 2027-12-31", "Sold since without a batch: 4"]
    assert [(str(r.name), str(r.number)) for r in room.body.rows] == [
        ("Arrivals and shop floor", "−2"), ("Zhang 13800000001", "1"), ("No customer known", "2"),
    ]  # fmt: skip
    assert zhang in str(room.body.rows[1].detail)
    assert anyone in str(room.body.rows[2].detail)


def test_a_row_leads_to_the_receipt_for_who_may_print_it(room: Shop) -> None:
    sell_milk(room, 1000, "L1")
    recall(room)
    room.do("choose", room.body.rows[-1].id)
    assert isinstance(room.front, Recall)
    room.do("back")
    room.do("back")
    room.act("sign_out")
    room.sign_in("lee")
    recall(room)
    room.do("choose", room.body.rows[-1].id)
    assert isinstance(room.front, SalePage)


def test_the_list_is_printed_to_telephone_by(room: Shop) -> None:
    sell_milk(room, 1000, "L1", "C1")
    recall(room)
    room.act("print")
    assert "13800000001" in room.devices.papers[-1].paper.decode()


def test_goods_without_batches_have_none_to_call_back(room: Shop) -> None:
    room.act("enquiry")
    room.scan(COLA)
    assert [a.id for a in room.body.more] == ["label"]


def test_a_batch_that_never_was_here_is_not_asked_about(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    shop = open_stockroom(tmp_path / "other")
    shop.act("enquiry")
    shop.scan(MILK)
    shop.act("recall")
    assert strip(shop) == "No batch of Milk is known here."
    shop.close()


def test_customers_are_for_who_may_see_them(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    shop = open_stockroom(tmp_path / "other", "bea")
    shop.act("enquiry")
    shop.scan(MILK)
    assert "recall" not in [a.id for a in shop.body.more]
    shop.close()

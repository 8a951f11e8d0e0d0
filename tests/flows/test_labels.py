"""Labels for a whole delivery: for each piece that came, or for each row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.labels import MOST
from kiosk.flows.receipts import ReceiptPage
from kiosk.flows.views import ChoiceView
from kiosk.store.documents_stockroom import GoodsReceived, ReceivedLine
from kiosk.trade.quantity import Quantity
from tests.flows.keeper import open_stockroom, strip
from tests.flows.shop import Shop


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Shop]:
    shop = open_stockroom(tmp_path)
    yield shop
    shop.close()


def came(room: Shop, **pieces: int) -> None:
    """A delivery, and its page is open."""
    lines = tuple(ReceivedLine(product_id=p, quantity=Quantity(n * 1000), price=100) for p, n in pieces.items())
    delivery = room.store.journal.append(GoodsReceived(supplier_id="V1", lines=lines), actor="TOM").id
    room.counter.enter(ReceiptPage(room.counter, delivery))
    room.counter.publish()


def labels(room: Shop) -> list[int]:
    """How many labels stand on each paper that came out: by their bars or, without a code, by their prices."""
    room.paper_out()
    return [job.paper.decode().count("ean13") or job.paper.decode().count(" / ") for job in room.devices.papers]


def test_every_piece_gets_its_label_and_each_row_its_paper(room: Shop) -> None:
    came(room, cola=3, water=2)
    assert [a.id for a in room.body.more] == ["labels"]
    room.act("labels")
    assert isinstance(room.overlay, ChoiceView)
    assert [(o.id, str(o.detail)) for o in room.overlay.options] == [("pieces", "5 labels"), ("rows", "2 labels")]
    room.do("choose", "pieces")
    assert strip(room) == "5 labels are being printed."
    assert labels(room) == [3, 2]


def test_or_each_row_has_one(room: Shop) -> None:
    came(room, cola=3, water=2)
    room.act("labels")
    room.do("choose", "rows")
    assert labels(room) == [1, 1]


def test_what_is_weighed_is_labelled_once(room: Shop) -> None:
    came(room, banana=30)
    room.act("labels")
    assert [str(o.detail) for o in room.overlay.options] == ["1 label", "1 label"]


def test_a_pallet_is_not_labelled_piece_by_piece(room: Shop) -> None:
    came(room, cola=MOST + 1)
    room.act("labels")
    assert [o.id for o in room.overlay.options] == ["rows"]
    assert str(room.overlay.detail) == f"For {MOST + 1} pieces there would be too many."


def test_a_delivery_that_was_taken_back_needs_none(room: Shop) -> None:
    room.counter.sign_out()
    room.sign_in("lee")
    came(room, cola=3)
    room.act("take_back")
    room.do("confirm")
    assert room.body.more == ()

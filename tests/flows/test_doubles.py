"""What the other terminal did at the same moment is told on this one, and set right there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.flows.doubles import Doubled
from kiosk.flows.receipts import ReceiptPage
from kiosk.flows.views import ConfirmView
from kiosk.store.documents import AdjustmentLine, GoodsReturned, StockAdjusted
from kiosk.store.documents_stockroom import GoodsReceived, ReceivedLine
from kiosk.store.documents_transfers import TransferReceived
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity
from tests.flows.goods import COLA_CASE, WATER
from tests.flows.keeper import open_stockroom, sent_order, strip
from tests.flows.neighbour import Chain
from tests.flows.shop import Shop


class Pair:
    """Lee's terminal, and another of the same shop: they meet when a test says so."""

    def __init__(self, path: Path, user: str = "lee") -> None:
        self.shop = open_stockroom(path, user)
        self.other = Store.create(path / "other.db", "S01", "T2", clock=lambda: self.shop.time.at)
        self.other.book.sql("PRAGMA synchronous = OFF")
        self.meet()

    def meet(self) -> None:
        for one, other in ((self.shop.store, self.other), (self.other, self.shop.store)):
            for entry in one.journal.entries(one.origin, other.journal.origins().get(one.origin, 0)):
                other.journal.receive(entry)
        self.shop.time.pass_s(2)
        self.shop.tick(2)
        self.shop.do("news")

    def elsewhere(self, document: Any) -> str:
        return self.other.journal.append(document, actor="TOM").id

    def close(self) -> None:
        self.shop.close()
        self.other.close()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    two = Pair(tmp_path)
    yield two
    two.close()


def badge(shop: Shop) -> int:
    return int(next(a.badge for a in shop.body.tasks if a.id == "warnings"))


def to_doubles(shop: Shop) -> list[str]:
    """From the task list to what was done twice; its rows."""
    shop.act("warnings")
    assert shop.body.rows[0].id == "doubles"
    shop.do("choose", "doubles")
    assert isinstance(shop.front, Doubled)
    return [str(row.cells[0]) for row in shop.body.rows]


def taken_back(document: Any, id_: str) -> Any:
    lines = tuple(replace(x, quantity=Quantity(-x.quantity)) for x in document.lines)
    return replace(document, lines=lines, undoes=id_)


def test_a_delivery_taken_back_on_both_terminals_is_told_and_set_right(pair: Pair) -> None:
    shop, before = pair.shop, pair.shop.on_hand("water")
    delivery = GoodsReceived(supplier_id="V1", lines=(ReceivedLine(product_id="water", quantity=Quantity(5000)),))
    id_ = pair.elsewhere(delivery)
    pair.meet()
    assert badge(shop) == 0
    shop.scan(id_)
    shop.act("take_back")
    shop.do("confirm")
    pair.elsewhere(taken_back(delivery, id_))
    pair.meet()
    assert str(shop.body.hand.place) == "Taken back twice", "the page that is open shows it"
    shop.do("back")
    assert badge(shop) == 1
    assert to_doubles(shop) == ["Delivery taken back twice"]
    assert shop.on_hand("water") == before - 5000
    shop.do("choose", shop.body.rows[0].id)
    assert isinstance(shop.front, ReceiptPage)
    shop.act("set_right")
    assert isinstance(shop.overlay, ConfirmView)
    shop.do("confirm")
    assert shop.on_hand("water") == before
    assert str(shop.body.hand.place) == "Taken back"
    assert shop.body.actions == ()
    shop.do("back")
    assert shop.body.rows == ()


def test_so_is_an_adjustment_and_a_return(pair: Pair) -> None:
    shop, before = pair.shop, pair.shop.on_hand("water")
    line = AdjustmentLine(product_id="water", quantity=Quantity(-3000))
    for document in (
        StockAdjusted(reason="damage", lines=(line,)),
        GoodsReturned(supplier_id="V1", reason="damage", lines=(line,)),
    ):
        id_ = pair.elsewhere(document)
        pair.meet()
        shop.store.journal.append(taken_back(document, id_), actor="BOB")
        pair.elsewhere(taken_back(document, id_))
    pair.meet()
    assert to_doubles(shop) == ["Adjustment taken back twice", "Return taken back twice"]
    assert shop.on_hand("water") == before + 6000
    for left in (1, 0):
        shop.do("choose", shop.body.rows[0].id)
        shop.act("set_right")
        shop.do("confirm")
        if shop.overlay is not None:
            shop.approve("lee")
        shop.do("back")
        assert len(shop.body.rows) == left
    assert shop.on_hand("water") == before


def test_a_transfer_receipt_taken_back_on_both_terminals_is_set_right_on_its_page(tmp_path: Path) -> None:
    chain = Chain(tmp_path, "lee")
    shop, before = chain.shop, chain.shop.on_hand("water")
    sent = chain.sends(("water", 3))
    took = TransferReceived(source="S02", target="S01", lines=shop.store.transfers.lines(sent), transfer_id=sent)
    id_ = shop.store.journal.append(took, actor="BOB").id
    for who in ("BOB", "TOM"):
        shop.store.journal.append(taken_back(took, id_), actor=who)
    shop.do("news")
    assert to_doubles(shop) == ["Transfer taken back twice"]
    shop.do("choose", shop.body.rows[0].id)
    shop.act("set_right")
    shop.do("confirm")
    assert shop.on_hand("water") == before
    assert "set_right" not in [a.id for a in shop.body.actions]
    chain.travel()
    assert chain.north.transfers.in_transit("water")[1] == 3000, "the other shop hears of it"
    chain.close()


def received_on_both(pair: Pair) -> str:
    """The keeper here takes an order in, and so does one on the other terminal."""
    shop = pair.shop
    order = sent_order(shop, ("cola", 24_000, 24_000, 4800))
    pair.meet()
    line = ReceivedLine(product_id="cola", quantity=Quantity(24_000), price=2_000_000)
    pair.elsewhere(GoodsReceived(supplier_id="V1", order_id=order, lines=(line,), heard=pair.other.journal.heard()))
    shop.act("receive")
    shop.scan(order)
    shop.time.pass_s(2)
    shop.scan(COLA_CASE)
    shop.act("done")
    assert shop.overlay is None, "nobody here knew"
    pair.meet()
    return order


def test_an_order_taken_in_on_both_terminals_asks_which_delivery_is_one_too_many(pair: Pair) -> None:
    shop, before = pair.shop, pair.shop.on_hand("cola")
    order = received_on_both(pair)
    assert to_doubles(shop) == ["Order taken in by 2 who did not know of each other"]
    assert str(shop.body.rows[0].cells[1]) == order
    shop.do("choose", shop.body.rows[0].id)
    mine = [o.id for o in shop.overlay.options]
    assert mine[-1] == "all"
    shop.do("choose", mine[1])
    assert isinstance(shop.front, ReceiptPage)
    shop.act("take_back")
    shop.do("confirm")
    shop.do("back")
    assert shop.body.rows == ()
    assert shop.on_hand("cola") == before + 24_000


def test_or_all_of_it_came(pair: Pair) -> None:
    shop, before = pair.shop, pair.shop.on_hand("cola")
    received_on_both(pair)
    to_doubles(shop)
    shop.do("choose", shop.body.rows[0].id)
    shop.do("choose", "all")
    assert shop.body.rows == ()
    assert "Noted" in strip(shop)
    assert shop.on_hand("cola") == before + 48_000
    pair.meet()
    assert pair.other.doubles.all() == ()


def test_a_keeper_needs_somebody_who_agrees_that_all_of_it_came(tmp_path: Path) -> None:
    pair = Pair(tmp_path, "tom")
    received_on_both(pair)
    to_doubles(pair.shop)
    pair.shop.do("choose", pair.shop.body.rows[0].id)
    pair.shop.do("choose", "all")
    pair.shop.approve("lee")
    assert pair.shop.body.rows == ()
    pair.close()


def test_more_sent_back_than_came_is_told_with_the_supplier(pair: Pair) -> None:
    shop = pair.shop
    came = GoodsReceived(supplier_id="V1", lines=(ReceivedLine(product_id="water", quantity=Quantity(5000)),))
    pair.elsewhere(came)
    pair.meet()
    line = AdjustmentLine(product_id="water", quantity=Quantity(-4000))
    pair.elsewhere(
        GoodsReturned(supplier_id="V1", reason="damage", lines=(line,), heard=pair.other.journal.heard())
    )  # fmt: skip
    shop.act("send_back")
    shop.scan(WATER)
    shop.do("choose", "damage")
    for _ in range(3):
        shop.time.pass_s(2)
        shop.scan(WATER)
    shop.act("done")
    if shop.overlay is not None:
        shop.do("confirm")
    pair.meet()
    assert to_doubles(shop) == ["More sent back than came, by 2 who did not know of each other"]
    assert str(shop.body.rows[0].cells[1]) == "华南食品"
    shop.do("choose", shop.body.rows[0].id)
    shop.do("choose", "all")
    assert shop.body.rows == ()


def test_an_answer_that_lay_while_the_other_took_the_order_in_is_asked_anew(pair: Pair) -> None:
    shop = pair.shop
    order = sent_order(shop, ("cola", 48_000, 24_000, 4800))
    pair.meet()
    shop.act("receive")
    shop.scan(order)
    shop.scan(COLA_CASE)
    shop.act("done")
    assert str(shop.overlay.title) == "Not all has come"
    line = ReceivedLine(product_id="cola", quantity=Quantity(24_000))
    pair.elsewhere(GoodsReceived(supplier_id="V1", order_id=order, lines=(line,), heard={}))
    for entry in pair.other.journal.entries(pair.other.origin):
        shop.store.journal.receive(entry)
    shop.do("confirm")
    assert str(shop.overlay.title) == "Is this the same delivery?"
    shop.do("cancel")
    assert len(shop.store.stockroom.receipts()) == 1


def test_a_count_approved_on_two_terminals_says_so(pair: Pair) -> None:
    from tests.store.counting import approve, begin, count, counted

    shop = pair.shop
    stocktake = begin(shop.store)
    count(shop.store, stocktake, counted(shop.store, "water", 7000))
    pair.meet()
    approve(shop.store, stocktake, uncounted=False)
    approve(pair.other, stocktake, uncounted=False)
    pair.meet()
    assert shop.on_hand("water") == 7000
    shop.scan(stocktake)
    assert "Approved on two terminals. It counts once." in [str(f) for f in shop.body.hand.facts]

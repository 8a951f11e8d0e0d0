from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.buying_draft import OrderDraft
from kiosk.flows.ordering import NOBODY, WhatToOrder
from kiosk.flows.ordering_picks import Picks
from kiosk.store.documents_buying import SupplierProductSaved, supplier_product_id
from kiosk.store.reckoning import reckon
from tests.flows import goods
from tests.flows.buyer import OFFSET, closed_desk, open_desk, work_out
from tests.flows.shop import Shop


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Its database, made once."""
    path = tmp_path_factory.mktemp("desk")
    shop = open_desk(path)
    reckon(shop.store, shop.time.at, OFFSET)
    shop.close()
    return (path / "shop.db").read_bytes()


@pytest.fixture
def desk(made: bytes, tmp_path: Path) -> Iterator[Shop]:
    """It is worked out what to order."""
    shop = closed_desk(made, tmp_path)
    shop.sign_in("bea")
    yield shop
    shop.close()


def rows(desk: Shop) -> list[tuple[str, ...]]:
    return [(row.id, *(str(cell) for cell in row.cells)) for row in desk.body.rows]


def facts(desk: Shop) -> list[str]:
    return [str(fact) for fact in desk.body.hand.facts]


def open_picks(desk: Shop) -> None:
    desk.act("what_to_order")
    desk.do("choose", "V1")


class TestFromWhom:
    def test_the_task_shows_how_many_goods_wait_and_from_whom(self, desk: Shop) -> None:
        task = next(a for a in desk.body.tasks if a.id == "what_to_order")
        assert task.badge == 2
        desk.act("what_to_order")
        assert rows(desk) == [("V1", "华南食品", "2 items · sold out")]
        assert desk.strip == ""

    def test_figures_of_yesterday_are_said_to_be_and_begun_anew(self, desk: Shop) -> None:
        begun: list[object] = []
        desk.counter._reckoner = begun.append
        desk.time.pass_s(86_400)
        desk.act("what_to_order")
        assert begun
        assert "2026-07-31" in desk.strip
        reckon(desk.store, desk.time.at, OFFSET)
        desk.act("anew")
        desk.tick()
        assert "2026-07-31" not in desk.strip

    def test_goods_without_a_supplier_are_ordered_from_whom_the_buyer_says(self, desk: Shop) -> None:
        nothing = [
            SupplierProductSaved(id=supplier_product_id("V1", p), supplier_id="V1", product_id=p, active=False)
            for p in ("cola", "water")
        ]
        desk.store.journal.append_many(nothing, actor="-")
        desk.act("what_to_order")
        work_out(desk)
        assert rows(desk) == [(NOBODY, "No supplier known", "2 items · sold out")]
        desk.do("choose", NOBODY)
        desk.do("choose", "V2")
        assert isinstance(desk.front, Picks)
        assert str(desk.body.title) == "Order from Dairy Co"
        assert len(desk.body.rows) == 1

    def test_a_keeper_does_not_order(self, desk: Shop) -> None:
        desk.act("sign_out")
        desk.sign_in("tom")
        assert not [a for a in desk.body.tasks if a.id == "what_to_order"]


class TestPicking:
    def test_each_suggestion_says_why_in_a_sentence(self, desk: Shop) -> None:
        open_picks(desk)
        assert desk.body.hand.tone == "error"  # water, of which there is none
        assert facts(desk)[0] == "7 a week, and there is nothing left."
        desk.do("choose", "cola")
        assert facts(desk)[0] == "70 a week: 3 here last 0 of 10 days."
        assert str(desk.body.hand.number).endswith("× 24")

    def test_chosen_goods_become_a_draft_order_at_the_suppliers_terms(self, desk: Shop) -> None:
        open_picks(desk)
        desk.act("done")
        assert isinstance(desk.front, OrderDraft)
        head = desk.store.purchases.orders()[0]
        order = desk.store.purchases.order(head.id)
        assert order is not None
        assert (head.state, head.supplier_id, head.expected) == ("draft", "V1", "2026-08-03")
        assert {x.product_id for x in order.lines} == {"cola", "water"}
        suggested = {a.product_id: a.quantity for a in desk.store.advice.to_order("V1")}
        assert {x.product_id: x.quantity for x in order.lines} == suggested
        desk.do("back")
        assert len(desk.store.purchases.orders()) == 1  # as it was written
        assert isinstance(desk.front, WhatToOrder)

    def test_what_is_left_out_is_not_ordered(self, desk: Shop) -> None:
        open_picks(desk)
        desk.do("choose", "water")
        desk.act("toggle")
        assert str(desk.body.hand.name) != str(goods.WATER)
        desk.act("done")
        assert [x.product_id for x in desk.front._content.lines] == ["cola"]

    def test_another_number_of_packs_is_typed(self, desk: Shop) -> None:
        open_picks(desk)
        desk.scan(goods.COLA)
        desk.do("ask_number")
        desk.do("answer", 1000)
        assert "at least 2" in str(desk.overlay.strip.text if hasattr(desk.overlay, "strip") else desk.overlay.error)
        desk.do("answer", 7000)
        assert str(desk.body.hand.number) == "7 × 24"
        desk.do("ask_number")
        desk.do("answer", 0)
        assert str(desk.body.hand.place) == "Left out"

    def test_none_then_a_few(self, desk: Shop) -> None:
        open_picks(desk)
        desk.act("none")
        assert not desk.body.actions[-1].enabled
        desk.act("done")
        assert "Nothing is chosen" in desk.strip
        desk.scan(goods.COLA)
        desk.act("toggle")
        assert str(desk.body.detail).startswith("1 of 2") or "minimum order" in str(desk.body.detail)
        desk.act("all")
        assert desk.body.actions[-1].enabled

    def test_a_scan_of_what_need_not_be_ordered_is_refused(self, desk: Shop) -> None:
        open_picks(desk)
        desk.scan(goods.RICE)
        assert "does not have to be ordered" in desk.strip
        desk.scan(goods.UNKNOWN)
        assert "No product has the code" in desk.strip

    def test_what_was_typed_stays_when_new_figures_come(self, desk: Shop) -> None:
        open_picks(desk)
        desk.scan(goods.COLA)
        desk.do("ask_number")
        desk.do("answer", 9000)
        work_out(desk)
        assert str(desk.body.hand.number) == "9 × 24"

    def test_the_look_up_shows_what_is_there(self, desk: Shop) -> None:
        open_picks(desk)
        desk.scan(goods.COLA)
        desk.act("enquiry")
        assert str(desk.body.hand.number) == "3"
        desk.do("back")
        assert isinstance(desk.front, Picks)

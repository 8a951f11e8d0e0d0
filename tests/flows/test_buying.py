from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.buying import Orders, waiting
from kiosk.flows.buying_draft import OrderDraft
from kiosk.flows.buying_order import OrderPage
from kiosk.flows.warehouse import WarehouseHome
from kiosk.hw.ports import Signal
from kiosk.store.documents_buying import PurchaseSent, SupplierProductSaved
from kiosk.store.documents_stockroom import GoodsReceived, ReceivedLine
from kiosk.store.purchases import Order
from kiosk.trade.buying import PriceBreak
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.flows import goods
from tests.flows.shop import Shop
from tests.store.buying import sells, supplier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Shop]:
    """Bea, a buyer, at a warehouse terminal. South China Foods sells cola in cases of 24, at least two."""
    shop = Shop(tmp_path / "shop.db", role="warehouse")
    master = [supplier(), supplier("V2", "Dairy Co"), sells("cola"), sells("milk", "V2", code="M-1")]
    shop.store.journal.append_many(master, actor="-")
    shop.start()
    shop.sign_in("bea")
    yield shop
    shop.close()


def begin(desk: Shop, supplier_id: str = "V1") -> None:
    desk.act("orders")
    desk.act("new")
    desk.do("choose", supplier_id)


def write(desk: Shop, packs: int = 2, finish: str = "submit") -> Order:
    """An order of so many cases of cola at 50.00, written and left."""
    begin(desk)
    desk.scan(goods.COLA)
    desk.do("ask_number")
    desk.do("answer", packs * 1000)
    desk.act("done")
    desk.do("choose", finish)
    return latest(desk)


def latest(desk: Shop) -> Order:
    order = desk.store.purchases.order(desk.store.purchases.orders()[0].id)
    assert order is not None
    return order


def number(desk: Shop) -> str:
    return str(desk.body.hand.number)


def facts(desk: Shop) -> list[str]:
    return [str(fact) for fact in desk.body.hand.facts]


class TestWriting:
    def test_a_scan_orders_the_least_that_the_supplier_sends_and_another_one_a_case_more(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.COLA)
        assert (number(desk), str(desk.body.progress)) == ("2 × 24", "¥100.00")
        desk.scan(goods.COLA)
        assert (number(desk), str(desk.body.progress)) == ("3 × 24", "¥150.00")
        assert desk.devices.signals[-1] is Signal.OK
        assert desk.body.edge.tone == "ok"

    def test_a_case_scanned_counts_its_units(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.COLA)
        desk.scan(goods.COLA_CASE)
        assert number(desk) == "3 × 24"

    def test_from_a_quantity_on_the_price_falls_and_before_it_is_said_from_which(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.COLA)
        assert "From 10 × 24 on: ¥45.00" in facts(desk)
        desk.do("ask_number")
        desk.do("answer", 10_000)
        assert (number(desk), str(desk.body.progress)) == ("10 × 24", "¥450.00")
        assert facts(desk)[0] == "¥450.00 · ¥45.00 for 24 pcs"

    def test_a_price_typed_by_hand_is_not_changed_by_the_quantity(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.COLA)
        desk.act("price")
        desk.do("answer", 4800)
        desk.do("ask_number")
        desk.do("answer", 10_000)
        assert str(desk.body.progress) == "¥480.00"

    def test_fewer_than_the_supplier_sends_are_refused_and_none_takes_the_line_off(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.COLA)
        desk.do("ask_number")
        desk.do("answer", 1000)
        assert str(desk.overlay.error) == "The supplier sends at least 2 × 24."
        desk.do("answer", 0)
        assert desk.body.hand is None

    def test_a_million_cases_are_a_slip(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.COLA)
        desk.do("ask_number")
        desk.do("answer", 10**9)
        assert "too many" in str(desk.overlay.error)
        desk.do("cancel")
        assert number(desk) == "2 × 24"

    def test_what_is_missing_to_the_suppliers_minimum_is_said(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.COLA)
        assert str(desk.body.detail) == "¥100.00 more to this supplier's minimum order"
        desk.do("ask_number")
        desk.do("answer", 4000)
        assert desk.body.detail is None

    def test_another_suppliers_goods_are_asked_about(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.MILK)
        assert str(desk.overlay.title) == "Not this supplier's goods"
        assert desk.devices.signals[-1] is Signal.UNKNOWN
        desk.do("cancel")
        assert desk.body.hand is None
        desk.scan(goods.MILK)
        desk.do("confirm")
        assert number(desk) == "1"

    def test_goods_without_terms_are_ordered_singly_at_their_average_cost(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.RICE)
        assert (number(desk), str(desk.body.progress)) == ("1", "¥1.00")

    def test_goods_of_no_known_price_warn_until_one_is_typed(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.NO_PRICE)
        assert desk.body.hand.tone == "warn"
        desk.act("price")
        desk.do("answer", 500)
        assert desk.body.hand.tone == ""

    def test_unknown_codes_and_ended_products_are_refused_with_their_sound(self, desk: Shop) -> None:
        begin(desk)
        for code in (goods.UNKNOWN, goods.GONE, "ZGU-X-Y"):
            desk.scan(code)
            assert desk.devices.signals[-1] is Signal.UNKNOWN
        assert desk.body.hand is None

    def test_a_suppliers_own_number_may_be_scanned(self, desk: Shop) -> None:
        begin(desk, "V2")
        desk.scan("M-1")
        assert str(desk.body.hand.place) == "Supplier's number M-1"

    def test_goods_are_found_by_search_and_without_words_the_supplier_shows_what_he_sells(self, desk: Shop) -> None:
        begin(desk)
        desk.act("find")
        assert [row.id for row in desk.body.rows] == ["cola"]
        desk.do("search", "ric")
        desk.do("choose", "rice")
        assert str(desk.body.hand.name) == "Rice"
        desk.do("choose", "rice")
        assert str(desk.body.hand.name) == "Rice"

    def test_undo_takes_back_step_by_step(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.COLA)
        desk.scan(goods.RICE)
        desk.act("remove")
        assert str(desk.body.hand.name) == "Cola"
        desk.act("undo")
        assert {str(r.name) for r in desk.body.rows} == {"Rice"}
        desk.act("undo")
        desk.act("undo")
        assert desk.body.hand is None

    def test_new_terms_are_typed_and_stand_at_once(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.COLA)
        desk.act("other")
        desk.do("choose", "terms")
        shown = {o.id: str(o.detail) for o in desk.overlay.options if o.id != "save"}
        assert shown == {
            "price": "¥50.00", "pack": "24", "least": "2", "many": "10", "less": "¥45.00", "days": "—",
            "code": "HN-cola",
        }  # fmt: skip
        for field, number in (("pack", 12_000), ("price", 4000), ("least", 1000), ("days", 5000)):
            desk.do("choose", field)
            desk.do("answer", number)
        desk.do("choose", "code")
        desk.scan("NEW-7")
        desk.do("choose", "save")
        terms = desk.store.suppliers.terms("V1", "cola")
        assert terms is not None
        assert (terms.pack, terms.min_quantity, terms.lead_days, terms.code) == (12_000, 12_000, 5, "NEW-7")
        assert terms.prices == (PriceBreak(Money(4000)), PriceBreak(Money(4500), Quantity(120_000)))
        assert str(desk.body.progress) == "¥160.00"  # four of the smaller cases

    def test_terms_that_make_no_sense_are_refused_where_they_are_typed(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.RICE)
        desk.act("other")
        desk.do("choose", "terms")
        desk.do("choose", "save")
        assert str(desk.overlay.detail) == "Type the price of a pack first."
        for field, number, why in (
            ("pack", 0, "A pack holds at least one."),
            ("pack", 10**9, "That is too many. Type a smaller number."),
            ("many", 10_000, "Type the price of a pack first."),
            ("days", 367_000, "That is too many. Type a smaller number."),
        ):
            desk.do("choose", field)
            desk.do("answer", number)
            assert str(desk.overlay.error) == why
            desk.do("answer", 1000) if field == "pack" else desk.do("cancel")
            if desk.overlay is None:
                desk.act("other")
                desk.do("choose", "terms")

    def test_a_price_break_is_typed_and_taken_away_again(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.RICE)
        desk.act("other")
        desk.do("choose", "terms")
        for field, number in (("price", 9000), ("many", 5000), ("less", 8000)):
            desk.do("choose", field)
            desk.do("answer", number)
        desk.do("choose", "save")
        desk.do("ask_number")
        desk.do("answer", 5000)
        assert str(desk.body.progress) == "¥400.00"
        desk.act("other")
        desk.do("choose", "terms")
        desk.do("choose", "many")
        desk.do("answer", 0)
        desk.do("choose", "save")
        terms = desk.store.suppliers.terms("V1", "rice")
        assert terms is not None
        assert terms.prices == (PriceBreak(Money(9000)),)


class TestKeeping:
    def test_what_is_left_is_a_draft_expected_after_the_lead_time(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.COLA)
        desk.do("back")
        order = latest(desk)
        assert (order.head.state, order.head.expected) == ("draft", "2026-06-01")
        assert isinstance(desk.front, Orders)
        assert [str(c) for c in desk.body.rows[0].cells] == ["华南食品", "Draft"]

    def test_an_empty_order_leaves_nothing(self, desk: Shop) -> None:
        begin(desk)
        desk.do("back")
        assert desk.store.purchases.orders() == ()

    def test_a_power_cut_while_writing_loses_nothing(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.COLA)
        desk.restart()
        desk.sign_in("bea")
        desk.act("orders")
        assert "kept as a draft" in desk.strip
        assert [x.product_id for x in latest(desk).lines] == ["cola"]
        desk.do("back")
        desk.act("orders")
        assert len(desk.store.purchases.orders()) == 1

    def test_a_look_at_a_draft_that_changes_nothing_writes_nothing(self, desk: Shop) -> None:
        order = write(desk, finish="keep")
        desk.act("edit")
        desk.do("back")
        assert len(latest(desk).steps) == 1
        assert latest(desk).revision == order.revision

    def test_changes_may_be_thrown_away(self, desk: Shop) -> None:
        begin(desk)
        desk.scan(goods.COLA)
        desk.act("done")
        desk.do("choose", "drop")
        assert desk.store.purchases.orders() == ()
        assert isinstance(desk.front, Orders)

    def test_an_order_sent_meanwhile_elsewhere_is_not_changed_any_more(self, desk: Shop) -> None:
        order = write(desk)
        desk.act("edit")
        desk.scan(goods.COLA)
        sent = PurchaseSent(order_id=order.head.id, revision=order.revision)
        desk.store.journal.append(sent, actor="LEE")
        desk.do("back")
        assert "has changed meanwhile" in desk.strip
        assert latest(desk).lines == order.lines


class TestLife:
    def test_under_the_limit_an_order_is_approved_at_once_printed_and_sent(self, desk: Shop) -> None:
        order = write(desk)
        assert (order.head.state, order.head.total) == ("approved", 10_000)
        assert isinstance(desk.front, OrderPage)
        desk.act("print")
        paper = desk.devices.papers[-1].paper.decode()
        assert "PURCHASE ORDER" in paper
        assert "2 × 24  50.00 / 24 pcs" in paper
        assert "NOT AN ORDER" not in paper
        desk.act("sent")
        desk.do("choose", "telephone")
        assert latest(desk).head.state == "sent"
        assert desk.store.purchases.on_order("cola") == 48_000
        assert "By phone · Bea" in facts(desk)[1]

    def test_the_number_tells_who_did_what(self, desk: Shop) -> None:
        write(desk, packs=200)
        desk.act("reject")
        desk.do("answer_text", "Too much")
        desk.approve("lee")
        desk.do("ask_number")
        assert [[str(c) for c in row.cells[1:]] for row in desk.body.rows] == [
            ["Rejected: Too much", "Lee"], ["Handed in", "Bea"], ["Written", "Bea"],
        ]  # fmt: skip
        desk.do("choose", desk.body.rows[0].id)
        desk.do("back")
        assert isinstance(desk.front, OrderPage)

    def test_over_the_limit_another_user_approves(self, desk: Shop) -> None:
        write(desk, packs=200)  # 9,000.00
        assert latest(desk).head.state == "submitted"
        assert "over ¥5000.00 wait" in desk.strip
        desk.act("approve")
        desk.do("pick", "LEE")
        desk.approve("lee")
        assert latest(desk).head.state == "approved"
        assert latest(desk).steps[-1].approved_by == "LEE"

    def test_who_made_an_order_does_not_approve_it_whatever_his_role(self, desk: Shop) -> None:
        desk.act("sign_out")
        desk.sign_in("lee")
        write(desk, packs=200)
        desk.act("approve")
        assert desk.overlay is not None  # somebody else is asked for
        assert "LEE" not in {p.id for p in desk.overlay.approvers}
        desk.do("cancel")
        assert latest(desk).head.state == "submitted"

    def test_who_made_it_can_not_agree_while_another_is_signed_in(self, desk: Shop) -> None:
        desk.act("sign_out")
        desk.sign_in("lee")
        order = write(desk, packs=200)
        desk.counter.sign_out()
        desk.sign_in("bea")
        desk.act("orders")
        desk.do("choose", order.head.id)
        desk.act("approve")
        desk.approve("lee")
        assert latest(desk).head.state == "submitted"
        assert "can't approve" in desk.strip

    def test_a_manager_approves_later_and_sees_that_one_waits(self, desk: Shop) -> None:
        order = write(desk, packs=200)
        desk.counter.sign_out()
        desk.sign_in("lee")
        assert isinstance(desk.front, WarehouseHome)
        assert next(t.badge for t in desk.body.tasks if t.id == "orders") == 1
        desk.scan(order.head.id)
        desk.act("approve")
        assert (latest(desk).head.state, latest(desk).steps[-1].actor) == ("approved", "LEE")
        assert waiting(desk.counter) == 1  # to be sent

    def test_a_rejected_order_says_why_is_changed_and_handed_in_again(self, desk: Shop) -> None:
        write(desk, packs=200)
        desk.act("reject")
        desk.do("answer_text", "Too much")
        desk.approve("lee")
        assert latest(desk).head.state == "rejected"
        assert "Rejected: Too much" in facts(desk)[1]
        desk.act("edit")
        desk.do("ask_number")
        desk.do("answer", 5000)
        desk.act("done")
        desk.do("choose", "submit")
        assert (latest(desk).head.state, latest(desk).head.total) == ("approved", 25_000)

    def test_an_approved_order_that_is_changed_wants_approval_again(self, desk: Shop) -> None:
        write(desk)
        desk.act("edit")
        desk.do("ask_number")
        desk.do("answer", 200_000)
        desk.act("done")
        desk.do("choose", "keep")
        assert latest(desk).head.state == "draft"
        desk.act("print")
        assert "DRAFT, NOT AN ORDER" in desk.devices.papers[-1].paper.decode()

    def test_what_came_is_seen_and_the_rest_may_be_closed(self, desk: Shop) -> None:
        order = write(desk)
        desk.act("sent")
        desk.do("choose", "paper")
        came = ReceivedLine(product_id="cola", quantity=Quantity(24_000))
        desk.store.journal.append(GoodsReceived(supplier_id="V1", lines=(came,), order_id=order.head.id), actor="TOM")
        desk.front.news()
        desk.tick()
        assert latest(desk).head.state == "partly_received"
        assert str(desk.body.rows[0].number) == "24 / 48"
        desk.act("give_up")
        desk.do("confirm")
        assert latest(desk).head.state == "closed"
        assert desk.store.purchases.on_order("cola") == 0

    def test_an_order_is_cancelled_and_only_the_list_of_all_shows_it(self, desk: Shop) -> None:
        write(desk)
        desk.act("give_up")
        desk.do("confirm")
        assert latest(desk).head.state == "cancelled"
        desk.do("back")
        assert desk.body.rows == ()
        desk.act("all")
        assert str(desk.body.rows[0].cells[1]) == "Cancelled"

    def test_an_order_of_before_is_repeated_at_todays_prices(self, desk: Shop) -> None:
        first = write(desk)
        cheaper = SupplierProductSaved(
            id="V1/cola", supplier_id="V1", product_id="cola", pack=Quantity(24_000), prices=(PriceBreak(Money(4000)),)
        )
        desk.store.journal.append(cheaper, actor="BEA")
        desk.act("again")
        assert isinstance(desk.front, OrderDraft)
        desk.do("back")
        again = latest(desk)
        assert (again.copied_from, again.head.total, again.head.id != first.head.id) == (first.head.id, 8000, True)

    def test_a_document_of_another_kind_is_no_order(self, desk: Shop) -> None:
        desk.act("orders")
        desk.scan("K7QXMP-412")
        assert "no order of this shop" in desk.strip

    def test_a_keeper_sees_no_orders(self, desk: Shop) -> None:
        desk.counter.sign_out()
        desk.sign_in("tom")
        assert "orders" not in {t.id for t in desk.body.tasks}

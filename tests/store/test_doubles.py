"""Two terminals do the same, not knowing of each other: both stand, the books add up, it is told until it is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.store.documents import AdjustmentLine, GoodsReturned, StockAdjusted
from kiosk.store.documents_buying import PurchaseApproved, PurchaseSent
from kiosk.store.documents_stockroom import GoodsReceived, ReceivedLine
from kiosk.store.documents_transfers import TransferAnnounced, TransferDispatched, TransferLine, TransferReceived
from kiosk.store.doubles import TOLD_MS, Apart, TakenBack
from kiosk.store.store import Store
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.store.apart import Terminals
from tests.store.buying import draft, supplier
from tests.store.counting import approve, begin, count, counted


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Terminals]:
    terminals = Terminals(tmp_path)
    terminals.write(terminals.here, supplier())
    terminals.write(terminals.here, came(10))
    terminals.meet()
    yield terminals
    terminals.close()


def came(pieces: int, order: str = "", heard: dict[str, int] | None = None) -> GoodsReceived:
    line = ReceivedLine(product_id="p1", quantity=Quantity(pieces * 1000), price=500_000)
    return GoodsReceived(supplier_id="V1", order_id=order, lines=(line,), heard=heard)


def gone(pieces: int, heard: dict[str, int] | None = None) -> GoodsReturned:
    lines = (AdjustmentLine(product_id="p1", quantity=Quantity(-pieces * 1000), value=Money(-pieces * 50)),)
    return GoodsReturned(supplier_id="V1", reason="damage", lines=lines, heard=heard)


def broken(pieces: int) -> StockAdjusted:
    return StockAdjusted(
        reason="damage", lines=(AdjustmentLine(product_id="p1", quantity=Quantity(-pieces * 1000)),)
    )  # fmt: skip


Paper = GoodsReceived | GoodsReturned | StockAdjusted


def back(document: Paper, id_: str) -> Paper:
    """What takes it back."""
    lines = tuple(replace(x, quantity=Quantity(-x.quantity)) for x in document.lines)
    return replace(document, lines=lines, undoes=id_)


def on_hand(store: Store) -> int:
    return int(store.stock.level("p1").on_hand)


UNDONE: dict[str, Callable[[], Paper]] = {
    "receipt": lambda: came(4),
    "adjustment": lambda: broken(3),
    "return": lambda: gone(2),
}


@pytest.mark.parametrize("what", UNDONE)
def test_taken_back_on_two_terminals_is_told_and_set_right_by_one_more(two: Terminals, what: str) -> None:
    document = UNDONE[what]()
    done = two.write(two.here, document)
    two.meet()
    for store in (two.here, two.there):
        two.write(store, back(document, done.id))
        assert store.doubles.all() == ()
    two.meet()
    store = two.agree()
    assert store.doubles.all() == (TakenBack(what, done.id),)  # type: ignore[arg-type]
    assert on_hand(store) == 10_000 - document.lines[0].quantity

    surplus = store.doubles.undoings(what, 0).surplus(done.id)  # type: ignore[arg-type]
    two.write(two.there, replace(document, undoes=surplus))
    two.meet()
    store = two.agree()
    assert store.doubles.all() == ()
    assert on_hand(store) == 10_000


def test_set_right_on_two_terminals_it_is_told_again(two: Terminals) -> None:
    document = came(4)
    done = two.write(two.here, document)
    two.meet()
    for store in (two.here, two.there):
        two.write(store, back(document, done.id))
    two.meet()
    surplus = two.here.doubles.undoings("receipt", 0).surplus(done.id)
    for store in (two.here, two.there):
        two.write(store, replace(document, undoes=surplus))
    two.meet()
    assert two.agree().doubles.all() == (TakenBack("receipt", surplus),)
    again = two.here.doubles.undoings("receipt", 0).surplus(surplus)
    two.write(two.here, replace(back(document, done.id), undoes=again))
    two.meet()
    assert two.agree().doubles.all() == ()
    assert on_hand(two.here) == 10_000


def sent(two: Terminals) -> str:
    order = two.write(two.here, draft(("p1", 6000))).id
    two.write(two.here, PurchaseApproved(order_id=order, revision=order))
    two.write(two.here, PurchaseSent(order_id=order, revision=order))
    two.meet()
    return order


def received_apart(two: Terminals, order: str) -> tuple[str, ...]:
    ids = [two.write(s, came(6, order, s.journal.heard())).id for s in (two.here, two.there)]
    two.meet()
    return tuple(ids)


def test_an_order_taken_in_by_two_who_did_not_know_of_each_other_is_told(two: Terminals) -> None:
    order = sent(two)
    ids = received_apart(two, order)
    store = two.agree()
    assert store.doubles.all() == (Apart("order", order, ids),)
    assert on_hand(store) == 22_000


def test_until_one_of_the_deliveries_is_taken_back(two: Terminals) -> None:
    order = sent(two)
    ids = received_apart(two, order)
    two.write(two.there, back(came(6, order), ids[0]))
    two.meet()
    store = two.agree()
    assert store.doubles.all() == ()
    assert on_hand(store) == 16_000
    found = store.purchases.order(order)
    assert found is not None
    assert found.head.state == "received"


def test_or_somebody_who_knows_of_both_says_that_both_came(two: Terminals) -> None:
    order = sent(two)
    received_apart(two, order)
    note = GoodsReceived(supplier_id="V1", order_id=order, lines=(), heard=two.there.journal.heard())
    two.write(two.there, note)
    two.meet()
    store = two.agree()
    assert store.doubles.all() == ()
    assert on_hand(store) == 22_000
    assert all(r.lines for r in store.stockroom.receipts())


def test_who_knew_of_the_first_delivery_was_asked_and_is_not_told_again(two: Terminals) -> None:
    order = sent(two)
    two.write(two.here, came(6, order, two.here.journal.heard()))
    two.meet()
    two.write(two.there, came(6, order, two.there.journal.heard()))
    two.meet()
    assert two.agree().doubles.all() == ()


def test_a_delivery_of_a_program_that_did_not_write_down_what_it_knew_is_believed(two: Terminals) -> None:
    order = sent(two)
    two.write(two.here, came(6, order))
    two.write(two.there, came(6, order, two.there.journal.heard()))
    two.meet()
    assert two.agree().doubles.all() == ()


def test_two_who_unload_different_goods_of_one_order_did_nothing_twice(two: Terminals) -> None:
    order = two.write(two.here, draft(("p1", 6000), ("p2", 2000))).id
    two.meet()
    two.write(two.here, came(6, order, two.here.journal.heard()))
    other = ReceivedLine(product_id="p2", quantity=Quantity(2000))
    two.write(
        two.there, GoodsReceived(supplier_id="V1", order_id=order, lines=(other,), heard=two.there.journal.heard())
    )
    two.meet()
    assert two.agree().doubles.all() == ()


def test_more_sent_back_by_two_than_came_is_told(two: Terminals) -> None:
    ids = tuple(two.write(s, gone(6, s.journal.heard())).id for s in (two.here, two.there))
    assert two.here.doubles.all() == ()
    two.meet()
    store = two.agree()
    assert store.doubles.all() == (Apart("supplier", "V1", ids),)
    assert on_hand(store) == -2000
    two.write(two.here, back(gone(6), ids[1]))
    two.meet()
    store = two.agree()
    assert store.doubles.all() == ()
    assert on_hand(store) == 4000


def test_as_much_as_came_can_go_back_from_two_terminals(two: Terminals) -> None:
    for store in (two.here, two.there):
        two.write(store, gone(5, store.journal.heard()))
    two.meet()
    assert two.agree().doubles.all() == ()


def test_or_somebody_says_that_all_of_it_went_back(two: Terminals) -> None:
    for store in (two.here, two.there):
        two.write(store, gone(6, store.journal.heard()))
    two.meet()
    two.write(two.here, GoodsReturned(supplier_id="V1", reason="", lines=(), heard=two.here.journal.heard()))
    two.meet()
    store = two.agree()
    assert store.doubles.all() == ()
    assert all(r.lines for r in store.supplier_returns.recent())


def test_a_count_approved_on_two_terminals_counts_once(two: Terminals) -> None:
    stocktake = begin(two.here)
    count(two.here, stocktake, counted(two.here, "p1", 7000))
    two.meet()
    for store in (two.here, two.there):
        two.clock.now += 5
        approve(store, stocktake)
    two.meet()
    store = two.agree()
    assert on_hand(store) == 7000
    found = store.stocktakes.get(stocktake)
    assert found is not None
    assert found.approvals == 2
    lost = [(reason, times, worth) for reason, times, worth in store.adjustments.by_reason(0, two.clock.now + 1)]
    assert lost == [("count", 1, -150)], "what was lost is lost once"


def announced(two: Terminals) -> str:
    """Another shop sent ten pieces."""
    line = TransferLine(product_id="p1", quantity=Quantity(10_000), cost=500_000)
    said = TransferAnnounced(
        about="dispatched", original="NORTH1-1", transfer_id="NORTH1-1", at=two.clock.now, actor="N1", author="S02",
        source="S02", target="S01", lines=(line,),
    )  # fmt: skip
    two.write(two.here, said)
    two.meet()
    return "NORTH1-1"


def test_a_transfer_receipt_taken_back_on_two_terminals_is_told_and_set_right(two: Terminals) -> None:
    transfer = announced(two)
    line = TransferLine(product_id="p1", quantity=Quantity(4000), cost=500_000)
    took = TransferReceived(source="S02", target="S01", lines=(line,), transfer_id=transfer)
    done = two.write(two.here, took)
    two.meet()
    for store in (two.here, two.there):
        two.write(store, replace(took, lines=(replace(line, quantity=Quantity(-4000)),), undoes=done.id))
    two.meet()
    store = two.agree()
    assert store.doubles.all() == (TakenBack("transfer", done.id),)
    assert store.transfers.in_transit("p1")[0] == 14_000
    two.write(two.there, replace(took, undoes=store.doubles.undoings("transfer", 0).surplus(done.id)))
    two.meet()
    store = two.agree()
    assert store.doubles.all() == ()
    assert (store.transfers.in_transit("p1")[0], on_hand(store)) == (10_000, 10_000)


def test_a_dispatch_taken_back_on_two_terminals_is_told_and_set_right(two: Terminals) -> None:
    line = TransferLine(product_id="p1", quantity=Quantity(4000), cost=500_000)
    gone_off = TransferDispatched(source="S01", target="S02", lines=(line,))
    done = two.write(two.here, gone_off)
    two.meet()
    for store in (two.here, two.there):
        two.write(store, replace(gone_off, lines=(replace(line, quantity=Quantity(-4000)),), undoes=done.id))
    two.meet()
    store = two.agree()
    assert store.doubles.all() == (TakenBack("transfer", done.id),)
    assert on_hand(store) == 14_000
    two.write(two.there, replace(gone_off, undoes=store.doubles.undoings("transfer", 0).surplus(done.id)))
    two.meet()
    store = two.agree()
    assert store.doubles.all() == ()
    assert (store.transfers.in_transit("p1")[1], on_hand(store)) == (0, 10_000)
    found = store.transfers.get(done.id)
    assert found is not None
    assert not found.open


def test_after_a_quarter_of_a_year_it_is_not_told_any_more(two: Terminals) -> None:
    order = sent(two)
    received_apart(two, order)
    two.clock.now += TOLD_MS + 1
    two.write(two.here, broken(1))
    assert two.here.doubles.all() == ()

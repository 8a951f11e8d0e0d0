from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.store.digests import table_digest
from kiosk.store.document_base import Approval
from kiosk.store.documents_buying import (
    PurchaseApproved,
    PurchaseCancelled,
    PurchaseClosed,
    PurchaseDrafted,
    PurchaseRejected,
    PurchaseSent,
    PurchaseStep,
    PurchaseSubmitted,
)
from kiosk.store.documents_stockroom import GoodsReceived, ReceivedLine
from kiosk.store.entry import Entry
from kiosk.store.purchases import Coming, Order
from kiosk.store.store import Store
from kiosk.trade.orders import State
from kiosk.trade.quantity import Quantity
from tests.store.buying import draft, ordered, supplier
from tests.store.shop import Clock, new_store, own_entries


@pytest.fixture
def store(store: Store) -> Store:
    store.journal.append(supplier(), actor="1001")
    return store


def do(store: Store, order_id: str, step: type[PurchaseStep], **more: object) -> Entry:
    """Take a step, seeing what stands."""
    return store.journal.append(step(order_id=order_id, revision=order(store, order_id).revision, **more), actor="1001")  # type: ignore[arg-type]


def order(store: Store, order_id: str) -> Order:
    found = store.purchases.order(order_id)
    assert found is not None
    return found


def state(store: Store, order_id: str) -> State:
    return order(store, order_id).head.state


def receive(store: Store, order_id: str, *goods: tuple[str, int]) -> None:
    lines = tuple(ReceivedLine(product_id=p, quantity=Quantity(q)) for p, q in goods)
    store.journal.append(GoodsReceived(supplier_id="V1", lines=lines, order_id=order_id), actor="1001")


def test_a_draft_is_an_order_whose_number_is_its_entrys(store: Store) -> None:
    written = draft(("p1", 48_000, 24_000, 5000), ("p2", 3000, 1000, 100), note="早上")
    entry = store.journal.append(written, actor="1001")
    found = order(store, entry.id)
    assert (found.head.id, found.head.state, found.head.supplier, found.note) == (entry.id, "draft", "华南食品", "早上")
    assert (found.head.created_at, found.head.created_by) == (entry.at, "1001")
    assert (found.head.total, found.head.lines) == (10_300, 2)
    assert [(x.product_id, x.quantity, x.received, x.amount) for x in found.lines] == [
        ("p1", 48_000, 0, 10_000), ("p2", 3000, 0, 300),
    ]  # fmt: skip
    assert [(s.act, s.id) for s in found.steps] == [("drafted", entry.id)]


def test_an_order_lives_from_draft_to_received(store: Store, clock: Clock) -> None:
    order_id = store.journal.append(draft(("p1", 10_000)), actor="1001").id
    steps = ((PurchaseSubmitted, "submitted"), (PurchaseApproved, "approved"), (PurchaseSent, "sent"))
    for step, wanted in steps:
        clock.now += 1000
        do(store, order_id, step)
        assert state(store, order_id) == wanted
    assert order(store, order_id).head.sent_at == clock.now
    receive(store, order_id, ("p1", 4000))
    assert state(store, order_id) == "partly_received"
    assert store.purchases.on_order("p1") == 6000
    receive(store, order_id, ("p1", 6000))
    assert state(store, order_id) == "received"
    assert order(store, order_id).lines[0].received == 10_000
    receive(store, order_id, ("p1", -1000))  # the keeper takes a line back
    assert state(store, order_id) == "partly_received"
    assert [s.act for s in order(store, order_id).steps] == ["drafted", "submitted", "approved", "sent"]


def test_a_changed_order_is_whole_in_its_new_draft_and_wants_approval_again(store: Store, clock: Clock) -> None:
    order_id = store.journal.append(draft(("p1", 10_000)), actor="1001").id
    do(store, order_id, PurchaseSubmitted)
    clock.now += 1
    store.journal.append(draft(("p2", 5000), order_id=order_id), actor="1001")
    assert state(store, order_id) == "draft"
    assert [x.product_id for x in order(store, order_id).lines] == ["p2"]
    assert len(store.purchases.orders()) == 1


def test_what_was_sent_stands_whatever_was_changed_elsewhere_meanwhile(tmp_path: Path) -> None:
    one, two = new_store(tmp_path / "1"), new_store(tmp_path / "2", clock=Clock())
    first = one.journal.append(draft(("p1", 10_000)), actor="1")
    two.journal.receive(first)
    for step in (PurchaseSubmitted, PurchaseApproved, PurchaseSent):
        do(one, first.id, step)
    two.clock.now += 99  # type: ignore[attr-defined]
    late = two.journal.append(draft(("p1", 99_000), order_id=first.id), actor="2")
    one.journal.receive(late)
    for entry in own_entries(one):
        two.journal.receive(entry)
    for store in (one, two):
        assert (state(store, first.id), order(store, first.id).revision) == ("sent", first.id)
        assert store.purchases.on_order("p1") == 10_000
    assert table_digest(one.book) == table_digest(two.book)
    one.close()
    two.close()


def test_an_order_is_on_order_once_it_is_approved_until_it_ends(store: Store) -> None:
    order_id = store.journal.append(draft(("p1", 10_000), expected="2026-01-05"), actor="1001").id
    do(store, order_id, PurchaseSubmitted)
    assert store.purchases.coming("p1") == ()
    do(store, order_id, PurchaseApproved)
    assert store.purchases.coming("p1") == (Coming(order_id, "V1", Quantity(10_000), "2026-01-05"),)
    assert store.purchases.all_on_order() == {"p1": 10_000}
    do(store, order_id, PurchaseSent)
    receive(store, order_id, ("p1", 1000), ("p3", 2000))
    assert store.purchases.all_on_order() == {"p1": 9000}
    do(store, order_id, PurchaseClosed, note="缺货")
    assert state(store, order_id) == "closed"
    assert store.purchases.all_on_order() == {}


def test_a_rejected_order_says_why_and_a_cancelled_one_is_over(store: Store) -> None:
    order_id = store.journal.append(draft(("p1", 10_000)), actor="1001").id
    do(store, order_id, PurchaseSubmitted)
    do(store, order_id, PurchaseRejected, note="too dear", approvals=(Approval("order.approve", "m"),))
    last = order(store, order_id).steps[-1]
    assert (last.act, last.note, last.approved_by) == ("rejected", "too dear", "m")
    assert [(row.act, row.approved_by) for row in store.audit.rows(5, 0)] == [("order.approve", "m")]
    do(store, order_id, PurchaseCancelled)
    assert state(store, order_id) == "cancelled"
    assert store.purchases.orders(open_only=True) == ()
    assert len(store.purchases.orders()) == 1


def test_orders_are_listed_the_latest_first_and_counted_by_state(store: Store, clock: Clock) -> None:
    ids = []
    for n in range(4):
        clock.now += 1
        ids.append(store.journal.append(draft(("p1", 1000), supplier_id="V1" if n % 2 else "V2"), actor="1").id)
    do(store, ids[0], PurchaseSubmitted)
    assert [o.id for o in store.purchases.orders()] == ids[::-1]
    assert [o.id for o in store.purchases.orders(2, 1)] == [ids[2], ids[1]]
    assert (store.purchases.count("submitted"), store.purchases.count("draft")) == (1, 3)
    assert store.purchases.orders()[-1].supplier == "V2"  # nobody wrote his name down


def test_an_order_that_makes_no_sense_is_put_into_quarantine(store: Store) -> None:
    from kiosk.exc import StoreError

    for lines in ((ordered("p1", 0),), (ordered("p1", 1000), ordered("p1", 2000))):
        with pytest.raises((ValueError, StoreError)):
            store.journal.append(PurchaseDrafted(supplier_id="V1", lines=lines, total=0), actor="1")  # type: ignore[arg-type]
    assert store.purchases.orders() == ()


def test_a_step_waits_for_its_order(tmp_path: Path) -> None:
    one, two = new_store(tmp_path / "1"), new_store(tmp_path / "2")
    first = one.journal.append(draft(("p1", 10_000)), actor="1")
    two.journal.receive(first)
    submitted = do(two, first.id, PurchaseSubmitted)
    three = new_store(tmp_path / "3")
    assert three.journal.receive(submitted) == "pending"
    assert three.journal.receive(first) == "posted"
    assert state(three, first.id) == "submitted"
    for store in (one, two, three):
        store.close()


def test_there_is_no_order_that_was_never_written(store: Store) -> None:
    assert store.purchases.order("ABCDEF-1") is None

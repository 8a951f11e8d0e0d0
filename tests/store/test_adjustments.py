from __future__ import annotations

import msgspec

from kiosk.store import schema
from kiosk.store.documents import AdjustmentLine, Approval, StockAdjusted
from kiosk.store.entry import decode
from kiosk.store.store import Store
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.store.shop import Clock, received


def adjusted(reason: str, quantity: int, value: int = 0, **more: object) -> StockAdjusted:
    line = AdjustmentLine(product_id="p1", quantity=Quantity(quantity), value=Money(value), **more)  # type: ignore[arg-type]
    return StockAdjusted(reason=reason, lines=(line,))


def test_goods_written_off_leave_the_place_and_batch_they_were_of(store: Store) -> None:
    store.journal.append(adjusted("found", 5000, batch="L1", location="A-01"), actor="1")
    store.journal.append(adjusted("damage", -2000, batch="L1", location="A-01"), actor="1")
    (row,) = store.stockroom.where("p1")
    assert (row.location, row.batch, row.quantity) == ("A-01", "L1", 3000)
    assert store.stock.level("p1").on_hand == 3000


def test_what_is_gone_cost_what_it_cost_on_average_and_leaves_the_rest_its_cost(store: Store) -> None:
    store.journal.append(received("p1", 10_000, 250), actor="1")
    store.journal.append(adjusted("theft", -4000, -1000), actor="1")
    level = store.stock.level("p1")
    assert (level.on_hand, level.average_cost) == (6000, 2_500_000)


def test_adjustments_are_listed_with_their_reasons_the_latest_first(store: Store, clock: Clock) -> None:
    first = store.journal.append(adjusted("damage", -1000, -250), actor="tom")
    clock.now += 1000
    agreed = msgspec.structs.replace(
        adjusted("damage", -3000, -750), approvals=(Approval("stock.adjust.approve", "lee"),)
    )
    second = store.journal.append(agreed, actor="tom")
    store.journal.append(adjusted("found", 1000, 100), actor="tom")
    assert [(a.reason, a.value) for a in store.adjustments.recent()] == [
        ("found", 100), ("damage", -750), ("damage", -250),
    ]  # fmt: skip
    assert [(a.id, a.approved_by) for a in store.adjustments.recent()[1:]] == [(second.id, "lee"), (first.id, "")]
    assert store.adjustments.by_reason(0, clock.now + 1) == (("damage", 2, -1000), ("found", 1, 100))
    assert store.adjustments.by_reason(clock.now, clock.now + 1) == (("damage", 1, -750), ("found", 1, 100))


def test_what_a_shop_begins_with_is_no_adjustment(store: Store) -> None:
    store.journal.append(received("p1", 10_000, 250), actor="1")
    assert store.adjustments.recent() == ()


def test_who_agreed_to_an_adjustment_stands_in_the_audit_trail_with_its_worth(store: Store) -> None:
    agreed = msgspec.structs.replace(
        adjusted("theft", -1000, -99_900), approvals=(Approval("stock.adjust.approve", "lee"),)
    )
    store.journal.append(agreed, actor="tom")
    (row,) = store.audit.rows(5, 0)
    assert (row.act, row.approved_by, row.amount) == ("stock.adjust.approve", "lee", -99_900)


def test_an_adjustment_written_before_there_were_places_still_reads() -> None:
    body = b'{"reason":"damage","lines":[{"product_id":"p1","quantity":-1000}]}'
    document = decode("stock.adjusted", 1, body)
    assert isinstance(document, StockAdjusted)
    assert (document.lines[0].location, document.lines[0].value) == ("", 0)


def test_a_database_of_yesterday_learns_to_take_back(store: Store) -> None:
    store.book.sql("ALTER TABLE adjustment DROP COLUMN undoes")
    schema.set_meta(store.book, "schema_version", "7")
    schema.migrate(store.book)
    done = store.journal.append(adjusted("damage", -1000), actor="1")
    assert not store.adjustments.is_undone(done.id, done.at)
    back = msgspec.structs.replace(adjusted("damage", 1000), undoes=done.id)
    store.journal.append(back, actor="1")
    assert store.adjustments.is_undone(done.id, done.at)
    assert store.stock.level("p1").on_hand == 0


def test_a_database_of_before_lists_adjustments_from_now_on(store: Store) -> None:
    store.book.sql("DROP TABLE adjustment")
    schema.set_meta(store.book, "schema_version", "5")
    schema.migrate(store.book)
    store.journal.append(adjusted("damage", -1000), actor="1")
    assert len(store.adjustments.recent()) == 1

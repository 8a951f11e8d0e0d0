"""The stock room: what lies where, and of which batch; deliveries and their undoing."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.store.checks.stock import check
from kiosk.store.digests import table_digests
from kiosk.store.documents_stockroom import (
    GoodsReceived,
    LocationSaved,
    PlacedLine,
    ReceivedLine,
    StockPlaced,
    location_id,
)
from kiosk.store.queries import Query
from kiosk.store.rebuild import rebuild
from kiosk.store.store import Store
from kiosk.store.tables_stockroom import BinRow
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.store.buying import draft, supplier
from tests.store.shop import Clock, line, new_store, open_shift, own_entries, sale, stock_up


def came(product: str, quantity: int, **more: object) -> ReceivedLine:
    return ReceivedLine(product_id=product, quantity=Quantity(quantity), **more)  # type: ignore[arg-type]


def delivery(*lines: ReceivedLine, **more: object) -> GoodsReceived:
    return GoodsReceived(supplier_id="V1", lines=lines, **more)  # type: ignore[arg-type]


def put(product: str, quantity: int, source: str = "", target: str = "", **more: object) -> StockPlaced:
    return StockPlaced(
        lines=(PlacedLine(product_id=product, quantity=Quantity(quantity), source=source, target=target, **more),)  # type: ignore[arg-type]
    )


def lies(store: Store, product: str) -> dict[tuple[str, str], int]:
    return {(row.location, row.batch): int(row.quantity) for row in store.stockroom.where(product)}


def undone(store: Store, receipt_id: str) -> GoodsReceived:
    whole = store.stockroom.receipt(receipt_id)
    assert whole is not None
    back = tuple(came(x.product_id, -x.quantity, batch=x.batch, location=x.location) for x in whole.lines)
    return delivery(*back, order_id=whole.order_id, undoes=receipt_id)


def test_places_are_listed_in_the_order_of_the_way(store: Store) -> None:
    for position, code in enumerate(("B-01", "A-03-2")):
        store.journal.append(
            LocationSaved(id=location_id("S01", code), store_id="S01", code=code, position=position), actor="1"
        )
    assert [place.code for place in store.stockroom.locations()] == ["B-01", "A-03-2"]
    assert store.stockroom.location("A-03-2") is not None
    assert store.stockroom.location("Z-99") is None


def test_a_place_given_up_is_not_offered_any_more(store: Store) -> None:
    row = LocationSaved(id=location_id("S01", "A"), store_id="S01", code="A")
    store.journal.append(row, actor="1")
    store.journal.append(LocationSaved(id=row.id, store_id="S01", code="A", active=False), actor="1")
    assert store.stockroom.location("A") is None
    assert store.stockroom.locations() == ()


def test_goods_that_come_in_are_on_hand_at_their_cost_with_freight(store: Store) -> None:
    store.journal.append(
        delivery(came("p1", 10_000, price=2_000_000, landed=Money(500)), freight=Money(500)), actor="1"
    )
    level = store.stock.level("p1")
    assert (level.on_hand, level.average_cost) == (10_000, 2_500_000)
    receipt = store.stockroom.receipts()[0]
    assert (receipt.value, receipt.lines, receipt.undone) == (2500, 1, False)


def test_what_came_broken_is_written_down_and_not_in_stock(store: Store) -> None:
    entry = store.journal.append(delivery(came("p1", 9000, damaged=Quantity(1000), price=100)), actor="1")
    assert store.stock.level("p1").on_hand == 9000
    whole = store.stockroom.receipt(entry.id)
    assert whole is not None
    assert whole.lines[0].damaged == 1000


def test_what_lies_where_adds_up_to_what_is_there(store: Store) -> None:
    store.journal.append(delivery(came("p1", 10_000), came("p1", 5000, batch="L1", expiry="2027-01-31")), actor="1")
    store.journal.append(put("p1", 4000, target="A-03"), actor="1")
    store.journal.append(put("p1", 5000, target="A-04", batch="L1", expiry="2027-01-31"), actor="1")
    assert lies(store, "p1") == {("", ""): 6000, ("A-03", ""): 4000, ("A-04", "L1"): 5000}
    assert store.stock.level("p1").on_hand == 15_000
    assert [row.product_id for row in store.stockroom.at("A-03")] == ["p1"]
    assert store.stockroom.usual_place("p1") == "A-04"


def test_what_expires_first_stands_first(store: Store) -> None:
    store.journal.append(
        delivery(
            came("p1", 1000, batch="LATE", expiry="2028-01-31"),
            came("p1", 1000),
            came("p1", 1000, batch="SOON", expiry="2027-01-31"),
        ),
        actor="1",
    )
    assert [row.batch for row in store.stockroom.where("p1")] == ["SOON", "LATE", ""]


def test_a_batch_sold_without_its_date_is_the_same_batch(store: Store) -> None:
    store.journal.append(delivery(came("p1", 5000, batch="L1", expiry="2027-01-31")), actor="1")
    store.journal.append(sale(open_shift(store), line(1, 2000, batch="L1")), actor="1")
    (row,) = store.stockroom.where("p1")
    assert (row.batch, row.expiry, row.quantity) == ("L1", "2027-01-31", 3000)


def test_a_plain_sale_writes_nothing_about_places(store: Store) -> None:
    store.journal.append(sale(open_shift(store), line(1, 2000)), actor="1")
    assert store.book.all(Query(BinRow.select(BinRow.quantity))) == []
    assert lies(store, "p1") == {("", ""): -2000}


def test_a_delivery_taken_back_leaves_nothing_and_the_order_waits_again(store: Store) -> None:
    store.journal.append(supplier(), actor="1")
    order = store.journal.append(draft(("p1", 10_000)), actor="1").id
    entry = store.journal.append(delivery(came("p1", 10_000, location="A"), order_id=order), actor="1")
    found = store.purchases.order(order)
    assert found is not None
    assert found.lines[0].received == 10_000
    store.journal.append(undone(store, entry.id), actor="1")
    assert store.stockroom.is_undone(entry.id)
    assert store.stockroom.receipts()[0].undone
    assert lies(store, "p1") == {}
    again = store.purchases.order(order)
    assert again is not None
    assert again.lines[0].received == 0


def test_the_doctor_adds_up_what_lies_where(store: Store) -> None:
    store.journal.append(delivery(came("p1", 10_000, location="A-03")), actor="1")
    assert [f.severity for f in check(store)] == ["ok"]
    store.book.run(Query(BinRow.update(quantity=1)))
    assert [f.severity for f in check(store)] == ["fault"]


def test_tables_made_anew_say_the_same(store: Store) -> None:
    store.journal.append(delivery(came("p1", 10_000, batch="B", price=70)), actor="1")
    store.journal.append(put("p1", 3000, target="A", batch="B"), actor="1")
    before = table_digests(store.book)
    rebuild(store)
    assert table_digests(store.book) == before


def test_two_keepers_entries_come_to_the_same_in_any_order(tmp_path: Path) -> None:
    keepers = []
    for n in range(2):
        (tmp_path / str(n)).mkdir()
        keeper = new_store(tmp_path / str(n), clock=Clock(1_700_000_000_000 + n * 7))
        keeper.journal.append(delivery(came("p1", 10_000 + n, price=100_000 * (n + 1), batch=f"L{n}")), actor="1")
        keeper.journal.append(put("p1", 4000, target=f"A-{n}", batch=f"L{n}"), actor="1")
        keepers.append(keeper)
    digests = []
    for order in permutations(range(2)):
        folder = tmp_path / "-".join(map(str, order))
        folder.mkdir()
        third = new_store(folder)
        for n in order:
            for entry in own_entries(keepers[n]):
                third.journal.receive(entry)
        digests.append(table_digests(third.book))
        third.close()
    assert digests[0] == digests[1]
    for keeper in keepers:
        keeper.close()


act = st.one_of(
    st.tuples(st.just("came"), st.integers(0, 20), st.sampled_from(("", "L1", "L2")), st.sampled_from(("", "A"))),
    st.tuples(st.just("put"), st.integers(0, 20), st.sampled_from(("", "L1", "L2")), st.sampled_from(("A", "B"))),
    st.tuples(st.just("sold"), st.integers(1, 9), st.sampled_from(("", "L1")), st.just("")),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(act, max_size=25))
def test_after_any_day_what_lies_in_all_places_is_what_is_on_hand(day: list[tuple[str, int, str, str]]) -> None:
    with TemporaryDirectory() as folder:
        store = new_store(Path(folder))
        stock_up(store)
        shift, expected = open_shift(store), 0
        for what, count, batch, place in day:
            if what == "came":
                store.journal.append(delivery(came("p1", count * 1000, batch=batch, location=place)), actor="1")
                expected += count
            elif what == "put":
                store.journal.append(put("p1", count * 1000, target=place, batch=batch), actor="1")
            else:
                store.journal.append(sale(shift, line(1, count * 1000, batch=batch)), actor="1")
                expected -= count
        assert sum(row.quantity for row in store.stockroom.where("p1")) == expected * 1000
        assert store.stock.level("p1").on_hand == expected * 1000
        assert [f.severity for f in check(store)] == ["ok"]
        store.close()

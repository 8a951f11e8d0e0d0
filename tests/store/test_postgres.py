"""What only a server has: partitions, others who write at the same time, connections that break."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.exc import StoreDamaged, StoreError, StoreUnwritable
from kiosk.store import partitions
from kiosk.store.digests import table_digests
from kiosk.store.postgres import PostgresServer, is_server, open_server
from kiosk.store.store import Store
from tests.postgres import Cluster
from tests.store.shop import NOON, Clock, new_store, open_shift, own_entries, product, received, sale, stock_up
from tests.store.test_posting import History, interleaved


@pytest.fixture
def engine() -> str:
    return "postgresql"


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    found = cluster.make()
    yield found
    cluster.drop(found)


def rows_by_part(store: Store, table: str) -> dict[str, int]:
    rows = store.book.sql(f"SELECT tableoid::regclass::text, count(*) FROM {table} GROUP BY 1")
    return dict(rows)


def test_an_address_is_told_from_a_files_name() -> None:
    assert is_server("postgresql://me@here/shop") and is_server("postgres://here/shop")
    assert not is_server(Path("/var/lib/postgresql/shop.db"))


@pytest.mark.parametrize("seed", range(4))
def test_a_server_that_heard_of_everything_has_the_tables_of_a_till(seed: int, empty: Store, tmp_path: Path) -> None:
    history = History(tmp_path, seed)
    for _ in range(60):
        history.step()
    journals = [own_entries(till) for till in history.tills]
    entries = interleaved(journals, random.Random(seed))
    while entries:
        batch, entries = entries[:17], entries[17:]
        assert set(empty.journal.receive_many(batch)) <= {"posted", "pending", "duplicate"}
    file = new_store(tmp_path / "file")
    for journal in journals:
        file.journal.receive_many(journal)
    assert table_digests(empty.book) == table_digests(file.book)
    for store in (file, *history.tills):
        store.close()


def test_each_month_has_partitions_of_its_own(store: Store, clock: Clock) -> None:
    shift = open_shift(store)
    store.journal.append(sale(shift), actor="1001")
    clock.now += 31 * 86_400_000
    store.journal.append(sale(shift), actor="1001")
    months = {name.rpartition("_")[0] for name in rows_by_part(store, "sale")}
    assert months == {"sale_2023_11", "sale_2023_12"}
    assert sum(rows_by_part(store, "entry").values()) == store.journal.count()


def test_a_clock_in_the_wrong_year_makes_no_partitions(store: Store, clock: Clock) -> None:
    clock.now = 4_000_000_000_000
    store.journal.append(received("p1", 1000, 5), actor="1001")
    assert rows_by_part(store, "stock_movement") == {"stock_movement_other": 1}
    # By the partition's year, not by any 2096: PostgreSQL puts its own numbers into TOAST names.
    assert store.book.sql("SELECT relname FROM pg_class WHERE relname LIKE '%\\_2096\\_%'") == []


def test_what_came_dated_too_early_moves_to_its_month_when_that_comes(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = int(datetime(2024, 1, 10, tzinfo=UTC).timestamp() * 1000)
    monkeypatch.setattr(partitions.time, "time", lambda: now / 1000)
    clock.now = now + 90 * 86_400_000
    store.journal.append(received("p1", 1000, 5), actor="1001")
    assert rows_by_part(store, "stock_movement") == {"stock_movement_other": 1}
    monkeypatch.setattr(partitions.time, "time", lambda: clock.now / 1000)
    store.book.db.days.clear()
    store.journal.append(received("p1", 1000, 5), actor="1001")
    assert sum(rows_by_part(store, "stock_movement").values()) == 2
    assert "stock_movement_other" not in rows_by_part(store, "stock_movement")


def test_partitions_of_a_transaction_undone_are_made_again(store: Store) -> None:
    db = store.book.db
    assert isinstance(db, PostgresServer)
    with pytest.raises(RuntimeError), store.book.transaction():
        store.book.expect([NOON - 100 * 86_400_000])
        raise RuntimeError
    assert not db.days
    store.book.expect([NOON - 100 * 86_400_000])


def test_a_broken_connection_is_made_anew_at_the_next_sale(store: Store) -> None:
    shift = open_shift(store)
    other = Store.open(store.place, clock=Clock())
    other.book.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                   "AND datname = current_database()")  # fmt: skip
    other.close()
    with pytest.raises(StoreUnwritable, match="broke off"):
        store.journal.append(sale(shift), actor="1001")
    store.journal.append(sale(shift), actor="1001")
    assert len(store.sales.recent()) == 1


def test_two_who_write_at_once_do_not_draw_the_same_number(url: str) -> None:
    """The second waits for the first: here it gives up after a moment, and nothing of it is there."""
    office = Store.create(url, "HQ", "office", clock=Clock())
    stock_up(office)
    other = Store.open(url, clock=Clock())
    other.book.sql("SET lock_timeout = '200ms'")
    with office.book.transaction():
        office.journal.append(product(7), actor="a")
        with pytest.raises(StoreUnwritable, match="busy"):
            other.journal.append(product(8), actor="b")
    other.book.sql("SET lock_timeout = 0")
    other.journal.append(product(8), actor="b")
    numbers = [row[0] for row in office.book.sql("SELECT position FROM feed_item ORDER BY position")]
    assert numbers == list(range(1, len(numbers) + 1))
    office.close()
    other.close()


def test_an_empty_database_is_no_shop_and_a_full_one_is_not_made_again(url: str) -> None:
    with pytest.raises(StoreError):
        Store.open(url, clock=Clock())
    Store.create(url, "S01", clock=Clock()).close()
    with pytest.raises(StoreUnwritable, match="there already"):
        Store.create(url, "S01", clock=Clock())


@pytest.mark.parametrize(
    "change, words",
    [
        (("/db", "/no_such_db"), "no_such_db"),
        (("?host=", "?host=/nowhere"), "nowhere"),
        (("//postgres@", "//stranger@"), "stranger"),
    ],
)
def test_what_keeps_one_from_connecting_is_said(url: str, change: tuple[str, str], words: str) -> None:
    with pytest.raises(StoreUnwritable, match=words):
        open_server(url.replace(*change))


def test_texts_are_in_the_order_of_their_bytes(url: str) -> None:
    store = Store.create(url, "S01", clock=Clock())
    assert store.book.sql("SELECT collation_name FROM information_schema.columns "
                          "WHERE table_name = 'entry' AND column_name = 'origin'") == [("C",)]  # fmt: skip
    store.close()


def test_a_row_that_no_table_holds_is_an_error_of_the_content(store: Store) -> None:
    with pytest.raises(StoreDamaged):
        store.book.sql("INSERT INTO meta VALUES ('store_id', 'twice')")

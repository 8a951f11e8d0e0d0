"""A database file that goes away, or is replaced, while the till sells."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kiosk.exc import StoreLost, StoreMissing
from kiosk.store.digests import table_digest
from kiosk.store.preload import preload
from kiosk.store.store import Store
from tests.store.shop import Clock, new_store, open_shift, sale, stock_up


@pytest.fixture
def till(tmp_path: Path) -> Store:
    store = new_store(tmp_path / "data")
    stock_up(store)
    return store


def rescued(store: Store) -> list[Path]:
    return sorted(store.path.parent.glob("*.rescued-*"))


def remove(store: Store) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{store.path}{end}").unlink()


def test_a_till_sells_on_while_its_file_is_where_it_was(till: Store) -> None:
    shift = open_shift(till)
    for _ in range(3):
        till.journal.append(sale(shift), actor="1001")
    till.close()
    assert rescued(till) == []


def test_selling_stops_when_the_file_was_deleted_and_everything_is_in_a_copy(till: Store) -> None:
    shift = open_shift(till)
    sold = till.journal.append(sale(shift), actor="1001")
    remove(till)
    with pytest.raises(StoreLost) as stopped:
        till.journal.append(sale(shift), actor="1001")
    (copy,) = rescued(till)
    assert str(copy) in str(stopped.value)
    assert not till.path.exists()
    count, digest = till.journal.count(), table_digest(till.book)
    till.close()
    again = Store.open(copy, clock=Clock())
    assert again.journal.get(sold.id) == sold
    assert (again.journal.count(), table_digest(again.book)) == (count, digest)
    again.close()


def test_a_sale_that_was_written_into_the_nameless_file_is_in_the_copy_too(till: Store) -> None:
    """The file can go between the question and the commit."""
    shift = open_shift(till)
    check = till.book.db.check_place  # type: ignore[attr-defined]
    till.book.db.check_place = lambda: None  # type: ignore[attr-defined]
    remove(till)
    sold = till.journal.append(sale(shift), actor="1001")
    till.book.db.check_place = check  # type: ignore[attr-defined]
    till.close()
    (copy,) = rescued(till)
    again = Store.open(copy, clock=Clock())
    assert again.journal.get(sold.id) == sold
    again.close()


def test_a_file_put_in_its_place_is_noticed_and_left_alone(till: Store, tmp_path: Path) -> None:
    shift = open_shift(till)
    other = new_store(tmp_path / "other")
    other.close()
    before = other.path.read_bytes()
    other.path.replace(till.path)
    with pytest.raises(StoreLost):
        till.journal.append(sale(shift), actor="1001")
    till.close()
    assert till.path.read_bytes() == before
    assert len(rescued(till)) == 1


def test_a_log_that_was_deleted_is_noticed_too(till: Store) -> None:
    shift = open_shift(till)
    Path(f"{till.path}-wal").unlink()
    with pytest.raises(StoreLost):
        till.journal.append(sale(shift), actor="1001")


def test_an_encrypted_file_is_rescued_encrypted(tmp_path: Path) -> None:
    store = new_store(tmp_path / "data", key=b"k" * 32)
    stock_up(store)
    count = store.journal.count()
    remove(store)
    with pytest.raises(StoreLost):
        open_shift(store)
    store.close()
    (copy,) = rescued(store)
    assert not copy.read_bytes().startswith(b"SQLite")
    again = Store.open(copy, b"k" * 32, clock=Clock())
    assert again.journal.count() == count
    again.close()


def test_what_cannot_be_copied_is_not_let_go_of(till: Store) -> None:
    """The card with its directory is gone: the open file is the only one, until there is somewhere to put it."""
    sold = till.journal.append(sale(open_shift(till)), actor="1001")
    shutil.rmtree(till.path.parent)
    for _ in range(2):
        with pytest.raises(StoreLost, match="Do not switch off"):
            till.close()
    assert till.journal.get(sold.id) == sold
    till.path.parent.mkdir()
    till.close()
    (copy,) = rescued(till)
    again = Store.open(copy, clock=Clock())
    assert again.journal.get(sold.id) == sold
    again.close()


def test_whoever_looks_for_the_file_later_is_led_to_the_copy(till: Store) -> None:
    remove(till)
    till.close()
    (copy,) = rescued(till)
    with pytest.raises(StoreMissing, match=copy.name):
        Store.open(till.path, clock=Clock())
    copy.rename(till.path)
    Store.open(till.path, clock=Clock()).close()


def test_it_is_copied_out_once(till: Store) -> None:
    remove(till)
    for _ in range(3):
        with pytest.raises(StoreLost):
            open_shift(till)
    till.close()
    assert len(rescued(till)) == 1


def locks_on(path: Path) -> list[str]:
    """This process's; without the number in front, which counts the locks of the whole machine."""
    inode = f":{path.stat().st_ino} "
    lines = (line.partition(": ")[2] for line in Path("/proc/locks").read_text().splitlines())
    return [line for line in lines if inode in line and f" {os.getpid()} " in line]


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system does not show its locks")
def test_what_else_is_done_with_an_open_file_leaves_its_locks(till: Store) -> None:
    assert till.catalogue.categories()
    held = locks_on(till.path)
    assert held
    preload(till.path)
    assert locks_on(till.path) == held
    Store.open(till.path, clock=Clock()).close()
    assert locks_on(till.path) == held
    till.close()
    assert locks_on(till.path) == []

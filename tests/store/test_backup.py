from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.exc import StoreDamaged, StoreUnwritable
from kiosk.store.backup import _one_moment, backup
from kiosk.store.database import SqliteFile
from kiosk.store.digests import table_digest
from kiosk.store.sealing import exporting, is_plain
from kiosk.store.store import Store
from tests.store.shop import Clock, new_store, open_shift, sale, stock_up

SEAL = bytes(range(32, 64))


@pytest.fixture
def engine() -> str:
    """What is tested here is the file."""
    return "sqlite"


@pytest.mark.parametrize("key", [None, bytes(range(32))], ids=["plain", "encrypted"])
def test_a_backup_is_the_whole_shop_and_encrypted_as_the_shop_is(tmp_path: Path, key: bytes | None) -> None:
    store = new_store(tmp_path, key=key)
    stock_up(store)
    store.journal.append(sale(open_shift(store)), actor="1001")
    path = backup(store, tmp_path / "stick" / "backup.db")
    assert is_plain(path) is (key is None)
    assert same(path, key, store)
    path = backup(store, tmp_path / "stick" / "backup.db", seal=SEAL)
    assert not is_plain(path)
    assert same(path, SEAL, store)
    store.close()


def same(path: Path, key: bytes | None, store: Store) -> bool:
    copy = Store.open(path, key, clock=Clock())
    try:
        return table_digest(copy.book) == table_digest(store.book) and copy.origin == store.origin
    finally:
        copy.close()


def test_the_till_goes_on_selling_afterwards(tmp_path: Path, store: Store) -> None:
    shift = open_shift(store)
    backup(store, tmp_path / "backup.db")
    store.journal.append(sale(shift), actor="1001")
    backup(store, tmp_path / "backup.db")
    copy = Store.open(tmp_path / "backup.db", clock=Clock())
    assert len(copy.sales.recent()) == 1
    copy.close()


def test_a_stick_that_is_not_there_is_said_to_be_so(tmp_path: Path, store: Store) -> None:
    blocked = tmp_path / "stick"
    blocked.write_text("a file where a directory should be")
    with pytest.raises(StoreUnwritable):
        backup(store, blocked / "backup.db")


def test_a_copy_that_proves_bad_does_not_replace_the_older_one(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backup(store, tmp_path / "backup.db")
    old = path.read_bytes()
    monkeypatch.setattr("kiosk.store.backup._TIPS", "SELECT random()")
    with pytest.raises(StoreDamaged):
        backup(store, path)
    assert path.read_bytes() == old


def test_a_stick_that_fills_up_is_told_and_the_next_copy_comes_about(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def too_small(db: SqliteFile, path: Path, key: bytes | None) -> Iterator[Callable[[], None]]:
        with exporting(db, path, key) as export:
            db.execute_sql("PRAGMA sealed.max_page_count = 9")
            yield export

    with monkeypatch.context() as patch:
        patch.setattr("kiosk.store.backup.exporting", too_small)
        with pytest.raises(StoreUnwritable, match="disk is full"):
            backup(store, tmp_path / "backup.db", seal=SEAL)
    assert same(backup(store, tmp_path / "backup.db", seal=SEAL), SEAL, store)
    assert same(backup(store, tmp_path / "plain.db"), None, store)


@pytest.mark.parametrize("seal", [None, SEAL], ids=["alike", "sealed"])
def test_a_copy_is_of_one_moment_while_another_program_sells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seal: bytes | None
) -> None:
    store = new_store(tmp_path)
    stock_up(store)
    shift = open_shift(store)
    other = Store.open(store.path, clock=Clock())

    @contextmanager
    def with_a_sale(source: SqliteFile) -> Iterator[list[tuple[Any, ...]]]:
        with _one_moment(source) as tips:
            other.journal.append(sale(shift), actor="1001")
            yield tips

    monkeypatch.setattr("kiosk.store.backup._one_moment", with_a_sale)
    copy = Store.open(backup(store, tmp_path / "backup.db", seal=seal), seal, clock=Clock())
    assert not copy.sales.recent()
    assert len(store.sales.recent()) == 1
    for one in (copy, other, store):
        one.close()

"""Files that are missing, damaged, locked, full: each is told apart, and never is an empty one put in its place."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from kiosk.exc import StoreDamaged, StoreError, StoreMissing, StoreUnwritable
from kiosk.store import database
from kiosk.store.store import Store
from tests.store.shop import Clock, new_store, open_shift, sale, stock_up

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    store = new_store(tmp_path)
    stock_up(store)
    store.close()
    return tmp_path / "S01.db"


def opened(path: Path, key: bytes | None = None, busy_s: float = 0.05) -> Store:
    return Store.open(path, key, clock=Clock(), busy_s=busy_s)


def test_a_missing_database_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match=r"shop\.db"):
        opened(tmp_path / "shop.db")
    assert not (tmp_path / "shop.db").exists()


def test_a_database_is_not_made_over_one_that_is_there(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreUnwritable, match="not overwritten"):
        Store.create(path, "S01", clock=Clock())
    assert path.read_bytes() == before


def test_what_a_power_cut_left_of_making_one_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "shop.db.new").write_bytes(b"half")
    store = Store.create(tmp_path / "shop.db", "S01", clock=Clock())
    assert store.store_id == "S01"
    store.close()
    assert not (tmp_path / "shop.db.new").exists()


def test_two_tills_never_share_an_origin(tmp_path: Path) -> None:
    origins = set()
    for n in range(5):
        store = new_store(tmp_path / str(n))
        origins.add(store.origin)
        store.close()
    assert len(origins) == 5


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "empty"),
        (b"x" * 100, "cut off"),
        (b"PK\x03\x04" + bytes(5000), "not a database"),
        (bytes(range(1, 256)) * 40, "not a database"),
    ],
    ids=["empty", "tiny", "a zip", "noise"],
)
def test_what_is_no_database_is_said_to_be_none(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "shop.db"
    path.write_bytes(content)
    with pytest.raises(StoreDamaged, match=words):
        opened(path)
    assert path.read_bytes() == content


def test_a_file_cut_off_is_noticed_before_the_first_sale(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(StoreDamaged, match="cut off"):
        opened(path)


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlcipher.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    with pytest.raises(StoreDamaged, match="not one of this till"):
        opened(path)


def test_a_database_that_does_not_say_whose_it_is_is_refused(path: Path) -> None:
    store = opened(path)
    store.book.sql("DELETE FROM meta WHERE key = 'origin'")
    store.close()
    with pytest.raises(StoreDamaged, match="whose it is"):
        opened(path)


class TestEncryption:
    @pytest.fixture
    def secret(self, tmp_path: Path) -> Path:
        store = new_store(tmp_path / "secret", key=KEY)
        stock_up(store)
        store.close()
        return tmp_path / "secret" / "S01.db"

    def test_it_opens_with_its_key_alone(self, secret: Path) -> None:
        store = opened(secret, KEY)
        assert store.catalogue.product("p1") is not None
        store.close()
        with pytest.raises(StoreDamaged, match="key is another"):
            opened(secret, OTHER)
        with pytest.raises(StoreDamaged, match="no key is set"):
            opened(secret)

    def test_nothing_of_the_shop_can_be_read_on_the_card(self, secret: Path) -> None:
        store = opened(secret, KEY)
        open_shift(store)
        for file in secret.parent.iterdir():
            assert "可口可乐".encode() not in file.read_bytes()
            assert b"Cola" not in file.read_bytes()
        store.close()

    def test_a_plain_file_is_not_taken_for_an_encrypted_one(self, path: Path) -> None:
        with pytest.raises(StoreDamaged, match="not encrypted"):
            opened(path, KEY)

    def test_a_key_has_32_bytes(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="32 bytes"):
            Store.create(tmp_path / "x.db", "S01", key=b"short", clock=Clock())


class TestWriting:
    @pytest.fixture
    def till(self, path: Path) -> Iterator[Store]:
        store = opened(path)
        yield store
        store.close()

    def sells_after(self, till: Store, shift: str) -> None:
        """Nothing is left of the sale that failed, and the next one goes through."""
        assert till.sales.recent() == ()
        assert till.stock.level("p1").on_hand == 0
        till.journal.append(sale(shift), actor="1001")
        assert len(till.sales.recent()) == 1

    def test_a_full_disk_stops_the_sale_and_keeps_what_was_there(self, till: Store) -> None:
        shift = open_shift(till)
        (pages,) = till.book.sql("PRAGMA page_count")[0]
        till.book.sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreUnwritable, match="full"):
            till.journal.append(sale(shift, note="x" * 20_000), actor="1001")
        till.book.sql("PRAGMA max_page_count = 1000000")
        self.sells_after(till, shift)

    def test_a_disk_that_takes_no_more_bytes_stops_the_sale(self, till: Store) -> None:
        shift = open_shift(till)
        size = till.path.with_name("S01.db-wal").stat().st_size
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, hard))
            with pytest.raises(StoreUnwritable):
                till.journal.append(sale(shift), actor="1001")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, old)
        self.sells_after(till, shift)

    def test_another_programs_lock_is_waited_for_and_then_named(self, till: Store) -> None:
        shift = open_shift(till)
        other = sqlcipher.connect(till.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnwritable, match="locked"):
            till.journal.append(sale(shift), actor="1001")
        other.execute("ROLLBACK")
        other.close()
        self.sells_after(till, shift)

    def test_another_programs_reading_disturbs_nobody(self, till: Store) -> None:
        shift = open_shift(till)
        other = sqlcipher.connect(till.path, isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM entry").fetchone()
        till.journal.append(sale(shift), actor="1001")
        assert len(till.sales.recent()) == 1
        other.close()

    def test_a_database_turned_read_only_is_said_to_be_so(self, till: Store) -> None:
        shift = open_shift(till)
        till.book.sql("PRAGMA query_only = 1")
        with pytest.raises(StoreUnwritable, match="only be read"):
            till.journal.append(sale(shift), actor="1001")
        till.book.sql("PRAGMA query_only = 0")
        self.sells_after(till, shift)


@pytest.mark.parametrize("what", ["file", "directory"])
def test_a_read_only_card_is_noticed_on_opening(path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    refused = path if what == "file" else path.parent
    if os.geteuid() == 0:  # nothing is read-only for root: ask as if for somebody else
        monkeypatch.setattr(os, "access", lambda asked, _mode: Path(asked) != refused)
        with pytest.raises(StoreUnwritable, match="only be read"):
            opened(path)
        return
    refused.chmod(0o555 if what == "directory" else 0o444)
    try:
        with pytest.raises(StoreUnwritable, match="only be read"):
            opened(path)
    finally:
        refused.chmod(0o755)


def test_damage_met_while_selling_stops_with_words_not_with_a_crash(path: Path) -> None:
    store = opened(path)
    store.close()
    data = bytearray(path.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    path.write_bytes(data)
    with pytest.raises(StoreDamaged):
        broken = opened(path)
        broken.catalogue.product("p1")


def test_every_complaint_of_sqlite_has_words() -> None:
    from kiosk.store.errors import translated

    texts = {
        "database or disk is full": StoreUnwritable,
        "attempt to write a readonly database": StoreUnwritable,
        "database is locked": StoreUnwritable,
        "database table is locked": StoreUnwritable,
        "unable to open database file": StoreUnwritable,
        "disk I/O error": StoreUnwritable,
        "file is not a database": StoreDamaged,
        "database disk image is malformed": StoreDamaged,
        "no such table: entry": StoreDamaged,
    }
    seen = set()
    for text, kind in texts.items():
        problem = translated(Exception(text), "/var/lib/kiosk/shop.db")
        assert type(problem) is kind
        assert isinstance(problem, StoreError)
        seen.add(str(problem))
    assert len(seen) == len(texts) - 1  # both locks read the same


def test_commits_are_on_the_disk_when_they_return(path: Path) -> None:
    store = opened(path)
    facts = {name: store.book.sql(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "mmap_size")}
    assert facts == {"journal_mode": "wal", "synchronous": 2, "mmap_size": 0}
    store.close()


def test_the_bundled_library_has_the_fix_of_the_write_ahead_log() -> None:
    assert sqlcipher.sqlite_version_info >= (3, 51, 3)


def test_opening_changes_nothing_in_a_file_that_is_refused(path: Path, tmp_path: Path) -> None:
    store = opened(path)
    store.book.sql("UPDATE meta SET value = '99' WHERE key IN ('schema_version', 'readable_from')")
    store.close()
    copy = shutil.copy(path, tmp_path / "copy.db")
    with pytest.raises(StoreDamaged, match="newer program"):
        opened(path)
    assert path.read_bytes()[100:] == Path(copy).read_bytes()[100:]
    assert int.from_bytes(path.read_bytes()[68:72], "big") == database.APPLICATION_ID

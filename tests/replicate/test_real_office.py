"""Against `kiosk office` itself: its program, its certificate, its database."""

from __future__ import annotations

import shutil
import signal
import threading
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.exc import NotAdmitted, OfficeError, Refused, StoreUnwritable
from kiosk.replicate.joiner import BackgroundJoiner
from kiosk.replicate.joining import ask_in, fetch, join_with, under_way
from kiosk.replicate.link import HttpOffice
from kiosk.replicate.membership import membership_of
from kiosk.replicate.place import Place
from kiosk.replicate.pushing import JournalForked
from kiosk.replicate.rehoming import join_again
from kiosk.replicate.replicator import Replicator
from kiosk.store.digests import table_digest
from kiosk.store.store import Store
from kiosk.wire.state import read_state
from tests.replicate.real import Program, now, serving, settled, till, until
from tests.store.shop import new_store, open_shift, own_entries, sale, stock_up


def test_two_new_tills_join_sell_and_end_with_equal_tables(program: Program, tmp_path: Path) -> None:
    first, second = till(program, tmp_path / "a", "T1"), till(program, tmp_path / "b", "T2")
    assert (first.store_id, first.terminal) == ("S01", "T1")
    assert first.origin != second.origin
    stock_up(first)
    settled(first, second)
    for store in (first, second):
        shift = open_shift(store)
        for _ in range(3):
            store.journal.append(sale(shift), actor="1001")
    settled(first, second)
    assert table_digest(first.book) == table_digest(second.book)
    assert [e.id for e in second.journal.entries(first.origin)] == [e.id for e in own_entries(first)]
    assert first.journal.waiting() == second.journal.waiting() == 0
    assert read_state(first).trouble == ""
    first.close()
    second.close()
    newcomer = till(program, tmp_path / "c", "T3")  # its copy holds the shop's history
    settled(newcomer)
    again = Store.open(tmp_path / "a" / "shop.db", clock=now)
    settled(again)
    assert table_digest(newcomer.book) == table_digest(again.book)
    newcomer.close()
    again.close()


def test_a_code_is_good_once(program: Program, tmp_path: Path) -> None:
    invitation = program.invite()
    ask_in(Place(tmp_path / "a" / "shop.db", None, now), invitation, "T1")
    with pytest.raises(NotAdmitted) as raised:
        ask_in(Place(tmp_path / "b" / "shop.db", None, now), invitation, "T1")
    assert raised.value.code == "code"


def test_a_power_cut_while_joining_needs_no_second_code(program: Program, tmp_path: Path) -> None:
    place = Place(tmp_path / "shop.db", None, now)
    agreed = ask_in(place, program.invite(), "T1")
    assert place.agreed_file.stat().st_mode & 0o777 == 0o600
    assert under_way(place) == agreed
    fetch(place, agreed)
    assert under_way(place) is None
    assert [p.name for p in tmp_path.iterdir()] == ["shop.db"]
    with pytest.raises(StoreUnwritable):
        fetch(place, agreed)
    with pytest.raises(Refused):
        ask_in(place, program.invite(), "T1")


def test_an_encrypted_terminal_has_an_encrypted_copy(program: Program, tmp_path: Path) -> None:
    place = Place(tmp_path / "shop.db", b"k" * 32, now)
    fetch(place, ask_in(place, program.invite(), "T1"))
    assert not place.database.read_bytes().startswith(b"SQLite format 3")
    store = Store.open(place.database, b"k" * 32, clock=now)
    assert membership_of(store) is not None
    store.close()


def test_a_terminal_that_sold_already_joins_with_all_its_sales(program: Program, tmp_path: Path) -> None:
    store = new_store(tmp_path)
    stock_up(store)
    shift = open_shift(store)
    store.journal.append(sale(shift), actor="1001")
    join_with(store, program.invite("S01", "T9"))
    settled(store)
    assert store.journal.waiting() == 0
    other = till(program, tmp_path / "other", "T8")
    settled(other)
    assert [e.id for e in other.journal.entries(store.origin)] == [e.id for e in own_entries(store)]
    store.close()
    other.close()


def test_a_code_of_another_shop_is_refused(program: Program, tmp_path: Path) -> None:
    store = new_store(tmp_path, "S07")
    with pytest.raises((Refused, OfficeError)):
        join_with(store, program.invite("S01"))
    assert membership_of(store) is None
    store.close()


def test_a_revoked_terminal_is_told_to_join_again(program: Program, tmp_path: Path) -> None:
    store = till(program, tmp_path)
    program.kiosk("revoke", store.origin)
    with pytest.raises(NotAdmitted):
        settled(store)
    assert read_state(store).trouble == "token"
    store.close()


def test_the_counter_joins_in_the_background(program: Program, tmp_path: Path) -> None:
    joiner = BackgroundJoiner(Place(tmp_path / "shop.db", None, now), "T5")
    joiner.begin(program.invite(terminal="T5").text())
    until(lambda: not joiner.progress().busy or joiner.progress().state == "done")
    assert joiner.progress().state == "done", joiner.progress()
    store = Store.open(tmp_path / "shop.db", clock=now)
    assert store.terminal == "T5"
    store.close()


def test_a_till_that_sells_joins_in_the_background_with_all_it_sold(program: Program, tmp_path: Path) -> None:
    store = new_store(tmp_path)
    stock_up(store)
    sold = store.journal.append(sale(open_shift(store)), actor="1001")
    place = Place(store.path, None, now)
    joiner = BackgroundJoiner(place, "T6")
    joiner.begin(program.invite("S01", "T6").text())
    until(lambda: joiner.progress().state in ("done", "failed"))
    assert joiner.progress().state == "done", joiner.progress()
    settled(store)
    assert store.journal.waiting() == 0
    assert store.journal.get(sold.id) is not None
    store.close()


def test_a_copied_card_begins_anew_with_what_only_it_has(program: Program, tmp_path: Path) -> None:
    original = till(program, tmp_path / "a", "T1")
    if original.catalogue.product("p1") is None:
        stock_up(original)
    shift = open_shift(original)
    original.journal.append(sale(shift), actor="1001")
    settled(original)
    original.book.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    place = Place(tmp_path / "b" / "shop.db", None, now)
    place.database.parent.mkdir()
    shutil.copy(original.path, place.database)
    original.journal.append(sale(shift), actor="1001")
    settled(original)
    clone = Store.open(place.database, clock=now)
    own_shift = open_shift(clone)  # what it says of itself must go along
    sold = clone.journal.append(sale(own_shift), actor="1001")
    with pytest.raises(JournalForked):
        settled(clone)
    clone.close()

    assert join_again(place, program.invite(terminal="T2"), "T2") == 2
    anew = Store.open(place.database, clock=now)
    assert anew.origin != original.origin
    assert anew.journal.waiting() == 2
    document = anew.journal.document(f"{anew.origin}-2")
    assert document.shift_id == f"{anew.origin}-1"  # type: ignore[union-attr]
    settled(anew, original)
    assert anew.journal.waiting() == 0
    assert table_digest(anew.book) == table_digest(original.book)
    assert (place.database.with_name(f"shop.db.copied-{original.origin}")).exists()
    assert read_state(anew).trouble == read_state(original).trouble == ""
    kept = Store.open(place.database.with_name(f"shop.db.copied-{original.origin}"), clock=now)
    assert kept.journal.get(sold.id) == sold
    for store in (anew, original, kept):
        store.close()


def test_an_office_that_ends_lets_go_of_who_waits_for_news(tmp_path: Path) -> None:
    errors = tmp_path / "errors"
    with serving(tmp_path / "office", errors) as office:
        one = till(office, tmp_path / "a")
        settled(one)
        membership = membership_of(one)
        assert membership is not None
        with closing(HttpOffice(membership)) as line:
            replicator = Replicator(one, clock=now)
            waiting = threading.Thread(target=lambda: replicator.pull_once(line, "catalogue", 25), daemon=True)
            waiting.start()
            waiting.join(0.5)
            assert waiting.is_alive()
            office.process.terminate()
            waiting.join(15)
            assert not waiting.is_alive()
        assert office.process.wait(15) == -signal.SIGTERM
        one.close()
    assert errors.read_text() == ""

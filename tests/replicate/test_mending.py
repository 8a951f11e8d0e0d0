"""A terminal that can't go on from what it has takes a fresh copy by itself, and no sale is lost by that."""

from __future__ import annotations

import shutil
import threading
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.chain.places import CONFIG
from kiosk.config import load_config
from kiosk.database import open_store
from kiosk.exc import OfficeError
from kiosk.flows.views import CounterView
from kiosk.replicate.link import HttpOffice
from kiosk.replicate.membership import membership_of
from kiosk.replicate.mending import fetch_copy, fresh_place, take_fetched
from kiosk.replicate.place import Place
from kiosk.replicate.process import Process
from kiosk.replicate.pushing import JournalForked
from kiosk.replicate.replicator import SILENCE_MS, Replicator
from kiosk.store.digests import table_digest
from kiosk.store.store import Store
from kiosk.terminal import Terminal
from kiosk.trade.basket import Basket
from kiosk.trade.edits import add_line
from kiosk.wire.state import read_state
from tests.replicate.real import Program, now, settled, till, until
from tests.store.shop import open_shift, sale, stock_up


def place_of(store: Store) -> Place:
    return Place(store.path, None, now)


def mend(store: Store) -> bool:
    """What the replicating process does every two seconds."""
    membership = membership_of(store)
    assert membership is not None
    with closing(HttpOffice(membership)) as office:
        return fetch_copy(store, place_of(store), office, HttpOffice)


def pull_until_a_copy_is_wanted(store: Store) -> None:
    membership = membership_of(store)
    assert membership is not None
    with closing(HttpOffice(membership)) as office:
        replicator = Replicator(store, clock=now)
        for _ in range(5):
            if read_state(store).mend:
                return
            with pytest.raises(OfficeError):
                replicator.pull_all(office)
    raise AssertionError("no copy was asked for")


def pair(program: Program, folder: Path) -> tuple[Store, Store]:
    """Two tills of a shop that traded and know of each other."""
    first, second = till(program, folder / "a", "T1"), till(program, folder / "b", "T2")
    if first.catalogue.product("p1") is None:
        stock_up(first)
        settled(first, second)
    for store in (first, second):
        store.journal.append(sale(open_shift(store)), actor="1001")
    settled(first, second)
    return first, second


def test_a_terminal_whose_tables_differ_takes_a_fresh_copy_and_keeps_what_was_not_sent(
    program: Program, tmp_path: Path
) -> None:
    first, second = pair(program, tmp_path)
    first.book.sql("UPDATE entry SET body = x'7b7d', digest = zeroblob(32) WHERE origin = ?", (second.origin,))
    first.book.sql("UPDATE sale SET total = 1 WHERE origin = ?", (second.origin,))
    first.book.sql("UPDATE cursor SET checksum = zeroblob(16)")
    shift = open_shift(first)
    unsent = first.journal.append(sale(shift), actor="1001")
    first.settings.put("note", "kept")
    job = first.prints.add("Receipt", b"{}", entry_id=unsent.id)
    pull_until_a_copy_is_wanted(first)
    assert read_state(first).trouble == "diverged"
    assert mend(first)
    assert read_state(first).trouble == "copy_ready"
    place, origin = place_of(first), first.origin
    first.close()
    assert take_fetched(place)
    mended = Store.open(place.database, clock=now)
    assert mended.origin == origin
    assert mended.journal.get(unsent.id) == unsent
    assert mended.journal.waiting() == 2
    assert mended.settings.get("note") == "kept"
    kept = mended.prints.get(job if isinstance(job, int) else job.id)
    assert kept is not None and kept.entry_id == unsent.id
    settled(mended, second)
    assert table_digest(mended.book) == table_digest(second.book)
    assert mended.journal.waiting() == 0
    assert read_state(mended).trouble == ""
    assert not take_fetched(place)
    mended.close()
    second.close()


def test_a_single_page_that_does_not_fit_asks_for_no_copy(program: Program, tmp_path: Path) -> None:
    first, second = pair(program, tmp_path)
    first.book.sql("UPDATE cursor SET checksum = zeroblob(16) WHERE position > 0")
    membership = membership_of(first)
    assert membership is not None
    with closing(HttpOffice(membership)) as office:
        replicator = Replicator(first, clock=now)
        with pytest.raises(OfficeError):
            replicator.pull_once(office, "store/S01")
        assert read_state(first).again == ("store/S01",)
        replicator.pull_all(office)
    assert (read_state(first).mend, read_state(first).again) == ("", ())
    first.close()
    second.close()


def test_no_copy_is_taken_while_goods_lie_on_the_counter(program: Program, tmp_path: Path) -> None:
    first, second = pair(program, tmp_path)
    place = place_of(first)
    product = first.catalogue.product("p1")
    assert product is not None
    first.baskets.save(add_line(Basket("b"), product)[0])
    first.close()
    shutil.copy(second.path, fresh_place(place).database)
    assert not take_fetched(place)
    assert fresh_place(place).database.exists()
    second.close()


def test_an_old_card_begins_anew_by_itself_when_nobody_else_writes_for_a_day(program: Program, tmp_path: Path) -> None:
    original = till(program, tmp_path / "a", "T1")
    if original.catalogue.product("p1") is None:
        stock_up(original)
    shift = open_shift(original)
    settled(original)
    original.book.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    place = Place(tmp_path / "b" / "shop.db", None, now)
    place.database.parent.mkdir()
    shutil.copy(original.path, place.database)
    original.journal.append(sale(shift), actor="1001")
    settled(original)  # then its card dies, and the old copy is put in
    old = Store.open(place.database, clock=now)
    old.journal.append(sale(shift), actor="1001")
    membership, time = membership_of(old), now()
    assert membership is not None
    with closing(HttpOffice(membership)) as office:
        replicator = Replicator(old, clock=lambda: time)
        for _ in range(2):
            with pytest.raises(JournalForked):
                replicator.push_once(office)
        assert read_state(old).trouble == "fork"
        original.journal.append(sale(shift), actor="1001")
        settled(original)
        time += SILENCE_MS  # it still sells: two machines run, and a person must decide
        with pytest.raises(JournalForked):
            replicator.push_once(office)
        assert read_state(old).mend == ""
        time += SILENCE_MS
        with pytest.raises(JournalForked):
            replicator.push_once(office)
        assert read_state(old).trouble == "rehoming"
    assert mend(old)
    old.close()
    assert take_fetched(place)
    anew = Store.open(place.database, clock=now)
    assert anew.origin != original.origin
    assert anew.terminal == "T1"
    assert anew.journal.waiting() == 1
    settled(anew, original)
    assert anew.journal.waiting() == 0
    assert table_digest(anew.book) == table_digest(original.book)
    anew.close()
    original.close()


def test_a_running_terminal_with_its_replication_mends_itself(program: Program, tmp_path: Path) -> None:
    first, second = pair(program, tmp_path)
    first.book.sql("UPDATE entry SET body = x'7b7d', digest = zeroblob(32) WHERE origin = ?", (second.origin,))
    first.book.sql("UPDATE cursor SET checksum = zeroblob(16)")
    unsent = first.journal.append(sale(open_shift(first)), actor="1001")
    folder, origin = first.path.parent, first.origin
    first.close()
    config = folder / "kiosk.toml"
    config.write_text(CONFIG.format(shop="S01", name="T1", path=folder), encoding="utf-8")
    settings = load_config(config)
    views: list[CounterView] = []
    terminal = Terminal(settings, views.append)
    process = Process(lambda: open_store(settings), now, chance=lambda: 0.0, wait_s=1)
    thread = threading.Thread(target=process.run)
    thread.start()
    terminal.start()
    try:
        until((folder / f"shop.db.replaced-{origin}").exists)
        until(lambda: views[-1].body.strip is not None and "fresh copy" in str(views[-1].body.strip.text.in_("en")))
        mended = open_store(settings)
        until(lambda: mended.journal.waiting() == 0)
        assert mended.journal.get(unsent.id) == unsent
        settled(mended, second)
        assert table_digest(mended.book) == table_digest(second.book)
        assert not list(folder.glob("*.rescued-*"))
        mended.close()
    finally:
        terminal.stop()
        process.stop()
        thread.join(15)
        second.close()

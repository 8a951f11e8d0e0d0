"""What a terminal and its office hold at the end, whatever the line between them did. After other tills' failures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.exc import OfficeError, Unreachable
from kiosk.replicate.pushing import JournalForked
from kiosk.replicate.replicator import Replicator
from kiosk.store import schema
from kiosk.store.digests import table_digest
from kiosk.store.documents import ShiftClosed
from kiosk.store.entry import Entry, chain
from kiosk.store.store import Store
from kiosk.trade.money import Money
from kiosk.wire.state import read_state
from tests.replicate.memory import MemoryOffice
from tests.store.shop import NOON, Clock, new_store, open_shift, own_entries, sale


def sell(store: Store, times: int = 1) -> None:
    shift = store.shifts.current("T1")
    shift_id = shift.id if shift else open_shift(store)
    for _ in range(times):
        store.journal.append(sale(shift_id), actor="1001")


def ready(replicator: Replicator, office: MemoryOffice, store: Store, sales: int = 3) -> None:
    """The catalogue is here, and some sales wait."""
    replicator.pull_all(office)
    sell(store, sales)


def test_every_sale_reaches_the_office_once(replicator: Replicator, office: MemoryOffice, till: Store) -> None:
    ready(replicator, office, till, 5)
    replicator.push_all(office)
    assert office.journals[till.origin] == own_entries(till)
    assert till.journal.waiting() == 0


def test_reply_lost_after_commit_makes_no_duplicate(replicator: Replicator, office: MemoryOffice, till: Store) -> None:
    ready(replicator, office, till)
    office.faults = ["answer lost"]
    with pytest.raises(Unreachable):
        replicator.push_once(office)
    assert till.journal.waiting() == 4  # not a word from the office: all of it still waits
    replicator.push_all(office)
    assert office.journals[till.origin] == own_entries(till)
    assert office.feeds["store/S01"] == own_entries(till)


def test_two_tills_never_draw_the_same_number(
    replicator: Replicator, office: MemoryOffice, till: Store, neighbour: Store, clock: Clock
) -> None:
    ready(replicator, office, till)
    ready(Replicator(neighbour, clock=clock), office, neighbour)
    replicator.push_all(office)
    Replicator(neighbour, clock=clock).push_all(office)
    ids = [entry.id for entry in office.feeds["store/S01"]]
    assert len(ids) == len(set(ids)) == 8


def test_a_broken_line_leaves_no_entry_unmarked(replicator: Replicator, office: MemoryOffice, till: Store) -> None:
    ready(replicator, office, till, 9)
    office.faults = ["", "answer lost", "lost", "", "portal"]
    for _ in range(12):
        try:
            if not replicator.push_once(office, entries=2):
                break
        except OfficeError:
            assert till.journal.acknowledged() <= len(office.journals.get(till.origin, []))
    assert office.journals[till.origin] == own_entries(till)


def test_a_later_pull_changes_nothing_of_a_paid_sale(replicator: Replicator, office: MemoryOffice, till: Store) -> None:
    ready(replicator, office, till)
    replicator.push_all(office)
    before = table_digest(till.book)
    replicator.pull_all(office)
    assert table_digest(till.book) == before


def test_a_neighbours_tables_become_equal(
    replicator: Replicator, office: MemoryOffice, till: Store, neighbour: Store, clock: Clock
) -> None:
    other = Replicator(neighbour, clock=clock)
    ready(replicator, office, till)
    ready(other, office, neighbour)
    for one in (replicator, other, replicator, other):
        one.push_all(office)
        one.pull_all(office)
    assert table_digest(till.book) == table_digest(neighbour.book)


@pytest.mark.parametrize("fault", ["reorder", "skip", "damage"])
def test_a_page_that_does_not_fit_is_not_taken_and_comes_right(
    replicator: Replicator, office: MemoryOffice, till: Store, fault: str
) -> None:
    office.faults = [fault]
    with pytest.raises(OfficeError):
        replicator.pull_once(office, "catalogue")
    assert till.journal.count() == 0
    replicator.pull_all(office)
    assert till.journal.count() == len(office.feeds["catalogue"])
    assert read_state(till).trouble == ""


def test_an_office_restored_from_a_backup_gets_again_what_it_lacks(
    replicator: Replicator, office: MemoryOffice, till: Store
) -> None:
    ready(replicator, office, till, 6)
    replicator.push_all(office)
    replicator.pull_all(office)
    office.restore(pushed=2)
    assert replicator.handshake(office) == 5
    replicator.push_all(office)
    assert office.journals[till.origin] == own_entries(till)
    assert read_state(till).lineage == "L1'"


def test_a_cursor_that_the_restored_office_lacks_is_read_again_from_the_beginning(
    replicator: Replicator, office: MemoryOffice, till: Store, clock: Clock
) -> None:
    ready(replicator, office, till, 6)
    replicator.push_all(office)
    replicator.pull_all(office)
    before = table_digest(till.book)
    office.restore(pushed=2)
    with pytest.raises(OfficeError):
        replicator.pull_once(office, "store/S01")
    assert read_state(till).trouble == "diverged"
    replicator.push_all(office)
    replicator.pull_all(office)
    assert table_digest(till.book) == before
    assert till.cursors.get("store/S01").position == 7
    assert read_state(till).trouble == ""


def test_a_copied_card_is_told_and_keeps_its_sales(
    replicator: Replicator, office: MemoryOffice, till: Store, tmp_path: Path, clock: Clock
) -> None:
    ready(replicator, office, till)
    replicator.push_all(office)
    till.book.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(till.path, tmp_path / "clone.db")
    clone = Store.open(tmp_path / "clone.db", clock=clock)
    sell(till, 2)
    replicator.push_all(office)
    clock.now += 1000
    sell(clone, 2)
    copied = Replicator(clone, clock=clock)
    with pytest.raises(JournalForked):
        copied.push_once(office)
    assert [e.seq for e in office.forks] == [5, 6]
    assert read_state(clone).trouble == "fork"
    with pytest.raises(JournalForked):
        copied.push_once(office)
    assert len(office.forks) == 2  # nothing more is pushed under that origin
    sell(clone)
    assert clone.journal.waiting() == 3
    sell(till)
    replicator.push_all(office)  # the other one is unharmed
    assert office.journals[till.origin] == own_entries(till)
    clone.close()


def test_an_older_copy_of_a_journal_is_a_fork_too(
    replicator: Replicator, office: MemoryOffice, till: Store, tmp_path: Path, clock: Clock
) -> None:
    ready(replicator, office, till)
    till.book.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(till.path, tmp_path / "old.db")
    sell(till)
    replicator.push_all(office)
    old = Store.open(tmp_path / "old.db", clock=clock)
    with pytest.raises(JournalForked):
        Replicator(old, clock=clock).handshake(office)
    old.close()


def test_a_trouble_is_put_down_once_and_cleared_by_the_next_answer(
    replicator: Replicator, office: MemoryOffice, till: Store, clock: Clock
) -> None:
    office.faults = ["lost", "portal"]
    for code in ("unreachable", "stranger"):
        with pytest.raises(OfficeError):
            replicator.push_once(office)
        assert read_state(till).trouble == code
    assert read_state(till).failing_since == clock.now
    replicator.push_once(office)
    state = read_state(till)
    assert (state.trouble, state.failing_since, state.last_contact_at) == ("", 0, clock.now)


def test_a_clock_wrong_by_years_is_noticed(replicator: Replicator, office: MemoryOffice, till: Store) -> None:
    office.now = lambda: 1_700_000_000_000 + 5 * 31_536_000_000
    replicator.handshake(office)
    assert read_state(till).clock_wrong
    assert read_state(till).clock_offset_ms == 5 * 31_536_000_000


def test_a_batch_is_bounded_by_bytes_but_never_empty(replicator: Replicator, office: MemoryOffice, till: Store) -> None:
    ready(replicator, office, till, 3)
    assert [replicator.push_once(office, limit=1) for _ in range(4)] == [3, 2, 1, 0]


def test_an_idle_line_writes_nothing(replicator: Replicator, office: MemoryOffice, till: Store) -> None:
    replicator.pull_all(office)
    replicator.push_once(office)
    before = till.book.db.connection().total_changes
    for _ in range(20):
        replicator.push_once(office)
        replicator.pull_once(office, "catalogue")
    assert till.book.db.connection().total_changes == before


def test_one_bad_entry_blocks_none_after_it(replicator: Replicator, office: MemoryOffice, till: Store) -> None:
    ready(replicator, office, till)
    bodies = [("a.kind.to.come", b"{}"), ("shift.opened", b'{"float_amount":"much"}'), ("act.audited", b'{"act":"x"}')]
    before, feed = b"", office.feeds.setdefault("store/S01", [])
    for seq, (kind, body) in enumerate(bodies, start=1):
        digest = chain(before, "S01", "BADBAD", seq, NOON, "1001", kind, 1, body)
        feed.append(Entry("S01", "BADBAD", seq, NOON, "1001", kind, 1, body, digest))
        before = digest
    replicator.pull_all(office)
    assert till.cursors.get("store/S01").position == 3
    assert [entry_id for entry_id, _why in till.journal.quarantined()] == ["BADBAD-1", "BADBAD-2"]
    replicator.push_all(office)
    assert till.journal.waiting() == 0


def test_a_shift_closed_offline_arrives_with_everything_in_it(
    replicator: Replicator, office: MemoryOffice, till: Store
) -> None:
    ready(replicator, office, till, 4)
    shift = till.shifts.current("T1")
    assert shift is not None
    closed = ShiftClosed(
        shift_id=shift.id, terminal="T1", counted=Money(16_000), expected=Money(16_000), over_short=Money(0)
    )
    till.journal.append(closed, actor="1001")
    office.faults = ["lost", "answer lost", "lost"]
    for _ in range(3):
        with pytest.raises(Unreachable):
            replicator.push_once(office, entries=3)
    replicator.push_all(office)
    there = office.journals[till.origin]
    assert there == own_entries(till)
    assert [e.kind for e in there] == ["shift.opened", *["sale.completed"] * 4, "shift.closed"]


FAULTS = st.sampled_from(["", "lost", "answer lost", "portal", "reorder", "skip", "damage"])


@given(faults=st.lists(FAULTS, max_size=25), batch=st.integers(1, 4))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_the_line_does_all_is_there_once_when_it_heals(
    tmp_path_factory: pytest.TempPathFactory, office: MemoryOffice, faults: list[str], batch: int
) -> None:
    clock = Clock()
    here = MemoryOffice(feeds={"catalogue": office.feeds["catalogue"]})
    tills = [new_store(tmp_path_factory.mktemp("till"), clock=clock) for _ in range(2)]
    lines = [Replicator(store, clock=clock) for store in tills]
    try:
        for line, store in zip(lines, tills, strict=True):
            ready(line, here, store)
        here.faults = list(faults)
        for _ in range(80):
            for line in lines:
                for step in (
                    lambda line=line: line.push_once(here, entries=batch),
                    lambda line=line: line.pull_once(here, "store/S01"),
                    lambda line=line: line.pull_once(here, "catalogue"),
                ):
                    try:
                        step()
                    except OfficeError:
                        assert here.faults or faults
            done = all(s.journal.waiting() == 0 for s in tills) and not here.faults
            if done and all(s.cursors.get("store/S01").position == 8 for s in tills):
                break
        for store in tills:
            assert here.journals[store.origin] == own_entries(store)
        assert len(here.feeds["store/S01"]) == 8
        assert table_digest(tills[0].book) == table_digest(tills[1].book)
    finally:
        for store in tills:
            store.close()


def test_after_an_older_program_sold_here_a_fresh_copy_is_wanted_once(till: Store, clock: Clock) -> None:
    replicator = Replicator(till, clock=clock)
    replicator.after_older()
    assert read_state(till).mend == ""
    schema.set_meta(till.book, schema.OLDER_WROTE, str(schema.VERSION - 1))
    replicator.after_older()
    assert read_state(till).mend == "diverged"
    assert schema.meta(till.book, schema.OLDER_WROTE) is None

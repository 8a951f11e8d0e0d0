from __future__ import annotations

from kiosk.store.prints import KEPT
from kiosk.store.store import Store
from tests.store.shop import Clock


def test_papers_come_out_in_order_each_once(empty: Store) -> None:
    first, second = empty.prints.add("A", b"1"), empty.prints.add("B", b"2")
    out = []
    while job := empty.prints.next():
        empty.prints.started(job.id)
        assert empty.prints.next() is None or empty.prints.next().id != job.id  # type: ignore[union-attr]
        empty.prints.printed(job.id)
        out.append(job.id)
    assert out == [first, second]
    assert [j.state for j in empty.prints.list()] == ["printed", "printed"]
    assert empty.prints.open_count() == 0


def test_a_paper_waits_through_a_paper_out_and_is_tried_again(empty: Store) -> None:
    job = empty.prints.add("A", b"1")
    empty.prints.started(job)
    empty.prints.failed(job, "no paper", uncertain=False)
    again = empty.prints.next()
    assert again is not None
    assert (again.id, again.attempts, again.problem) == (job, 1, "no paper")


def test_a_paper_that_may_be_out_in_part_asks_and_holds_up_none(empty: Store) -> None:
    first, second = empty.prints.add("A", b"1"), empty.prints.add("B", b"2")
    empty.prints.started(first)
    empty.prints.failed(first, "unplugged", uncertain=True)
    assert empty.prints.next().id == second  # type: ignore[union-attr]
    assert [j.id for j in empty.prints.asking()] == [first]
    empty.prints.retry(first)
    assert [j.id for j in empty.prints.waiting()] == [first, second]


def test_what_was_being_printed_when_the_power_went_asks(empty: Store) -> None:
    job, waiting = empty.prints.add("A", b"1"), empty.prints.add("B", b"2")
    empty.prints.started(job)
    again = Store.open(empty.place, clock=Clock())
    again.prints.recover()
    states = {j.id: j.state for j in again.prints.list()}
    again.close()
    assert states == {job: "asking", waiting: "waiting"}


def test_a_dropped_paper_stays_dropped(empty: Store) -> None:
    job = empty.prints.add("A", b"1")
    empty.prints.ask(job)
    empty.prints.drop(job)
    assert empty.prints.next() is None
    assert empty.prints.get(job).state == "dropped"  # type: ignore[union-attr]
    assert empty.prints.get(job + 1) is None


def test_copies_of_a_receipt_are_counted(empty: Store) -> None:
    empty.prints.add("R", b"1", entry_id="K7QXMP-1")
    assert empty.prints.copies("K7QXMP-1") == 0
    empty.prints.add("R", b"1", entry_id="K7QXMP-1", copy=1)
    empty.prints.add("R", b"1", entry_id="K7QXMP-1", copy=2)
    assert empty.prints.copies("K7QXMP-1") == 2
    assert empty.prints.copies("K7QXMP-2") == 0


def test_old_papers_go_but_none_that_is_not_out(empty: Store) -> None:
    with empty.book.transaction():
        stuck = empty.prints.add("stuck", b"x")
        for _ in range(2 * KEPT):
            empty.prints.printed(empty.prints.add("A", b"1"))
    kept = empty.prints.list(10 * KEPT)
    assert len(kept) <= 2 * KEPT
    assert stuck in {j.id for j in kept}
    assert kept[0].id == 2 * KEPT + 1

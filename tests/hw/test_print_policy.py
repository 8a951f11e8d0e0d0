"""What the queue does by itself, and what it asks."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.hw.print_policy import Backoff, Decision, decide

MINUTE = 60_000


def test_a_fresh_receipt_prints_by_itself():
    assert decide(0, 5 * MINUTE, 10 * MINUTE, attempts=3) is Decision.PRINT


def test_last_nights_receipts_are_asked_about():
    assert decide(0, 11 * MINUTE, 10 * MINUTE, attempts=1) is Decision.ASK


def test_a_clock_that_jumped_back_prints_new_papers_and_asks_about_old_ones():
    assert decide(5 * MINUTE, 0, 10 * MINUTE, attempts=0) is Decision.PRINT
    assert decide(5 * MINUTE, 0, 10 * MINUTE, attempts=1) is Decision.ASK


@given(st.integers(), st.integers(), st.integers(0), st.integers(0, 9))
def test_what_may_have_come_out_is_never_printed_by_itself(created, now, old, attempts):
    assert decide(created, now, old, attempts=attempts, uncertain=True) is Decision.ASK


def test_a_printer_that_stays_away_is_looked_for_ever_more_seldom():
    backoff = Backoff(1.0, 30.0)
    assert [backoff.failed() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    backoff.worked()
    assert backoff.failed() == 1

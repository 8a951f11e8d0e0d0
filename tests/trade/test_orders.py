from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.trade.orders import Amount, Revision, State, Step, standing, state_of

NOTHING = (Amount(10, 0), Amount(5, 0))
SOME = (Amount(10, 10), Amount(5, 0))
ALL = (Amount(10, 10), Amount(5, 6))


def steps(*acts: str, revision: str = "A-1") -> list[Step]:
    return [Step((n, "A", n), act, revision) for n, act in enumerate(acts, start=2)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("acts", "amounts", "state"),
    [
        ((), NOTHING, "draft"),
        (("submitted",), NOTHING, "submitted"),
        (("submitted", "rejected"), NOTHING, "rejected"),
        (("submitted", "rejected", "approved"), NOTHING, "approved"),
        (("submitted", "approved", "rejected"), NOTHING, "rejected"),
        (("submitted", "approved", "sent"), NOTHING, "sent"),
        (("submitted", "approved", "sent"), SOME, "partly_received"),
        (("submitted", "approved", "sent"), ALL, "received"),
        (("submitted", "approved", "sent", "closed"), SOME, "closed"),
        (("submitted", "approved", "sent", "closed"), ALL, "received"),
        (("cancelled",), NOTHING, "cancelled"),
        (("submitted", "approved", "sent", "cancelled"), SOME, "closed"),
        (("submitted", "approved", "sent", "closed"), NOTHING, "closed"),
    ],
)
def test_an_orders_state_is_read_from_what_was_done(
    acts: tuple[str, ...], amounts: tuple[Amount], state: State
) -> None:
    assert state_of("A-1", steps(*acts), amounts) == state


def test_an_order_changed_after_it_was_approved_is_a_draft_again() -> None:
    assert state_of("A-9", steps("submitted", "approved"), NOTHING) == "draft"


def test_the_latest_draft_counts_until_one_is_sent() -> None:
    drafts = [Revision((1, "A", 1), "A-1"), Revision((5, "A", 5), "A-5")]
    assert standing(drafts, []) == "A-5"
    assert standing(drafts, steps("submitted", "approved")) == "A-5"
    assert standing(drafts, steps("submitted", "approved", "sent")) == "A-1"


@given(st.lists(st.sampled_from(["submitted", "approved", "rejected", "sent", "closed", "cancelled"]), max_size=8),
       st.randoms(use_true_random=False))  # fmt: skip
def test_steps_heard_in_any_order_tell_the_same(acts: list[str], chance: random.Random) -> None:
    done = steps(*acts)
    shuffled = list(done)
    chance.shuffle(shuffled)
    assert state_of("A-1", shuffled, NOTHING) == state_of("A-1", done, NOTHING)

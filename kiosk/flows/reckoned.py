"""Today's figures of what to order and what is wrong with the stock: reckoned beside the counter, once a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.i18n import M, Message

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


def fresh(counter: Counter) -> bool:
    """Whether they are of today; if not, they are begun. They come as news."""
    if counter.store.advice.day == counter.clock.today().isoformat():
        return True
    counter.reckon()
    return False


def as_of(counter: Counter) -> Message | None:
    """What to say over figures that are not of today."""
    day = counter.store.advice.day
    if day == counter.clock.today().isoformat():
        return None
    if not day:
        return M("The figures are being worked out. They appear here by themselves.")
    return M("These figures are of {day}; today's are being worked out.", day=day)

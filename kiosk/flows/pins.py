"""PINs and badges: who is it, and how long after a wrong PIN until the next is looked at.

The delay grows with each wrong PIN in a row, is counted per user, and is kept in the store, so that neither another
screen nor a restart shortens it. A clock set back or forward can't lengthen it beyond its full length.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kiosk.store.pins import hash_badge, verify_pin
from kiosk.store.records import User
from kiosk.trade.permissions import delay_after

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class Pins:
    """Checks PINs for one counter. Waiting times are measured on the clock that never jumps, once seen."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._until: dict[str, tuple[int, float]] = {}

    def wait_s(self, user_id: str) -> int:
        """Whole seconds until this user's next PIN is looked at; 0: now."""
        count, last_at = self._counter.store.people.failures(user_id)
        delay = delay_after(count)
        if not delay:
            return 0
        mono = self._counter.clock.mono()
        known = self._until.get(user_id)
        if known is None or known[0] != count:
            elapsed = (self._counter.clock.now() - (last_at or 0)) / 1000
            known = (count, mono + min(delay, max(0.0, delay - elapsed)))
            self._until[user_id] = known
        return max(0, math.ceil(known[1] - mono))

    def check(self, user_id: str, pin: str, event: str = "signin.failed") -> bool:
        """Whether this is the user's PIN. A wrong one is counted and written down before the answer is given."""
        people = self._counter.store.people
        if self.wait_s(user_id):
            return False
        if verify_pin(people.pin_hash(user_id) or "", pin):
            self.clear(user_id)
            return True
        people.note_failure(user_id)
        self._counter.audit(event, {"user": user_id})
        return False

    def clear(self, user_id: str) -> None:
        """The user proved who he is: no more waiting."""
        self._until.pop(user_id, None)
        if self._counter.store.people.failures(user_id)[0]:
            self._counter.store.people.clear_failures(user_id)

    def badge(self, secret: str) -> User | None:
        """Whose badge carries this secret."""
        return self._counter.store.people.badge(hash_badge(secret))

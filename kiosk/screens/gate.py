"""Keeps a touch from pressing what it was not meant for, when the screen changes between finger and glass."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

SETTLE_S = 0.25
"""What has just appeared takes no touch for so long: the finger was on its way to what stood there before."""


class Gate:
    """Counts what is in front. now: monotonic seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._turn = 0
        self._changed = float("-inf")

    def changed(self) -> None:
        """Another screen or sheet is in front."""
        self._turn += 1
        self._changed = self._now()

    @property
    def settled(self) -> bool:
        """Whether what is in front has stood long enough to be meant."""
        return self._now() - self._changed >= SETTLE_S

    def admit(self, touch: Any) -> bool:
        """Whether a touch that begins now may press anything; it is remembered under what it began."""
        touch.ud["gate"] = self
        touch.ud["turn"] = self._turn
        return self.settled

    def same(self, touch: Any) -> bool:
        """Whether what was in front when the touch began still is."""
        return bool(touch.ud.get("turn") == self._turn)

"""What each signal looks and sounds like, and what is to be seen at any moment. Pure: time is passed in, seconds."""

from __future__ import annotations

import msgspec

from kiosk.hw.ports import Signal


class Frame(msgspec.Struct, frozen=True):
    """One moment: which lamps are lit, and whether the buzzer sounds."""

    green: bool = False
    amber: bool = False
    red: bool = False
    buzzer: bool = False

    @property
    def colour(self) -> str:
        """The lamp that is lit: green, amber, red, or "" for none."""
        return next((name for name in ("red", "amber", "green") if getattr(self, name)), "")


DARK = Frame()
_GREEN, _AMBER, _RED = Frame(green=True), Frame(amber=True), Frame(red=True)
_RED_LOUD, _GREEN_LOUD = Frame(red=True, buzzer=True), Frame(green=True, buzzer=True)
_AMBER_LOUD = Frame(amber=True, buzzer=True)

PATTERNS: dict[Signal, tuple[tuple[Frame, float], ...]] = {
    Signal.READY: ((_GREEN, 1.0),),
    Signal.OFFLINE: ((_AMBER, 0.2), (_GREEN, 1.8)),
    Signal.OK: ((DARK, 0.03), (_GREEN_LOUD, 0.06), (_GREEN, 0.2)),
    Signal.UNKNOWN: ((_RED_LOUD, 0.12), (_RED, 0.08)) * 3 + ((_RED, 0.9),),
    Signal.ATTENTION: ((_AMBER_LOUD, 0.4), (DARK, 0.2)) + ((_AMBER, 0.3), (DARK, 0.2)) * 3,
}
"""Frames and their seconds. Colour-blind people hear and count: one short beep, three short, one long."""

STATES = (Signal.READY, Signal.OFFLINE)
"""Signals that last until another of them; the rest are played once, and the last state returns."""


class Player:
    """What is to be seen now: the newest signal, and the state beneath it."""

    def __init__(self, now: float) -> None:
        self._state = Signal.READY
        self._signal = Signal.READY
        self._since = now

    def show(self, signal: Signal, now: float) -> None:
        """A newer signal replaces the older at once. A state that lasts already is not begun anew."""
        if signal in STATES and signal == self._signal:
            return
        if signal in STATES:
            self._state = signal
        self._signal, self._since = signal, now

    def frame(self, now: float) -> tuple[Frame, float | None]:
        """The frame at `now`, and when the next one is due; None if it stays."""
        pattern = PATTERNS[self._signal]
        length = sum(seconds for _, seconds in pattern)
        if self._signal not in STATES and now - self._since >= length:
            self._signal, self._since = self._state, self._since + length
            return self.frame(now)
        if len(pattern) == 1:
            return pattern[0][0], None
        turns = int((now - self._since) // length) if self._signal in STATES else 0
        at = self._since + turns * length
        for frame, seconds in pattern:
            at += seconds
            if now < at:
                return frame, at
        return pattern[0][0], at + pattern[0][1]  # rounding: the next turn has begun

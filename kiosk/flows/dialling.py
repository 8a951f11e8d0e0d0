"""Brightness and volume: a sheet with less and more, at work at once, kept when it closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from kiosk.exc import Refused
from kiosk.flows.sheets import Sheet
from kiosk.flows.views import DialView
from kiosk.hw.dials import Dial
from kiosk.i18n import M, Message

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.hw.ports import Scan

DIALS: tuple[Dial, ...] = ("brightness", "volume")


class Words(msgspec.Struct, frozen=True):
    """How a dial is called, and what becomes of turning it."""

    name: Message
    less: Message
    more: Message
    icon: str
    steps: tuple[int, ...]


WORDS: dict[Dial, Words] = {
    "brightness": Words(M("Brightness"), M("Darker"), M("Brighter"), "brightness", tuple(range(10, 101, 10))),
    "volume": Words(M("Volume"), M("Quieter"), M("Louder"), "volume", tuple(range(0, 101, 10))),
}
"""A screen that is wholly dark could not be turned up again; a till that is silent can."""


class DialSheet(Sheet):
    """keep: called with the percent, once, if anything was turned."""

    def __init__(self, counter: Counter, dial: Dial, keep: Callable[[int], None]) -> None:
        super().__init__(counter)
        self._dial: Dial = dial
        self._keep = keep
        self._turned = False

    def view(self) -> DialView:
        words = self._words
        return DialView(words.name, self._value, words.steps, words.less, words.more, words.icon)

    def scan(self, scan: Scan) -> None:
        """Whoever scans has done with turning: the code goes where it belongs."""
        self.cancel()
        self.counter.front.scan(scan)

    def less(self) -> None:
        """A step down; at the least, nothing."""
        self._turn([step for step in self._words.steps if step < self._value][-1:])

    def more(self) -> None:
        """A step up; at the most, nothing."""
        self._turn([step for step in self._words.steps if step > self._value][:1])

    def cancel(self) -> None:
        """Done: it stays as it is now."""
        super().cancel()
        if self._turned:
            self._keep(self._value)

    @property
    def _words(self) -> Words:
        return WORDS[self._dial]

    @property
    def _value(self) -> int:
        """The step that it stands at, or next to."""
        level = self.counter.devices.dial(self._dial)
        if level is None:
            raise Refused(M("There is nothing to turn here any more."))
        return min(self._words.steps, key=lambda step: abs(step - level))

    def _turn(self, to: list[int]) -> None:
        for percent in to:
            self._turned = True
            self.counter.devices.turn(self._dial, percent)
            if self._dial == "volume":
                self.counter.devices.test("sound")

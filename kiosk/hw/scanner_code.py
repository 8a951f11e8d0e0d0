"""From characters to codes: where one ends, and which are given up because they can't be trusted.

A code is never guessed. What lacks a part, or might be two codes, is lost and said to be; what follows is ignored
until an end is seen, so that no remainder is taken for a code and no two codes are joined.
"""

from __future__ import annotations

import re
from enum import Enum

import msgspec

from kiosk.hw.ports import Scan
from kiosk.i18n import M, Message

LONGEST = 4096
"""Characters. The largest symbols hold 4,296 letters (QR) and 3,116 digits (Data Matrix); goods need 100."""

STALE_S = 1.0
"""A scanner sends a whole code in a fraction of this. Keys further apart are not one code."""

_ENDS = {"any": "\r\n\t", "enter": "\r\n", "kpenter": "\r\n", "tab": "\t", "none": ""}
_AIM = re.compile(r"\]([A-Za-z][0-9A-Za-z])(?=.)", re.DOTALL)


class Loss(Enum):
    """Why a code was given up."""

    DROPPED = M("Part of a scan was lost on its way. Scan again.")
    UNKNOWN_KEY = M(
        "A scan had a key that says nothing. Scan again; if it stays so, "
        "scan the barcode of the test page at Devices and status."
    )
    TOO_LONG = M("A code was too long for any article. Scan again.")
    STALE = M("A code had no end. Scan again; if it stays so, set the scanner to send Enter after each code.")
    UNPLUGGED = M("The scanner was unplugged within a code. Scan again.")
    JOINED = M("A scan had begun before the scanner was ready. Scan again.")
    UNREADABLE = M("A code had characters that can't be read. Scan again.")


class Lost(msgspec.Struct, frozen=True):
    """A code that did not come whole. device as in Scan."""

    loss: Loss
    device: str = ""

    @property
    def message(self) -> Message:
        """What to do, in words."""
        return self.loss.value


Read = Scan | Lost


class Collector:
    """Puts the characters of one scanner together. Pure: time comes with the characters, in seconds.

    suffix: any, enter, tab or none. timeout: seconds of silence that end a code; 0 leaves that to the suffix.
    """

    def __init__(self, device: str = "", suffix: str = "any", timeout: float = 0.0) -> None:
        self._device = device
        self._ends = _ENDS[suffix]
        self._timeout = timeout
        self._chars: list[str] = []
        self._last = 0.0
        self._lost = False
        self._swallowed = False

    @property
    def deadline(self) -> float | None:
        """When `expire` is due if nothing comes before; None while nothing waits."""
        if self._timeout:
            return self._last + self._timeout if self._chars or self._lost else None
        return self._last + STALE_S if self._chars else None

    @property
    def patience(self) -> float | None:
        """Seconds of silence after which `expire` has something to say; None while nothing waits."""
        deadline = self.deadline
        return None if deadline is None else deadline - self._last

    def add(self, char: str, at: float) -> list[Read]:
        """One more character. CR, LF and HT are ends if the suffix says so, and characters if not."""
        read = self.expire(at)
        if char in self._ends:
            return read + self._end(at)
        if self._lost:
            self._swallowed |= at - self._last > STALE_S
        else:
            self._chars.append("\n" if char == "\r" else char)
        self._last = at
        if len(self._chars) > LONGEST:
            read += self.lose(Loss.TOO_LONG, at)
        return read

    def expire(self, now: float) -> list[Read]:
        """Time has passed: a code may have ended, or be too old to go on."""
        deadline = self.deadline
        if deadline is None or now <= deadline:
            return []
        if self._timeout:
            return self._end(self._last)
        return self.lose(Loss.STALE, self._last)

    def lose(self, loss: Loss, at: float) -> list[Read]:
        """Give up the code that is on its way; ignore the rest of it."""
        self._last = at
        if self._lost:
            return []
        self._chars.clear()
        self._lost, self._swallowed = True, False
        return [Lost(loss, self._device)]

    def unplugged(self) -> list[Read]:
        """No more will come."""
        waiting = bool(self._chars)
        self._reset()
        return [Lost(Loss.UNPLUGGED, self._device)] if waiting else []

    def _end(self, at: float) -> list[Read]:
        text, lost, swallowed = "".join(self._chars), self._lost, self._swallowed
        self._reset()
        if lost:  # a later code, ignored with the rest, is not lost in silence
            return [Lost(Loss.STALE, self._device)] if swallowed else []
        return [_scan(text, self._device, at)] if text else []

    def _reset(self) -> None:
        self._chars.clear()
        self._lost = self._swallowed = False


def _scan(text: str, device: str, at: float) -> Scan:
    """The AIM identifier, if it comes before the code, becomes the symbology (ISO/IEC 15424)."""
    aim = _AIM.match(text)
    return Scan(text[aim.end() :], aim[1], device, at) if aim else Scan(text, "", device, at)

"""The machine's own loudspeaker: how loud, and short sounds. By ALSA's programs, on whichever card has a volume."""

from __future__ import annotations

import logging
import re
import subprocess
from collections.abc import Callable, Sequence
from typing import Protocol

log = logging.getLogger(__name__)

PREFERRED = ("Master", "PCM", "Headphone", "Speaker", "HDMI", "Digital")
"""Names of volume controls, the likeliest first (ALSA, Documentation/sound/designs/control-names)."""
CARDS = 4
_TIMEOUT_S = 10.0
_CONTROL = re.compile(r"^Simple mixer control '([^']{1,60})',(\d+)", re.MULTILINE)
_LEVEL = re.compile(r": (?:Playback )?-?\d+ \[(\d{1,3})%\]")
"""A level that is for playing; a card whose level is for both ways says neither."""

Run = Callable[[Sequence[str], bytes], str]
"""A command with what it is given; what it printed. Raises OSError, CalledProcessError or TimeoutExpired."""


class Sound(Protocol):
    """Percent, 0 to 100. No call raises. Each may take a moment: not on the screen's thread, nor on the flows'."""

    def find(self) -> int | None:
        """How loud it is set; None where there is nothing to be set."""

    def set(self, percent: int) -> None:
        """Make it so loud."""

    def play(self, wav: bytes) -> None:
        """Play a WAV file, to its end."""


class AlsaSound:
    """amixer and aplay. The card and its control are looked for once, by `find`."""

    def __init__(self, run: Run | None = None) -> None:
        self._run = run or _run
        self._control: tuple[str, str] | None = None

    def find(self) -> int | None:
        for card in map(str, range(CARDS)):
            for name in self._controls(card):
                level = _LEVEL.search(self._said("amixer", "-c", card, "-M", "sget", name))
                if level:
                    self._control = card, name
                    return min(int(level[1]), 100)
        self._control = None
        return None

    def set(self, percent: int) -> None:
        if self._control or self.find() is not None:
            assert self._control is not None
            card, name = self._control
            turn = ("amixer", "-c", card, "-M", "-q", "sset", name)
            self._said(*turn, f"{max(0, min(percent, 100))}%")
            self._said(*turn, "unmute" if percent else "mute")  # apart: not every control can be muted

    def play(self, wav: bytes) -> None:
        if self._control or self.find() is not None:
            assert self._control is not None
            self._said("aplay", "-q", "-D", f"plughw:{self._control[0]}", "-", given=wav)

    def _controls(self, card: str) -> list[str]:
        names = [f"{name},{at}" for name, at in _CONTROL.findall(self._said("amixer", "-c", card, "scontrols"))]
        return sorted(names, key=lambda full: _rank(full.rpartition(",")[0]))

    def _said(self, *command: str, given: bytes = b"") -> str:
        try:
            return self._run(command, given)
        except (OSError, subprocess.SubprocessError) as error:
            log.debug("%s: %s", " ".join(command), error)
            return ""


class SimulatedSound:
    """One that can be looked at: what was played, the oldest first."""

    def __init__(self, percent: int = 60) -> None:
        self.percent = percent
        self.played: list[bytes] = []

    def find(self) -> int | None:
        return self.percent

    def set(self, percent: int) -> None:
        self.percent = max(0, min(percent, 100))

    def play(self, wav: bytes) -> None:
        self.played.append(wav)


class NoSound:
    """There is none."""

    def find(self) -> int | None:
        return None

    def set(self, percent: int) -> None:
        """Nothing to turn."""

    def play(self, wav: bytes) -> None:
        """Nothing to hear."""


def _rank(name: str) -> int:
    return PREFERRED.index(name) if name in PREFERRED else len(PREFERRED)


def _run(command: Sequence[str], given: bytes) -> str:
    done = subprocess.run(  # noqa: S603  (our own words only)
        command, input=given, capture_output=True, check=True, timeout=_TIMEOUT_S
    )
    return done.stdout.decode(errors="replace")

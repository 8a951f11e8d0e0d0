"""What a person turns at a terminal itself: brightness and volume. Turned at once, done on a thread of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from kiosk.hw.backlight import Backlight
from kiosk.hw.errands import Errands
from kiosk.hw.ports import Signal
from kiosk.hw.sound import Sound

Dial = Literal["brightness", "volume"]


class Dials:
    """All may be called from any thread, and returns at once."""

    def __init__(self, backlight: Backlight, sound: Sound, errands: Errands | None = None) -> None:
        self.backlight, self.sound = backlight, sound
        self._errands = errands or Errands()
        self._levels: dict[str, int | None] = {}
        self._sounds = 0

    def begin(self, kept: Mapping[str, int]) -> None:
        """The screen's light is on, whatever was before, and as bright as was kept."""
        self._errands.send(lambda: self.backlight.power(True))
        self._errands.send(lambda: self._find("brightness", self.backlight, kept))

    def begin_sound(self, kept: Mapping[str, int]) -> None:
        """The same for the volume, which takes other programs to be found: not while the first screen is made."""
        self._errands.send(lambda: self._find("volume", self.sound, kept))

    def _find(self, dial: Dial, device: Backlight | Sound, kept: Mapping[str, int]) -> None:
        found = device.find()
        if found is not None and dial in kept:
            device.set(kept[dial])
        self._levels[dial] = kept.get(dial, found) if found is not None else None

    def level(self, dial: Dial) -> int | None:
        """Percent; None where there is nothing to turn, or it was not looked for yet."""
        return self._levels.get(dial)

    def turn(self, dial: Dial, percent: int) -> None:
        """To so many percent. Nothing, where there is nothing to turn."""
        if self._levels.get(dial) is not None:
            self._levels[dial] = percent
            device = self.backlight if dial == "brightness" else self.sound
            self._errands.send(lambda: device.set(percent))

    def light(self, on: bool) -> None:
        """The screen's light."""
        self._errands.send(lambda: self.backlight.power(on))

    def play(self, signal: Signal) -> None:
        """A signal's sound from the loudspeaker. Only the newest is heard: a late beep would be taken for another's."""
        from kiosk.hw.tones import tone_of

        if tone := tone_of(signal):
            self._sounds += 1
            turn = self._sounds
            self._errands.send(lambda: self.sound.play(tone) if turn == self._sounds else None)

    def close(self) -> None:
        """The screen's light is on when the program ends: what comes after it must be seen."""
        self.light(True)
        self._errands.stop()

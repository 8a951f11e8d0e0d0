"""The screen's own light: how bright, and whether at all. A screen on HDMI has none that this machine could turn."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

SYSFS = Path("/sys/class/backlight")
_ON, _OFF = 0, 4
"""FB_BLANK_UNBLANK and FB_BLANK_POWERDOWN (Linux, Documentation/ABI/stable/sysfs-class-backlight, bl_power)."""


class Backlight(Protocol):
    """Percent, 1 to 100. No call raises: a light that can't be turned stays as it is."""

    def find(self) -> int | None:
        """How bright it is now; None where there is no such light."""

    def set(self, percent: int) -> None:
        """Make it so bright."""

    def power(self, on: bool) -> None:
        """Switch it, and leave its brightness."""


class SysfsBacklight:
    """The kernel's: the first in the order of their names. Writable for a group, by a rule of udev's."""

    def __init__(self, root: Path = SYSFS) -> None:
        self._root = root

    def find(self) -> int | None:
        light, most = self._light()
        value = _number(light / "brightness") if light else None
        return None if value is None else max(1, min(100, round(value * 100 / most)))

    def set(self, percent: int) -> None:
        light, most = self._light()
        if light:
            _write(light / "brightness", max(1, round(most * max(1, min(percent, 100)) / 100)))

    def power(self, on: bool) -> None:
        light, _most = self._light()
        if light:
            _write(light / "bl_power", _ON if on else _OFF)

    def _light(self) -> tuple[Path | None, int]:
        for path in sorted(self._root.glob("*")) if self._root.is_dir() else ():
            most = _number(path / "max_brightness")
            if most and most > 0:
                return path, most
        return None, 0


class SimulatedBacklight:
    """One that can be looked at."""

    def __init__(self, percent: int = 80) -> None:
        self.percent = percent
        self.on = True

    def find(self) -> int | None:
        return self.percent

    def set(self, percent: int) -> None:
        self.percent = max(1, min(percent, 100))

    def power(self, on: bool) -> None:
        self.on = on


class NoBacklight:
    """There is none."""

    def find(self) -> int | None:
        return None

    def set(self, percent: int) -> None:
        """Nothing to turn."""

    def power(self, on: bool) -> None:
        """Nothing to switch."""


def _number(file: Path) -> int | None:
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _write(file: Path, value: int) -> None:
    try:
        file.write_text(f"{value}\n", encoding="ascii")
    except OSError as error:
        log.warning("%s can't be set to %s: %s", file, value, error)

"""The bar above every screen: lamps for what is plugged in, and who is signed in."""

from __future__ import annotations

from zlib import crc32

from kiosk.flows.views import DeviceLamp, Person
from kiosk.hw.ports import DeviceState, DeviceStatus
from kiosk.i18n import M, Message, Names
from kiosk.store.records import User

_LABELS: dict[str, Message] = {
    "scanner": M("Scanner"),
    "printer": M("Printer"),
    "drawer": M("Drawer"),
    "lights": M("Lights"),
    "scale": M("Scale"),
}
_PALETTE = 8
"""Colours of the theme's palette for tiles and round pictures."""


class Lamps:
    """The last word of each device, in a fixed order, so that a lamp never changes its place."""

    def __init__(self) -> None:
        self._states: dict[str, DeviceStatus] = {}
        self._all: tuple[DeviceLamp, ...] = ()

    def update(self, status: DeviceStatus) -> None:
        """A device has something to say."""
        self._states[status.name] = status
        known = [name for name in _LABELS if name in self._states]
        other = sorted(name for name in self._states if name not in _LABELS)
        self._all = tuple(_lamp(self._states[name]) for name in known + other)

    def all(self) -> tuple[DeviceLamp, ...]:
        """The lamps to draw."""
        return self._all

    def state(self, name: str) -> DeviceState | None:
        """How a device is; None if it never said."""
        status = self._states.get(name)
        return status.state if status else None


def _lamp(status: DeviceStatus) -> DeviceLamp:
    label = _LABELS.get(status.name, M("Device"))
    return DeviceLamp(status.name, label, status.state.value, status.detail)


def person(user: User) -> Person:
    """A user's tile: the last two characters of a Chinese name, the initials of others."""
    return Person(
        user.id,
        user.name,
        Names(user.role.name_zh, user.role.name_en),
        _initials(user.name),
        crc32(user.id.encode()) % _PALETTE,
    )


def _initials(name: str) -> str:
    words = name.split()
    if not words:
        return ""
    if any("\u3400" <= c <= "\u9fff" for c in name):
        return words[-1][-2:]
    return "".join(word[0] for word in words[:2]).upper()

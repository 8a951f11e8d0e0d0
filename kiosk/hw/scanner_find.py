"""Which of the input devices are scanners, and which settings belong to each. Pure.

A scanner looks like a keyboard, and a person's keyboard must never be taken away. So: a device that a setting names is
taken; one that no setting names only if a setting has no id, the device types digits and Enter and is no pointer, and
it says that it is a scanner, by a word in its name or by a maker that makes nothing else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from kiosk.config import Scanner as ScannerSettings
from kiosk.hw.events import KEY_ENTER

_CODE_KEYS = frozenset((*range(2, 12), KEY_ENTER))
"""The digits and Enter."""
_WORDS = re.compile(r"scan|bar ?code|imager|\bqr\b|hand ?held|honeywell|datalogic|newland|zebex|opticon", re.IGNORECASE)
_MAKERS = {
    0x05E0: "Symbol / Zebra",
    0x0536: "Hand Held Products",
    0x0C2E: "Metrologic / Honeywell",
    0x05F9: "PSC / Datalogic",
    0x1EAB: "Fujian Newland",
    0x065A: "Opticon",
}
"""USB vendors of scanners only (usb.ids)."""
_USB_ID = re.compile(r"([0-9a-f]{4}):([0-9a-f]{4})", re.IGNORECASE)


class InputInfo(msgspec.Struct, frozen=True):
    """An input device. phys: the socket it is plugged into. keys: codes it can send. pointer: it moves or touches."""

    path: str
    name: str
    vendor: int
    product: int
    phys: str
    keys: frozenset[int]
    pointer: bool = False


def types_codes(info: InputInfo) -> bool:
    """Whether it can send a barcode's digits and an Enter, and nothing that a scanner would not."""
    return info.keys >= _CODE_KEYS and not info.pointer


def says_scanner(info: InputInfo) -> bool:
    """Whether it says of itself that it is a scanner."""
    return types_codes(info) and (info.vendor in _MAKERS or _WORDS.search(info.name) is not None)


def choose(
    infos: Iterable[InputInfo],
    settings: Sequence[ScannerSettings],
    resolve: Callable[[str], str] = os.path.realpath,
) -> dict[str, ScannerSettings]:
    """The devices to be taken, by path, each with its settings; the setting that names it most exactly wins.

    resolve: follows the links of /dev/input/by-path.
    """
    chosen = {}
    for info in infos:
        ranked = [(rank, n) for n, each in enumerate(settings) if (rank := _match(info, each.id, resolve)) is not None]
        if ranked:
            chosen[info.path] = settings[min(ranked)[1]]
    return chosen


def _match(info: InputInfo, wanted: str, resolve: Callable[[str], str]) -> int | None:
    """How exactly `wanted` names the device: 0 a socket, 1 a name, 2 a kind, 3 any scanner; None if not at all."""
    if not wanted:
        return 3 if says_scanner(info) else None
    if not types_codes(info):  # the same box's other devices: volume keys, a mouse
        return None
    if wanted == info.phys or (wanted.startswith("/") and resolve(wanted) == info.path):
        return 0
    if wanted.casefold() == info.name.casefold():
        return 1
    usb = _USB_ID.fullmatch(wanted)
    return 2 if usb and (int(usb[1], 16), int(usb[2], 16)) == (info.vendor, info.product) else None

"""What is plugged into USB, as the kernel lists it in /sys."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from kiosk.hw.health.host import Host, number, text, under

PRINTER, STORAGE = 0x07, 0x08
"""bInterfaceClass of printers and of mass storage (usb.org, Defined Class Codes)."""
_LONGEST = 40


class UsbDevice(msgspec.Struct, frozen=True):
    """socket: bus and ports on the way to it, "1-1.2". name: the maker's words, or its ids where it has none."""

    socket: str
    ids: tuple[int, int]
    name: str
    classes: frozenset[int]
    path: Path

    def is_a(self, kind: int) -> bool:
        """Whether one of its interfaces is of this class."""
        return kind in self.classes

    @property
    def id(self) -> str:
        """As lsusb shows it, and kiosk.toml wants it for scanners."""
        return "{:04x}:{:04x}".format(*self.ids)


def usb_devices(host: Host) -> list[UsbDevice]:
    """All of them, in the order of their sockets, which is the same at each start."""
    classes: dict[str, set[int]] = {}
    root = host.sys / "bus" / "usb" / "devices"
    for face in under(root, "*:*"):
        kind = number(face / "bInterfaceClass", 16)
        if kind is not None:
            classes.setdefault(face.name.split(":")[0], set()).add(kind)
    found = [_device(root / socket, frozenset(kinds)) for socket, kinds in classes.items()]
    return sorted(found, key=lambda device: [int(n) for n in re.findall(r"\d+", device.socket)])


def _device(path: Path, classes: frozenset[int]) -> UsbDevice:
    ids = number(path / "idVendor", 16) or 0, number(path / "idProduct", 16) or 0
    words = " ".join(filter(None, (_words(path / "manufacturer"), _words(path / "product"))))
    return UsbDevice(path.name, ids, words[:_LONGEST] or "{:04x}:{:04x}".format(*ids), classes, path)


def _words(file: Path) -> str:
    """A device may say of itself whatever it likes."""
    return " ".join("".join(c if c.isprintable() and c != "\ufffd" else " " for c in text(file)).split())

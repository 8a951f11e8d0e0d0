"""What is plugged in and not used: a keyboard, a memory stick, one more printer. Each by its name and its socket."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kiosk.config import Config
from kiosk.findings import Finding
from kiosk.hw.health.host import Host, text
from kiosk.hw.health.plugged import fitting_printers
from kiosk.hw.health.usb import PRINTER, STORAGE, UsbDevice, usb_devices
from kiosk.hw.scanner_find import InputInfo, choose, types_codes
from kiosk.hw.sticks import BACKUP
from kiosk.i18n import M

_USB, _BLUETOOTH = 0x03, 0x05
"""BUS_USB and BUS_BLUETOOTH (linux/input.h)."""
_REL, _ABS = 1 << 2, 1 << 3
"""Bits of EV_REL and EV_ABS in what a device can do (linux/input-event-codes.h)."""
_WORD = 64
"""Bits in each word of a bitmap, on a 64-bit kernel."""
_LONGEST = 40


def check(host: Host, config: Config) -> Iterator[Finding]:
    """All of it."""
    yield from _keyboards(host, config)
    for device in usb_devices(host):
        if device.is_a(STORAGE) and not (_holds_the_system(host, device) or _is_for_backups(host, device)):
            yield Finding(
                "strangers", "warning",
                M("A memory stick or disk is plugged in ({name}, socket {socket}). It is looked at for an update "
                  "and lists, and nothing else of it is used.", name=device.name, socket=device.socket),
                M("Pull it out, unless something is being taken from it."),
            )  # fmt: skip
        if device.is_a(PRINTER) and not _meant(host, config, device):
            yield Finding(
                "strangers", "warning",
                M("A printer is plugged in that is not used ({name}, socket {socket}).",
                  name=device.name, socket=device.socket),
                M("Unplug it; or, to print on it, write vendor = 0x{vendor} and product = 0x{product} under [printer].",
                  vendor=f"{device.ids[0]:04x}", product=f"{device.ids[1]:04x}"),
            )  # fmt: skip


def _keyboards(host: Host, config: Config) -> Iterator[Finding]:
    """What types like a keyboard, is kept from the screen, and is no scanner that kiosk.toml means."""
    infos = _inputs(host)
    scanners = [each for each in config.scanner if each.driver == "evdev"]
    taken = choose(infos, scanners)
    for info in infos:
        if types_codes(info) and info.path not in taken and _kept_from_screen(host, info):
            yield Finding(
                "strangers", "warning",
                M("A keyboard is plugged in that is not used ({name}, socket {socket}).",
                  name=info.name, socket=info.phys),
                M('Unplug it; or, if it is the scanner, write id = "{id}" under [scanner].',
                  id=f"{info.vendor:04x}:{info.product:04x}"),
            )  # fmt: skip


def _meant(host: Host, config: Config, device: UsbDevice) -> bool:
    """Whether it is the printer, or told of already as one that would do. A device file may be anybody's."""
    settings = config.printer
    return settings.driver == "file" or (settings.driver == "usb" and device in fitting_printers(host, settings))


def _holds_the_system(host: Host, device: UsbDevice) -> bool:
    """Whether the program or its data lie on it: a Pi may start from a disk on USB."""
    for place in (host.data, Path("/")):
        try:
            number = place.stat().st_dev
        except OSError:
            continue
        if _is_part_of(host.sys / "dev" / "block" / f"{os.major(number)}:{os.minor(number)}", device):
            return True
    return False


def _is_for_backups(host: Host, device: UsbDevice) -> bool:
    """By its name: it may stay where it is."""
    try:
        block = (host.dev / "disk" / "by-label" / BACKUP).readlink().name
    except OSError:
        return False
    return _is_part_of(host.sys / "class" / "block" / block, device)


def _is_part_of(block: Path, device: UsbDevice) -> bool:
    return Path(os.path.realpath(block)).is_relative_to(os.path.realpath(device.path))


def _kept_from_screen(host: Host, info: InputInfo) -> bool:
    """By udev's word: on a machine of another kind, a keyboard is for typing."""
    number = text(host.sys / "class" / "input" / Path(info.path).name / "dev")
    return "E:LIBINPUT_IGNORE_DEVICE=1" in text(host.run / "udev" / "data" / f"c{number}").splitlines()


def _inputs(host: Host) -> list[InputInfo]:
    """Input devices on USB and Bluetooth, as the kernel lists them: opened by nobody."""
    found = []
    for block in text(host.proc / "bus" / "input" / "devices").split("\n\n"):
        info = _input(block)
        if info is not None:
            found.append(info)
    return found


def _input(block: str) -> InputInfo | None:
    """One paragraph of /proc/bus/input/devices (drivers/input/input.c, input_devices_seq_show)."""
    said: dict[str, str] = {}
    for line in block.splitlines():
        head, _, rest = line.partition(": ")
        name, _, value = rest.partition("=")
        said[f"{head}{name}" if head in "BN" else head] = rest if head in "IH" else value
    events = [word for word in said.get("H", "").removeprefix("Handlers=").split() if word.startswith("event")]
    ids = dict(part.split("=", 1) for part in said.get("I", "").split() if "=" in part)
    try:
        bus, vendor, product = (int(ids[name], 16) for name in ("Bus", "Vendor", "Product"))
        keys, able = _bits(said.get("BKEY", "")), int(said.get("BEV", "0"), 16)
    except (KeyError, ValueError):
        return None
    if bus not in (_USB, _BLUETOOTH) or not events:
        return None
    return InputInfo(
        path=f"/dev/input/{events[0]}",
        name=_plain(said.get("NName", "").strip('"')),
        vendor=vendor,
        product=product,
        phys=_plain(said.get("P", "")),
        keys=keys,
        pointer=bool(able & (_REL | _ABS)) or 0x110 in keys,
    )


def _bits(words: str) -> frozenset[int]:
    """A bitmap as the kernel prints it: the highest word first."""
    values = [int(word, 16) for word in words.split()[::-1]]
    return frozenset(at * _WORD + bit for at, value in enumerate(values) for bit in range(_WORD) if value >> bit & 1)


def _plain(words: str) -> str:
    return "".join(c for c in words if c.isprintable() and c != "\ufffd")[:_LONGEST]

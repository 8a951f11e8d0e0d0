"""Whether what kiosk.toml names is plugged in. Looked at from outside: none of it is opened, the counter may use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kiosk.config import Config
from kiosk.findings import Finding
from kiosk.hw.health.host import Host, number, text, under
from kiosk.i18n import M, Message

_PRINTER_CLASS = 0x07
"""bInterfaceClass of a printer (USB Device Class Definition for Printing Devices 1.1, 4.2.1)."""
_CABLE = M("Look at its cable and its switch, and compare kiosk.toml with what is plugged in.")


def printer(host: Host, config: Config) -> Iterator[Finding]:
    """By its USB id, or any printer; a serial one by its line. More than one where any would do is told of."""
    settings = config.printer
    if settings.driver == "usb":
        here = _usb_printers(host)
        wanted = (settings.vendor, settings.product)
        if settings.vendor and wanted not in here:
            yield Finding("printer", "warning", M("The printer is not plugged in."), _CABLE)
        elif not here:
            yield Finding("printer", "warning", M("No printer is plugged in."), _CABLE)
        elif not settings.vendor and len(here) > 1:
            yield Finding(
                "printer", "warning", M("{count} printers are plugged in; the first is used.", count=len(here)),
                M("Name the right one in kiosk.toml: vendor and product under [printer]."),
            )  # fmt: skip
        else:
            yield Finding("printer", "ok", M("The printer is plugged in."))
    elif settings.driver == "serial":
        yield _line("printer", host, settings.device, M("The printer's serial line is there."))


def _usb_printers(host: Host) -> list[tuple[int, int]]:
    found = []
    for face in under(host.sys / "bus" / "usb" / "devices", "*:*"):
        if number(face / "bInterfaceClass", 16) == _PRINTER_CLASS:
            device = face.parent / face.name.split(":")[0]
            found.append((number(device / "idVendor", 16) or 0, number(device / "idProduct", 16) or 0))
    return found


def scanner(host: Host, config: Config) -> Iterator[Finding]:
    """Whether anything that could be a scanner is there: a USB keyboard in the kernel's list, or a serial line."""
    for settings in config.scanner:
        if settings.driver == "serial" and settings.device.startswith("/"):
            yield _line("scanner", host, settings.device, M("The scanner's serial line is there."))
        elif settings.driver == "evdev":
            names = _keyboards(host)
            if names:
                yield Finding("scanner", "ok", M("Plugged in with keys: {names}.", names=", ".join(names)))
            else:
                yield Finding("scanner", "warning", M("No scanner is plugged in."), _CABLE)


def _keyboards(host: Host) -> list[str]:
    """Names of what types, on USB or Bluetooth, as the kernel lists its input devices."""
    names = []
    for block in text(host.proc / "bus" / "input" / "devices").split("\n\n"):
        lines = {line[0]: line[3:] for line in block.splitlines() if len(line) > 3}
        if "kbd" in lines.get("H", "") and lines.get("I", "").startswith(("Bus=0003", "Bus=0005")):
            names.append(lines.get("N", "").removeprefix("Name=").strip('"'))
    return names


def pins(host: Host, config: Config) -> Iterator[Finding]:
    """A chip with pins, where drawer or lights hang on some."""
    if "gpio" not in (config.drawer.driver, config.lights.driver):
        return
    if any(under(host.dev, "gpiochip*")):
        yield Finding("pins", "ok", M("The pins for drawer and lights are there."))
    else:
        yield Finding(
            "pins", "warning", M("This machine has no pins for drawer and lights."),
            M("Connect the drawer to the printer, or run this on a Pi."),
        )  # fmt: skip


def _line(check: str, host: Host, device: str, well: Message) -> Finding:
    path = host.dev / Path(device).relative_to("/dev") if device.startswith("/dev/") else Path(device)
    if path.exists():
        return Finding(check, "ok", well)
    return Finding(check, "warning", M("{device} is not there.", device=device), _CABLE)

"""Whether what kiosk.toml names is plugged in. Looked at from outside: none of it is opened, the counter may use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kiosk.config import Config, Printer
from kiosk.findings import Finding
from kiosk.hw.health.host import Host, text, under
from kiosk.hw.health.usb import PRINTER, UsbDevice, usb_devices
from kiosk.i18n import M, Message

_CABLE = M("Look at its cable and its switch, and compare kiosk.toml with what is plugged in.")


def printer(host: Host, config: Config) -> Iterator[Finding]:
    """By its USB id, or any printer; a serial one by its line. More than one where any would do is told of."""
    settings = config.printer
    if settings.driver == "usb":
        here = fitting_printers(host, settings)
        if settings.vendor and not here:
            yield Finding("printer", "warning", M("The printer is not plugged in."), _CABLE)
        elif not here:
            yield Finding("printer", "warning", M("No printer is plugged in."), _CABLE)
        elif len(here) > 1:
            said = M("{count} printers are plugged in that would do; the one at socket {socket} is used: {name}.",
                     count=len(here), socket=here[0].socket, name=here[0].name)  # fmt: skip
            advice = (
                M("Unplug the others; of two of one kind it is always that of the first socket.")
                if settings.vendor
                else M("Name the right one in kiosk.toml: vendor and product under [printer].")
            )
            yield Finding("printer", "warning", said, advice)
        else:
            yield Finding("printer", "ok", M("The printer is plugged in."))
    elif settings.driver == "serial":
        yield _line("printer", host, settings.device, M("The printer's serial line is there."))


def fitting_printers(host: Host, settings: Printer) -> list[UsbDevice]:
    """USB printers that these settings mean, that of the first socket first: the one that is used."""
    wanted = (settings.vendor, settings.product)
    return [each for each in usb_devices(host) if each.is_a(PRINTER) and (not settings.vendor or each.ids == wanted)]


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

"""Whether a Pi gets enough voltage. Too little corrupts cards and makes USB devices come and go."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.config import Config
from kiosk.findings import Finding
from kiosk.hw.health.host import Host, number, text, under
from kiosk.i18n import M

_SUPPLY = M("Use the maker's own power supply and a short cable; give printer and drawer a supply of their own.")
_NOW, _SINCE_START = 1 << 0, 1 << 16
"""Bits of the firmware's answer (Raspberry Pi documentation, vcgencmd get_throttled)."""


def check(host: Host, config: Config) -> Iterator[Finding]:
    """By the firmware's own word, and by its driver's alarm."""
    del config
    throttled = None
    for path in under(host.sys / "devices" / "platform", "soc*/soc*:firmware/get_throttled"):
        throttled = number(path, 16)
    alarm = None
    for path in under(host.sys / "class" / "hwmon", "hwmon*"):
        if text(path / "name") == "rpi_volt":
            alarm = number(path / "in0_lcrit_alarm")
    if throttled is None and alarm is None:
        return
    if (throttled or 0) & _NOW or alarm:
        yield Finding("power", "fault", M("The machine gets too little voltage."), _SUPPLY)
    elif (throttled or 0) & _SINCE_START:
        yield Finding("power", "warning", M("The machine got too little voltage since it was switched on."), _SUPPLY)
    else:
        yield Finding("power", "ok", M("The voltage is right."))

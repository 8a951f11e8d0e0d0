"""How hot the processor is. A Pi slows itself down from 80 °C on, and sharply from 85 °C (its documentation)."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.config import Config
from kiosk.findings import Finding
from kiosk.hw.health.host import Host, number, under
from kiosk.i18n import M

WARM, HOT = 75, 85
_AIR = M("Give it air: nothing on top of it, out of the sun, a heat sink or a fan.")


def check(host: Host, config: Config) -> Iterator[Finding]:
    """The hottest zone."""
    del config
    zones = [number(path / "temp") for path in under(host.sys / "class" / "thermal", "thermal_zone*")]
    known = [degrees // 1000 for degrees in zones if degrees is not None and 0 < degrees < 200_000]
    if not known:
        return
    hottest = max(known)
    text = M("The processor is at {degrees} °C.", degrees=hottest)
    if hottest >= WARM:
        yield Finding("heat", "fault" if hottest >= HOT else "warning", text, _AIR)
    else:
        yield Finding("heat", "ok", text)

"""Whether the clock can be believed: sales are dated by it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from kiosk.config import Config
from kiosk.findings import Finding
from kiosk.hw.health.host import Host
from kiosk.i18n import M

BUILT_S = 1_767_225_600
"""1 January 2026, UTC: this program did not exist before."""

_SET = M("Connect the network for a minute: the clock is set by itself.")


def check(host: Host, config: Config) -> Iterator[Finding]:
    """In an impossible year; or neither set by the network nor kept by a clock of its own while the power is off."""
    del config
    if time.time() < BUILT_S:
        yield Finding("clock", "fault", M("The clock is wrong: it shows a day before this program existed."), _SET)
        return
    synchronised = (host.run / "systemd" / "timesync" / "synchronized").exists()
    kept = any((host.sys / "class" / "rtc").glob("rtc*")) if (host.sys / "class" / "rtc").is_dir() else False
    if synchronised or kept:
        yield Finding("clock", "ok", M("The clock is set."))
    else:
        said = M("The clock was not set since the machine was switched on, and it has no battery.")
        yield Finding("clock", "warning", said, _SET)

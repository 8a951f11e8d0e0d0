"""Whether the clock can be believed: sales are dated by it."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from datetime import datetime

from kiosk.config import Config
from kiosk.findings import Finding
from kiosk.hw.health.host import Host
from kiosk.i18n import M

log = logging.getLogger(__name__)

BUILT_S = 1_767_225_600
"""1 January 2026, UTC: this program did not exist before."""

_SET = M("Connect the network for a minute: the clock is set by itself.")


LAST = "clock.last"
"""In the data directory: a file whose date is the latest that the clock has shown."""
BACK_S = 120
"""Seconds; less is a clock being set right."""


def keep_time(host: Host) -> None:
    """Remember what the clock shows: the latest of all times, or whatever the network has set. Raises nothing."""
    file, now, last = host.data / LAST, time.time(), _last(host)
    if last is not None and now <= last and not _synchronised(host):
        return
    try:
        file.touch()
        os.utime(file, (now, now))
    except OSError:
        log.warning("the time can't be kept in %s", file, exc_info=True)


def _last(host: Host) -> float | None:
    try:
        return (host.data / LAST).stat().st_mtime
    except OSError:
        return None


def _synchronised(host: Host) -> bool:
    return (host.run / "systemd" / "timesync" / "synchronized").exists()


def check(host: Host, config: Config) -> Iterator[Finding]:
    """An impossible year; earlier than it was once; neither set by the network nor kept while the power is off."""
    del config
    if time.time() < BUILT_S:
        yield Finding("clock", "fault", M("The clock is wrong: it shows a day before this program existed."), _SET)
        return
    synchronised = _synchronised(host)
    last = _last(host)
    if last is not None and not synchronised and time.time() < last - BACK_S:
        before = datetime.fromtimestamp(last).astimezone().strftime("%Y-%m-%d %H:%M")
        said = M("The clock went back: it has shown {before} already. The order of sales is kept.", before=before)
        yield Finding("clock", "fault", said, _SET)
        return
    kept = any((host.sys / "class" / "rtc").glob("rtc*")) if (host.sys / "class" / "rtc").is_dir() else False
    if synchronised or kept:
        yield Finding("clock", "ok", M("The clock is set."))
    else:
        said = M("The clock was not set since the machine was switched on, and it has no battery.")
        yield Finding("clock", "warning", said, _SET)

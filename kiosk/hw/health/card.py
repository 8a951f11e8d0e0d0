"""The card or disk that the database lies on: whether it can still be written, and how worn it says it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kiosk.config import Config
from kiosk.findings import Finding
from kiosk.hw.health.host import Host, number, text
from kiosk.i18n import M

_WORN = 0x09
"""eMMC tells its use of life in tenths: 0x09 is 80 to 90 %, 0x0B beyond all (JESD84-B51, EXT_CSD 268 and 269)."""

_NEW_CARD = M("Make a backup now, and put a new card in soon.")
_NEW_CARD_NOW = M("Stop selling, make a backup, and put a new card in.")


def check(host: Host, config: Config) -> Iterator[Finding]:
    """Read-only, errors that the file system counted, wear."""
    del config
    found = [*_file_system(host), *_wear(host)]
    yield from found or [Finding("card", "ok", M("The card reports no trouble."))]


def _file_system(host: Host) -> Iterator[Finding]:
    try:
        if os.statvfs(host.data).f_flag & os.ST_RDONLY:
            yield Finding("card", "fault", M("The card can only be read, not written."), _NEW_CARD_NOW)
        device = host.data.stat().st_dev
    except OSError:
        return
    name = Path(os.path.realpath(host.sys / "dev" / "block" / f"{os.major(device)}:{os.minor(device)}")).name
    if count := number(host.sys / "fs" / "ext4" / name / "errors_count"):
        yield Finding("card", "fault", M("The file system has had {count} errors.", count=count), _NEW_CARD_NOW)


def _wear(host: Host) -> Iterator[Finding]:
    for disk in sorted((host.sys / "block").glob("mmcblk*")) if (host.sys / "block").is_dir() else ():
        used = [int(word, 16) for word in text(disk / "device" / "life_time").split() if word.startswith("0x")]
        spare = number(disk / "device" / "pre_eol_info", 16) or 0
        if spare >= 3 or max(used, default=0) >= 0x0B:
            yield Finding("card", "fault", M("The card says that it is worn out."), _NEW_CARD_NOW)
        elif spare == 2 or max(used, default=0) >= _WORN:
            yield Finding("card", "warning", M("The card says that it is nearly worn out."), _NEW_CARD)

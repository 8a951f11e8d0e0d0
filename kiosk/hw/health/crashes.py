"""Whether the counter fell over lately. On a terminal its last words are kept (systemd/crash), a file each time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from kiosk.config import Config
from kiosk.findings import Finding
from kiosk.hw.health.host import Host, under
from kiosk.i18n import M

FOLDER = "crashes"
"""In the data directory."""
LATELY_S = 7 * 86400


def check(host: Host, config: Config) -> Iterator[Finding]:
    """One warning for all times within a week, with the newest file."""
    del config
    times = {path.name: at for path in under(host.data / FOLDER, "*.log") if (at := _written(path)) is not None}
    lately = [name for name, at in times.items() if at > time.time() - LATELY_S]
    if lately:
        newest = max(lately, key=times.__getitem__)
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(times[newest]))
        said = M("In the last seven days the counter broke down and started again: {count} ×, last at {when}.",
                 count=len(lately), when=when)  # fmt: skip
        tell = M("No sale that was paid is lost. Tell your installer; what happened is kept in {file}.", file=newest)
        yield Finding("crashes", "warning", said, tell)


def _written(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except OSError:
        return None

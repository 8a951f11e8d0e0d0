"""Whether there is a network at all. Selling needs none."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.config import Config
from kiosk.findings import Finding
from kiosk.hw.health.host import Host, text, under
from kiosk.i18n import M

_UP = 0x0001
"""RTF_UP of a route (linux/route.h)."""


def check(host: Host, config: Config) -> Iterator[Finding]:
    """A way out of here, by the kernel's table of routes."""
    del config
    rows = [line.split() for line in text(host.proc / "net" / "route").splitlines()[1:]]
    ways = {row[0] for row in rows if len(row) > 3 and row[1] == "00000000" and _is_up(row[3])}
    plugged = [path.parent.name for path in under(host.sys / "class" / "net", "*/carrier") if text(path) == "1"]
    if ways:
        yield Finding("network", "ok", M("The network is connected ({name}).", name=", ".join(sorted(ways))))
        return
    why = (
        M("The network is plugged in, but gives no way out.")
        if any(name != "lo" for name in plugged)
        else M("No network is connected.")
    )
    advice = M("Selling goes on; what waits is sent later. Look at the cable or the Wi-Fi's name.")
    yield Finding("network", "warning", why, advice)


def _is_up(flags: str) -> bool:
    try:
        return bool(int(flags, 16) & _UP)
    except ValueError:
        return False

"""Whether a screen is plugged in, by the kernel's word: there may be none when a terminal is switched on."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

DRM = Path("/sys/class/drm")
WAIT_S = 100.0
"""Less than systemd lets a start take, kiosk.service's TimeoutStartSec."""
_LOOK_S = 1.0


def plugged(drm: Path = DRM) -> bool | None:
    """None where no connector says anything: a machine without any, or one that looks another way."""
    said = []
    for file in sorted(drm.glob("card*-*/status")) if drm.is_dir() else ():
        try:
            said.append(file.read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            continue
    return "connected" in said if said else None


def wait_until_plugged(
    drm: Path = DRM, *, seconds: float = WAIT_S, sleep: Callable[[float], object] = time.sleep
) -> bool | None:
    """As long as no screen is there, but not for ever: whoever started this program looks after it. As `plugged`."""
    left = seconds
    while (there := plugged(drm)) is False and left > 0:
        sleep(_LOOK_S)
        left -= _LOOK_S
    return there

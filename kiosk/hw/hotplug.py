"""Word from udev that an input device came or went."""

from __future__ import annotations

import logging
from typing import Any, Protocol

log = logging.getLogger(__name__)


class HotPlug(Protocol):
    """Readable when something was plugged in or out."""

    def fileno(self) -> int: ...

    def drain(self) -> None:
        """Take what was said; whoever asked looks around himself."""

    def close(self) -> None: ...


class UdevHotPlug:
    """A netlink socket with udev's events, which come after udev has set names and permissions."""

    def __init__(self, monitor: Any) -> None:
        self._monitor = monitor

    def fileno(self) -> int:
        return int(self._monitor.fileno())

    def drain(self) -> None:
        while self._monitor.poll(timeout=0) is not None:
            pass

    def close(self) -> None:
        self._monitor = None  # its last reference closes the socket


def udev_hotplug() -> UdevHotPlug | None:
    """The monitor of input devices; None on a machine without udev, where looking around regularly must do."""
    try:
        import pyudev

        monitor = pyudev.Monitor.from_netlink(pyudev.Context())
        monitor.filter_by("input")
        monitor.start()
    except (ImportError, OSError) as error:
        log.warning("no word from udev: %s", error)
        return None
    return UdevHotPlug(monitor)

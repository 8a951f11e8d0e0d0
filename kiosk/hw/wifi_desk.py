"""Wi-Fi beside the counter: nobody waits for it; how far it is can be looked at any time."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Literal

import msgspec

from kiosk.exc import DeviceError
from kiosk.hw.errands import Errands
from kiosk.hw.wifi import Network, Wifi
from kiosk.i18n import Message


class Standing(msgspec.Struct, frozen=True):
    """networks: as they were last heard. name: of the one that is being joined, or was. problem: why not."""

    state: Literal["idle", "looking", "joining", "joined", "failed"] = "idle"
    networks: tuple[Network, ...] = ()
    name: str = ""
    problem: Message | None = None

    @property
    def busy(self) -> bool:
        """Whether it is at something."""
        return self.state in ("looking", "joining")


class WifiDesk:
    """Does one thing after the other on a thread of its own. What was asked last is what it is at."""

    def __init__(self, wifi: Wifi, errands: Errands | None = None) -> None:
        self._wifi = wifi
        self._errands = errands or Errands()
        self._lock = threading.Lock()
        self.standing = Standing()

    def look(self) -> None:
        """Which networks are heard."""
        if not self.standing.busy:
            self._now(state="looking", problem=None)
            self._errands.send(self._look)

    def join(self, name: str, password: str, *, hidden: bool = False) -> None:
        """Be in this one; then look again."""
        if self.standing.state != "joining":
            self._now(state="joining", name=name, problem=None)
            self._errands.send(lambda: self._join(name, password, hidden))

    def provide(self, name: str, password: str, *, hidden: bool = False) -> None:
        """Be in this one whenever no other is joined; what goes wrong stands in `standing`."""
        self._errands.send(lambda: self._provide(name, password, hidden))

    def _provide(self, name: str, password: str, hidden: bool) -> None:
        try:
            self._wifi.provide(name, password, hidden=hidden)
        except DeviceError as problem:
            self._now(state="failed", name=name, problem=problem.message)

    def _look(self) -> None:
        try:
            networks = self._wifi.networks()
        except DeviceError as problem:
            if self.standing.state == "looking":
                self._now(state="failed", problem=problem.message)
        else:
            self._now(networks=networks)
            if self.standing.state == "looking":
                self._now(state="idle")

    def _join(self, name: str, password: str, hidden: bool) -> None:
        try:
            self._wifi.join(name, password, hidden=hidden)
        except DeviceError as problem:
            self._now(state="failed", problem=problem.message)
        else:
            with suppress(DeviceError):  # joined is joined, whatever else is heard
                self._now(networks=self._wifi.networks())
            self._now(state="joined")

    def _now(self, **changes: object) -> None:
        with self._lock:
            self.standing = msgspec.structs.replace(self.standing, **changes)

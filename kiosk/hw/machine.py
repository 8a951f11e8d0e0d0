"""Restarting and switching off. Asked of systemd, which asks polkit whether this user may: no sudo."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from kiosk.exc import DeviceError
from kiosk.i18n import M, Message

Power = Literal["restart", "off"]
SYSTEMCTL = ("/usr/bin/systemctl", "--no-ask-password", "--no-block")
_VERBS: dict[Power, str] = {"restart": "reboot", "off": "poweroff"}
_TIMEOUT_S = 20.0


class Machine(Protocol):
    """The machine that the counter runs on."""

    def power(self, what: Power) -> None:
        """Have it done; returns before it is, and may take a moment. Raises DeviceError if it was refused."""


class SystemdMachine:
    """Through systemctl, as logind lets this user. run: a command, to its end; raises OSError or SubprocessError."""

    def __init__(self, run: Callable[[tuple[str, ...]], object] | None = None) -> None:
        self._run = run or _run

    def power(self, what: Power) -> None:
        try:
            self._run((*SYSTEMCTL, _VERBS[what]))
        except subprocess.CalledProcessError as error:
            said = str(error.stderr or b"", errors="replace").strip().splitlines()
            raise DeviceError(_refused(said[-1] if said else "")) from error
        except (OSError, subprocess.SubprocessError) as error:
            raise DeviceError(_refused(str(error))) from error


class SimulatedMachine:
    """Remembers what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[Power] = []

    def power(self, what: Power) -> None:
        self.asked.append(what)


def this_machine(environ: Mapping[str, str] = os.environ) -> Machine | None:
    """The machine, where systemd started the counter as its service; a program that somebody began on his own
    computer does not switch that off."""
    return SystemdMachine() if environ.get("NOTIFY_SOCKET") else None


def _refused(reason: str) -> Message:
    return M("This machine did not do it: {reason}.", reason=reason[:200].rstrip("."))


def _run(command: tuple[str, ...]) -> object:
    return subprocess.run(command, check=True, capture_output=True, timeout=_TIMEOUT_S)  # noqa: S603  (our own words)

"""Restarting and switching off are asked of systemd, without a password and without waiting for it."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pytest

from kiosk.devices import CounterDevices
from kiosk.exc import DeviceError
from kiosk.hw import machine
from kiosk.hw.machine import SystemdMachine, this_machine


@pytest.mark.parametrize(("what", "verb"), [("restart", "reboot"), ("off", "poweroff")])
def test_what_systemd_is_asked(what: machine.Power, verb: str) -> None:
    asked: list[tuple[str, ...]] = []
    SystemdMachine(asked.append).power(what)
    assert asked == [("/usr/bin/systemctl", "--no-ask-password", "--no-block", verb)]


def test_a_refusal_is_told_in_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "systemctl"
    program.write_text("#!/bin/sh\necho 'Call to Reboot failed: Interactive authentication required.' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(machine, "SYSTEMCTL", (str(program),))
    with pytest.raises(DeviceError, match=r"did not do it: .*authentication required\.$"):
        SystemdMachine().power("restart")


@pytest.mark.parametrize("problem", [FileNotFoundError("systemctl"), subprocess.TimeoutExpired("systemctl", 20)])
def test_so_is_a_machine_without_systemd(problem: Exception) -> None:
    def fails(_command: tuple[str, ...]) -> None:
        raise problem

    with pytest.raises(DeviceError, match="did not do it"):
        SystemdMachine(fails).power("off")


def test_only_what_systemd_started_may_switch_its_machine_off() -> None:
    assert this_machine({}) is None
    assert this_machine({"NOTIFY_SOCKET": "/run/systemd/notify"}) is not None


def test_it_keeps_nobody_waiting_and_a_refusal_comes_back() -> None:
    hold, heard = threading.Event(), threading.Event()
    told: list[DeviceError] = []

    def slow(_command: tuple[str, ...]) -> None:
        hold.wait(10)
        raise OSError("no bus")

    def failed(problem: DeviceError) -> None:
        told.append(problem)
        heard.set()

    nothing: object = None
    devices = CounterDevices(
        nothing, nothing, None, nothing, nothing, nothing, nothing,  # type: ignore[arg-type]
        machine=SystemdMachine(slow), failed=failed,
    )  # fmt: skip
    devices.power("off")
    assert told == []
    hold.set()
    assert heard.wait(10)
    assert "no bus" in str(told[0])

"""A clock that went back is told; one that the network has set is believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.config import Config
from kiosk.findings import Finding
from kiosk.hw.health import clock
from kiosk.hw.health.host import Host

NOW = 1_800_000_000.0


class Time:
    def __init__(self) -> None:
        self.now = NOW

    def time(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(clock, "time", made)
    return made


@pytest.fixture
def host(tmp_path: Path) -> Host:
    (tmp_path / "sys/class/rtc/rtc0").mkdir(parents=True)
    return Host(tmp_path, tmp_path / "sys", tmp_path / "proc", tmp_path / "run", tmp_path / "dev")


def found(host: Host) -> Finding:
    (one,) = clock.check(host, Config())
    return one


def set_by_network(host: Host) -> None:
    file = host.run / "systemd/timesync/synchronized"
    file.parent.mkdir(parents=True)
    file.touch()


def test_a_clock_that_goes_on_is_well(host: Host, time: Time) -> None:
    clock.keep_time(host)
    time.now += 3600
    assert found(host).severity == "ok"


def test_a_clock_that_went_back_is_told_with_what_it_showed(host: Host, time: Time) -> None:
    clock.keep_time(host)
    time.now -= 86_400
    assert found(host).severity == "fault"
    assert "2027-01-1" in str(found(host).message)


def test_what_it_showed_is_not_forgotten_while_it_is_wrong(host: Host, time: Time) -> None:
    clock.keep_time(host)
    time.now -= 86_400
    clock.keep_time(host)
    assert found(host).severity == "fault"


def test_a_minute_is_a_clock_being_set_right(host: Host, time: Time) -> None:
    clock.keep_time(host)
    time.now -= 60
    assert found(host).severity == "ok"


def test_a_clock_that_ran_ahead_is_well_once_the_network_has_set_it(host: Host, time: Time) -> None:
    time.now += 10 * 365 * 86_400
    clock.keep_time(host)
    time.now = NOW
    assert found(host).severity == "fault"
    set_by_network(host)
    assert found(host).severity == "ok"
    clock.keep_time(host)
    (host.run / "systemd/timesync/synchronized").unlink()
    assert found(host).severity == "ok"


def test_a_directory_that_is_gone_stops_nothing(host: Host, time: Time, tmp_path: Path) -> None:
    clock.keep_time(Host(tmp_path / "gone"))
    assert found(host).severity == "ok"

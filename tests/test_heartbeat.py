"""What systemd hears, on a real datagram socket."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.heartbeat import Heartbeat, tell, watchdog_s


class Systemd:
    """The other end. environ: what a watched service is started with."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(address.replace("@", "\0", 1))
        self._socket.setblocking(False)
        self.environ = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "9000000", "WATCHDOG_PID": "1"}

    def heard(self) -> list[str]:
        found = []
        while True:
            try:
                found.append(self._socket.recv(100).decode())
            except BlockingIOError:
                return found

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["path", "abstract"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Systemd]:
    address = str(tmp_path / "notify") if request.param == "path" else f"@kiosk-test-{tmp_path.name}"
    other = Systemd(address)
    yield other
    other.close()


class Flows:
    """A flow thread that answers when told to."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def answer(self) -> None:
        while self.waiting:
            self.waiting.pop()()


def test_it_says_once_that_the_screen_stands(systemd: Systemd) -> None:
    heart = Heartbeat(Flows().waiting.append, environ=systemd.environ)
    heart.ready()
    heart.ready()
    assert systemd.heard() == ["READY=1"]


def test_it_beats_three_times_as_often_as_is_asked(systemd: Systemd) -> None:
    assert Heartbeat(Flows().waiting.append, environ=systemd.environ).interval_s == 3.0


def test_it_beats_while_the_store_answers(systemd: Systemd) -> None:
    flows = Flows()
    heart = Heartbeat(flows.waiting.append, environ=systemd.environ)
    heart.ready()
    assert systemd.heard() == ["READY=1"]
    for _ in range(3):
        heart.beat()
        flows.answer()
    assert systemd.heard() == ["WATCHDOG=1"] * 3


def test_a_long_start_is_no_hang(systemd: Systemd) -> None:
    flows = Flows()
    heart = Heartbeat(flows.waiting.append, environ=systemd.environ)
    heart.beat()
    assert systemd.heard() == []
    assert not flows.waiting


def test_it_is_silent_while_the_store_does_not_answer_and_asks_it_no_more(systemd: Systemd) -> None:
    flows = Flows()
    heart = Heartbeat(flows.waiting.append, environ=systemd.environ)
    heart.ready()
    for _ in range(5):
        heart.beat()
    assert systemd.heard() == ["READY=1", "WATCHDOG=1"]
    assert len(flows.waiting) == 1
    flows.answer()
    heart.beat()
    assert systemd.heard() == ["WATCHDOG=1"]


def test_without_systemd_nothing_is_said() -> None:
    assert not tell("READY=1", {})
    assert Heartbeat(Flows().waiting.append, environ={}).interval_s is None


def test_nobody_at_the_other_end_is_no_trouble(tmp_path: Path) -> None:
    assert not tell("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "gone")})


@given(st.text(max_size=20))
def test_whatever_the_environment_says_is_a_time_or_none(text: str) -> None:
    seconds = watchdog_s({"WATCHDOG_USEC": text})
    assert seconds is None or seconds > 0

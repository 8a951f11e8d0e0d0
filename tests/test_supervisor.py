"""Real processes that hang, fall over and end, a real supervisor of them, and what systemd hears on its socket."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hw.screen import WAIT_S
from kiosk.supervisor import ANEW, GAVE_UP, Patience, tell
from tests.hw.compositor import Server

PROGRAM = """
import os, sys, time
from pathlib import Path
from kiosk.hw.screen import WAIT_S
from kiosk.supervisor import Patience, Supervisor

folder, *lives = sys.argv[1:]

def note(what):
    with open(Path(folder, what), "a") as file:
        file.write("x")
    return Path(folder, what).stat().st_size

def load():
    note("loaded")
    time.sleep(1 if Path(folder, "splash").exists() else 0)

patience = Patience(silence_s=0.6, start_s=1.5, proven_s=0.4, again=3, within_s=60)
line = Supervisor(patience, folder, picture=Path(folder, "splash")).run(load)
kind, _, number = lives[note("begun") - 1].partition(" ")
if kind == "never-stands":
    time.sleep(60)
for _ in range(1 if kind == "soon" else 6):
    line.beat()
    time.sleep(0.1 * (kind != "soon"))
if kind == "hangs":
    time.sleep(60)
if int(number) < 0:
    os.kill(os.getpid(), -int(number))
sys.exit(int(number))
"""


class Watched:
    """A program under supervision, and systemd at the other end. heard: when, and what."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(address.replace("@", "\0", 1))
        self.environ = os.environ | {"NOTIFY_SOCKET": address}
        self.said = ""
        self.heard: list[tuple[float, str]] = []
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        while text := self._socket.recv(200).decode():
            self.heard.append((time.monotonic(), text))

    def begin(self, *lives: str) -> subprocess.Popen[str]:
        """lives: of each copy in its turn."""
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(self.folder), *lives],
            env=self.environ, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ended(self, *lives: str) -> int:
        """Its code, once all have ended."""
        program = self.begin(*lives)
        self.said = program.communicate(timeout=30)[1]
        return program.returncode

    def times(self, what: str) -> int:
        file = self.folder / what
        return file.stat().st_size if file.exists() else 0

    def close(self) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
            end.sendto(b"", self._socket.getsockname())
        self._listener.join()
        self._socket.close()


@pytest.fixture(params=["path", "abstract"])
def watched(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Watched]:
    address = str(tmp_path / "notify") if request.param == "path" else f"@kiosk-test-{tmp_path.name}"
    program = Watched(tmp_path, address)
    yield program
    program.close()


def test_a_counter_that_hangs_is_ended_and_stands_again_without_being_loaded_again(watched: Watched) -> None:
    assert watched.ended("hangs", "ends 0") == 0
    assert (watched.times("loaded"), watched.times("begun")) == (1, 2)
    assert "no sign of life for 1 s" in watched.said
    assert watched.times(".begun-anew") == 1, "its last words are to be kept"
    ready = [text for _, text in watched.heard if text.startswith("READY=1\nSTATUS=Stands since ")]
    assert len(ready) == 2


@pytest.mark.parametrize("end", ["falls 3", f"falls -{signal.SIGSEGV.value}"])
def test_a_counter_that_falls_over_is_begun_anew(watched: Watched, end: str) -> None:
    assert watched.ended(end, "ends 0") == 0
    assert (watched.times("loaded"), watched.times("begun")) == (1, 2)


@pytest.mark.parametrize(
    ("life", "code"), [("soon 3", 3), ("never-stands", GAVE_UP), (f"soon -{signal.SIGKILL.value}", GAVE_UP)]
)
def test_what_does_not_stay_up_is_systemds_affair(watched: Watched, life: str, code: int) -> None:
    assert watched.ended(life) == code
    assert watched.times("begun") == 1
    assert watched.times(".begun-anew") == 0, "systemd keeps its last words"


def test_one_that_hangs_again_and_again_is_systemds_affair_in_the_end(watched: Watched) -> None:
    assert watched.ended(*["hangs"] * 9) == GAVE_UP
    assert watched.times("begun") == 4
    assert "is not begun anew" in watched.said


def test_with_new_settings_all_is_loaded_again(watched: Watched) -> None:
    assert watched.ended(f"soon {ANEW}", "ends 0") == 0
    assert (watched.times("loaded"), watched.times("begun")) == (2, 2)
    assert watched.times(".begun-anew") == 0


@pytest.fixture
def screen(watched: Watched) -> Iterator[socket.socket]:
    """Where a compositor is asked; there is a picture, too."""
    (watched.folder / "splash").write_bytes(b"1 1\n\0\0\0\0")
    watched.environ |= {"XDG_RUNTIME_DIR": str(watched.folder), "WAYLAND_DISPLAY": "wayland-0"}
    with socket.socket(socket.AF_UNIX) as screen:
        screen.bind(str(watched.folder / "wayland-0"))
        screen.listen()
        screen.settimeout(20)
        yield screen


def test_one_splash_outlives_the_counters_and_another_comes_with_all_that_is_loaded_again(
    watched: Watched, screen: socket.socket
) -> None:
    with watched.begin("hangs", f"soon {ANEW}", "ends 0"):
        first = Server(screen.accept()[0])
        assert first.shows(2, 2)
        second = Server(screen.accept()[0])
        assert (watched.times("loaded"), watched.times("begun")) == (2, 2)
        assert first.line.recv(1) == b"", "it is still there"
        assert second.shows(2, 2)
        first.close()
        second.close()


def test_a_splash_that_is_late_does_not_come_in_front_of_the_counter(watched: Watched, screen: socket.socket) -> None:
    with watched.begin("ends 0") as program:
        line, _address = screen.accept()
        line.settimeout(20)
        while line.recv(100):
            pass
        assert program.poll() is None
        line.close()


def test_systemd_hears_of_it_all_the_while(watched: Watched) -> None:
    assert watched.ended("hangs", "hangs", "ends 0") == 0
    times = [when for when, _ in watched.heard]
    assert max(after - before for before, after in pairwise(times)) < 2 * 0.6, "it would have been ended"


def test_a_systemd_that_does_not_listen_does_not_stop_it(tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as deaf:
        deaf.bind(address)
        while tell("WATCHDOG=1", {"NOTIFY_SOCKET": address}):
            pass


def test_a_counter_whose_supervisor_is_gone_ends_too(watched: Watched) -> None:
    program = watched.begin("hangs")
    while not watched.times("begun"):
        time.sleep(0.02)
    (counter,) = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text(encoding="ascii").split()
    assert Path(f"/proc/{counter}/comm").read_text(encoding="ascii") == "kiosk-counter\n"
    assert Path(f"/proc/{program.pid}/comm").read_text(encoding="ascii") == "kiosk-supervise\n"
    program.kill()
    # Its standard error is this pipe's last holder
    assert "BrokenPipeError" in program.communicate(timeout=10)[1]


def test_without_systemd_nothing_is_said() -> None:
    assert not tell("READY=1", {})
    assert Patience.of({}) is None


def test_nobody_at_the_other_end_is_no_trouble(tmp_path: Path) -> None:
    assert not tell("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "gone")})


def test_it_acts_before_systemd_does() -> None:
    patience = Patience.of({"WATCHDOG_USEC": "12000000", "WATCHDOG_PID": "1"})
    assert patience is not None
    assert patience.silence_s == 6.0
    assert patience.start_s > WAIT_S, "it may wait for a screen"


def test_a_slow_machine_has_more_time_to_start() -> None:
    patience = Patience.of({"WATCHDOG_USEC": "80000000"})
    assert patience is not None
    assert patience.start_s > 300, "what the virtual terminal is given by systemd"


@given(st.text(max_size=20))
def test_whatever_the_environment_says_is_a_time_or_none(text: str) -> None:
    patience = Patience.of({"WATCHDOG_USEC": text})
    assert patience is None or patience.silence_s > 0

"""The splash's window, against the other end of its line: what Wayland asks of a client is asked here."""

import os
import select
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hw import splash
from kiosk.hw.splash import Compositor, frame, show
from tests.hw.compositor import Server

INK, GROUND = b"\xff\xff\xff\0", b"\0\0\0\0"
PICTURE = b"3 2\n" + GROUND + INK + GROUND + INK * 3


def test_a_picture_is_in_the_middle_and_its_ground_around() -> None:
    rows = frame(PICTURE, 5, 4)
    lines = [rows[i : i + 20] for i in range(0, len(rows), 20)]
    assert lines == [GROUND * 5, GROUND * 2 + INK + GROUND * 2, GROUND + INK * 3 + GROUND, GROUND * 5]


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(1, 9))
def test_every_frame_is_as_large_as_its_screen(across: int, down: int, width: int, height: int) -> None:
    shown = frame(b"%d %d\n" % (across, down) + INK * across * down, width, height)
    assert len(shown) == width * height * 4


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    picture = tmp_path / "splash"
    picture.write_bytes(PICTURE)
    return picture


@pytest.fixture
def shown() -> threading.Event:
    """Whether the client on the server's line says that its window is in front."""
    return threading.Event()


@pytest.fixture
def server(picture: Path, shown: threading.Event) -> Iterator[Server]:
    ours, theirs = socket.socketpair()
    server, client = Server(ours), threading.Thread(target=show, args=(Compositor(theirs), picture, shown.set))
    client.start()
    yield server
    server.close()
    client.join(10)
    theirs.close()
    assert not client.is_alive()


def test_it_stays_below_another_window_until_the_compositor_ends(server: Server, shown: threading.Event) -> None:
    server.begins()
    server.configure(8, 6)
    assert server.drawn() == frame(PICTURE, 8, 6)
    assert not shown.is_set()
    server.configure(8, 6, splash.ACTIVATED)
    server.tell(splash.SHELL, 0, struct.pack("=I", 5))
    assert server.asked(splash.SHELL, 3) == struct.pack("=I", 5)
    assert shown.is_set()
    server.configure(8, 6)  # another one is in front
    server.configure(8, 6, splash.ACTIVATED)  # and gone
    server.tell(splash.SHELL, 0, struct.pack("=I", 6))
    assert server.asked(splash.SHELL, 3) == struct.pack("=I", 6)


def test_a_compositor_that_names_no_size_gets_the_picture_s_own_and_then_all_of_the_screen(server: Server) -> None:
    server.begins()
    server.configure(0, 0)
    assert server.drawn() == PICTURE.split(b"\n", 1)[1]
    server.configure(8, 6, splash.ACTIVATED)
    assert server.drawn(1) == frame(PICTURE, 8, 6)


def test_where_there_is_no_compositor_or_no_picture_nothing_begins(tmp_path: Path, picture: Path) -> None:
    assert splash.stay({"WAYLAND_DISPLAY": "wayland-0"}, tmp_path / "none") is None
    assert splash.stay({}, picture) is None


def environ(folder: Path) -> dict[str, str]:
    """Where the compositor's socket is looked for."""
    return {**os.environ, "XDG_RUNTIME_DIR": str(folder), "WAYLAND_DISPLAY": "wayland-7"}


def test_a_compositor_that_is_not_there_is_no_reason_to_complain(
    tmp_path: Path, picture: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    process = splash.stay(environ(tmp_path), picture)
    assert process is not None
    assert process.wait(20) == 0
    splash.keep(process)
    assert capfd.readouterr().err == ""


@pytest.fixture
def line(tmp_path: Path) -> Iterator[socket.socket]:
    """Where a compositor would listen."""
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(tmp_path / "wayland-7"))
        line.listen()
        line.settimeout(20)
        yield line


def test_one_that_is_not_shown_when_the_counter_comes_is_ended(
    tmp_path: Path, picture: Path, line: socket.socket
) -> None:
    process = splash.stay(environ(tmp_path), picture)
    assert process is not None
    theirs, _address = line.accept()  # it has begun, and waits for an answer
    splash.keep(process)
    theirs.close()
    assert process.returncode is not None
    splash.keep(None)


def test_one_that_is_shown_stays(tmp_path: Path, picture: Path, line: socket.socket) -> None:
    process = splash.stay(environ(tmp_path), picture)
    assert process is not None
    assert process.stdout
    server = Server(line.accept()[0])
    server.shows(8, 6)
    select.select([process.stdout], [], [], 20)
    splash.keep(process)
    server.tell(splash.SHELL, 0, struct.pack("=I", 5))
    assert server.asked(splash.SHELL, 3) == struct.pack("=I", 5)
    assert process.poll() is None
    server.close()
    assert process.wait(20) == 0

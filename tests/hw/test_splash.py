"""The splash's window, against the other end of its line: what Wayland asks of a client is asked here."""

import mmap
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

INK, GROUND = b"\xff\xff\xff\0", b"\0\0\0\0"
PICTURE = b"3 2\n" + GROUND + INK + GROUND + INK * 3
GLOBALS = ("wl_output", "wl_shm", "xdg_wm_base", "wl_seat", "wl_compositor")


def test_a_picture_is_in_the_middle_and_its_ground_around() -> None:
    rows = frame(PICTURE, 5, 4)
    lines = [rows[i : i + 20] for i in range(0, len(rows), 20)]
    assert lines == [GROUND * 5, GROUND * 2 + INK + GROUND * 2, GROUND + INK * 3 + GROUND, GROUND * 5]


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(1, 9))
def test_every_frame_is_as_large_as_its_screen(across: int, down: int, width: int, height: int) -> None:
    shown = frame(b"%d %d\n" % (across, down) + INK * across * down, width, height)
    assert len(shown) == width * height * 4


class Server:
    """A compositor: numbers of its globals, and what it was asked."""

    def __init__(self, line: socket.socket, theirs: socket.socket | None = None) -> None:
        self.line, self.theirs = line, theirs
        self.line.settimeout(10)
        self.descriptors: list[int] = []
        self._asked = self._requests()

    def _requests(self) -> Iterator[tuple[int, int, bytes]]:
        data = b""
        while True:
            more, found, _flags, _address = socket.recv_fds(self.line, 4096, 4)
            self.descriptors += found
            data += more
            while len(data) >= 8:
                about, what = struct.unpack_from("=II", data)
                yield about, what & 0xFFFF, data[8 : what >> 16]
                data = data[what >> 16 :]

    def asked(self, about: int, request: int) -> bytes:
        """The next request is this one: what it says."""
        found = next(self._asked)
        assert found[:2] == (about, request)
        return found[2]

    def tell(self, about: int, event: int, body: bytes = b"") -> None:
        self.line.sendall(struct.pack("=II", about, (len(body) + 8) << 16 | event) + body)

    def configure(self, width: int, height: int, *states: int) -> None:
        self.tell(splash.TOPLEVEL, 0, struct.pack(f"=iiI{len(states)}I", width, height, 4 * len(states), *states))
        self.tell(splash.XDG_SURFACE, 0, struct.pack("=I", 77))
        assert self.asked(splash.XDG_SURFACE, 4) == struct.pack("=I", 77)

    def begins(self) -> None:
        self.asked(splash.DISPLAY, 1)
        self.asked(splash.DISPLAY, 0)
        for number, interface in enumerate(GLOBALS):
            name = interface.encode() + b"\0"
            padded = name + b"\0" * (-len(name) % 4)
            self.tell(splash.REGISTRY, 0, struct.pack("=II", number, len(name)) + padded + struct.pack("=I", 4))
        self.tell(splash.SYNC, 0, struct.pack("=I", 0))
        bound = [self.asked(splash.REGISTRY, 0) for _ in splash.WANTED]
        assert [struct.unpack_from("=I", b)[0] for b in bound] == [4, 1, 2]
        new = [struct.unpack_from("=I", b, len(b) - 4)[0] for b in bound]
        assert new == [splash.SYNC + 1, splash.SYNC + 2, splash.SYNC + 3], "a compositor takes the next numbers alone"
        self.asked(splash.COMPOSITOR, 0)
        self.asked(splash.SHELL, 2)
        self.asked(splash.XDG_SURFACE, 1)
        self.asked(splash.SURFACE, 6)

    def drawn(self, nth: int = 0) -> bytes:
        """What the buffer shows that was attached."""
        pool, size = struct.unpack("=II", self.asked(splash.SHM, 0))
        memory = self.descriptors[nth]
        buffer, begin, width, height, stride, form = struct.unpack("=6I", self.asked(pool, 0))
        assert (pool, buffer) == (splash.TOPLEVEL + 1 + 2 * nth, splash.TOPLEVEL + 2 + 2 * nth)
        assert (begin, stride, form, size) == (0, width * 4, splash.XRGB8888, stride * height)
        self.asked(pool, 1)
        for request in (1, 2, 6):
            self.asked(splash.SURFACE, request)
        if nth:
            self.asked(buffer - 2, 0)  # the one of before is given back
        with mmap.mmap(memory, size, prot=mmap.PROT_READ) as pixels:
            return pixels[:]

    def close(self) -> None:
        self.line.close()
        if self.theirs:
            self.theirs.close()
        for memory in self.descriptors:
            os.close(memory)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    picture = tmp_path / "splash"
    picture.write_bytes(PICTURE)
    return picture


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(*socket.socketpair())
    yield server
    server.close()


@pytest.fixture
def shown(server: Server, picture: Path) -> Iterator[threading.Event]:
    """Whether the client on its line says that its window is in front."""
    shown = threading.Event()
    assert server.theirs
    client = threading.Thread(target=show, args=(Compositor(server.theirs), picture, shown.set))
    client.start()
    yield shown
    server.line.close()
    client.join(10)
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


@pytest.mark.usefixtures("shown")
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
    splash.below(process)
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
    splash.below(process)
    theirs.close()
    assert process.returncode is not None
    splash.below(None)


def test_one_that_is_shown_stays(tmp_path: Path, picture: Path, line: socket.socket) -> None:
    process = splash.stay(environ(tmp_path), picture)
    assert process is not None
    assert process.stdout
    server = Server(line.accept()[0])
    server.begins()
    server.configure(8, 6)
    server.drawn()
    server.configure(8, 6, splash.ACTIVATED)
    select.select([process.stdout], [], [], 20)
    splash.below(process)
    server.tell(splash.SHELL, 0, struct.pack("=I", 5))
    assert server.asked(splash.SHELL, 3) == struct.pack("=I", 5)
    assert process.poll() is None
    server.close()
    assert process.wait(20) == 0

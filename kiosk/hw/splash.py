"""The picture that is on the screen since power-on stays there while the counter loads: `splash.py PICTURE`.

A program of its own, which needs nothing but a bare interpreter: the compositor's screen is black until its first
client has drawn, and Kivy takes seconds on a small machine. It stays below the counter, to be there when one ends
and another begins. A picture is a line "WIDTH HEIGHT" and pixels of four
bytes, blue first (image/parts/pictures.py).

Wayland: "The Wayland Protocol", appendix A (wl_display to wl_surface), and xdg-shell, stable, version 1.
"""

from __future__ import annotations

import os
import select
import socket
import struct
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

PICTURE = Path("/usr/share/kiosk/pictures/splash")
PATIENCE_S = 120.0
"""A compositor that says nothing for so long does not show it either."""

DISPLAY, REGISTRY, SYNC, COMPOSITOR, SHM, SHELL, SURFACE, XDG_SURFACE, TOPLEVEL = range(1, 10)
"""Numbers of the protocol's objects: a client chooses them, each the next one."""
WANTED = (("wl_compositor", COMPOSITOR, 4), ("wl_shm", SHM, 1), ("xdg_wm_base", SHELL, 1))
"""Interface, object and version."""
ACTIVATED = 4
XRGB8888 = 1


def stay(environ: Mapping[str, str] = os.environ, picture: Path = PICTURE) -> subprocess.Popen[bytes] | None:
    """Begin it, where there is a compositor and a picture."""
    if "WAYLAND_DISPLAY" not in environ or not picture.exists():
        return None
    import subprocess  # which the program itself has no use for

    words = [sys.executable, "-I", "-S", __file__, str(picture)]
    return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=environ)  # noqa: S603  (itself)


def keep(begun: subprocess.Popen[bytes] | None) -> None:
    """The counter's window comes next: this one stays below. Not shown yet, it would come in front, and is ended."""
    if begun is not None and begun.stdout:
        if not (select.select([begun.stdout], [], [], 0)[0] and os.read(begun.stdout.fileno(), 1)):
            end(begun)
        begun.stdout.close()


def end(begun: subprocess.Popen[bytes] | None) -> None:
    """At once."""
    if begun is not None:
        begun.kill()
        begun.wait()


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height."""
    across, down = picture.split(b"\n", 1)[0].split()
    return int(across), int(down)


def frame(picture: bytes, width: int, height: int) -> bytes:
    """A picture in the middle of a screen, its first pixel all around; cut off where the screen is smaller."""
    across, down = size_of(picture)
    pixels = picture.split(b"\n", 1)[1]
    ground = pixels[:4]
    shown, rows = min(across, width), min(down, height)
    before, top = (width - shown) // 2, (height - rows) // 2
    skipped = (across - shown) // 2, (down - rows) // 2
    lines = [ground * width] * height
    for y in range(rows):
        begin = ((skipped[1] + y) * across + skipped[0]) * 4
        line = pixels[begin : begin + shown * 4]
        lines[top + y] = ground * before + line + ground * (width - shown - before)
    return b"".join(lines)


class Compositor:
    """The other end: requests to it, events from it. Raises OSError when it is gone."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._next = TOPLEVEL + 1

    def new(self) -> int:
        """A number for another object."""
        self._next += 1
        return self._next - 1

    def ask(self, about: int, request: int, *words: int | str, fd: int | None = None) -> None:
        """One request. words: numbers and names as the protocol lays them out."""
        body = b"".join(struct.pack("=i", w) if isinstance(w, int) else _name(w) for w in words)
        data = struct.pack("=II", about, (len(body) + 8) << 16 | request) + body
        if fd is None:
            self._line.sendall(data)
        else:
            socket.send_fds(self._line, [data], [fd])

    def events(self) -> Iterator[tuple[int, int, bytes]]:
        """Object, number and body, until the compositor hangs up."""
        data = b""
        while more := self._line.recv(4096):
            data += more
            while len(data) >= 8:
                about, what = struct.unpack_from("=II", data)
                length = what >> 16
                if length < 8:
                    raise OSError("not Wayland")
                if len(data) < length:
                    break
                yield about, what & 0xFFFF, data[8:length]
                data = data[length:]


def show(compositor: Compositor, picture: Path, shown: Callable[[], object]) -> None:
    """Until the compositor ends. shown: called once, when it is in front."""
    compositor.ask(DISPLAY, 1, REGISTRY)
    compositor.ask(DISPLAY, 0, SYNC)
    size = wanted = (0, 0)
    told, buffer = False, 0
    offered: dict[str, int] = {}
    for about, what, body in compositor.events():
        if (about, what) == (REGISTRY, 0):
            number, length = struct.unpack_from("=II", body)
            offered[body[8 : 8 + length - 1].decode()] = number
        elif (about, what) == (SYNC, 0):
            for interface, thing, version in WANTED:
                compositor.ask(REGISTRY, 0, offered[interface], interface, version, thing)
            compositor.ask(COMPOSITOR, 0, SURFACE)
            compositor.ask(SHELL, 2, XDG_SURFACE, SURFACE)
            compositor.ask(XDG_SURFACE, 1, TOPLEVEL)
            compositor.ask(SURFACE, 6)
        elif (about, what) == (SHELL, 0):
            compositor.ask(SHELL, 3, *struct.unpack("=i", body))
        elif (about, what) == (TOPLEVEL, 0):
            width, height, length = struct.unpack_from("=iiI", body)
            states = struct.unpack_from(f"={length // 4}I", body, 12)
            if ACTIVATED in states and not told:
                told = True
                shown()
            # A compositor may leave the size to a window that shows nothing yet
            wanted = (width, height) if width and height else size_of(picture.read_bytes())
        elif (about, what) == (XDG_SURFACE, 0):
            compositor.ask(XDG_SURFACE, 4, *struct.unpack("=i", body))
            if wanted != size:
                size, before = wanted, buffer
                buffer = _draw(compositor, frame(picture.read_bytes(), *size), *size)
                if before:
                    compositor.ask(before, 0)
        elif (about, what) in ((TOPLEVEL, 1), (DISPLAY, 0)):
            return


def _draw(compositor: Compositor, pixels: bytes, width: int, height: int) -> int:
    memory = os.memfd_create("splash")
    os.write(memory, pixels)
    pool, buffer = compositor.new(), compositor.new()
    compositor.ask(SHM, 0, pool, len(pixels), fd=memory)
    os.close(memory)
    compositor.ask(pool, 0, buffer, 0, width, height, width * 4, XRGB8888)
    compositor.ask(pool, 1)
    compositor.ask(SURFACE, 1, buffer, 0, 0)
    compositor.ask(SURFACE, 2, 0, 0, width, height)
    compositor.ask(SURFACE, 6)
    return buffer


def _name(word: str) -> bytes:
    data = word.encode() + b"\0"
    return struct.pack("=I", len(data)) + data + b"\0" * (-len(data) % 4)


def main() -> None:
    """The compositor is where the environment says."""
    with suppress(OSError, ValueError, KeyError, struct.error), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE_S)
        line.connect(str(Path(os.environ["XDG_RUNTIME_DIR"], os.environ["WAYLAND_DISPLAY"])))

        def shown() -> None:
            line.settimeout(None)
            os.write(1, b".")

        show(Compositor(line), Path(sys.argv[1]), shown)


if __name__ == "__main__":
    main()

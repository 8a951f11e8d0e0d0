"""The other end of the splash's line: what Wayland asks of a client is asked here."""

from __future__ import annotations

import mmap
import os
import socket
import struct
from collections.abc import Iterator

from kiosk.hw import splash

GLOBALS = ("wl_output", "wl_shm", "xdg_wm_base", "wl_seat", "wl_compositor")


class Server:
    """A compositor: numbers of its globals, and what it was asked."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
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

    def shows(self, width: int, height: int) -> bytes:
        """What stands on a screen of that size, in front of all else."""
        self.begins()
        self.configure(width, height)
        pixels = self.drawn()
        self.configure(width, height, splash.ACTIVATED)
        return pixels

    def close(self) -> None:
        self.line.close()
        for memory in self.descriptors:
            os.close(memory)

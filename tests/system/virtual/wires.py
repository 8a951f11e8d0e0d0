"""The host's ends of a virtual terminal's wires: bytes that come out of it, and a shell in it for what isn't seen."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

SLOW = float(os.environ.get("KIOSK_SLOW", "1"))
"""How many times slower than the machine that these waits were measured on."""


class Port:
    """The host's end of a virtio port: what came out of it so far."""

    def __init__(self, path: Path) -> None:
        self.data = b""
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def wait(self, enough: Callable[[bytes], bool], seconds: float) -> bytes:
        """All that came, once it is enough."""
        with self._changed:
            if not self._changed.wait_for(lambda: enough(self.data), seconds * SLOW):
                raise TimeoutError(f"only {self.data[-400:]!r} came")
            return self.data

    def take(self) -> bytes:
        """All that came, and forget it."""
        with self._changed:
            data, self.data = self.data, b""
            return data

    def close(self) -> None:
        with suppress(OSError):  # the reading thread hears of it by this, not by the closing
            self._socket.shutdown(socket.SHUT_RDWR)
        self._reader.join(5)
        self._socket.close()

    def _read(self) -> None:
        while True:
            try:
                data = self._socket.recv(65536)
            except OSError:
                return
            if not data:
                return
            with self._changed:
                self.data += data
                self._changed.notify_all()


class Shell(Port):
    """Commands into the machine, as root, and what they answer."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._asked = 0

    def run(self, what: str, seconds: float) -> str:
        """What it wrote. Raises RuntimeError with what it wrote as errors if it failed, TimeoutError.

        Its number comes back in front: an answer that nobody waited for any more still comes, and what was asked while
        the machine went down is never answered.
        """
        self._asked += 1
        mark = f"{self._asked:06}"
        begin = f'"out": "{mark}\\n'.encode()
        self.send(json.dumps({"run": f"echo {mark}\n{what}"}).encode() + b"\n")
        answers = self.wait(lambda data: b"\n" in data.partition(begin)[2], seconds)
        answer = json.loads(next(line for line in answers.splitlines() if begin in line))
        said = str(answer["out"]).removeprefix(f"{mark}\n")
        if answer["code"]:
            raise RuntimeError(f"{what}: {answer['code']}: {answer['err']}{said}")
        return said

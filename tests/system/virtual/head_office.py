"""A head office on the host, as a terminal in the machine reaches it: `kiosk office`, with a network between."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from kiosk.chain.places import free_port, make_office
from kiosk.wire.joining import read_invitation

SHOP = "S1"
HOST = "10.0.2.2"
"""What QEMU's network calls the machine that it runs on."""


class HeadOffice:
    """data: its folder. port: the same for its whole life, since terminals remember it."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def made(cls, data: Path) -> HeadOffice:
        """With the demo shop's goods and people, and one shop."""
        shutil.rmtree(data, ignore_errors=True)
        make_office(data, [SHOP]).store.close()
        office = cls(data, free_port())
        (data / "port").write_text(str(office.port), encoding="ascii")
        return office

    @classmethod
    def kept(cls, data: Path) -> HeadOffice | None:
        """One that was made before; None where there is none."""
        port = data / "port"
        return cls(data, int(port.read_text(encoding="ascii"))) if port.exists() else None

    def copy(self, to: Path) -> HeadOffice:
        """The same office at this moment, in another folder. It must not run."""
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.data, to)
        return HeadOffice(to, self.port)

    def start(self) -> None:
        """Until it answers."""
        words = ["--host", "127.0.0.1", "--port", str(self.port)]
        with (self.data / "said.log").open("wb") as log:
            self._process = subprocess.Popen([*self._main, *words], stdout=subprocess.DEVNULL, stderr=log)
        end = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                assert time.monotonic() < end, "the office does not start"
                time.sleep(0.1)
            else:
                return

    def stop(self) -> None:
        """As its machine is switched off."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def invitation(self, terminal: str = "T1") -> str:
        """What the code on its page says."""
        address = f"https://{HOST}:{self.port}"
        said = subprocess.run(
            [*self._main, "invite", SHOP, "--terminal", terminal, "--address", address],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        text = next(line for line in said.splitlines() if line.startswith("ZG1*"))
        return read_invitation(text).text()

    def entries(self) -> dict[tuple[str, int], bytes]:
        """(origin, seq) to the digest of each entry of the shop that this office has, also while it runs."""
        with closing(sqlite3.connect(f"file:{self.data / 'office.db'}?mode=ro", uri=True)) as book:
            return {
                (str(origin), int(seq)): bytes(digest)
                for origin, seq, digest in book.execute(
                    "SELECT origin, seq, digest FROM entry WHERE store_id = ?", (SHOP,)
                )
            }

    @property
    def _main(self) -> list[str]:
        return [sys.executable, "-c", "from kiosk.cli import main; main()", "office", "--data", str(self.data)]

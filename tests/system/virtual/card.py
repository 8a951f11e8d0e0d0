"""A memory card that forgets what it was not told to keep: nbdkit's write-back cache, emptied by nothing but a flush.

With the power goes the cache, as in a real card whose own buffer is lost: what the machine wrote since its last flush
never was.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.database import now_ms
from kiosk.store.doctor import diagnose
from kiosk.store.store import Store

DATA = "data"
_ENTRIES = "SELECT origin, seq, digest, kind FROM entry"


class Card:
    """A disk file behind such a cache, while it is plugged in."""

    def __init__(self, disk: Path) -> None:
        self.disk = disk
        self._socket = disk.with_suffix(".sock")
        self._socket.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [
                "nbdkit", "--foreground", "--exit-with-parent", "--unix", self._socket, "--filter=cache", "file", disk,
                "cache=writeback", "cache-min-block-size=4096",
            ]
        )  # fmt: skip
        until = time.monotonic() + 20
        while not self._socket.exists():
            assert time.monotonic() < until, "nbdkit does not start"
            time.sleep(0.02)

    @property
    def drive(self) -> str:
        """QEMU's words for it. No cache of the host's is between them."""
        return f"if=none,id=disk,file=nbd+unix:///?socket={self._socket.absolute()},format=raw,cache=none"

    def cut(self) -> None:
        """The power is gone, and all that was not flushed."""
        self._process.kill()
        self._process.wait()
        self._socket.unlink(missing_ok=True)

    def copy_as_cut(self, to: Path) -> None:
        """What a cut would leave now; then it goes on. Its machine only finds that the card takes long."""
        os.kill(self._process.pid, signal.SIGSTOP)
        os.waitpid(self._process.pid, os.WUNTRACED)  # all its threads have stopped, in the midst of a flush as well
        try:
            subprocess.run(["cp", "--sparse=always", self.disk, to], check=True)
        finally:
            os.kill(self._process.pid, signal.SIGCONT)

    def eject(self) -> None:
        """In order: who writes has flushed before."""
        self._process.terminate()
        self._process.wait()
        self._socket.unlink(missing_ok=True)


def files_of(disk: Path, into: Path, names: tuple[str, ...]) -> None:
    """Copy files of the data partition out of a card that no machine runs on, after its journal was replayed (in a
    copy: the card stays as it is). Raises CalledProcessError where the journal does not make the file system whole.
    """
    into.mkdir(parents=True, exist_ok=True)
    start, size = where(disk, DATA)
    part = into / "data.ext4"
    part.unlink(missing_ok=True)
    cut_out = (
        "dd",
        f"if={disk}",
        f"of={part}",
        "bs=1M",
        f"skip={start}B",
        f"count={size}B",
        "conv=sparse",
        "status=none",
    )
    subprocess.run(cut_out, check=True)
    replayed = subprocess.run(["e2fsck", "-p", part], check=False, capture_output=True, text=True)
    if replayed.returncode not in (0, 1):  # 1: mended, and that by the journal alone, as the next look says
        raise subprocess.CalledProcessError(replayed.returncode, "e2fsck -p", replayed.stdout, replayed.stderr)
    subprocess.run(["e2fsck", "-fn", part], check=True, capture_output=True)
    for name in names:
        (into / name).unlink(missing_ok=True)
        subprocess.run(["debugfs", "-R", f"dump kiosk/{name} {into / name}", part], capture_output=True, check=True)
    part.unlink()


@dataclass(frozen=True)
class Found:
    """A card's journal: (origin, seq) to digest, and the numbers of its sales."""

    entries: dict[tuple[str, int], bytes]
    sales: list[str]


def look_at(disk: Path, into: Path) -> Found:
    """What the card has. Raises AssertionError where the doctor finds a fault."""
    files_of(disk, into, ("shop.db", "shop.db-wal"))
    (into / "shop.db-shm").unlink(missing_ok=True)
    findings = diagnose(into / "shop.db", clock=now_ms)
    faults = [str(f.message.in_("en")) for f in findings if f.severity == "fault"]
    assert not faults, faults
    with closing(Store.open(into / "shop.db", clock=now_ms)) as store:
        rows = store.book.sql(_ENTRIES)
    entries = {(str(origin), int(seq)): bytes(digest) for origin, seq, digest, _kind in rows}
    return Found(entries, [f"{origin}-{seq}" for origin, seq, _digest, kind in rows if kind == "sale.completed"])


def put_on(disk: Path, partition: str, name: str, content: str) -> None:
    """A file onto a partition that any computer reads, as an installer does."""
    start, _size = where(disk, partition)
    subprocess.run(["mcopy", "-o", "-i", f"{disk}@@{start}", "-", f"::{name}"], input=content.encode(), check=True)


def has(disk: Path, partition: str, name: str) -> bool:
    """Whether a file lies on such a partition."""
    start, _size = where(disk, partition)
    found = subprocess.run(["mdir", "-b", "-i", f"{disk}@@{start}", f"::{name}"], check=False, capture_output=True)
    return found.returncode == 0


def where(disk: Path, name: str) -> tuple[int, int]:
    """Where a partition begins and how long it is, in bytes."""
    return next(place for of, place in _partitions(disk) if of == name)


def table(disk: Path) -> list[tuple[int, int]]:
    """That of each partition, in their order."""
    return [place for _name, place in _partitions(disk)]


def _partitions(disk: Path) -> list[tuple[str, tuple[int, int]]]:
    said = json.loads(subprocess.run(["sfdisk", "--json", disk], capture_output=True, check=True).stdout)
    parts = said["partitiontable"]["partitions"]
    return [(p.get("name", ""), (int(p["start"]) * 512, int(p["size"]) * 512)) for p in parts]

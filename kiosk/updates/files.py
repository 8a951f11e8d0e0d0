"""Where an update and what is known of it lie: files in the data directory, each written by one program alone.

    state.json     replication: how far the update is
    wish.json      the counter: somebody wants it now
    request.json   replication: what the installer is to do
    stick.json     the reader of memory sticks: what was on one
    answers.json   the counter: what was well on this machine, under each version
    fit.json       the health check after an update

What the installer says lies in its own run-time directory, which it alone can write.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from kiosk.disk import whole_file

S = TypeVar("S", bound=msgspec.Struct)

SAID = Path("/run/kiosk-update/said.json")
"""What the installer says."""

_LARGEST = 1024 * 1024


class Files:
    """directory: of all files but the installer's."""

    def __init__(self, data: Path, said: Path = SAID) -> None:
        self.directory = data / "updates"
        self.state = self.directory / "state.json"
        self.wish = self.directory / "wish.json"
        self.request = self.directory / "request.json"
        self.bundle = self.directory / "office.raucb"
        self.stick = self.directory / "stick.json"
        self.stick_bundle = self.directory / "stick.raucb"
        self.answers = self.directory / "answers.json"
        self.fit = self.directory / "fit.json"
        self.said = said


def read_file(path: Path, kind: Callable[[], S]) -> S:
    """What a file says; what it says when new, where it is not there, too large or can't be read."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(_LARGEST), type=kind)  # type: ignore[no-any-return]
    except (OSError, ValueError, RecursionError):
        return kind()


def write_file(path: Path, content: msgspec.Struct, *, mode: int = 0o600) -> None:
    """Write a file: all of it or, after a power cut, what was there before. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if mode & 0o040 and path.parent.stat().st_uid == os.getuid():
        path.parent.chmod(0o755 if mode & 0o004 else 0o750)
    with whole_file(path, mode=mode) as file:
        file.write(msgspec.json.encode(content))

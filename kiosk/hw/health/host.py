"""Where a machine says how it is: files of its kernel. Tests make such files of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec


class Host(msgspec.Struct, frozen=True):
    """data: the directory of the database. setup: where kiosk.toml is. sys, proc, run, dev: where these are."""

    data: Path
    sys: Path = Path("/sys")
    proc: Path = Path("/proc")
    run: Path = Path("/run")
    dev: Path = Path("/dev")
    setup: Path = Path("/boot/setup")


def text(path: Path) -> str:
    """What a file says, without blanks around it; "" where it can't be read."""
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def number(path: Path, base: int = 10) -> int | None:
    """The number in a file; None where there is none."""
    try:
        return int(text(path), base)
    except ValueError:
        return None


def under(path: Path, pattern: str) -> Iterator[Path]:
    """Files that match, in order; none where there is no such directory."""
    try:
        yield from sorted(path.glob(pattern))
    except OSError:
        return

"""Databases as the programs of then made them: `v007.db.xz` by the program whose tables had version 7."""

from __future__ import annotations

import lzma
from pathlib import Path

HERE = Path(__file__).parent


def versions() -> list[int]:
    """Those that are kept."""
    return sorted(int(path.name[1:4]) for path in HERE.glob("v*.db.xz"))


def unpack(version: int, path: Path) -> Path:
    """The database of a version, as a file."""
    path.write_bytes(lzma.decompress((HERE / f"v{version:03}.db.xz").read_bytes()))
    return path

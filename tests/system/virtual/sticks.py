"""Cards and sticks as an installer prepares them, before any machine runs on them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.system.virtual.card import put_on
from tests.system.virtual.machines import card

SETUP = "setup"


def new_card(path: Path, **files: str) -> Path:
    """The image written to a card, with these files on its setup partition."""
    card(path)
    for name, text in files.items():
        put_on(path, SETUP, name, text)
    return path


def stick(path: Path, label: str, megabytes: int = 8) -> Path:
    """An empty memory stick, FAT, of that name."""
    with path.open("wb") as file:
        file.truncate(megabytes << 20)
    subprocess.run(["mkfs.vfat", "-n", label, path], check=True, capture_output=True)
    return path


def on_stick(path: Path, name: str) -> bytes:
    """A file from a stick."""
    return subprocess.run(["mcopy", "-i", path, f"::{name}", "-"], check=True, capture_output=True).stdout

"""What is on a memory stick: one update, if there is one; anything else is counted and left alone here.

The stick is mounted so that nothing on it can be run. What is taken is copied first, for
the stick may be pulled out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kiosk.disk import lacking, whole_file
from kiosk.updates.bundle import BadBundle, look_at
from kiosk.updates.facts import Found
from kiosk.updates.files import Files, write_file
from kiosk.wire.updates import MAX_BUNDLE, version_key

SUFFIX = ".raucb"
MOST_LOOKED_AT = 4
MOST_COUNTED = 1000
_STEP = 1024 * 1024


def read_stick(mount: Path, files: Files, *, keyring: Path, at: int) -> Found:
    """Copy the newest update that is ours to the terminal, and say what was found. at: UTC milliseconds."""
    files.directory.mkdir(parents=True, exist_ok=True)
    found = _read(mount, files, keyring, at)
    write_file(files.stick, found)
    return found


def _read(mount: Path, files: Files, keyring: Path, at: int) -> Found:
    candidates: list[Path] = []
    ignored = 0
    try:
        for path, plain in plain_files(mount):
            if plain and path.suffix.lower() == SUFFIX and len(candidates) < MOST_LOOKED_AT:
                candidates.append(path)
            else:
                ignored += 1
        best, why = _best(candidates, keyring)
        if best is None:
            return Found(ignored=ignored, why=why, at=at)
        size = best.stat().st_size
        if lacking(files.directory, size):
            return Found(ignored=ignored, why="space", at=at)
        copy_whole(best, files.stick_bundle, MAX_BUNDLE)
    except OSError:
        return Found(ignored=ignored, why="damaged", at=at)  # pulled out, or its file system is broken
    return Found(files.stick_bundle.name, ignored + len(candidates) - 1, "", at)


def plain_files(mount: Path) -> Iterator[tuple[Path, bool]]:
    """What lies at the top of a stick, not more than can be looked at, and whether each is a plain file."""
    with os.scandir(mount) as entries:
        for number, entry in enumerate(entries):
            if number >= MOST_COUNTED:
                return
            yield Path(entry.path), entry.is_file(follow_symlinks=False)


def _best(candidates: list[Path], keyring: Path) -> tuple[Path | None, str]:
    """The newest that is signed; else why the first one is not."""
    newest: tuple[tuple[int, ...], Path] | None = None
    why = ""
    for path in sorted(candidates):
        try:
            version = version_key(look_at(path, keyring=keyring).version)
        except BadBundle as problem:
            why = why or problem.code
        else:
            if newest is None or version > newest[0]:
                newest = version, path
    return (newest[1], "") if newest else (None, why)


def copy_whole(source: Path, target: Path, most: int) -> None:
    """A file under its name as a whole and on the disk, or not at all. Raises OSError, for one larger than that too."""
    copied = 0
    with source.open("rb") as file, whole_file(target) as copy:
        while data := file.read(_STEP):
            copied += len(data)
            if copied > most:
                raise OSError("it grows while it is read")
            copy.write(data)

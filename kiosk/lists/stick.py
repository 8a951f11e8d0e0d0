"""Lists on a memory stick are copied to the terminal, one of each kind; whoever may looks at them and imports them."""

from __future__ import annotations

from pathlib import Path

from kiosk.disk import lacking
from kiosk.lists.files import FoundList, FoundLists, ListFiles, kind_of_file
from kiosk.store.imports import ListKind
from kiosk.updates.files import write_file
from kiosk.updates.stick import copy_whole, plain_files

LARGEST = 512 * 1024 * 1024
"""What an import takes of CSV; of XLSX it refuses more than a quarter of that, with words for it."""
_LONGEST = 60
"""Characters of a file's name that are shown."""


def take_lists(mount: Path, files: ListFiles) -> FoundLists:
    """Copy the newest list of each kind. A stick without any leaves what was there."""
    try:
        newest = _newest(mount)
    except OSError:
        return _noted(files, FoundLists(why="damaged"))
    if not newest:
        return FoundLists()
    _noted(files, FoundLists())  # of nothing that is replaced now is it said that it is what was looked at
    taken, why = [], ""
    for found, path in newest.values():
        try:
            if lacking(files.directory, found.size):
                why = "space"
                continue
            copy_whole(path, files.copy(found), LARGEST)
        except OSError:
            why = "damaged"  # pulled out, or larger than any list
        else:
            taken.append(found)
    return _noted(files, FoundLists(tuple(taken), why))


def _noted(files: ListFiles, found: FoundLists) -> FoundLists:
    write_file(files.found, found)
    return found


def _newest(mount: Path) -> dict[ListKind, tuple[FoundList, Path]]:
    newest: dict[ListKind, tuple[FoundList, Path]] = {}
    for path, plain in plain_files(mount):
        kind = kind_of_file(path.name) if plain else None
        if kind is None:
            continue
        seen = path.stat()
        name = "".join(c for c in path.stem if c.isprintable())[:_LONGEST] + path.suffix
        found = FoundList(kind, name, seen.st_size, seen.st_mtime_ns // 1_000_000)
        if kind not in newest or found.at > newest[kind][0].at:
            newest[kind] = found, path
    return newest

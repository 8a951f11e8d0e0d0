"""What the database driver complains about, in words that help: which StoreError it is and what to do."""

from __future__ import annotations

from pathlib import Path

from kiosk.exc import StoreDamaged, StoreError, StoreUnwritable
from kiosk.i18n import M


def translated(problem: Exception, path: str | Path) -> StoreError:
    """The StoreError for a driver's complaint. SQLite's texts (sqlite.org/rescode.html) are all the driver hands on."""
    text = str(problem).lower()
    name = Path(str(path)).name
    if "disk is full" in text:
        return StoreUnwritable(M("The disk is full: nothing more can be saved. Free some space, then go on."))
    if "readonly" in text or "read-only" in text or "attempt to write" in text:
        return StoreUnwritable(M("{file} can only be read, not written. Check the card and its rights.", file=name))
    if "locked" in text or "busy" in text:
        return StoreUnwritable(M("Another program keeps {file} locked. Close it, then go on.", file=name))
    if "unable to open" in text:
        return StoreUnwritable(M("{file} can't be opened for writing. Check the card and its rights.", file=name))
    if "not a database" in text:
        return StoreDamaged(M("{file} is not a database of this till, or its key is another one.", file=name))
    if "malformed" in text or "corrupt" in text:
        return StoreDamaged(M("{file} is damaged. Run “kiosk doctor”, or restore the last backup.", file=name))
    if "disk i/o error" in text:
        return StoreUnwritable(M("The disk does not answer as it should. Change the card and restore the last backup."))
    return StoreDamaged(M("{file} does not hold what it should. Run “kiosk doctor”.", file=name))

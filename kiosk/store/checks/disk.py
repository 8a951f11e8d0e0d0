"""Room on the disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M
from kiosk.store.checks.finding import Finding

if TYPE_CHECKING:
    from kiosk.store.store import Store

LITTLE = 200 * 1024 * 1024
NONE = 20 * 1024 * 1024


def check(store: Store) -> Iterable[Finding]:
    """A shop writes a few megabytes a day; two hundred are weeks, twenty are too few to be sure of today."""
    if store.book.shared:
        return  # the server's disk is its administrator's
    free = shutil.disk_usage(store.path.parent).free
    text = M("{free} MB are free on the disk.", free=free // (1024 * 1024))
    advice = M("Remove old backups and files that are not the till's, or take a larger card.")
    if free < LITTLE:
        yield Finding("disk", "fault" if free < NONE else "warning", text, advice)
    else:
        yield Finding("disk", "ok", text)

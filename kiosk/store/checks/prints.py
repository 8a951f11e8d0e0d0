"""The print queue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M
from kiosk.store.checks.finding import Finding

if TYPE_CHECKING:
    from kiosk.store.store import Store


def check(store: Store) -> Iterable[Finding]:
    """Papers that are not out yet, and those that a person must decide on."""
    waiting, asking = len(store.prints.waiting()), len(store.prints.asking())
    if asking:
        text = M("{count} papers may have been printed already, or are old.", count=asking)
        yield Finding("prints", "warning", text, M("Say on the status screen whether to print them."))
    if waiting:
        text = M("{count} papers wait for the printer.", count=waiting)
        yield Finding("prints", "warning", text, M("Is the printer switched on, connected, and has it paper?"))
    if not asking and not waiting:
        yield Finding("prints", "ok", M("No paper waits to be printed."))

"""Entries that wait for another one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M
from kiosk.store.checks.finding import Finding

if TYPE_CHECKING:
    from kiosk.store.store import Store


def check(store: Store) -> Iterable[Finding]:
    """Usual for a while after a link was down; not for days."""
    rows = store.book.sql("SELECT needs, COUNT(*) FROM pending GROUP BY needs ORDER BY needs LIMIT 20")
    for needs, count in rows:
        text = M("{count} entries wait for entry {needs}, which has not come yet.", count=count, needs=needs)
        advice = M("They are posted by themselves when it comes. Is the till that wrote it switched on and connected?")
        yield Finding("pending", "warning", text, advice)
    if not rows:
        yield Finding("pending", "ok", M("No entry waits for another."))

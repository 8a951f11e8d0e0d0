"""Edits of products, customers and the like that were made without knowing of each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M
from kiosk.store.checks.finding import Finding

if TYPE_CHECKING:
    from kiosk.store.store import Store


def check(store: Store) -> Iterable[Finding]:
    """The later one stands; the other is kept."""
    rows = store.book.sql("SELECT kind, id, origin, seq FROM conflict ORDER BY kind, id, origin, seq LIMIT 20")
    for kind, id_, origin, seq in rows:
        text = M(
            "{id} ({kind}) was edited twice at the same time; edit {number} does not stand.",
            id=id_, kind=kind, number=f"{origin}-{seq}",
        )  # fmt: skip
        yield Finding("conflicts", "warning", text, M("Compare both, and save the one that is meant once more."))
    if not rows:
        yield Finding("conflicts", "ok", M("No two edits stand against each other."))

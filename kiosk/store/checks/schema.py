"""The tables: are all of them there, at this program's version?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M
from kiosk.store.checks.finding import RESTORE, Finding
from kiosk.store.schema import VERSION
from kiosk.store.tables import ALL

if TYPE_CHECKING:
    from kiosk.store.store import Store


def check(store: Store) -> Iterable[Finding]:
    """A newer file that this program can read is worth a word: it was updated and rolled back."""
    there = set(store.book.db.get_tables())
    missing = sorted(model._meta.table_name for model in ALL if model._meta.table_name not in there)
    if missing:
        text = M("Tables are missing: {names}", names=", ".join(missing))
        yield Finding("schema", "fault", text, RESTORE)
    elif store.schema_version > VERSION:
        yield Finding(
            "schema",
            "warning",
            M("The database is of version {found}, this program of {own}.", found=store.schema_version, own=VERSION),
            M("Update the program when it suits; until then everything works."),
        )
    else:
        yield Finding("schema", "ok", M("The tables are those of version {version}.", version=VERSION))

"""Making all posted tables anew from the journal, when one of them was hurt and the journal was not."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.exc import Refused
from kiosk.i18n import M
from kiosk.store import search_index
from kiosk.store.queries import Query
from kiosk.store.store import Store
from kiosk.store.tables import POSTED
from kiosk.store.tables_journal import EntryRow

_ORDER = Query(EntryRow.select(EntryRow.origin, EntryRow.seq).order_by(EntryRow.at, EntryRow.origin, EntryRow.seq))


def rebuild(store: Store, *, progress: Callable[[int], None] = lambda _count: None) -> int:
    """Empty the posted tables and post every entry again, all or nothing; how many entries there were.

    The journal, the print queue, the open basket and settings are left alone. progress: told the count now and then.
    Raises Refused for a journal that was pruned: it does not say all any more.
    """
    if any(store.journal.base(origin).seq for origin in store.journal.origins()):
        raise Refused(
            M("Old entries of this journal lie with the office alone. Take a fresh copy from it: “kiosk join --again”")
        )
    with store.book.transaction():
        for model in POSTED:
            store.book.run(Query(model.delete()))
        search_index.empty(store.book)
        count = 0
        for count, (origin, seq) in enumerate(store.book.all(_ORDER), start=1):
            store.journal.post_again(f"{origin}-{seq}")
            if count % 1000 == 0:
                progress(count)
    return count

"""A terminal whose card was copied begins anew, and loses nothing: the shop's fresh copy, a new origin, and under that
one everything that this database alone holds.

Done while the counter is closed. It may be cut off anywhere and be begun again: the same entries are rewritten to the
same bytes, and the old database is only put aside, never deleted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from kiosk.disk import put_in_place
from kiosk.exc import OfficeError
from kiosk.replicate.joining import Connect, ask_in, fetch, under_way
from kiosk.replicate.link import HttpOffice
from kiosk.replicate.office import Progress
from kiosk.replicate.place import Place
from kiosk.store import tables_local
from kiosk.store.database import move_database
from kiosk.store.entry import NO_DIGEST, Entry, chain
from kiosk.store.queries import Query, put
from kiosk.store.store import Store
from kiosk.wire.joining import Invitation
from kiosk.wire.troubles import trouble

FRESH = "rehomed.db"

_SORTED = msgspec.json.Encoder(order="sorted")


def join_again(
    place: Place, invitation: Invitation, terminal: str, connect: Connect = HttpOffice, progress: Progress | None = None
) -> int:
    """Give this terminal a new origin and the shop's fresh copy; how many entries only it had, now to be sent.

    Raises OfficeError, StoreError; the old database is as it was then.
    """
    fresh = replace(place, database=place.database.with_name(FRESH))
    if not fresh.database.exists():
        fetch(fresh, under_way(fresh) or ask_in(fresh, invitation, terminal, connect), connect, progress)
    return take_copy(place, fresh)


def take_copy(place: Place, fresh: Place) -> int:
    """Put the copy in the database's place, with all that only the database had; how many entries these are.

    Raises StoreError, OfficeError `fork`; the old database is as it was then. May be called again.
    """
    count = 0
    if place.database.exists():
        count = _carry_over(place, fresh)
    put_in_place(fresh.database, place.database)
    return count


def _carry_over(place: Place, fresh: Place) -> int:
    old = Store.open(place.database, place.key, clock=place.clock)
    new = Store.open(fresh.database, fresh.key, clock=fresh.clock)
    try:
        same = old.origin == new.origin
        entries = _not_in_copy(old, new) if same else only_here(old, new)
        names = {e.id: f"{new.origin}-{n}" for n, e in enumerate(entries, start=1)}
        with new.book.transaction():
            if same:
                tip = new.journal.tip(new.origin)
                new.journal.acknowledge(tip.seq if tip else 0)
            outcomes = [new.journal.receive(e) for e in (entries if same else rewritten(entries, new.origin))]
            if "gap" in outcomes or "fork" in outcomes:
                raise OfficeError(trouble("fork"), "fork")
            _copy_local(old, new, {} if same else names)
        origin = old.origin
    finally:
        old.close()
        new.close()
    aside = place.database.with_name(f"{place.database.name}.{'replaced' if same else 'copied'}-{origin}")
    move_database(place.database, aside)
    return len(entries)


def _not_in_copy(old: Store, new: Store) -> list[Entry]:
    """Own entries after the last that the copy has, where that is the same one. Raises OfficeError `fork` if not."""
    tip = new.journal.tip(old.origin)
    after = tip.seq if tip else 0
    ours = old.journal.digest_at(old.origin, after)
    if after > old.journal.base(old.origin).seq and ours != (tip.digest if tip else None):
        raise OfficeError(trouble("fork"), "fork")
    found: list[Entry] = []
    while page := old.journal.entries(old.origin, after, 1000):
        found += page
        after = page[-1].seq
    return found


def _copy_local(old: Store, new: Store, names: dict[str, str]) -> None:
    """The print queue, settings, the open basket: what no journal knows."""
    for model in tables_local.TABLES:
        fields = model._meta.sorted_fields
        rows = old.book.all(Query(model.select(*fields)))
        at = [f.name for f in fields].index("entry_id") if model is tables_local.PrintJobRow else None
        if at is not None:
            rows = [(*row[:at], names.get(row[at], row[at]), *row[at + 1 :]) for row in rows]
        if rows:
            new.book.many(put(model), rows)


def only_here(old: Store, new: Store) -> list[Entry]:
    """Own entries that the office has not: never acknowledged, and not in its copy."""
    found: list[Entry] = []
    after = old.journal.acknowledged()
    while page := old.journal.entries(old.origin, after, 1000):
        found += [e for e in page if new.journal.digest_at(e.origin, e.seq) != e.digest]
        after = page[-1].seq
    return found


def rewritten(entries: list[Entry], origin: str) -> list[Entry]:
    """The same documents as the first entries of another origin; what they say of each other goes along."""
    names = {entry.id: f"{origin}-{seq}" for seq, entry in enumerate(entries, start=1)}
    before, result = NO_DIGEST, []
    for seq, e in enumerate(entries, start=1):
        body = _SORTED.encode(_renamed(msgspec.json.decode(e.body), names))
        digest = chain(before, e.store_id, origin, seq, e.at, e.actor, e.kind, e.version, body)
        result.append(Entry(e.store_id, origin, seq, e.at, e.actor, e.kind, e.version, body, digest))
        before = digest
    return result


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    return value

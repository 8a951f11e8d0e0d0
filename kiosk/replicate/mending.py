"""A terminal that can't go on from what it has fetches the shop's fresh copy by itself, and takes it between two sales.

The replicating process fetches; the counter's program, which alone writes own entries, puts the copy in the database's
place while nothing is half done. What only this terminal has goes along. The old file is put aside, not deleted.
"""

from __future__ import annotations

import logging
from dataclasses import replace

import msgspec

from kiosk import __version__
from kiosk.exc import KioskError
from kiosk.replicate.joining import Agreed, Connect, fetch, keep_agreed, under_way
from kiosk.replicate.membership import membership_of
from kiosk.replicate.office import Membership, Office
from kiosk.replicate.place import MENDED, Place
from kiosk.replicate.rehoming import take_copy
from kiosk.store.database import remove_database
from kiosk.store.entry import new_origin
from kiosk.store.store import Store
from kiosk.wire.http import AGAIN
from kiosk.wire.messages import Enrol
from kiosk.wire.state import read_state, write_state

log = logging.getLogger(__name__)


def fresh_place(place: Place) -> Place:
    """Where the copy lies until the counter takes it."""
    return replace(place, database=place.database.with_name(MENDED))


def fetch_copy(store: Store, place: Place, office: Office, connect: Connect) -> bool:
    """Fetch a copy where one is wanted; whether one is ready now. May be called again after any failure.

    For a forked journal under a new origin, to which the office agrees by this terminal's token. Raises OfficeError.
    """
    state, membership = read_state(store), membership_of(store)
    if not state.mend or (state.forked and state.mend != "fork") or membership is None:
        return False
    fresh = fresh_place(place)
    if not fresh.database.exists():
        agreed = under_way(fresh)
        if agreed is None or (agreed.origin == store.origin) != (state.mend != "fork"):
            agreed = _agree(store, membership, office, anew=state.mend == "fork")
            keep_agreed(fresh, agreed)
        fetch(fresh, agreed, connect)
    if not state.copy_ready:
        with store.book.transaction():
            write_state(store, msgspec.structs.replace(read_state(store), copy_ready=True))
    return True


def take_fetched(place: Place) -> bool:
    """Put a copy that is ready in the database's place; whether there was one. Nobody may have the database open.

    A copy that can't be taken is thrown away: the database stays as it is, and another one is fetched.
    """
    fresh = fresh_place(place)
    if not fresh.database.exists() or not place.database.exists():
        return False
    old = Store.open(place.database, place.key, clock=place.clock)
    try:
        basket = old.baskets.load()
    finally:
        old.close()
    if basket is not None and basket.lines:
        return False
    try:
        count = take_copy(place, fresh)
    except KioskError:
        log.exception("the fresh copy could not be taken")
        remove_database(fresh.database)
        return False
    log.warning("the office's fresh copy was taken; %d entries that only this terminal had go along", count)
    return True


def _agree(store: Store, membership: Membership, office: Office, *, anew: bool) -> Agreed:
    m = membership
    if not anew:
        return Agreed(
            m.address, m.certificate, m.token, store.origin, store.store_id, store.terminal, m.name,
            read_state(store).lineage,
        )  # fmt: skip
    origin = new_origin()
    let_in = office.enrol(Enrol(AGAIN, origin, store.terminal, __version__))
    return Agreed(
        m.address, m.certificate, let_in.token, origin, let_in.store_id, store.terminal, let_in.office, let_in.lineage
    )

"""How a terminal gets into a chain: let in by a code, given its shop's copy, and then a till like any other.

It can be cut off anywhere. What was agreed is put down in `joining.json` beside the database that is to be, before
the copy is fetched; the copy goes on where it stopped; and the database gets its name when it is whole. A database
that is there already is never replaced: it joins with the origin and the entries it has.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from kiosk import __version__
from kiosk.disk import put_in_place, whole_file
from kiosk.exc import OfficeError, Refused, StoreDamaged, StoreUnwritable
from kiosk.i18n import M
from kiosk.replicate.certificate import look_at_certificate
from kiosk.replicate.link import HttpOffice
from kiosk.replicate.membership import keep_membership
from kiosk.replicate.office import Membership, Office, Progress
from kiosk.replicate.place import Place
from kiosk.store.database import remove_database
from kiosk.store.entry import new_origin
from kiosk.store.snapshots import adopt_snapshot
from kiosk.store.store import Store
from kiosk.wire.joining import Invitation
from kiosk.wire.messages import Enrol, Enrolled
from kiosk.wire.troubles import trouble

Connect = Callable[[Membership], Office]


class Agreed(msgspec.Struct, frozen=True):
    """What office and terminal agreed on, kept until the database is made."""

    address: str
    certificate: str
    token: str
    origin: str
    store_id: str
    terminal: str
    office: str
    lineage: str

    @property
    def membership(self) -> Membership:
        """How the office is reached from now on."""
        return Membership(self.address, self.token, self.certificate, self.office)


def under_way(place: Place) -> Agreed | None:
    """What an earlier attempt agreed on, if its database is still to be made."""
    if place.database.exists():
        return None
    try:
        return msgspec.json.decode(place.agreed_file.read_bytes(), type=Agreed)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        # Cut off by a power cut before it was whole: the code was for nothing, another one is asked for
        return None


def ask_in(place: Place, invitation: Invitation, terminal: str, connect: Connect = HttpOffice) -> Agreed:
    """Be let in by a one-time code. Raises OfficeError; Refused where a database is here already."""
    if place.database.exists():
        raise Refused(M("This terminal has a database already; it joins with that one."))
    agreed = _enrol(invitation, new_origin(), terminal, connect)
    keep_agreed(place, agreed)
    return agreed


def keep_agreed(place: Place, agreed: Agreed) -> None:
    """Put down what was agreed on, so that a power cut does not cost the code."""
    _keep(place.agreed_file, msgspec.json.encode(agreed))


def fetch(place: Place, agreed: Agreed, connect: Connect = HttpOffice, progress: Progress | None = None) -> None:
    """Fetch the shop's copy and make it this terminal's database. May be called again after any failure.

    Raises OfficeError; StoreUnwritable where the disk is full, or a database came here meanwhile.
    """
    if place.database.exists():
        raise StoreUnwritable(M("{file} is there already; it is not overwritten.", file=place.database.name))
    if not place.copy.exists():
        with contextlib.closing(connect(agreed.membership)) as office:
            office.snapshot(agreed.store_id, place.copy, progress=progress)
    try:
        adopt_snapshot(
            place.copy, origin=agreed.origin, terminal=agreed.terminal, store_id=agreed.store_id, key=place.key
        )
        store = Store.open(place.copy, place.key, clock=place.clock)
        try:
            keep_membership(store, agreed.membership)
        finally:
            store.close()
    except StoreDamaged as problem:
        remove_database(place.copy)
        raise OfficeError(trouble("snapshot"), "snapshot") from problem
    put_in_place(place.copy, place.database)
    place.agreed_file.unlink(missing_ok=True)


def join_with(store: Store, invitation: Invitation, connect: Connect = HttpOffice) -> Agreed:
    """Have a terminal that sells already join, with its origin and all its entries.

    Raises Refused where the code is for another shop: its entries would be in the wrong one.
    """
    agreed = _enrol(invitation, store.origin, store.terminal, connect)
    if agreed.store_id != store.store_id:
        raise Refused(
            M("This code is for shop {theirs}; this terminal's database is of shop {ours}. Ask for a code for {ours}.",
              theirs=agreed.store_id, ours=store.store_id)
        )  # fmt: skip
    keep_membership(store, agreed.membership)
    return agreed


def _enrol(invitation: Invitation, origin: str, terminal: str, connect: Connect) -> Agreed:
    certificate = look_at_certificate(invitation.address, invitation.fingerprint)
    with contextlib.closing(connect(Membership(invitation.address, "", certificate))) as office:
        let_in: Enrolled = office.enrol(Enrol(invitation.code, origin, terminal, __version__))
    return Agreed(
        invitation.address, certificate, let_in.token, origin, let_in.store_id, let_in.terminal or terminal,
        let_in.office, let_in.lineage,
    )  # fmt: skip


def _keep(path: Path, content: bytes) -> None:
    """Whole or not at all, and for nobody else's eyes: there is a token in it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path, mode=0o600) as file:
            file.write(content)
    except OSError as problem:
        raise StoreUnwritable(trouble("store_full")) from problem

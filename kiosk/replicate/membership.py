"""Where a terminal's office is and how it is let in: kept in its own database, and so encrypted with it."""

from __future__ import annotations

from kiosk.replicate.office import Membership
from kiosk.store import schema
from kiosk.store.store import Store

_NAMES = ("address", "token", "certificate", "name")


def membership_of(store: Store) -> Membership | None:
    """The office that this database belongs to, None before it has joined one."""
    address, token, certificate, name = (schema.meta(store.book, f"office_{n}") or "" for n in _NAMES)
    return Membership(address, token, certificate, name) if address and token else None


def keep_membership(store: Store, membership: Membership) -> None:
    """Put it down, all or nothing."""
    m = membership
    with store.book.transaction():
        for name, value in zip(_NAMES, (m.address, m.token, m.certificate, m.name), strict=True):
            schema.set_meta(store.book, f"office_{name}", value)

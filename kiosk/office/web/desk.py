"""What somebody may do at the office's page, apart from how the page looks: each act with the name it is done under."""

from __future__ import annotations

import re
import secrets
from typing import NamedTuple

from kiosk.exc import BadInput, Refused
from kiosk.i18n import M
from kiosk.office.members import Terminal
from kiosk.office.office import Office
from kiosk.store.documents import ActAudited
from kiosk.store.feeds import store_feed
from kiosk.store.posting_masters import OFFICE
from kiosk.wire.joining import CODE_MINUTES, Invitation, read_invitation

_SHOP = re.compile(r"[A-Za-z0-9_-]{1,16}")


class Shown(NamedTuple):
    """An invitation that a page shows. until: UTC milliseconds."""

    invitation: Invitation
    store_id: str
    terminal: str
    until: int


def note(office: Office, act: str, name: str, **detail: str) -> None:
    """Write down who did what; in the office's own journal, which no terminal reads."""
    office.store.journal.append(ActAudited(act=f"office.{act}", detail=detail), actor=name, feed=store_feed(OFFICE))


def invite(office: Office, name: str, store_id: str, terminal: str, address: str, fingerprint: str) -> Shown:
    """A code for a new terminal. Raises BadInput for an address that terminals can't use."""
    _known_shop(office, store_id)
    url = address.strip().rstrip("/")
    if "://" not in url:
        url = f"https://{url}"
    mark = fingerprint if url.lower().startswith("https") else ""
    try:
        read_invitation(Invitation(url, "0" * 8, mark).text())
    except BadInput as problem:
        raise BadInput(M("“{address}” is no address that a terminal can use.", address=address)) from problem
    code = office.invite(store_id, terminal[:16])
    note(office, "terminal.invited", name, store=store_id, terminal=terminal[:16])
    return Shown(Invitation(url, code, mark), store_id, terminal[:16], office.clock() + CODE_MINUTES * 60_000)


def terminal_of(office: Office, origin: str) -> Terminal:
    """A terminal that is let in. Raises Refused where there is none."""
    found = office.members.owner_of(origin)
    if found is None:
        raise Refused(M("There is no terminal {origin}.", origin=origin))
    return found


def revoke(office: Office, name: str, origin: str) -> None:
    """Shut a terminal out."""
    terminal = terminal_of(office, origin)
    office.members.revoke(origin)
    note(office, "terminal.revoked", name, store=terminal.store_id, terminal=terminal.name, origin=origin)


def settle(office: Office, name: str, number: int) -> None:
    """An alarm is seen to. One that is not there, or was seen to before, changes nothing."""
    if all(alarm.id != number for alarm in office.alarms.open()):
        return
    office.alarms.settle(number)
    note(office, "alarm.settled", name, number=str(number))


def retry(office: Office, name: str) -> None:
    """Post what was kept aside, now that it may be possible."""
    count = office.store.journal.retry_quarantine()
    note(office, "quarantine.retried", name, posted=str(count))


def save_shop(office: Office, name: str, store_id: str, zh: str, en: str) -> None:
    """Add a shop or give it another name. Raises BadInput for a number that can't be one."""
    if not _SHOP.fullmatch(store_id) or store_id == OFFICE:
        raise BadInput(M("A shop's number has up to 16 letters and digits, such as S01."))
    office.name_shop(store_id, zh.strip()[:40], en.strip()[:40], actor=name)


def answer(office: Office, name: str, entry_id: str, *, accepted: bool) -> None:
    """Answer a proposal. Raises Refused where it is not open."""
    (office.store.proposals.accept if accepted else office.store.proposals.reject)(entry_id, actor=name)


def new_number() -> str:
    """A name for something that one session works on."""
    return secrets.token_urlsafe(12)


def _known_shop(office: Office, store_id: str) -> None:
    if office.store.feeds.get(store_feed(store_id)) is None or store_id == OFFICE:
        raise Refused(M("There is no shop {store}.", store=store_id))

"""Terminals, their tokens and the codes they join by. Tokens and codes are kept as digests: who reads the database
can't speak for a terminal.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import NamedTuple

from kiosk.exc import BadInput
from kiosk.office.refusal import OfficeRefusal
from kiosk.office.tables import InvitationRow, TerminalRow
from kiosk.store.queries import Book, Query, arg, insert
from kiosk.wire.joining import CODE_MINUTES, new_code, tidy_code

TRIES_A_MINUTE = 10
"""Wrong joining codes from one address; forty bits last longer than that takes to guess."""

_FIELDS = (
    TerminalRow.token, TerminalRow.store_id, TerminalRow.origin, TerminalRow.name, TerminalRow.enrolled_at,
    TerminalRow.revoked, TerminalRow.contact_at, TerminalRow.oldest_at, TerminalRow.version,
)  # fmt: skip
_BY_TOKEN = Query(TerminalRow.select(*_FIELDS).where(TerminalRow.token == arg(0)))
_ALL = Query(TerminalRow.select(*_FIELDS).order_by(TerminalRow.store_id, TerminalRow.name, TerminalRow.enrolled_at))
_ENROL = insert(TerminalRow)
_REVOKE = Query(TerminalRow.update({TerminalRow.revoked: True}).where(TerminalRow.origin == arg(0)))
_TOUCH = Query(
    TerminalRow.update(
        {TerminalRow.contact_at: arg(1), TerminalRow.oldest_at: arg(2), TerminalRow.version: arg(3)}
    ).where(TerminalRow.token == arg(0))
)
_INVITE = insert(InvitationRow)
_INVITED = Query(
    InvitationRow.select(InvitationRow.store_id, InvitationRow.terminal).where(
        InvitationRow.code == arg(0), InvitationRow.used_at == 0, InvitationRow.expires_at > arg(1)
    )
)
_USED_AT = Query(InvitationRow.select(InvitationRow.used_at).where(InvitationRow.code == arg(0)))
_USED = Query(
    InvitationRow.update({InvitationRow.used_at: arg(1)}).where(
        InvitationRow.code == arg(0), InvitationRow.used_at == 0
    )
)


class Terminal(NamedTuple):
    """A terminal that was let in; times UTC milliseconds."""

    token: str
    store_id: str
    origin: str
    name: str
    enrolled_at: int
    revoked: bool
    contact_at: int
    oldest_at: int
    version: str


class Members:
    """Who may speak to the office."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._wrong: dict[str, list[int]] = {}

    def invite(self, store_id: str, terminal: str, now: int) -> str:
        """A code by which one terminal can join within a quarter of an hour."""
        code = new_code()
        self._book.run(_INVITE, _digest(code), store_id, terminal, now + CODE_MINUTES * 60_000, 0)
        return code

    def accept(self, code: str, address: str, now: int) -> tuple[str, str]:
        """Use a code up; the shop and the name it was made for. Raises OfficeRefusal for one that is not valid."""
        tries = [t for t in self._wrong.get(address, []) if t > now - 60_000]
        if len(tries) >= TRIES_A_MINUTE:
            raise OfficeRefusal(429, "rate", "too many wrong codes", 60)
        try:
            digest = _digest(tidy_code(code))
        except BadInput:
            digest = ""
        row = self._book.one(_INVITED, digest, now)
        if row is None:
            if len(self._wrong) > 10_000:
                self._wrong.clear()
            self._wrong[address] = [*tries, now]
            raise OfficeRefusal(403, "code", "the code is wrong, used, or too old")
        self._book.run(_USED, digest, now)
        return row[0], row[1]

    def is_used(self, code: str) -> bool:
        """Whether a terminal has joined by this code."""
        return bool(self._book.value(_USED_AT, _digest(code)))

    def enrol(self, store_id: str, origin: str, name: str, version: str, now: int) -> str:
        """Let a terminal in; its token of 256 bits."""
        token = secrets.token_urlsafe(32)
        self._book.run(_ENROL, _digest(token), store_id, origin, name, now, False, now, 0, version)
        return token

    def known(self, token: str) -> Terminal:
        """Whose token this is. Raises OfficeRefusal for one that is unknown or revoked."""
        row = self._book.one(_BY_TOKEN, _digest(token)) if token else None
        terminal = None if row is None else _terminal(row)
        if terminal is None or terminal.revoked or not hmac.compare_digest(terminal.token, _digest(token)):
            raise OfficeRefusal(401, "token", "no token, or one that is not valid any more")
        return terminal

    def all(self) -> list[Terminal]:
        """All that were ever let in."""
        return [_terminal(row) for row in self._book.all(_ALL)]

    def owner_of(self, origin: str) -> Terminal | None:
        """The terminal that writes under an origin."""
        return next((t for t in self.all() if t.origin == origin), None)

    def revoke(self, origin: str) -> None:
        """Its token is worth nothing from now on."""
        self._book.run(_REVOKE, origin)

    def touch(self, terminal: Terminal, now: int, oldest_at: int, version: str) -> None:
        """Note that it spoke, and since when something waits there."""
        self._book.run(_TOUCH, terminal.token, now, oldest_at, version or terminal.version)


def _terminal(row: tuple[object, ...]) -> Terminal:
    terminal = Terminal(*row)  # type: ignore[arg-type]
    return terminal._replace(revoked=bool(terminal.revoked))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

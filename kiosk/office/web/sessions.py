"""Who is signed in at the office's page. Links and tokens are 256 bits by chance, kept as digests."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import NamedTuple

from kiosk.office.tables import SessionRow, SignInRow
from kiosk.store.queries import Book, Query, arg, insert

LINK_MS = 15 * 60_000
"""How long a sign-in link can be used, once."""

IDLE_MS = 12 * 3_600_000
"""After so long without a page a session is over."""

TOUCH_MS = 60_000

_LINK = insert(SignInRow)
_OPEN = Query(
    SignInRow.select(SignInRow.code).where(
        SignInRow.code == arg(0), SignInRow.used_at == 0, SignInRow.expires_at > arg(1)
    )
)
_USED = Query(SignInRow.update({SignInRow.used_at: arg(1)}).where(SignInRow.code == arg(0)))
_BEGIN = insert(SessionRow)
_KNOWN = Query(
    SessionRow.select(SessionRow.token, SessionRow.name, SessionRow.form, SessionRow.seen_at).where(
        SessionRow.token == arg(0), SessionRow.seen_at > arg(1)
    )
)
_SEEN = Query(SessionRow.update({SessionRow.seen_at: arg(1)}).where(SessionRow.token == arg(0)))
_END = Query(SessionRow.delete().where(SessionRow.token == arg(0)))
_OLD = Query(SessionRow.delete().where(SessionRow.seen_at < arg(0)))


class Session(NamedTuple):
    """token: as it is kept. name: who signed in. form: what every form of this session must bring along."""

    token: str
    name: str
    form: str


class Sessions:
    """All sessions of an office."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def link(self, now: int) -> str:
        """A code for one sign-in."""
        code = secrets.token_urlsafe(32)
        self._book.run(_LINK, _digest(code), now + LINK_MS, 0)
        return code

    def is_open(self, code: str, now: int) -> bool:
        """Whether a code can still be used. Asking uses nothing up: programs that preview links ask as well."""
        return self._book.one(_OPEN, _digest(code), now) is not None

    def begin(self, code: str, name: str, now: int) -> str | None:
        """Use a code up; the token for the browser. None for a code that is wrong, used or too old."""
        with self._book.transaction():
            if not self.is_open(code, now):
                return None
            self._book.run(_USED, _digest(code), now)
            self._book.run(_OLD, now - IDLE_MS)
            token = secrets.token_urlsafe(32)
            self._book.run(_BEGIN, _digest(token), name, secrets.token_urlsafe(24), now)
        return token

    def known(self, token: str, now: int) -> Session | None:
        """Whose token this is; None for one that is unknown or was not used for too long."""
        row = self._book.one(_KNOWN, _digest(token), now - IDLE_MS) if token else None
        if row is None:
            return None
        if row[3] < now - TOUCH_MS:
            self._book.run(_SEEN, row[0], now)
        return Session(row[0], row[1], row[2])

    def end(self, session: Session) -> None:
        """Signed out."""
        self._book.run(_END, session.token)


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

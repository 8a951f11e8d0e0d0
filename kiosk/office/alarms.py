"""What a person at the office should look at: a forked journal, a clock in the wrong year, an entry kept aside."""

from __future__ import annotations

from typing import NamedTuple

from kiosk.i18n import M, Message
from kiosk.office.tables import AlarmRow
from kiosk.store.queries import Book, Query, arg

DAY_MS = 86_400_000

KINDS: dict[str, Message] = {
    "fork": M("Two terminals write the same journal: a card was copied. Join one of them again."),
    "clock": M("This terminal's clock is in the future. Set it right."),
    "quarantine": M("An entry can't be posted and is kept aside. The others go on."),
    "update": M("An update did not come up on this terminal. It runs what it ran before."),
    "restored": M(
        "Terminals know more than this office: it was restored from a backup. They send again what it lacks."
    ),
}

_FIELDS = (AlarmRow.id, AlarmRow.at, AlarmRow.kind, AlarmRow.store_id, AlarmRow.origin, AlarmRow.detail)
_OPEN = Query(AlarmRow.select(*_FIELDS).where(AlarmRow.settled == arg(0)).order_by(AlarmRow.at.desc()).limit(500))
_SAID = Query(
    AlarmRow.select(AlarmRow.id).where(
        AlarmRow.kind == arg(0), AlarmRow.origin == arg(1), AlarmRow.settled == arg(2), AlarmRow.at > arg(3)
    )
)
_RAISE = Query(
    AlarmRow.insert(
        {
            AlarmRow.at: arg(0),
            AlarmRow.kind: arg(1),
            AlarmRow.store_id: arg(2),
            AlarmRow.origin: arg(3),
            AlarmRow.detail: arg(4),
            AlarmRow.settled: arg(5),
        }
    )
)
_SETTLE = Query(AlarmRow.update({AlarmRow.settled: True}).where(AlarmRow.id == arg(0)))


class Alarm(NamedTuple):
    """kind: one of KINDS. origin: whose journal it is about."""

    id: int
    at: int
    kind: str
    store_id: str
    origin: str
    detail: str


class Alarms:
    """All alarms of an office."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def say(self, kind: str, now: int, *, store_id: str = "", origin: str = "", detail: str = "") -> None:
        """Raise one, unless it was raised today and nobody settled it yet."""
        assert kind in KINDS, kind
        if self._book.one(_SAID, kind, origin, False, now - DAY_MS) is None:
            self._book.run(_RAISE, now, kind, store_id, origin, detail[:500], False)

    def open(self) -> list[Alarm]:
        """Those that nobody settled, the newest first."""
        return [Alarm(*row) for row in self._book.all(_OPEN, False)]

    def settle(self, number: int) -> None:
        """Somebody has seen to it."""
        self._book.run(_SETTLE, number)

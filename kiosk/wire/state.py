"""What a terminal's replicating process put down for the counter's status screen: one row of its database's facts."""

from __future__ import annotations

import msgspec

from kiosk.store import schema
from kiosk.store.store import Store

_KEY = "replication"
CLOCK_WARN_MS = 120_000
"""Beyond two minutes a wrong clock is worth a word."""


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """Times are UTC milliseconds.

    lineage: the office's. last_contact_at: of its last answer. troubles: code of kiosk.wire.troubles by what failed
    (`push`, or a feed's name). failing_since: of the oldest of these, 0 for none. clock_offset_ms: the office's clock
    less this machine's. boot, office_less_boot_ms: the office's clock less the time since this start of the machine.
    forked: the origin that another terminal continues; nothing more is pushed under it. fork_seq, fork_since: how far
    that other one was when last asked, and since when. again: feeds that are read again from their beginning. mend:
    why a fresh copy is wanted, `diverged` or `fork`. copy_ready: it lies beside the database.
    """

    lineage: str = ""
    last_contact_at: int = 0
    troubles: dict[str, str] = {}
    failing_since: int = 0
    clock_offset_ms: int = 0
    boot: str = ""
    office_less_boot_ms: int = 0
    forked: str = ""
    fork_seq: int = -1
    fork_since: int = 0
    again: tuple[str, ...] = ()
    mend: str = ""
    copy_ready: bool = False

    @property
    def trouble(self) -> str:
        """The code worth showing: a copy, a fork, then sending, then receiving; "" where all works."""
        if self.copy_ready:
            return "copy_ready"
        if self.forked:
            return "rehoming" if self.mend else "fork"
        if self.mend:
            return self.mend
        return self.troubles.get("push") or next(iter(self.troubles.values()), "")

    @property
    def clock_wrong(self) -> bool:
        """Whether this machine's clock is so far off that it should be set."""
        return abs(self.clock_offset_ms) > CLOCK_WARN_MS


def read_state(store: Store) -> State:
    """What was put down last; nothing where there is none, or a newer program wrote what can't be read."""
    text = schema.meta(store.book, _KEY)
    try:
        return msgspec.json.decode(text, type=State) if text else State()
    except msgspec.DecodeError:
        return State()


def write_state(store: Store, state: State) -> None:
    """Put it down."""
    schema.set_meta(store.book, _KEY, msgspec.json.encode(state).decode())


def has_office(store: Store) -> bool:
    """Whether this terminal has joined one."""
    return bool(schema.meta(store.book, "office_address") and schema.meta(store.book, "office_token"))

"""One terminal's replication, step by step, without threads, clock or network of its own: the caller brings these.

Push before pull. What fails raises OfficeError and is put down for the status screen; the step is simply done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from kiosk import __version__
from kiosk.exc import OfficeError
from kiosk.replicate.office import Office
from kiosk.replicate.pulling import PAUSE_S, pull
from kiosk.replicate.pushing import JournalForked, push
from kiosk.store import schema
from kiosk.store.feeds import CATALOGUE, store_feed
from kiosk.store.pace import Pace
from kiosk.store.store import Store
from kiosk.wire.clock import boot_id, since_boot_ms
from kiosk.wire.messages import Push
from kiosk.wire.state import State, read_state, write_state

CONTACT_MS = 30_000
"""How old the noted time of contact may get: noting it is a write, and a card does not like too many."""

OFFSET_MS = 2_000
"""Changes of the clock's difference below this are the line's, not the clock's."""

SILENCE_MS = 24 * 3_600_000
"""Nobody wrote under a forked origin for so long: no shop's till is silent for a day and a night while ours sells."""


class Replicator:
    """store: used by this thread alone. clock: the machine's UTC milliseconds, not corrected."""

    def __init__(
        self, store: Store, *, clock: Callable[[], int], since_boot: Callable[[], int] = since_boot_ms
    ) -> None:
        self._store = store
        self._clock = clock
        self._since_boot = since_boot
        self.pace = Pace(pause_s=PAUSE_S)

    @property
    def feeds(self) -> tuple[str, ...]:
        """What this terminal reads."""
        return (CATALOGUE, store_feed(self._store.store_id))

    @property
    def isolated(self) -> bool:
        """Whether another terminal continues this journal: nothing is pushed, sales go on."""
        return read_state(self._store).forked == self._store.origin

    def push_once(self, office: Office, **limits: int) -> int:
        """Send one batch; own entries that still wait. With none to send it asks where the office stands."""
        if self.isolated:
            self._watch_other(office)
            raise JournalForked
        with self._noting("push"):
            before = self._clock()
            _moved, answer = push(self._store, office, read_state(self._store).lineage, __version__, **limits)
            self._heard("push", answer.lineage, answer.now, before)
        return self._store.journal.waiting()

    def push_all(self, office: Office, **limits: int) -> None:
        """Send until nothing waits."""
        while self.push_once(office, **limits):
            pass

    def handshake(self, office: Office) -> int:
        """Where does the office stand? After its restore from a backup: further back. Own entries that wait."""
        return self.push_once(office, entries=0)

    def pull_once(self, office: Office, feed: str, wait_s: float = 0) -> bool:
        """Take one page of a feed in; whether there was anything."""
        with self._noting(feed), self._reading_again(feed):
            before = self._clock()
            count, page = pull(self._store, office, feed, wait_s, pace=self.pace)
            # An answer that was held back says nothing of how long its way was
            self._heard(feed, page.lineage, page.now, before if count else self._clock())
            if not count:
                self._change(lambda s: msgspec.structs.replace(s, again=tuple(f for f in s.again if f != feed)))
        return count > 0

    def pull_all(self, office: Office) -> None:
        """Read all feeds to their ends."""
        for feed in self.feeds:
            while self.pull_once(office, feed):
                pass

    def after_older(self) -> None:
        """An older program sold here after an update had gone back: what it did not know it did not keep up."""
        wrote = schema.meta(self._store.book, schema.OLDER_WROTE)
        if wrote is None or wrote == str(schema.VERSION):
            return
        with self._store.book.transaction():
            schema.drop_meta(self._store.book, schema.OLDER_WROTE)
            state = read_state(self._store)
            write_state(self._store, msgspec.structs.replace(state, mend=state.mend or "diverged"))

    # --- inside

    def _watch_other(self, office: Office) -> None:
        """Does whoever continues our journal still write? After a day of silence it was no machine, but an old card."""
        state, store = read_state(self._store), self._store
        answer = office.push(Push(store.origin, "", [], state.lineage, 0, __version__))
        now = self._clock()
        if answer.last_seq != state.fork_seq:
            self._change(lambda s: msgspec.structs.replace(s, fork_seq=answer.last_seq, fork_since=now))
        elif now - state.fork_since >= SILENCE_MS:
            self._change(lambda s: msgspec.structs.replace(s, mend="fork"))

    @contextmanager
    def _reading_again(self, feed: str) -> Iterator[None]:
        """A feed that does not fit is read again from its beginning, once; then a fresh copy is wanted."""
        try:
            yield
        except OfficeError as problem:
            if problem.code in ("diverged", "cursor") and not self.isolated:
                if feed in read_state(self._store).again:
                    self._change(lambda s: msgspec.structs.replace(s, mend="diverged"))
                else:
                    self._change(lambda s: msgspec.structs.replace(s, again=(*s.again, feed)))
            raise

    def _change(self, change: Callable[[State], State]) -> None:
        """Write the state where that makes it another; within the transaction it is read again."""
        store = self._store
        state = read_state(store)
        if change(state) != state:
            with store.book.transaction():
                write_state(store, change(read_state(store)))

    @contextmanager
    def _noting(self, what: str) -> Iterator[None]:
        try:
            yield
        except OfficeError as problem:
            self._failed(what, problem.code)
            raise

    def _failed(self, what: str, code: str) -> None:
        store = self._store
        with store.book.transaction():
            state = read_state(store)
            forked = store.origin if code == "fork" else state.forked
            if state.troubles.get(what) == code and state.forked == forked:
                return
            troubles, mend = {**state.troubles, what: code}, state.mend
            if forked != state.forked:
                mend = ""  # what the office says of this journal is another's now: its feed can't fit
            since = state.failing_since or self._clock()
            write_state(
                store, msgspec.structs.replace(state, troubles=troubles, failing_since=since, forked=forked, mend=mend)
            )

    def _heard(self, what: str, lineage: str, office_now: int, before: int) -> None:
        now = self._clock()
        offset, difference = office_now - (before + now) // 2, office_now + (now - before) // 2 - self._since_boot()
        self._change(lambda state: self._after(state, what, lineage, offset, difference, now))

    @staticmethod
    def _after(state: State, what: str, lineage: str, offset: int, difference: int, now: int) -> State:
        troubles = {name: code for name, code in state.troubles.items() if name != what}
        known = state.boot == boot_id() and abs(difference - state.office_less_boot_ms) <= OFFSET_MS
        return msgspec.structs.replace(
            state,
            lineage=lineage,
            boot=boot_id(),
            office_less_boot_ms=state.office_less_boot_ms if known else difference,
            last_contact_at=now if abs(now - state.last_contact_at) > CONTACT_MS or troubles != state.troubles
            else state.last_contact_at,
            troubles=troubles,
            failing_since=state.failing_since if troubles else 0,
            clock_offset_ms=offset if abs(offset - state.clock_offset_ms) > OFFSET_MS else state.clock_offset_ms,
        )  # fmt: skip

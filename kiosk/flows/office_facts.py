"""What the status screen says of the head office: what waits, since when, when it was last heard, why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.i18n import M, Text, plain
from kiosk.wire.state import State, has_office, read_state
from kiosk.wire.troubles import trouble

if TYPE_CHECKING:
    from kiosk.flows.ports import Clock
    from kiosk.store.store import Store

Fact = tuple[Text, Text]


def office_facts(store: Store, clock: Clock) -> tuple[Fact, ...]:
    """Name and value of each fact. Cheap: it is read about once a second."""
    waiting = store.journal.waiting()
    facts: list[Fact] = [(M("To be sent"), M("{count} entries", count=waiting))]
    if not has_office(store):
        return tuple(facts)
    if waiting > 0:
        oldest = store.journal.entries(store.origin, store.journal.acknowledged(), 1)
        if oldest:
            facts.append((M("Waiting since"), _moment(oldest[0].at, clock)))
    state = read_state(store)
    heard = _moment(state.last_contact_at, clock) if state.last_contact_at else M("never yet")
    facts.append((M("Office last heard"), heard))
    facts.append((M("Head office"), _how(state, waiting)))
    if state.clock_wrong:
        minutes = abs(state.clock_offset_ms) // 60_000
        facts.append((M("Clock"), M("{count} minutes off the office's. Set this machine's clock.", count=minutes)))
    return tuple(facts)


def _moment(at: int, clock: Clock) -> Text:
    return plain(clock.local(at).strftime("%Y-%m-%d %H:%M"))


def _how(state: State, waiting: int) -> Text:
    if state.trouble:
        return trouble(state.trouble)
    if not state.last_contact_at:
        return M("not reached yet")
    return M("reached") if waiting > 0 else M("reached; all is sent")

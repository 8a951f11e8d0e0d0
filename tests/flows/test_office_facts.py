from __future__ import annotations

from kiosk.flows.office_facts import office_facts
from kiosk.store import schema
from kiosk.wire.state import State, write_state
from tests.flows.shop import Shop


def facts(shop: Shop) -> dict[str, str]:
    return {str(name): str(value) for name, value in office_facts(shop.store, shop.counter.clock)}


def join(shop: Shop, state: State) -> None:
    schema.set_meta(shop.store.book, "office_address", "https://office:8443")
    schema.set_meta(shop.store.book, "office_token", "secret")
    write_state(shop.store, state)


def test_before_joining_only_what_waits_is_counted(shop: Shop) -> None:
    assert list(facts(shop)) == ["To be sent"]


def test_it_says_since_when_something_waits_and_when_the_office_was_heard(shop: Shop) -> None:
    join(shop, State(last_contact_at=shop.time.at))
    said = facts(shop)
    first = shop.store.journal.entries(shop.store.origin, 0, 1)[0]
    assert said["Waiting since"].startswith("20")
    assert said["Office last heard"].startswith("20")
    assert said["Head office"] == "reached"
    shop.store.journal.acknowledge(first.seq + shop.store.journal.waiting() - 1)
    assert facts(shop)["Head office"] == "reached; all is sent"
    assert "Waiting since" not in facts(shop)


def test_it_says_why_not(shop: Shop) -> None:
    join(shop, State(troubles={"catalogue": "name", "push": "network"}))
    assert "no network" in facts(shop)["Head office"]
    assert facts(shop)["Office last heard"] == "never yet"


def test_a_copied_card_comes_before_all_other_troubles(shop: Shop) -> None:
    join(shop, State(troubles={"push": "network"}, forked="ABCDEF"))
    assert "card was copied" in facts(shop)["Head office"]


def test_a_clock_off_by_minutes_is_worth_a_word(shop: Shop) -> None:
    join(shop, State(clock_offset_ms=-300_000))
    assert facts(shop)["Clock"].startswith("5 minutes off")
    join(shop, State(clock_offset_ms=100_000))
    assert "Clock" not in facts(shop)


def test_a_state_that_a_newer_program_wrote_is_no_reason_to_stop(shop: Shop) -> None:
    join(shop, State())
    schema.set_meta(shop.store.book, "replication", '{"troubles": 7}')
    assert facts(shop)["Head office"] == "not reached yet"

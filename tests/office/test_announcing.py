"""What one shop writes of goods for another reaches that one, once, whatever happens to the office meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.office.announcing import announce_the_rest
from kiosk.office.members import Terminal
from kiosk.office.office import Office
from kiosk.store.documents_transfers import TransferAnnounced, TransferDispatched, TransferLine
from kiosk.store.feeds import store_feed
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity
from kiosk.wire.messages import Enrol, Push, to_wire
from tests.office.conftest import now


@pytest.fixture
def sender(tmp_path: Path) -> Iterator[Store]:
    store = Store.create(tmp_path / "S01.db", "S01", "T1", clock=now)
    yield store
    store.close()


def let_in(office: Office, store: Store) -> Terminal:
    answer = office.enrol(Enrol(office.invite(store.store_id), store.origin))
    return office.members.known(answer.token)


def send(store: Store, target: str = "S02") -> str:
    line = TransferLine(product_id="p1", quantity=Quantity(3000), cost=1_000_000)
    return store.journal.append(TransferDispatched(source="S01", target=target, lines=(line,)), actor="1").id


def push(office: Office, terminal: Terminal, store: Store) -> None:
    entries = store.journal.entries(store.origin, 0, 100)
    office.push(terminal, Push(store.origin, "", [to_wire(e) for e in entries]))


def heard(office: Office, store_id: str) -> list[TransferAnnounced]:
    """What stands in a shop's feed of what others wrote."""
    items, _ = office.store.feeds.page(store_feed(store_id), 0, 100)
    documents = [office.store.journal.document(entry.id) for _, entry in items]
    return [d for d in documents if isinstance(d, TransferAnnounced)]


def test_the_other_shop_is_told_all_of_it(office: Office, sender: Store) -> None:
    terminal = let_in(office, sender)
    office.invite("S02")
    sent = send(sender)
    push(office, terminal, sender)
    (told,) = heard(office, "S02")
    entry = sender.journal.get(sent)
    assert entry is not None
    assert (told.original, told.about, told.at, told.actor, told.author) == (sent, "dispatched", entry.at, "1", "S01")
    assert told.lines[0].cost == 1_000_000
    assert heard(office, "S01") == []


def test_what_is_pushed_again_is_told_once(office: Office, sender: Store) -> None:
    terminal = let_in(office, sender)
    office.invite("S02")
    send(sender)
    push(office, terminal, sender)
    push(office, terminal, sender)
    assert announce_the_rest(office.store) == 0
    assert len(heard(office, "S02")) == 1


def test_both_shops_stand_the_same_at_the_office_and_only_one_lost_stock(office: Office, sender: Store) -> None:
    terminal = let_in(office, sender)
    office.invite("S02")
    send(sender)
    push(office, terminal, sender)
    book = office.store.book
    assert book.sql("SELECT store_id, on_hand FROM stock") == [("S01", -3000)]
    rows = book.sql("SELECT store_id, inward, quantity FROM transit ORDER BY store_id")
    assert [(shop, bool(way), quantity) for shop, way, quantity in rows] == [("S01", False, 3000), ("S02", True, 3000)]


def test_a_shop_that_joins_later_is_told_what_was_sent_to_it_before(office: Office, sender: Store) -> None:
    terminal = let_in(office, sender)
    send(sender)
    push(office, terminal, sender)
    assert office.store.feeds.get(store_feed("S02")) is None
    office.invite("S02")
    assert len(heard(office, "S02")) == 1


def test_an_office_that_died_before_it_told_does_so_at_its_next_start(
    office: Office, sender: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = let_in(office, sender)
    office.invite("S02")
    send(sender)
    monkeypatch.setattr("kiosk.office.office.announce", lambda *_: 0)
    push(office, terminal, sender)
    assert heard(office, "S02") == []
    assert len(heard(Office(office.store, clock=now), "S02")) == 1

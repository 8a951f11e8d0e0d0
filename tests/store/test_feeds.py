"""The office's feeds: positions in the order of commits, without gaps; who reads them ends with equal tables."""

from pathlib import Path

import pytest

from kiosk.exc import Refused
from kiosk.store.cursors import Diverged, Own
from kiosk.store.digests import table_digests
from kiosk.store.documents import CustomerSaved, ProductSaved, TaxSaved
from kiosk.store.feeds import CATALOGUE, store_feed
from kiosk.store.snapshots import adopt_snapshot, build_snapshot
from kiosk.store.store import Store
from kiosk.trade.money import Money, Rate

NOON = 1_760_000_000_000


class Ticks:
    """A clock that moves a second each time it is read."""

    def __init__(self, at: int = NOON) -> None:
        self.at = at

    def __call__(self) -> int:
        self.at += 1000
        return self.at


@pytest.fixture
def office(tmp_path: Path):
    store = Store.create(tmp_path / "office.db", "HQ", "office", clock=Ticks())
    store.journal.append(TaxSaved(id="vat13", name_zh="增值税", name_en="VAT", rate=Rate(1300)), actor="admin")
    yield store
    store.close()


@pytest.fixture
def shop(tmp_path: Path):
    store = Store.create(tmp_path / "shop.db", "S01", "T1", clock=Ticks(NOON + 500))
    yield store
    store.close()


def water(price: int, **more: object) -> ProductSaved:
    return ProductSaved(id="W1", name_zh="水", name_en="Water", unit="pc", tax_id="vat13", price=Money(price), **more)  # type: ignore[arg-type]


def pull(office: Store, shop: Store, feed: str, *, limit: int = 1000) -> dict[str, int]:
    cursor = shop.cursors.get(feed)
    items, checksum = office.feeds.page(feed, cursor.position, limit)
    return shop.cursors.take(feed, items, checksum, office.lineage)


def push(shop: Store, office: Store) -> None:
    entries = shop.journal.entries(shop.origin, shop.journal.acknowledged())
    with office.book.transaction():
        outcomes = office.journal.receive_many(entries)
        stored = [
            e for e, outcome in zip(entries, outcomes, strict=True) if outcome not in ("duplicate", "gap", "fork")
        ]
        office.feeds.add(store_feed(shop.store_id), stored)
        office.proposals.answer_customers()
    shop.journal.acknowledge(entries[-1].seq)


def masters(store: Store) -> dict[str, str]:
    return {
        name: digest for name, digest in table_digests(store.book).items() if name in ("product", "customer", "tax")
    }


def test_what_the_office_says_stands_in_the_shop(office: Store, shop: Store) -> None:
    office.journal.append(water(200), actor="admin")
    assert pull(office, shop, CATALOGUE) == {"posted": 2}
    assert pull(office, shop, CATALOGUE) == {}
    assert masters(shop) == masters(office)


def test_positions_have_no_gaps_and_each_feed_its_own_origin(office: Store) -> None:
    office.journal.append(water(200), actor="admin")
    office.journal.append(water(300), actor="admin", feed=store_feed("S01"))
    names = {feed.name: feed for feed in office.feeds.all()}
    assert [p for p, _ in office.feeds.page(CATALOGUE, 0, 10)[0]] == [1, 2]
    assert names[CATALOGUE].origin != names["store/S01"].origin
    assert office.feeds.page("store/S01", 0, 10)[0][0][1].seq == 1


def test_an_append_that_fails_leaves_no_hole(office: Store) -> None:
    before = office.feeds.get(CATALOGUE)
    with pytest.raises(RuntimeError), office.book.transaction():
        office.journal.append(water(200), actor="admin")
        raise RuntimeError
    assert office.feeds.get(CATALOGUE) == before


def test_a_page_out_of_turn_or_of_other_content_is_noticed_and_nothing_is_taken(office: Store, shop: Store) -> None:
    office.journal.append(water(200), actor="admin")
    items, checksum = office.feeds.page(CATALOGUE, 0, 10)
    with pytest.raises(Diverged):
        shop.cursors.take(CATALOGUE, items[1:], checksum, "L")
    with pytest.raises(Diverged):
        shop.cursors.take(CATALOGUE, items, b"\0" * 16, "L")
    assert shop.journal.count() == 0
    assert shop.cursors.get(CATALOGUE).position == 0


def test_own_entries_come_back_as_their_ids_and_must_be_the_same(office: Store, shop: Store) -> None:
    entry = shop.journal.append(CustomerSaved(id="C1", name="陈"), actor="1")
    push(shop, office)
    items, checksum = office.feeds.page("store/S01", 0, 10)
    with pytest.raises(Diverged):
        shop.cursors.take("store/S01", [(1, Own(entry.id, b"\1" * 32))], checksum, "L")
    assert shop.cursors.take("store/S01", [(1, Own(entry.id, items[0][1].digest))], checksum, "L") == {"duplicate": 1}


def test_a_shops_edit_is_in_force_there_and_a_proposal_at_the_office(office: Store, shop: Store) -> None:
    office.journal.append(water(200), actor="admin")
    pull(office, shop, CATALOGUE)
    edit = shop.journal.append(water(250), actor="1")
    push(shop, office)
    assert shop.book.sql("SELECT price FROM product") == [(250,)]
    assert office.book.sql("SELECT price FROM product") == [(200,)]
    (proposal,) = office.proposals.open()
    assert (proposal.entry_id, proposal.store_id, proposal.concurrent) == (edit.id, "S01", False)


@pytest.mark.parametrize("accepted, price", [(True, 250), (False, 200)])
def test_an_answer_stands_everywhere_and_is_no_conflict(office: Store, shop: Store, accepted: bool, price: int) -> None:
    office.journal.append(water(200), actor="admin")
    pull(office, shop, CATALOGUE)
    edit = shop.journal.append(water(250), actor="1")
    push(shop, office)
    answer = office.proposals.accept if accepted else office.proposals.reject
    answer(edit.id, actor="admin")
    pull(office, shop, CATALOGUE)
    assert office.proposals.open() == []
    assert shop.book.sql("SELECT price FROM product") == office.book.sql("SELECT price FROM product") == [(price,)]
    assert shop.book.sql("SELECT * FROM conflict") == office.book.sql("SELECT * FROM conflict") == []
    with pytest.raises(Refused):
        answer(edit.id, actor="admin")


def test_the_neighbour_ends_equal_whichever_feed_it_reads_first(office: Store, shop: Store, tmp_path: Path) -> None:
    office.journal.append(water(200), actor="admin")
    pull(office, shop, CATALOGUE)
    edit = shop.journal.append(water(250), actor="1")
    push(shop, office)
    office.proposals.accept(edit.id, actor="admin")
    digests = []
    for number, order in enumerate(((CATALOGUE, "store/S01"), ("store/S01", CATALOGUE))):
        till = Store.create(tmp_path / f"{number}.db", "S01", "T2", clock=Ticks())
        for feed in (*order, *order):
            pull(office, till, feed)
        digests.append(table_digests(till.book))
        till.close()
    pull(office, shop, CATALOGUE)
    assert digests[0] == digests[1] == table_digests(shop.book)


def test_edits_of_two_shops_at_once_are_listed_as_such(office: Store, shop: Store, tmp_path: Path) -> None:
    office.journal.append(water(200), actor="admin")
    other = Store.create(tmp_path / "other.db", "S02", "T1", clock=Ticks())
    for store, price in ((shop, 250), (other, 260)):
        pull(office, store, CATALOGUE)
        store.journal.append(water(price), actor="1")
        push(store, office)
    first, second = office.proposals.open()
    office.proposals.accept(first.entry_id, actor="admin")
    (left,) = office.proposals.open()
    assert left.entry_id == second.entry_id
    assert left.concurrent
    other.close()


def test_a_customer_made_in_one_shop_is_known_in_the_next(office: Store, shop: Store, tmp_path: Path) -> None:
    other = Store.create(tmp_path / "other.db", "S02", "T1", clock=Ticks())
    shop.journal.append(CustomerSaved(id="C1", name="陈", phone="13800000000"), actor="1")
    push(shop, office)
    pull(office, other, CATALOGUE)
    assert other.book.sql("SELECT name FROM customer") == [("陈",)]
    other.close()


def test_a_snapshot_says_what_the_feeds_say_and_is_brought_up_to_date(
    office: Store, shop: Store, tmp_path: Path
) -> None:
    office.journal.append(water(200), actor="admin")
    pull(office, shop, CATALOGUE)
    shop.journal.append(water(250), actor="1")
    push(shop, office)
    path = tmp_path / "snapshot.db"
    build = lambda: build_snapshot(office.feeds, office.lineage, "S01", path, clock=Ticks())  # noqa: E731
    assert build() == {CATALOGUE: 2, "store/S01": 1}
    office.journal.append(TaxSaved(id="vat9", name_zh="低", name_en="Low", rate=Rate(900)), actor="admin")
    assert build() == {CATALOGUE: 3, "store/S01": 1}
    copy = tmp_path / "till2.db"
    copy.write_bytes(path.read_bytes())
    adopt_snapshot(copy, origin="ABCDEF", terminal="T2", store_id="S01")
    till = Store.open(copy, clock=Ticks())
    pull(office, shop, CATALOGUE)
    pull(office, shop, "store/S01")
    assert till.origin == "ABCDEF"
    assert table_digests(till.book) == table_digests(shop.book)
    assert till.journal.append(water(270), actor="1").id == "ABCDEF-1"
    till.close()


def test_a_snapshot_can_be_encrypted_as_it_is_adopted(office: Store, tmp_path: Path) -> None:
    path, key = tmp_path / "snapshot.db", bytes(range(32))
    build_snapshot(office.feeds, office.lineage, "S01", path, clock=Ticks())
    for _again in range(2):
        adopt_snapshot(path, origin="ABCDEF", terminal="T2", store_id="S01", key=key)
    assert not path.read_bytes().startswith(b"SQLite")
    till = Store.open(path, key, clock=Ticks())
    assert till.book.sql("SELECT id FROM tax") == [("vat13",)]
    till.close()


def test_one_clock_in_the_wrong_year_does_not_date_everybodys_sales(office: Store, shop: Store) -> None:
    wrong = Store.create(shop.path.with_name("wrong.db"), "S01", "T9", clock=Ticks(NOON + 10 * 365 * 86_400_000))
    entry = wrong.journal.append(CustomerSaved(id="C9", name="未来"), actor="1")
    assert shop.journal.receive(entry) == "posted"
    own = shop.journal.append(CustomerSaved(id="C1", name="陈"), actor="1")
    assert own.at < NOON + 2 * 86_400_000
    wrong.close()

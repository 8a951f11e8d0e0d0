"""A snapshot whose catalogue was copied says what one says that was posted entry by entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.office.office import Office
from kiosk.store import snapshot_copy
from kiosk.store.digests import table_digests
from kiosk.store.documents import CustomerSaved, PackCode, PriceLine, ProductSaved
from kiosk.store.documents_stockroom import LocationSaved
from kiosk.store.feeds import CATALOGUE, store_feed
from kiosk.store.posting_masters import OFFICE
from kiosk.store.snapshots import build_snapshot
from kiosk.store.store import Store
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.office.conftest import now, water
from tests.store.buying import sells, supplier
from tests.store.shop import open_shift, sale, stock_up


def goods(number: int, price: int) -> ProductSaved:
    return ProductSaved(
        id=f"g{number}", name_zh=f"可乐 {number}", name_en=f"Cola {number}", unit="pc", tax_id="vat13",
        price=Money(price), barcodes=(PackCode(f"200000000{number:04}", Quantity(1000)),),
        prices=(PriceLine(price=Money(price - 1)),),
    )  # fmt: skip


@pytest.fixture
def trading(office: Office, tmp_path: Path) -> Office:
    """Goods, some of them changed; customers; a shop that sold, changed prices, and was answered or not."""
    journal = office.store.journal
    stock_up(office.store)
    journal.append_many([goods(n, 100 + n) for n in range(40)], actor="a")
    for n in (3, 7, 3):
        journal.append(goods(n, 500 + n), actor="a")
    journal.append_many([CustomerSaved(id=f"c{n}", name=f"王{n}", phone=f"1380013800{n}") for n in range(5)], actor="a")
    bin_ = LocationSaved(id="S01/A-1", store_id="S01", code="A-1")
    journal.append_many([supplier(), sells("g1"), sells("g2"), sells("g1", active=False), bin_], actor="a")
    till = Store.create(tmp_path / "till.db", "S01", clock=now)
    till.journal.receive_many([e for _, e in office.store.feeds.page(CATALOGUE, 0, 1000)[0]])
    mine = [till.journal.append(d, actor="1") for d in (goods(1, 900), goods(2, 901), water(77))]
    mine.append(till.journal.append(sale(open_shift(till)), actor="1"))
    entries = till.journal.entries(till.origin)
    journal.receive_many(entries)
    office.store.feeds.add(store_feed("S01"), entries)
    office.store.proposals.accept(mine[0].id, actor="a")
    office.store.proposals.reject(mine[1].id, actor="a")
    till.close()
    return office


def snapshot(office: Office, path: Path) -> Store:
    build_snapshot(office.store.feeds, office.lineage, "S01", path, clock=now)
    return Store.open(path, clock=now)


def test_copied_or_posted_all_tables_are_equal(
    trading: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted = snapshot(trading, tmp_path / "posted.db")
    monkeypatch.setattr(snapshot_copy, "WORTH_IT", 1)
    copied = snapshot(trading, tmp_path / "copied.db")
    assert table_digests(copied.book) == table_digests(posted.book)
    assert copied.journal.origins() == posted.journal.origins()
    assert copied.cursors.get(CATALOGUE) == posted.cursors.get(CATALOGUE)
    for typed in ("kele", "cola 3", "g7", "200000000", "water", "kkkl"):
        found = [tile.id for tile in copied.catalogue.search(typed)]
        assert sorted(found) == sorted(tile.id for tile in posted.catalogue.search(typed)), typed
    assert "g3" in [t.id for t in copied.catalogue.search("cola 3")]
    for store in (posted, copied):
        store.close()


def test_a_copied_snapshot_is_brought_up_to_date_by_posting(
    trading: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot_copy, "WORTH_IT", 1)
    snapshot(trading, tmp_path / "a.db").close()
    trading.store.journal.append(goods(41, 100), actor="a")
    trading.store.journal.append(goods(5, 777), actor="a")
    again = snapshot(trading, tmp_path / "a.db")
    fresh = snapshot(trading, tmp_path / "b.db")
    assert table_digests(again.book) == table_digests(fresh.book)
    assert [t.id for t in again.catalogue.search("cola 41")] == ["g41"]
    again.close()
    fresh.close()


def test_what_is_not_plain_is_posted(trading: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_copy, "WORTH_IT", 1)
    book = trading.store.book
    book.sql("INSERT INTO quarantine VALUES ('ZZZZZZ', 1, ?, 'newer than this program')", (OFFICE,))
    target = Store.create(tmp_path / "t.db", "S01", clock=now)
    assert not snapshot_copy.copy_catalogue(trading.store.feeds, target.book, trading.lineage)
    assert target.journal.count() == 0
    target.close()


def test_an_office_goes_on_writing_while_its_catalogue_is_copied(
    trading: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot_copy, "WORTH_IT", 1)
    copy, done = snapshot_copy._copy, []

    def meanwhile(*what: object) -> None:
        if not done and not trading.store.book.shared:
            done.append(trading.store.journal.append(goods(77, 5), actor="a"))
        copy(*what)  # type: ignore[arg-type]

    monkeypatch.setattr(snapshot_copy, "_copy", meanwhile)
    found = snapshot(trading, tmp_path / "a.db")
    fresh = snapshot(trading, tmp_path / "b.db")
    assert table_digests(found.book) == table_digests(fresh.book)
    found.close()
    fresh.close()

"""Old entries leave the terminal when the office has them; everything that a shop still does goes on without them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.exc import Refused
from kiosk.store.cursors import Own
from kiosk.store.digests import table_digest
from kiosk.store.doctor import run_checks, worst
from kiosk.store.documents import BasketSuspended, ShiftClosed, StoreSaved
from kiosk.store.entry import Entry, next_checksum
from kiosk.store.pruning import DAY_MS, prune
from kiosk.store.rebuild import rebuild
from kiosk.store.store import Store
from kiosk.trade.basket import Basket
from kiosk.trade.money import Money
from tests.store.shop import NOON, Clock, new_store, open_shift, own_entries, product, refund, sale, stock_up

SALES = 5


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def old(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A shop whose goods, open shift and five sales are a hundred days old, all of it at the office."""
    store = new_store(tmp_path, clock=clock)
    stock_up(store)
    shift = open_shift(store)
    for n in range(SALES):
        store.journal.append(sale(shift, basket_id=f"b{n}"), actor="1001")
    store.journal.acknowledge(store.journal.origins()[store.origin])
    clock.now = NOON + 100 * DAY_MS
    yield store
    store.close()


def kinds(store: Store) -> list[str]:
    return [e.kind for e in own_entries(store)]


def shift_of(store: Store) -> str:
    shift = store.shifts.current("T1")
    assert shift is not None
    return shift.id


def test_what_the_office_has_goes_and_the_tables_stay(old: Store, clock: Clock) -> None:
    before, tip = table_digest(old.book), old.journal.tip(old.origin)
    assert prune(old, clock.now) == SALES + 1
    assert "sale.completed" not in kinds(old)
    assert table_digest(old.book) == before
    assert old.journal.tip(old.origin) == tip
    assert prune(old, clock.now) == 0


def test_what_the_office_has_not_stays_however_old(old: Store, clock: Clock) -> None:
    tip = old.journal.origins()[old.origin]
    old.journal.acknowledge(tip - 2)
    assert prune(old, clock.now) == SALES + 1 - 2
    assert kinds(old)[-2:] == ["sale.completed"] * 2
    assert old.journal.waiting() == 2
    before = old.journal.digest_at(old.origin, tip - 2)
    assert before is not None


def test_what_is_younger_than_the_policy_says_stays(tmp_path: Path) -> None:
    clock = Clock()
    store = new_store(tmp_path, clock=clock)
    shift = open_shift(store)
    store.journal.append(sale(shift), actor="1001")
    store.journal.acknowledge(2)
    assert prune(store, NOON + 30 * DAY_MS) == 0
    assert prune(store, NOON + 31 * DAY_MS) == 1  # the shift's opening; its sale may come back for ninety days
    assert kinds(store) == ["sale.completed"]
    assert prune(store, NOON + 91 * DAY_MS) == 1
    store.close()


def test_a_shop_may_keep_everything(old: Store, clock: Clock) -> None:
    old.journal.append(StoreSaved(id="S01", name_zh="店", name_en="S", policies={"journal_days": "0"}), actor="1001")
    assert prune(old, clock.now) == 0


def test_an_open_shift_goes_on_selling_and_closes_with_all_its_sales(old: Store, clock: Clock) -> None:
    shift = shift_of(old)
    prune(old, clock.now)
    old.journal.append(sale(shift), actor="1001")
    report = old.shifts.report(shift)
    assert report.sales_count == SALES + 1
    old.journal.append(
        ShiftClosed(
            shift_id=shift, terminal="T1", counted=report.expected, expected=report.expected, over_short=Money(0)
        ),
        actor="1001",
    )
    assert old.shifts.current("T1") is None


def test_goods_come_back_within_the_days_of_the_policy(tmp_path: Path) -> None:
    clock = Clock()
    store = new_store(tmp_path, clock=clock)
    stock_up(store)
    shift = open_shift(store)
    entry = store.journal.append(sale(shift), actor="1001")
    store.journal.acknowledge(entry.seq)
    clock.now = NOON + 60 * DAY_MS
    assert prune(store, clock.now) == 1
    assert store.sales.sold_lines(entry.id)
    store.journal.append(refund(shift, entry.id, 1), actor="1001")
    store.close()


def test_a_basket_that_is_still_put_aside_can_be_brought_back(old: Store, clock: Clock) -> None:
    clock.now = NOON
    basket = Basket("b")
    body = msgspec.Raw(msgspec.json.encode(basket))
    entry = old.journal.append(BasketSuspended(basket_id="b", label="L", total=Money(0), count=0, body=body), actor="1")
    old.journal.acknowledge(entry.seq)
    prune(old, NOON + 100 * DAY_MS)
    assert "sale.completed" not in kinds(old)
    assert old.baskets.suspended_basket(entry.id) == basket


def test_products_and_settings_are_read_as_before(old: Store, clock: Clock) -> None:
    prune(old, clock.now)
    assert old.catalogue.document("p1") == msgspec.structs.replace(product(1), based_on="")
    old.journal.append(product(1, price=Money(150)), actor="1001")
    found = old.catalogue.product("p1")
    assert found is not None and found.price == 150


def test_the_doctor_understands_a_pruned_journal(old: Store, clock: Clock) -> None:
    prune(old, clock.now)
    old.journal.append(sale(shift_of(old)), actor="1001")
    found = run_checks(old)
    assert worst(found) == "ok", [f for f in found if f.severity != "ok"]
    assert any("with the office alone" in str(f.message) for f in found)


def test_the_doctor_still_finds_what_was_changed_above_the_base(old: Store, clock: Clock) -> None:
    prune(old, clock.now)
    entry = old.journal.append(sale(shift_of(old)), actor="1001")
    old.book.sql("UPDATE entry SET actor = 'x' WHERE seq = ?", (entry.seq,))
    assert "chain" in {f.check for f in run_checks(old) if f.severity == "fault"}
    old.book.sql("DELETE FROM entry WHERE seq = ?", (entry.seq,))
    assert {"chain", "documents"} <= {f.check for f in run_checks(old) if f.severity == "fault"}


def test_tables_are_not_made_anew_from_half_a_journal(old: Store, clock: Clock) -> None:
    before = table_digest(old.book)
    prune(old, clock.now)
    with pytest.raises(Refused, match="join --again"):
        rebuild(old)
    assert table_digest(old.book) == before


def test_a_feed_that_is_read_again_from_its_beginning_is_recognized(old: Store, tmp_path: Path, clock: Clock) -> None:
    reader = new_store(tmp_path / "reader", clock=clock)
    foreign = own_entries(old)
    feed: list[tuple[int, Entry | Own]] = list(enumerate(foreign, start=1))
    checksum = b""
    for entry in foreign:
        checksum = next_checksum(checksum, entry.digest)
    reader.cursors.take("store/S01", feed, checksum, "L")
    assert prune(reader, clock.now) == SALES + 1
    before = table_digest(reader.book)
    reader.cursors.move("store/S01", 0, b"", "")
    assert reader.cursors.take("store/S01", feed, checksum, "L") == {"duplicate": len(foreign)}
    prune(old, clock.now)
    own: list[tuple[int, Entry | Own]] = [(n, Own(e.id, e.digest)) for n, e in enumerate(foreign, start=1)]
    assert old.cursors.take("store/S01", own, checksum, "L") == {"duplicate": len(foreign)}
    assert table_digest(reader.book) == before == table_digest(old.book)
    assert not reader.book.sql("SELECT 1 FROM fork")
    reader.close()


def test_an_office_keeps_everything(tmp_path: Path) -> None:
    office = new_store(tmp_path, "HQ")
    stock_up(office)
    assert prune(office, NOON + 1000 * DAY_MS) == 0
    office.close()

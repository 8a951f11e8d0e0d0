"""Two terminals that do not hear of each other can each sell the last piece. Then both sales stand, and it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.below import BelowNothing
from kiosk.flows.warnings import waiting
from kiosk.store.documents import StoreSaved
from kiosk.store.store import Store
from tests.flows.goods import RICE
from tests.flows.keeper import open_stockroom
from tests.flows.shop import NOW, Shop


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Shop]:
    """A manager at the warehouse terminal of a shop that keeps no stock below nothing; a till that knows the same."""
    shop = open_stockroom(tmp_path, "lee")
    policies = {"negative_stock": "refuse"}
    shop.store.journal.append(StoreSaved(id="S01", name_zh="城南店", name_en="South", policies=policies), actor="-")
    yield shop
    shop.close()


@pytest.fixture
def tills(room: Shop, tmp_path: Path) -> Iterator[tuple[Shop, Shop]]:
    found = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.db"
        store = Store.create(path, "S01", terminal=name, clock=lambda: NOW)
        hear(store, room.store)
        store.close()
        till = Shop(path)
        till.start()
        till.sign_in("amy")
        till.open_shift()
        found.append(till)
    yield found[0], found[1]
    for till in found:
        till.close()


def hear(store: Store, other: Store) -> None:
    """All that another terminal wrote."""
    for entry in other.journal.entries(other.origin, store.journal.origins().get(other.origin, 0), 10_000):
        store.journal.receive(entry)


def test_the_last_piece_sold_twice_is_told_until_it_is_counted(room: Shop, tills: tuple[Shop, Shop]) -> None:
    for till in tills:
        till.sell(*[RICE] * 5)
        till.scan(RICE)
        assert till.strip == "Only 0 of Rice are in stock."  # neither goes below nothing by what it knows
        till.counter.cart.clear()
    before = waiting(room.counter)
    for till in tills:
        hear(room.store, till.store)
    room.front.news()
    room.tick(2)
    assert room.on_hand("rice") == -5000
    assert len(room.sales()) == 2
    assert waiting(room.counter) == before + 1
    assert next(a.badge for a in room.body.tasks if a.id == "warnings") == before + 1
    room.act("warnings")
    assert ("negative", "1") in [(r.id, str(r.cells[1])) for r in room.body.rows]
    room.do("choose", "negative")
    assert isinstance(room.front, BelowNothing)
    assert [(r.id, str(r.cells[1]), r.tone) for r in room.body.rows] == [("rice", "−5", "error")]
    # it leads to what sets it right: a count of these goods alone
    room.do("choose", "rice")
    room.do("choose", "count")
    room.counter.sign_out()
    room.sign_in("tom")
    room.act("count")
    room.do("choose", room.store.stocktakes.open()[0].id)
    room.act("count")
    room.time.pass_s(5)
    room.scan(RICE)
    room.act("done")
    room.act("approve")
    room.do("pick", "LEE")
    room.approve("lee")
    assert room.on_hand("rice") == 1000
    assert room.store.below.count() == 0


def test_the_tills_hear_of_it_as_well(tills: tuple[Shop, Shop]) -> None:
    one, two = tills
    for till in tills:
        till.sell(*[RICE] * 5)
    hear(one.store, two.store)
    hear(two.store, one.store)
    for till in tills:
        assert [x.product_id for x in till.store.below.all()] == ["rice"]

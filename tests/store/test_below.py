"""What there is less than nothing of: told at once, on every machine that heard of both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store import below
from kiosk.store.below import Lack
from kiosk.store.documents_stockroom import PlacedLine, StockPlaced
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity
from tests.store.apart import Terminals
from tests.store.counting import there_are
from tests.store.shop import line, open_shift, sale


@pytest.fixture
def engine() -> str:
    """Terminals keep files; the office is asked nothing of this."""
    return "sqlite"


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Terminals]:
    terminals = Terminals(tmp_path)
    yield terminals
    terminals.close()


def test_two_who_each_sold_the_last_piece_both_hear_of_it(apart: Terminals) -> None:
    there_are(apart.here, "p1", 1000)
    apart.meet()
    for till in (apart.here, apart.there):
        apart.write(till, sale(open_shift(till), line(1, 1000, product_id="p1")))
        assert till.below.all() == ()
    apart.meet()
    for till in (apart.here, apart.there, apart.agree()):
        assert till.below.all() == (Lack("p1", Quantity(-1000)),)
    there_are(apart.here, "p1", 1000)
    apart.meet()
    assert apart.there.below.count() == 0


def test_so_it_is_with_the_last_of_a_batch_though_there_is_enough_of_others(apart: Terminals) -> None:
    there_are(apart.here, "p1", 1000, batch="L1", expiry="2026-12-01")
    there_are(apart.here, "p1", 9000, batch="L2", expiry="2026-12-08")
    apart.meet()
    for till in (apart.here, apart.there):
        # one code told the date, the other did not
        dated = {"expiry": "2026-12-01"} if till is apart.here else {}
        apart.write(till, sale(open_shift(till), line(1, 1000, product_id="p1", batch="L1", **dated)))  # type: ignore[arg-type]
    apart.meet()
    for till in (apart.here, apart.there):
        assert till.below.all() == (Lack("p1", Quantity(-1000), "L1"),)


def test_and_with_what_two_took_off_one_shelf(apart: Terminals) -> None:
    there_are(apart.here, "p1", 1000, location="A-01")
    there_are(apart.here, "p1", 9000)
    apart.meet()
    moved = PlacedLine(product_id="p1", quantity=Quantity(1000), source="A-01", target="B-01")
    for keeper in (apart.here, apart.there):
        apart.write(keeper, StockPlaced(lines=(moved,)))
    apart.meet()
    assert apart.there.below.all() == (Lack("p1", Quantity(-1000), location="A-01"),)


def test_what_the_shop_floor_owes_a_shelf_is_not_told(store: Store) -> None:
    there_are(store, "p1", 5000, location="A-01", batch="L1", expiry="2026-12-01")
    store.journal.append(sale(open_shift(store), line(1, 1000, product_id="p1", batch="L1")), actor="1001")
    store.journal.append(sale(open_shift(store), line(1, 1000, product_id="p1")), actor="1001")
    assert store.below.all() == ()


def test_where_nothing_is_wrong_nothing_is_read(store: Store) -> None:
    plan = [row[3] for row in store.book.sql(f"EXPLAIN QUERY PLAN {below._ALL}", ("S01",) * 5)]
    tables = [step for step in plan if " stock " in f" {step} " or "stock_bin" in step]
    assert sum("stock_below" in step for step in tables) == 1
    assert sum("stock_bin_below" in step for step in tables) == 2
    assert all("_below" in step or "product_id=?" in step for step in tables)

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.store.import_cells import BadCell
from kiosk.store.import_terms import read_breaks, write_breaks
from kiosk.store.imports import ImportPlan, apply_import, plan_import
from kiosk.store.spreadsheet import Cell
from kiosk.store.store import Store
from kiosk.trade.buying import PriceBreak
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.store.buying import sells, supplier

HEAD = "供应商,商品,供应商货号,每包装数量,起订数量,包装进价,到货天数\n"


@pytest.fixture
def engine() -> str:
    """Imports ask a store, whatever its engine."""
    return "sqlite"


@pytest.fixture
def store(store: Store) -> Store:
    store.journal.append(supplier(), actor="1")
    return store


def plan(store: Store, tmp_path: Path, text: str) -> ImportPlan:
    path = tmp_path / "terms.csv"
    path.write_text(text, encoding="utf-8")
    return plan_import("terms", path, store)


def reasons(found: ImportPlan) -> list[tuple[int, str]]:
    return [(r.row, str(r.reason)) for r in found.refused]


def test_a_list_of_what_a_supplier_sells_is_taken_in(store: Store, tmp_path: Path) -> None:
    found = plan(store, tmp_path, HEAD + "华南食品,p1,HN-1,24,48,50.00; 45.00@240,\nV1,OWN2,,,,1.20,7\n")
    assert found.possible
    apply_import(found, store, "1")
    first, second = store.suppliers.terms("V1", "p1"), store.suppliers.terms("V1", "p2")
    assert first is not None
    assert second is not None
    assert (first.code, first.pack, first.min_quantity, first.lead_days) == ("HN-1", 24_000, 48_000, None)
    assert first.prices == (PriceBreak(Money(5000)), PriceBreak(Money(4500), Quantity(240_000)))
    assert (second.pack, second.prices, second.lead_days) == (1000, (PriceBreak(Money(120)),), 7)


def test_a_column_that_is_not_there_leaves_what_is_known(store: Store, tmp_path: Path) -> None:
    store.journal.append(sells("p1"), actor="1")
    apply_import(plan(store, tmp_path, "供应商,商品,包装进价\nV1,p1,60\n"), store, "1")
    terms = store.suppliers.terms("V1", "p1")
    assert terms is not None
    assert (terms.code, terms.pack, terms.prices) == ("HN-p1", 24_000, (PriceBreak(Money(6000)),))


def test_rows_that_make_no_sense_are_named(store: Store, tmp_path: Path) -> None:
    rows = ("V9,p1,,,,1,", "V1,p99,,,,1,", "V1,p1,,0,,1,", "V1,p2,,,,1@5@6,", "V1,p3,,,,1; 2,", "V1,p4,,,,1,",
            "V1,OWN4,,,,2,", ",p5,,,,1,")  # fmt: skip
    assert reasons(plan(store, tmp_path, HEAD + "\n".join(rows))) == [
        (2, "There is no supplier V9, or more than one. Import the suppliers first."),
        (3, "There is no product p99. Import the products first."),
        (4, "A pack holds at least one."),
        (5, "1@5@6 is no price. Write for example 50.00; 45.00@240."),
        (6, "Two prices begin at 0."),
        (8, "Row 7 has the same."),
        (9, "Fill this in."),
    ]


def test_prices_are_read_as_they_are_written() -> None:
    breaks = (PriceBreak(Money(5000)), PriceBreak(Money(4550), Quantity(12_500)))
    assert write_breaks(breaks) == "50.00; 45.50@12.5"
    assert read_breaks(Cell(write_breaks(breaks))) == breaks
    assert read_breaks(Cell("")) == ()
    with pytest.raises(BadCell):
        read_breaks(Cell("fifty"))

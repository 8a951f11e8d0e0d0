"""An import into a shop's database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.exc import Refused
from kiosk.store.documents import ActAudited, ProductSaved, TaxSaved
from kiosk.store.imports import apply_import, plan_import
from kiosk.store.store import Store
from kiosk.trade.money import Rate


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.create(tmp_path / "shop.db", "S01", clock=lambda: 1_800_000_000_000)
    store.journal.append(TaxSaved(id="vat13", name_zh="增值税", name_en="VAT", rate=Rate(130_000)), actor="1")
    yield store
    store.close()


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("名称,条码,税率,售价\n可乐,6901234567892,13%,3\n雪碧,6901234567908,13%,x\n", encoding="utf-8")
    return path


def test_one_bad_row_and_nothing_is_written(store: Store, listed: Path) -> None:
    before = store.journal.count()
    plan = plan_import("products", listed, store)
    with pytest.raises(Refused, match=r"1 row of list\.csv"):
        apply_import(plan, store, "1")
    assert store.journal.count() == before


def test_the_good_rows_alone_are_written_with_a_note_in_the_audit_trail(store: Store, listed: Path) -> None:
    told: list[int] = []
    assert apply_import(plan_import("products", listed, store, partial=True), store, "7", told.append) == 1
    found = store.catalogue.find_code("06901234567892")
    assert found is not None
    assert (found.product.name_zh, found.product.price) == ("可乐", 300)
    last = store.journal.entries(store.origin, 0)[-1]
    note = store.journal.document(last.id)
    assert isinstance(note, ActAudited)
    assert (last.actor, note.act, note.detail["refused"]) == ("7", "catalogue.imported", "1")
    assert told == [2]


def test_imported_twice_it_writes_nothing_the_second_time(store: Store, listed: Path) -> None:
    apply_import(plan_import("products", listed, store, partial=True), store, "1")
    before = store.journal.count()
    plan = plan_import("products", listed, store, partial=True)
    assert plan.unchanged == 1
    assert apply_import(plan, store, "1") == 0
    assert store.journal.count() == before


def test_a_changed_row_builds_on_the_row_it_changes(store: Store, listed: Path, tmp_path: Path) -> None:
    apply_import(plan_import("products", listed, store, partial=True), store, "1")
    made = store.catalogue.find_code("06901234567892")
    assert made is not None
    dearer = tmp_path / "dearer.csv"
    for price in ("3.20", "3.50"):
        dearer.write_text(f"条码,售价\n6901234567892,{price}\n", encoding="utf-8")
        apply_import(plan_import("products", dearer, store), store, "1")
    document = store.catalogue.document(made.product.id)
    assert isinstance(document, ProductSaved)
    assert (document.price, document.name_zh) == (350, "可乐")
    base = store.journal.document(document.based_on)
    assert isinstance(base, ProductSaved)
    assert base.price == 320


def test_new_products_get_numbers_that_no_other_has(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("名称,条码,税率\n甲,A1,13%\n乙,A2,13%\n丙,A3,13%\n", encoding="utf-8")
    plan = plan_import("products", path, store)
    ids = [d.id for d in plan.documents if isinstance(d, ProductSaved)]
    apply_import(plan, store, "1")
    assert len({*ids, store.catalogue.next_product_id()}) == 4

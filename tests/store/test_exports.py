"""What is exported and imported again changes nothing, and runs nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kiosk.exc import BadInput
from kiosk.store.documents import CustomerSaved, PackCode, PriceLine, ProductSaved, SupplierSaved, TaxSaved
from kiosk.store.exports import export_list
from kiosk.store.import_guard import guard, unguard
from kiosk.store.import_memory import MemoryShop
from kiosk.store.imports import KINDS, ListKind, plan_import
from kiosk.trade.goods import Component
from kiosk.trade.money import Money, Rate
from kiosk.trade.quantity import Quantity
from tests.store.import_lists import COLA, shop

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
CODES = st.text("0123456789ABCdef-", min_size=1, max_size=14)
TIMES = st.none() | st.integers(0, 4_000_000_000_000)
PRICES = st.builds(
    PriceLine, price=st.integers(0, 10**8).map(Money), level=TEXT, store_id=TEXT,
    min_quantity=st.integers(0, 10**7).map(Quantity), start=TIMES, end=TIMES,
)  # fmt: skip
PRODUCTS = st.builds(
    ProductSaved, id=st.just("X1"), name_zh=TEXT.filter(str.strip), name_en=TEXT,
    unit=st.sampled_from(["pcs", "桶", "kg"]),
    tax_id=st.sampled_from(["vat13", "gone"]), price=st.none() | st.integers(0, 10**8).map(Money),
    category_id=st.sampled_from(["", "drinks", "gone"]), tax_included=st.booleans(), weighed=st.booleans(),
    tracks_batches=st.booleans(), active=st.booleans(), cost=st.none() | st.integers(0, 10**8),
    max_discount=st.none() | st.integers(0, 10**6).map(Rate), variant_of=TEXT,
    attributes=st.dictionaries(TEXT, TEXT, max_size=3),
    components=st.lists(st.builds(Component, TEXT, st.integers(1, 10**6).map(Quantity)), max_size=3).map(tuple),
    barcodes=st.lists(st.builds(PackCode, CODES, st.integers(1, 10**6).map(Quantity)), max_size=3).map(tuple),
    prices=st.lists(PRICES, max_size=3).map(tuple), supplier_id=st.sampled_from(["", "V1", "gone"]),
    favourite=st.integers(0, 99),
)  # fmt: skip


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_export_imported_again_changes_nothing(tmp_path: Path, kind: ListKind, suffix: str, language: str) -> None:
    into = shop()
    count = export_list(kind, tmp_path / f"list{suffix}", into, language=language)
    again = plan_import(kind, tmp_path / f"list{suffix}", into)
    assert (count, again.unchanged, again.documents, again.refused) == (1, 1, (), ())


@settings(max_examples=80, deadline=None)
@given(product=PRODUCTS, suffix=st.sampled_from([".csv", ".xlsx"]))
def test_whatever_a_product_holds_an_export_leaves_it_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, product: ProductSaved, suffix: str
) -> None:
    into = shop()
    into.take(product)
    path = tmp_path_factory.getbasetemp() / f"round{suffix}"
    export_list("products", path, into)
    again = plan_import("products", path, into)
    assert (again.documents, [str(r.reason) for r in again.refused]) == ((), [])


def test_an_export_fills_an_empty_shop_with_the_same(tmp_path: Path) -> None:
    kit = ProductSaved(
        id="A0", name_zh="礼包", name_en="", unit="box", tax_id="vat9", price=None, category_id="drinks",
        components=(Component("P1", Quantity(2000)),), max_discount=Rate(125_000), attributes={"a;b": "c=d"},
        prices=(PriceLine(price=Money(990), level="member", start=1_800_000_000_000),),
        barcodes=(PackCode("036000291452", Quantity(6000)),),
    )  # fmt: skip
    full, empty = shop(), MemoryShop()
    full.take(kit)
    for tax in full.taxes():
        empty.take(TaxSaved(id=tax.id, name_zh=tax.name_zh, name_en=tax.name_en, rate=tax.rate))
    for kind in ("suppliers", "customers", "products"):
        export_list(kind, tmp_path / "list.xlsx", full)
        plan = plan_import(kind, tmp_path / "list.xlsx", empty)
        assert not plan.refused
        for document in plan.documents:
            empty.take(document)
    drinks = next(iter(empty.categories())).id
    assert [(p.id, p.category_id) for p in empty.products()] == [("P1", drinks), ("A0", drinks)]
    assert next(p for p in empty.products() if p.id == "A0").prices == kit.prices
    assert next(p for p in empty.products() if p.id == "A0").attributes == kit.attributes
    assert list(empty.customers()) == list(full.customers())
    assert list(empty.suppliers()) == list(full.suppliers())


@pytest.mark.parametrize("name", ["=1+1", "+86 138", "-5", "@SUM(A1)", "'=1", "''+1", "＝1", "\t=1"])
def test_a_name_is_never_a_formula_and_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    into = MemoryShop([SupplierSaved(id="V1", name="a", note=name), CustomerSaved(id="C1", name="b", note=name)])
    export_list("suppliers", tmp_path / "list.csv", into)
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "＝")) for cell in cells)
    export_list("customers", tmp_path / "list.xlsx", into)
    sheet = load_workbook(tmp_path / "list.xlsx").active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert plan_import("suppliers", tmp_path / "list.csv", into).unchanged == 1
    assert plan_import("customers", tmp_path / "list.xlsx", into).unchanged == 1


@given(text=st.text("'=+-@\tab＝", max_size=6), typed=st.booleans())
def test_the_guard_is_taken_off_exactly(text: str, typed: bool) -> None:
    assert unguard(guard(text, typed=typed)) == text


def test_only_csv_and_xlsx_are_written(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"\.csv or \.xlsx"):
        export_list("products", tmp_path / "list.pdf", shop())


def test_an_export_that_fails_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    class Broken(MemoryShop):
        def products(self):  # type: ignore[no-untyped-def]
            yield COLA
            raise OSError(28, "No space left on device")

    path = tmp_path / "list.csv"
    path.write_text("before")
    with pytest.raises(BadInput, match="No space"):
        export_list("products", path, Broken())
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]

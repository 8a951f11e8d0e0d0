"""Whole lists: what is new, what is changed, what is refused and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.exc import BadInput
from kiosk.store.documents import CategorySaved, CustomerSaved, PackCode, ProductSaved, SupplierSaved
from kiosk.store.import_fields import Field, normal
from kiosk.store.import_people import CUSTOMER_FIELDS, SUPPLIER_FIELDS
from kiosk.store.import_products import PRODUCT_FIELDS
from kiosk.store.imports import KINDS, plan_import
from kiosk.trade.goods import Component
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.store.import_lists import COLA, plan, reasons, shop


def test_a_list_with_chinese_titles_makes_products(tmp_path: Path) -> None:
    titles = "编号,名称,类别,单位,条码,售价（元）,税率\n"
    found = plan(tmp_path, titles + "P2,雪碧,饮料,瓶,6901234567908;16901234567905*24,¥3.50,13%\n")
    assert found.documents == (
        ProductSaved(
            id="P2", name_zh="雪碧", name_en="", unit="bottle", tax_id="vat13", price=Money(350), category_id="drinks",
            barcodes=(PackCode("6901234567908"), PackCode("16901234567905", Quantity(24_000))),
        ),
    )  # fmt: skip
    assert (found.new, found.changed, found.unchanged, found.refused) == (1, 0, 0, ())


def test_a_list_with_english_titles_under_a_heading_makes_products(tmp_path: Path) -> None:
    found = plan(tmp_path, "Price list 2026\n\nProduct number;Name;Barcode;Price;VAT\nP2;Lemonade;;3.50;vat9\n")
    assert [getattr(d, "name_en", "") for d in found.documents] == ["Lemonade"]


def test_a_row_that_says_what_is_so_already_writes_nothing(tmp_path: Path) -> None:
    found = plan(tmp_path, "编号,名称,售价\nP1,可乐,3\n")
    assert (found.documents, found.unchanged) == ((), 1)


def test_a_row_is_known_again_by_its_barcode_and_columns_that_are_missing_stay(tmp_path: Path) -> None:
    found = plan(tmp_path, "条码,售价\n6901234567892,3.20\n")
    (cola,) = found.documents
    assert isinstance(cola, ProductSaved)
    assert (cola.id, cola.price, cola.name_zh, cola.supplier_id) == ("P1", 320, "可乐", "V1")
    assert found.changed == 1


def test_an_empty_cell_empties_what_may_be_empty(tmp_path: Path) -> None:
    (cola,) = plan(tmp_path, "编号,供应商,售价\nP1,,\n").documents
    assert isinstance(cola, ProductSaved)
    assert (cola.supplier_id, cola.price) == ("", None)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("条码", "6.9E+12", "Excel shortened"),
        ("条码", "6901234567893", "it would be 2"),
        ("条码", "12345678905", "may have lost a zero"),
        ("条码", "6901234567892", "This belongs to 可乐 (P1)"),
        ("条码", "条码一号", "no accents"),
        ("售价", '"12,50"', "divide thousands or decimals"),
        ("售价", '"1,250"', "divide thousands or decimals"),
        ("售价", "1.255", "At most 2"),
        ("售价", "-1", "negative"),
        ("售价", "$5", "is no number"),
        ("售价", "abc", "is no number"),
        ("售价", "6901234567892", "too large"),
        ("税率", "17%", "There is no tax"),
        ("税率", "", "must be filled in"),
        ("单位", "桶", "There is no unit"),
        ("供应商", "没有", "There is no supplier"),
        ("称重", "也许", "yes or no"),
        ("最高折扣", "0.15", "share or percent"),
        ("最高折扣", "150%", "more than 100"),
        ("规格", "红色; 大", "no attribute"),
        ("规格", "=红色", "no attribute"),
        ("组成", "P99*2", "There is no product P99"),
        ("组成", "P2", "part of itself"),
        ("价目", "会员便宜", "no price line"),
        ("价目", "member=3 2026-13-01..", "is no time"),
        ("价目", "=3 2026-02-01..2026-01-01", "is no period"),
        ("中文名称", "a" * 201, "too long"),
        ("中文名称", '"两\n行"', "line break"),
        ("中文名称", "", "needs a name"),
    ],
)
def test_a_bad_cell_is_refused_with_its_row_column_and_reason(
    tmp_path: Path, column: str, value: str, reason: str
) -> None:
    cells = {"编号": "P2", "中文名称": "雪碧", "税率": "13%", "售价": "3"} | {column: value}
    found = plan(tmp_path, ",".join(cells) + "\n" + ",".join(cells.values()) + "\n")
    ((row, where, why),) = reasons(found)
    assert (row, where) == (2, column)
    assert reason in why
    assert found.documents == ()
    assert not found.possible


@pytest.mark.parametrize("price", ["12.5", "¥12.50", "￥12.50", "12.50元", "１２．５", "012.50", "CNY 12.5"])
def test_prices_are_read_as_people_write_them(tmp_path: Path, price: str) -> None:
    (cola,) = plan(tmp_path, f"编号,售价\nP1,{price}\n").documents
    assert isinstance(cola, ProductSaved)
    assert cola.price == 1250


def test_a_comma_that_can_only_divide_thousands_is_read_so(tmp_path: Path) -> None:
    (cola,) = plan(tmp_path, '编号,售价\nP1,"1,250.00"\n').documents
    assert isinstance(cola, ProductSaved)
    assert cola.price == 125_000


def test_all_that_is_wrong_with_a_row_is_said_at_once(tmp_path: Path) -> None:
    found = plan(tmp_path, "编号,名称,条码,售价,税率\nP2,雪碧,123,x,99%\n")
    assert [column for _, column, _ in reasons(found)] == ["售价", "税率"]
    assert found.refused_rows == 1


def test_a_number_stands_in_one_row_only(tmp_path: Path) -> None:
    found = plan(tmp_path, "编号,名称,税率\nP2,甲,13%\nP3,丙,13%\nP2,乙,13%\n")
    assert reasons(found) == [(4, "编号", "Row 2 has the same.")]


def test_a_barcode_stands_in_one_row_only_however_it_is_written(tmp_path: Path) -> None:
    found = plan(tmp_path, "编号,名称,条码,税率\nP2,甲,036000291452,13%\nP3,乙,0036000291452,13%\n")
    assert reasons(found) == [(3, "条码", "Row 2 has the same.")]


def test_a_row_that_could_not_be_known_again_is_refused(tmp_path: Path) -> None:
    found = plan(tmp_path, "编号,名称,税率\n,雪碧,13%\n")
    assert "how else" in reasons(found)[0][2]


def test_new_categories_are_made_once_and_only_for_rows_that_are_taken(tmp_path: Path) -> None:
    found = plan(
        tmp_path,
        "编号,名称,类别,税率\nP2,甲,零食|Snacks,13%\nP3,乙,snacks,13%\nP4,丙,没人要,99%\n",
        partial=True,
    )
    category, one, two = found.documents
    assert isinstance(category, CategorySaved)
    assert (category.name_zh, category.name_en, found.made) == ("零食", "Snacks", 1)
    assert getattr(one, "category_id", "") == getattr(two, "category_id", "") == category.id


def test_new_categories_are_refused_if_the_shop_wants_none(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("编号,名称,类别,税率\nP2,甲,零食,13%\n", encoding="utf-8")
    found = plan_import("products", path, shop(), make_categories=False)
    assert reasons(found) == [(2, "类别", "There is no category 零食.")]


def test_a_kit_names_its_parts_by_number_or_barcode_of_the_shop_or_of_rows_before(tmp_path: Path) -> None:
    text = "编号,名称,税率,条码,组成\nP2,甲,13%,036000291452,\nK1,礼包,13%,,6901234567892*2; 0036000291452; P2*0.5\n"
    kit = plan(tmp_path, text).documents[-1]
    assert isinstance(kit, ProductSaved)
    assert kit.components == (
        Component("P1", Quantity(2000)),
        Component("P2", Quantity(1000)),
        Component("P2", Quantity(500)),
    )


def test_a_lone_specification_is_an_attribute(tmp_path: Path) -> None:
    (cola,) = plan(tmp_path, "编号,规格\nP1,330ml\n").documents
    assert isinstance(cola, ProductSaved)
    assert cola.attributes == {"spec": "330ml"}


@pytest.mark.parametrize("fields", [PRODUCT_FIELDS, CUSTOMER_FIELDS, SUPPLIER_FIELDS])
def test_no_title_means_two_columns(fields: tuple[Field, ...]) -> None:
    meanings: dict[str, set[str]] = {}
    for field in fields:
        for title in (field.name, field.title.zh, field.title.en, *field.aliases):
            meanings.setdefault(normal(title), set()).add(field.name)
    assert {title: names for title, names in meanings.items() if len(names) > 1} == {}


def test_partial_takes_the_good_rows(tmp_path: Path) -> None:
    found = plan(tmp_path, "编号,名称,税率,售价\nP2,甲,13%,1\nP3,乙,13%,x\n", partial=True)
    assert (found.new, found.refused_rows, found.possible, found.rows) == (1, 1, True, 2)


def test_columns_nobody_knows_are_named_and_left_out(tmp_path: Path) -> None:
    assert plan(tmp_path, "编号,名称,颜色心情,税率\nP2,甲,好,13%\n").ignored == ("颜色心情",)


def test_a_file_without_column_titles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="column titles"):
        plan(tmp_path, "1,2,3\n4,5,6\n")


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="twice"):
        plan(tmp_path, "编号,名称,售价,零售价\nP2,甲,1,2\n")


def test_customers_are_known_again_by_card_or_phone(tmp_path: Path) -> None:
    found = plan(tmp_path, "姓名,手机,卡号,等级,信用额度\n陈静静,13800000001,M1,member,200\n", "customers")
    assert found.documents == (
        CustomerSaved(
            id="C1", name="陈静静", phone="13800000001", code="M1", level="member", credit_limit=Money(20_000)
        ),
    )


def test_a_card_of_another_customer_is_refused(tmp_path: Path) -> None:
    found = plan(tmp_path, "编号,姓名,卡号\nC2,刘洋,M1\n", "customers")
    assert reasons(found) == [(2, "卡号", "This belongs to 陈静 (C1).")]


def test_a_customer_needs_a_name(tmp_path: Path) -> None:
    found = plan(tmp_path, "编号,姓名\nC2,\n", "customers")
    assert reasons(found) == [(2, "姓名", "This must be filled in.")]


def test_a_supplier_with_no_number_gets_one_from_the_name_the_same_each_time(tmp_path: Path) -> None:
    text = "供应商名称,到货天数\n绿源农产品,2\n津门饮品,5\n"
    found = plan(tmp_path, text, "suppliers")
    made, known = found.documents
    assert isinstance(made, SupplierSaved)
    assert isinstance(known, SupplierSaved)
    assert (known.id, known.lead_days) == ("V1", 5)
    into = shop()
    for document in found.documents:
        into.take(document)
    assert plan(tmp_path, text, "suppliers", into=into).unchanged == 2


def test_progress_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("编号,名称,税率\n" + "".join(f"N{n},甲,13%\n" for n in range(1200)), encoding="utf-8")
    told: list[int] = []
    assert plan_import("products", path, shop(), progress=told.append).new == 1200
    assert told == [500, 1000]


def test_what_the_shop_took_before_there_were_checks_does_not_stop_a_list_that_leaves_it_as_it_is(
    tmp_path: Path,
) -> None:
    odd = ProductSaved(
        id="P7", name_zh=" 老 数据\t", name_en="", unit="桶", tax_id="gone", price=None,
        barcodes=(PackCode("6901234567893"),),
    )  # fmt: skip
    into = shop()
    into.take(odd)
    found = plan(tmp_path, "编号,中文名称,单位,税率,条码,售价\nP7, 老 数据\t,桶,gone,6901234567893,\n", into=into)
    assert (found.refused, found.unchanged) == ((), 1)


CELLS = st.lists(st.text(max_size=12), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(lines=st.lists(CELLS, max_size=5), kind=st.sampled_from(KINDS))
def test_any_cells_are_taken_or_refused_with_a_reason_in_both_languages(
    tmp_path_factory: pytest.TempPathFactory, lines: list[list[str]], kind: str
) -> None:
    import csv

    path = tmp_path_factory.getbasetemp() / "fuzz-list.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "name", "barcode", "price", "tax", "phone", "prices", "attributes", "parts"][:6])
        out.writerows(lines)
    try:
        found = plan_import(kind, path, shop(), partial=True)  # type: ignore[arg-type]
    except BadInput as refused:
        assert refused.message.in_("zh_CN")
        return
    for refused_row in found.refused:
        assert refused_row.row >= 2
        assert refused_row.reason.in_("en")
    assert COLA not in found.documents

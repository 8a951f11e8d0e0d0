from __future__ import annotations

import pytest

from kiosk.store.documents import CategorySaved, PackCode, PriceLine, PromotionSaved, SupplierSaved, TaxSaved
from kiosk.store.posting_goods import key_of
from kiosk.store.store import Store
from kiosk.trade.goods import Component, PriceRule
from kiosk.trade.money import Money, Rate
from kiosk.trade.promotion import Promotion, PromotionKind
from kiosk.trade.quantity import Quantity
from tests.store.shop import NOON, product, received


def test_a_scan_finds_the_product_whole(store: Store) -> None:
    wanted = product(
        7, attributes={"size": "L"}, components=(Component("p1", Quantity(2000)),), max_discount=Rate(100_000),
        weighed=True, tax_included=False, variant_of="p1", barcodes=(PackCode("6901234567892"),),
    )  # fmt: skip
    store.journal.append(wanted, actor="1")
    found = store.catalogue.find_code("06901234567892")
    assert found is not None
    assert (found.product.attributes, found.product.components) == (wanted.attributes, wanted.components)
    assert (found.product.weighed, found.product.tax_included, found.product.max_discount) == (True, False, 100_000)
    assert (found.product.tax.rate, found.quantity, found.active) == (130_000, 1000, True)


def test_a_case_has_its_own_code_and_quantity(store: Store) -> None:
    store.journal.append(product(7, barcodes=(PackCode("ONE"), PackCode("CASE", Quantity(24_000)))), actor="1")
    case = store.catalogue.find_code("CASE")
    assert case is not None
    assert (case.product.id, case.quantity) == ("p7", 24_000)
    assert store.catalogue.barcodes("p7") == (PackCode("ONE"), PackCode("CASE", Quantity(24_000)))


def test_an_unknown_code_finds_nothing(store: Store) -> None:
    assert store.catalogue.find_code("00000000000000") is None
    assert store.catalogue.product("nothing") is None
    assert store.catalogue.document("nothing") is None


def test_of_two_products_with_one_code_the_one_still_sold_is_found(store: Store) -> None:
    store.journal.append(product(7, barcodes=(PackCode("SAME"),)), actor="1")
    store.journal.append(product(8, barcodes=(PackCode("SAME"),), active=False), actor="1")
    found = store.catalogue.find_code("SAME")
    assert found is not None
    assert (found.product.id, found.active) == ("p7", True)


def test_goods_no_longer_sold_are_found_and_said_to_be_so(store: Store) -> None:
    store.journal.append(product(1, active=False), actor="1")
    found = store.catalogue.find_code("OWN1")
    assert found is not None
    assert not found.active
    assert "p1" not in {t.id for t in store.catalogue.tiles("drinks")}
    assert "p1" not in {t.id for t in store.catalogue.search("可口可乐")}


def test_a_shop_sees_its_own_prices_and_those_for_every_shop(store: Store) -> None:
    lines = (PriceLine(price=Money(90), level="member"), PriceLine(price=Money(80), store_id="S01"),
             PriceLine(price=Money(70), store_id="S02"))  # fmt: skip
    store.journal.append(product(1, prices=lines), actor="1")
    known = store.catalogue.product("p1")
    assert known is not None
    assert known.prices == (PriceRule("p1", Money(90), "member"), PriceRule("p1", Money(80)))


def test_what_goods_cost_is_what_was_last_paid_on_average(store: Store) -> None:
    store.journal.append(product(1, cost=40), actor="1")
    cola = store.catalogue.product("p1")
    assert cola is not None
    assert store.catalogue.cost_of(cola) == cola.cost == 40
    store.journal.append(received("p1", 10_000, 55), actor="1")
    assert store.catalogue.cost_of(cola) == 55


def test_a_product_comes_back_to_be_edited_as_it_was_saved(store: Store) -> None:
    saved = product(9, supplier_id="s1", favourite=3, prices=(PriceLine(price=Money(5)),))
    store.journal.append(saved, actor="1")
    assert store.catalogue.document("p9") == saved


def test_the_grid_shows_a_category_with_those_below_it_page_by_page(store: Store) -> None:
    store.journal.append(CategorySaved(id="juice", name_zh="果汁", name_en="Juice", parent_id="drinks"), actor="1")
    store.journal.append(CategorySaved(id="old", name_zh="旧", name_en="Old", active=False), actor="1")
    store.journal.append_many([product(n, category_id="juice") for n in (11, 12, 13)], actor="1")
    assert [c.id for c in store.catalogue.categories()] == ["juice", "drinks"]
    everything = store.catalogue.tiles("drinks", 100)
    assert [t.id for t in everything] == ["p1", "p2", "p3", "p4", "p5", "p6", "p11", "p12", "p13"]
    pages = [store.catalogue.tiles("drinks", 4, offset) for offset in (0, 4, 8, 12)]
    assert [t for page in pages for t in page] == list(everything)


def test_favourites_stand_in_the_order_they_were_given(store: Store) -> None:
    store.journal.append(product(1, favourite=2), actor="1")
    store.journal.append(product(2, favourite=1), actor="1")
    assert [t.id for t in store.catalogue.tiles(None)] == ["p2", "p1"]


def test_a_tile_shows_stock_and_its_categorys_colour(store: Store) -> None:
    store.journal.append(CategorySaved(id="drinks", name_zh="饮料", name_en="Drinks", colour=5), actor="1")
    store.journal.append(received("p1", 3000), actor="1")
    tiles = {t.id: t for t in store.catalogue.tiles("drinks")}
    assert (tiles["p1"].on_hand, tiles["p1"].colour) == (3000, 5)
    assert tiles["p2"].on_hand is None


@pytest.mark.parametrize(
    "typed, found",
    [
        ("可口", "p3"), ("口可乐", "p3"), ("乐", "p3"), ("kekou", "p3"), ("kkkl", "p3"), ("KKKL", "p3"),
        ("ｋｋｋｌ", "p3"), ("cola", "p3"), ("col 3", "p3"), ("cola kkkl", "p3"), ("OWN3", "p3"), ("own", "p3"),
        ("water", None), ("乐乐", None), ("", None), ("   ", None), ('"', None), ("a AND b", None), ("*", None),
        ("'; DROP TABLE product", None), ("(", None), ("x" * 500, None),
    ],
)  # fmt: skip
def test_search_finds_by_name_pinyin_initials_and_code(store: Store, typed: str, found: str | None) -> None:
    ids = {t.id for t in store.catalogue.search(typed)}
    assert (found in ids) if found else (ids == set())


def test_a_renamed_product_is_found_by_its_new_name_alone(store: Store) -> None:
    store.journal.append(product(1, name_zh="雪碧", name_en="Sprite"), actor="1")
    assert [t.id for t in store.catalogue.search("xb")] == ["p1"]
    assert "p1" not in {t.id for t in store.catalogue.search("kkkl")}


def test_gtin_is_found_by_its_digits_without_leading_zeros(store: Store) -> None:
    store.journal.append(product(1, barcodes=(PackCode("0075678164125"),)), actor="1")
    assert [t.id for t in store.catalogue.search("75678")] == ["p1"]
    assert [t.id for t in store.catalogue.search("007567")] == ["p1"]


def test_no_more_is_listed_than_asked_for(store: Store) -> None:
    assert len(store.catalogue.search("cola", limit=4)) == 4
    assert len(store.catalogue.tiles("drinks", 2)) == 2


def test_promotions_of_the_day_are_those_in_force(store: Store) -> None:
    def rule(id_: str, **fields: object) -> PromotionSaved:
        active = bool(fields.pop("active", True))
        promotion = Promotion(id_, PromotionKind.PERCENT, "打折", "Off", rate=Rate(100_000), **fields)  # type: ignore[arg-type]
        return PromotionSaved(id=id_, promotion=promotion, active=active)

    store.journal.append_many(
        [rule("always"), rule("past", end=NOON), rule("next", start=NOON + 1), rule("now", start=NOON, end=NOON + 1),
         rule("stopped", active=False)],
        actor="1",
    )  # fmt: skip
    assert [p.id for p in store.catalogue.promotions(NOON)] == ["always", "now"]


def test_suppliers_are_listed_by_name(store: Store) -> None:
    for id_, name in (("s2", "B"), ("s1", "A")):
        store.journal.append(SupplierSaved(id=id_, name=name, lead_days=3), actor="1")
    assert [s.name for s in store.catalogue.suppliers()] == ["A", "B"]


def test_new_products_get_ids_no_other_till_can_give(store: Store) -> None:
    first = store.catalogue.next_product_id()
    assert first.startswith(store.origin)
    store.journal.append(product(1, id=first), actor="1")
    second = store.catalogue.next_product_id()
    assert second > first
    assert store.catalogue.product(second) is None


def test_another_thread_may_search_while_this_one_sells(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from tests.store.shop import open_shift, sale

    shift = open_shift(store)
    with ThreadPoolExecutor(1) as pool:
        before = pool.submit(store.catalogue.search, "kkkl")
        with store.book.transaction():
            store.journal.append(sale(shift), actor="1001")
            during = pool.submit(store.catalogue.search, "kkkl")
            assert len(during.result(timeout=10)) == len(before.result(timeout=10)) == 6
        pool.submit(store.close).result(timeout=10)


@pytest.mark.parametrize("typed", ["9521", "95210", "09521010000015", "9521010000015"])
def test_digits_find_codes_that_begin_so(store: Store, typed: str) -> None:
    store.journal.append(product(1, barcodes=(PackCode("9521010000015"),)), actor="1")
    store.journal.append(product(2, name_zh="95210 号电池"), actor="1")
    assert "p1" in {t.id for t in store.catalogue.search(typed)}
    assert ("p2" in {t.id for t in store.catalogue.search(typed)}) is (typed in "95210")


def test_a_scan_and_the_id_lead_to_the_same_product(store: Store) -> None:
    whole = product(
        1, cost=3, max_discount=Rate(200_000), variant_of="p0", attributes={"size": "L", "colour": "红"},
        components=(Component("p2", Quantity(2000)),), weighed=True, tracks_batches=True,
        prices=(PriceLine(price=Money(90), level="member", min_quantity=Quantity(3000), start=5, end=9),
                PriceLine(price=Money(70), store_id="S02")),
    )  # fmt: skip
    store.journal.append(whole, actor="1")
    found = store.catalogue.find_code(key_of(whole.barcodes[0].code))
    assert found is not None
    assert found.product == store.catalogue.product("p1")


def test_a_changed_tax_holds_for_the_next_scan(store: Store) -> None:
    saved = product(1)
    store.journal.append(saved, actor="1")
    store.journal.append(TaxSaved(id=saved.tax_id, name_zh="税", name_en="Tax", rate=Rate(90_000)), actor="1")
    found = store.catalogue.find_code(key_of(saved.barcodes[0].code))
    assert found is not None
    assert found.product.tax.rate == 90_000


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_scan_reads_one_row_of_the_codes_and_one_of_the_taxes(store: Store) -> None:
    saved = product(1)
    store.journal.append(saved, actor="1")
    told: list[str] = []
    store.book.db.connection().set_trace_callback(told.append)
    store.catalogue.find_code(key_of(saved.barcodes[0].code))
    store.book.db.connection().set_trace_callback(None)
    (sql,) = told
    assert 'product"' not in sql.replace("product_id", "")
    plan = [str(row[3]) for row in store.book.sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert len(plan) == 2
    assert plan[0].startswith("SEARCH") and "PRIMARY KEY" in plan[0]

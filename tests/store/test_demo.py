"""The demo shop is a whole shop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store import demo_promotions
from kiosk.store.demo import LAYOUTS, build_demo, demo_documents, demo_users
from kiosk.store.demo_stock import DAY_MS, DEARER_SOON, ON_SALE_NOW
from kiosk.store.documents import CustomerSaved, Document, ProductSaved, StockAdjusted, SupplierSaved
from kiosk.store.exports import export_list
from kiosk.store.imports import KINDS, plan_import
from kiosk.store.pins import hash_badge, verify_pin
from kiosk.store.store import Store
from kiosk.trade.barcodes import EmbeddedCode, UserCode, check_digit, item_key, read_code, read_layouts
from kiosk.trade.goods import list_price
from kiosk.trade.promotion import PromotionKind
from kiosk.trade.promotion_checks import fault

NOW = 1_800_000_000_000


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return demo_documents("S01", now_ms=NOW)


@pytest.fixture(scope="module")
def products(documents: list[Document]) -> dict[str, ProductSaved]:
    return {d.id: d for d in documents if isinstance(d, ProductSaved)}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.create(tmp_path_factory.mktemp("demo") / "shop.db", "S01", clock=lambda: NOW)
    build_demo(store, now_ms=NOW)
    yield store
    store.close()


def test_it_has_about_three_hundred_products_named_in_both_languages(products: dict[str, ProductSaved]) -> None:
    assert 290 <= len(products) <= 330
    assert all(p.name_zh and p.name_en and p.price and p.category_id for p in products.values())
    assert not any("\u4e00" <= letter <= "\u9fff" for p in products.values() for letter in p.name_en)
    assert len({p.name_zh for p in products.values()}) == len({p.name_en for p in products.values()}) == len(products)


def test_all_codes_are_valid_unique_and_from_the_ranges_for_demonstration_and_shops(
    products: dict[str, ProductSaved],
) -> None:
    codes = [(p, pack.code) for p in products.values() for pack in p.barcodes]
    assert len({item_key(code) for _, code in codes}) == len(codes)
    for product, code in codes:
        assert code.startswith(("21", "22") if product.weighed else ("952", "1952"))


def test_every_product_can_be_sold(store: Store, products: dict[str, ProductSaved]) -> None:
    for product in products.values():
        for pack in product.barcodes:
            found = store.catalogue.find_code(item_key(pack.code))
            assert found is not None
            assert (found.product.id, found.quantity) == (product.id, pack.quantity)
        assert store.stock.level(product.id).on_hand > 0 or product.components


def test_scales_labels_find_their_goods(store: Store) -> None:
    layouts = read_layouts(LAYOUTS)
    for start, weight, amount in (("210130101234", 1234, None), ("220132901990", None, 1990)):
        code = read_code(start + str(check_digit(start)), layouts=layouts)
        assert isinstance(code, EmbeddedCode)
        assert (code.quantity, code.amount) == (weight, amount)
        found = store.catalogue.find_code(code.item)
        assert found is not None
        assert found.product.weighed


def test_it_has_three_taxes_cases_variants_kits_and_batches(products: dict[str, ProductSaved], store: Store) -> None:
    assert sorted(t.rate for t in store.catalogue.taxes()) == [0, 90_000, 130_000]
    assert {p.tax_id for p in products.values()} == {t.id for t in store.catalogue.taxes()}
    assert any(pack.quantity == 24_000 for p in products.values() for pack in p.barcodes)
    assert {p.attributes["size"] for p in products.values() if p.variant_of == "tshirt"} == {"S", "M", "L", "XL"}
    kits = [p for p in products.values() if p.components]
    assert len(kits) == 3
    assert all(part.product_id in products for kit in kits for part in kit.components)
    assert any(p.tracks_batches for p in products.values())
    assert {"member", "wholesale", ""} <= {line.level for p in products.values() for line in p.prices}


def test_every_kind_of_promotion_is_on_whatever_the_day(store: Store, products: dict[str, ProductSaved]) -> None:
    always = [
        p
        for p in demo_promotions.promotions()
        if not (p.level or p.weekdays or p.start or p.end or p.from_minute) and p.to_minute == 1440
    ]
    assert {p.kind for p in always} == set(PromotionKind)
    assert {p.id for p in always} <= {p.id for p in store.catalogue.promotions(NOW + 1000 * DAY_MS)}
    for promotion in demo_promotions.promotions():
        assert fault(promotion) is None
        assert promotion.product_ids <= products.keys()
        assert {part.product_id for part in promotion.bundle} <= products.keys()
        assert promotion.category_ids <= {p.category_id for p in products.values()}


def test_prices_change_by_the_calendar(store: Store) -> None:
    tea, rice = store.catalogue.product(ON_SALE_NOW), store.catalogue.product(DEARER_SOON)
    assert tea is not None
    assert rice is not None
    assert [list_price(tea, 1000, at=at) for at in (NOW, NOW + 20 * DAY_MS)] == [300, 350]
    assert [list_price(rice, 1000, at=at) for at in (NOW, NOW + 8 * DAY_MS)] == [3990, 3690]


def test_everybody_signs_in_by_pin_and_badge(store: Store) -> None:
    users = demo_users()
    assert (users[0].name, users[0].pin) == ("王芳", "1111")
    assert len(users) == 7
    for user in users:
        assert verify_pin(store.people.pin_hash(user.id), user.pin)
        assert not verify_pin(store.people.pin_hash(user.id), "0000")
        assert read_code(user.badge_code) == UserCode(user.id, user.badge)
        by_badge = store.people.badge(hash_badge(user.badge))
        assert by_badge is not None
        assert (by_badge.id, by_badge.role.id) == (user.id, user.role)


def test_customers_and_suppliers_are_there(documents: list[Document], store: Store) -> None:
    customers = [d for d in documents if isinstance(d, CustomerSaved)]
    assert len(customers) == 20
    assert {c.level for c in customers} == {"member", "wholesale", ""}
    assert any(c.credit_limit for c in customers)
    assert sum(isinstance(d, SupplierSaved) for d in documents) == 5
    assert store.people.customer_by_code("M0000001") is not None


def test_batches_are_in_stock_with_dates_to_come(documents: list[Document], products: dict[str, ProductSaved]) -> None:
    (opening,) = [d for d in documents if isinstance(d, StockAdjusted)]
    dated = {line.product_id for line in opening.lines if line.expiry > "2027-01-15"}
    assert dated == {p.id for p in products.values() if p.tracks_batches}
    assert all(line.unit_cost and line.quantity > 0 for line in opening.lines)


def test_it_is_the_same_each_time_but_for_the_salt_of_pins(documents: list[Document]) -> None:
    again = demo_documents("S01", now_ms=NOW)
    assert [d for d in again if d.kind != "user.saved"] == [d for d in documents if d.kind != "user.saved"]


@pytest.mark.parametrize("kind", KINDS)
def test_its_lists_exported_and_imported_again_change_nothing(store: Store, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "list.csv"
    count = export_list(kind, path, store)  # type: ignore[arg-type]
    plan = plan_import(kind, path, store)  # type: ignore[arg-type]
    assert (plan.unchanged, plan.documents, plan.refused) == (count, (), ())

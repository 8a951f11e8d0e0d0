from __future__ import annotations

import pytest

from kiosk.store.store import Store
from kiosk.trade.buying import PriceBreak, pack_price
from kiosk.trade.money import Money
from tests.store.buying import sells, supplier


def test_a_supplier_is_known_with_his_lead_time_and_least_order(store: Store) -> None:
    store.journal.append_many([supplier("V2", "北方饮料"), supplier(), supplier("V3", "Z", active=False)], actor="1")
    assert [s.id for s in store.suppliers.all()] == ["V2", "V1"]
    found = store.suppliers.get("V1")
    assert found is not None
    assert (found.name, found.lead_days, found.min_order) == ("华南食品", 3, 20_000)
    gone = store.suppliers.get("V3")
    assert gone is not None
    assert store.suppliers.get("V4") is None


def test_what_a_supplier_sells_a_product_for(store: Store) -> None:
    store.journal.append_many([supplier(), sells("p1"), sells("p1", "V2", code="77"), sells("p2")], actor="1")
    terms = store.suppliers.terms("V1", "p1")
    assert terms is not None
    assert (terms.code, terms.pack, terms.min_quantity, terms.lead_days) == ("HN-p1", 24_000, 48_000, None)
    assert pack_price(terms, 240_000) == 4500
    assert [t.supplier_id for t in store.suppliers.of_product("p1")] == ["V1", "V2"]
    assert [t.product_id for t in store.suppliers.assortment("V1")] == ["p1", "p2"]
    assert [t.product_id for t in store.suppliers.assortment("V1", 1, 1)] == ["p2"]
    assert store.suppliers.product_by_code("V2", "77") == "p1"
    assert store.suppliers.product_by_code("V1", "77") is None
    assert store.suppliers.product_by_code("V1", "") is None


def test_new_terms_replace_those_of_before_and_ended_ones_are_gone(store: Store) -> None:
    store.journal.append(sells("p1"), actor="1")
    store.journal.append(sells("p1", prices=(PriceBreak(Money(99)),), lead_days=9), actor="1")
    terms = store.suppliers.terms("V1", "p1")
    assert terms is not None
    assert (terms.prices, terms.lead_days) == ((PriceBreak(Money(99)),), 9)
    store.journal.append(sells("p1", active=False), actor="1")
    assert store.suppliers.terms("V1", "p1") is None
    assert store.suppliers.of_product("p1") == ()


def test_many_suppliers_are_read_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(5):
        store.journal.append(supplier(f"V{n}"), actor="-")
    asked: list[str] = []
    ask = store.book.db.execute_sql
    monkeypatch.setattr(store.book.db, "execute_sql", lambda sql, *more: asked.append(sql) or ask(sql, *more))
    assert {s.min_order for s in store.suppliers.all()} == {20_000}
    assert len(asked) == 1

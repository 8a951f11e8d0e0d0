from __future__ import annotations

import msgspec
import pytest

from kiosk.exc import StoreDamaged
from kiosk.store.documents import BasketResumed, BasketSuspended
from kiosk.store.store import Store
from kiosk.trade.basket import Basket, Discount, Line
from kiosk.trade.goods import Customer
from kiosk.trade.money import Money, Rate
from kiosk.trade.quantity import Quantity
from tests.store.shop import Clock


@pytest.fixture
def basket(store: Store) -> Basket:
    product = store.catalogue.product("p1")
    assert product is not None
    return Basket("b1", tuple(Line(n, product, Quantity(1000 * n)) for n in range(1, 6)), next_key=6)


def reopened(store: Store) -> Basket | None:
    again = Store.open(store.place, clock=Clock())
    found = again.baskets.load()
    again.close()
    return found


def test_an_empty_counter_has_no_basket(store: Store) -> None:
    assert store.baskets.load() is None


def test_every_change_comes_back_after_a_restart(store: Store, basket: Basket) -> None:
    replace = msgspec.structs.replace
    lines = basket.lines
    steps = [
        basket,
        replace(basket, lines=lines[:2] + lines[3:]),
        replace(basket, lines=(replace(lines[0], quantity=Quantity(9)), *lines[1:])),
        replace(basket, customer=Customer("c1", "王芳"), discount=Discount(rate=Rate(50_000)), note="x"),
        replace(basket, lines=tuple(reversed(lines))),
        replace(basket, lines=(lines[4], lines[0])),
        replace(basket, lines=lines),
        replace(basket, lines=()),
        Basket("b2"),
        Basket("b3", lines, next_key=6),
    ]
    for step in steps:
        store.baskets.save(step)
        assert reopened(store) == step


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_scan_into_a_long_basket_writes_one_line(store: Store, basket: Basket) -> None:
    product = basket.lines[0].product
    long = Basket("b9", tuple(Line(n, product, Quantity(1000)) for n in range(1, 101)), next_key=101)
    store.baskets.save(long)
    statements: list[str] = []
    store.book.db.connection().set_trace_callback(statements.append)
    longer = msgspec.structs.replace(long, lines=(*long.lines, Line(101, product, Quantity(1000))), next_key=102)
    store.baskets.save(longer)
    store.baskets.save(msgspec.structs.replace(longer, lines=longer.lines[1:]))
    store.book.db.connection().set_trace_callback(None)
    writes = [s for s in statements if s.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(writes) == 2, writes


def test_a_cleared_basket_does_not_come_back(store: Store, basket: Basket) -> None:
    store.baskets.save(basket)
    store.baskets.clear()
    assert reopened(store) is None
    store.baskets.save(basket)
    assert reopened(store) == basket


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_save_that_fails_is_made_good_by_the_next(store: Store, basket: Basket) -> None:
    from kiosk.exc import StoreUnwritable

    store.baskets.save(Basket("b1", basket.lines[:1]))
    store.book.sql("PRAGMA query_only = 1")
    with pytest.raises(StoreUnwritable):
        store.baskets.save(Basket("b1", basket.lines[:2]))
    store.book.sql("PRAGMA query_only = 0")
    store.baskets.save(basket)
    assert reopened(store) == basket


def test_a_basket_that_cannot_be_read_is_not_taken_for_none(store: Store, basket: Basket) -> None:
    store.baskets.save(basket)
    store.book.sql("UPDATE open_line SET body = (SELECT digest FROM origin) WHERE key = 3")
    with pytest.raises(StoreDamaged):
        store.baskets.load()


def put_aside(store: Store, basket: Basket, label: str) -> str:
    document = BasketSuspended(
        basket_id=basket.id, label=label, total=Money(5), count=len(basket.lines),
        body=msgspec.Raw(msgspec.json.encode(basket)),
    )  # fmt: skip
    return store.journal.append(document, actor="1001").id


def test_a_basket_put_aside_waits_until_it_is_recalled(store: Store, basket: Basket) -> None:
    first, second = put_aside(store, basket, "red coat"), put_aside(store, Basket("b2"), "phone")
    rows = store.baskets.suspended()
    assert [(r.id, r.label, r.count) for r in rows] == [(first, "red coat", 5), (second, "phone", 0)]
    assert store.baskets.suspended_basket(first) == basket
    store.journal.append(BasketResumed(suspended_id=first), actor="1001")
    assert [r.id for r in store.baskets.suspended()] == [second]


@pytest.mark.parametrize("strange", ["ZZZZZZ-1", "nonsense", ""])
def test_a_basket_that_was_never_put_aside_is_refused(store: Store, strange: str) -> None:
    with pytest.raises(StoreDamaged):
        store.baskets.suspended_basket(strange)


def test_any_series_of_edits_comes_back_as_it_was_left(store: Store, basket: Basket) -> None:
    """Lines added, changed, taken out and put back in any place."""
    import random

    chance = random.Random(7)
    pool = [msgspec.structs.replace(basket.lines[0], key=n) for n in range(1, 9)]
    for _ in range(150):
        lines = tuple(
            msgspec.structs.replace(x, quantity=Quantity(chance.randrange(1, 3)))
            for x in chance.sample(pool, chance.randrange(len(pool)))
        )
        if chance.random() < 0.5:
            lines = tuple(sorted(lines, key=lambda x: x.key))
        wanted = Basket("b1", lines)
        store.baskets.save(wanted)
        rows = store.book.sql("SELECT key FROM open_line ORDER BY position")
        assert [row[0] for row in rows] == [x.key for x in lines]
    assert reopened(store) == wanted

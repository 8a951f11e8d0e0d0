"""Cost does not grow with the catalogue or the day: counted in steps of the database's own machine, which no other
program on the computer disturbs. And nothing of a long list is out of reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.store.documents import PackCode
from kiosk.store.store import Store
from kiosk.trade.basket import Basket, Line
from tests.store.shop import new_store, open_shift, product, sale, stock_up

SMALL, LARGE = 100, 4000


def shop(path: Path, products: int) -> Store:
    store = new_store(path)
    stock_up(store)
    goods = [
        product(n, id=f"p{n:06d}", name_en=f"Goods number {n}", barcodes=(PackCode(f"CODE{n:06d}"),))
        for n in range(products)
    ]
    store.journal.append_many(goods, actor="1001")
    return store


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    both = tuple(shop(tmp_path_factory.mktemp(f"of{size}"), size) for size in (SMALL, LARGE))
    yield both  # type: ignore[misc]
    for store in both:
        store.close()


def steps(store: Store, work: Callable[[], object]) -> int:
    """How many steps SQLite's machine takes for it, once it is prepared."""
    work()
    count = 0

    def step() -> None:
        nonlocal count
        count += 1

    connection = store.book.db.connection()
    connection.set_progress_handler(step, 1)
    work()
    connection.set_progress_handler(None, 1)
    return count


def scan(store: Store) -> None:
    found = store.catalogue.find_code("CODE000050")
    assert found is not None
    store.baskets.save(Basket("b1", (Line(1, found.product, 1000),), next_key=2))


def unknown(store: Store) -> None:
    assert store.catalogue.find_code("CODE999999") is None


def history(store: Store) -> None:
    store.sales.recent(20, 0)


@pytest.mark.parametrize("work", [scan, unknown, history])
def test_forty_times_the_goods_cost_a_scan_nothing(shops: tuple[Store, Store], work: Callable[[Store], None]) -> None:
    small, large = (steps(store, lambda store=store: work(store)) for store in shops)  # type: ignore[misc]
    assert small > 5
    assert large <= small * 1.2


def test_a_report_of_forty_times_the_sales_costs_no_more(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    stock_up(store)
    shift = open_shift(store)

    def sell(count: int) -> int:
        store.journal.append_many([sale(shift) for _ in range(count)], actor="1001")
        return steps(store, lambda: store.shifts.report(shift))

    few = sell(20)
    many = sell(800)
    assert few > 50
    assert many <= few * 1.2
    assert store.shifts.report(shift).sales_count == 820
    store.close()


def test_the_last_of_thousands_is_on_the_last_page(shops: tuple[Store, Store]) -> None:
    _, large = shops
    seen: set[str] = set()
    for page in range(0, LARGE + 100, 500):
        seen |= {tile.id for tile in large.catalogue.tiles("drinks", 500, page)}
    assert {f"p{n:06d}" for n in range(LARGE)} <= seen
    assert any(tile.id == f"p{LARGE - 1:06d}" for tile in large.catalogue.search(f"number {LARGE - 1}", 20))

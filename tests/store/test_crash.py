"""The process dies at every step of a sale, as in a power cut: the sale is there whole, or the basket is."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.store.checks import run_checks
from kiosk.store.store import Store
from kiosk.trade.basket import Basket, Line
from tests.store.shop import Clock, line, open_shift, sale, stock_up

KEY = bytes(range(32))


def shop_with_a_full_basket(path: Path, key: bytes | None) -> tuple[str, Basket]:
    store = Store.create(path, "S01", key=key, clock=Clock())
    stock_up(store)
    shift = open_shift(store)
    product = store.catalogue.product("p1")
    assert product is not None
    basket = Basket("b1", (Line(1, product, 1000), Line(2, product, 2000)), next_key=3)
    store.baskets.save(basket)
    store.close()
    return shift, basket


def in_a_process(work: Callable[[Callable[[bytes], None]], None]) -> tuple[bytes, bool]:
    """Run `work` in a process of its own; what it acknowledged, and whether it was killed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            work(lambda data: (os.write(write, data), None)[1])
            os._exit(0)
        finally:
            os._exit(1)
    os.close(write)
    said = b""
    while data := os.read(read, 4096):
        said += data
    os.close(read)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        assert os.WEXITSTATUS(status) == 0
        return said, False
    assert os.WTERMSIG(status) == signal.SIGKILL
    return said, True


def dies_before_statement(store: Store, number: int) -> None:
    """Have the process killed when SQLite is about to run its statement of this number, counted from 1."""
    count = 0

    def watch(_sql: str) -> None:
        nonlocal count
        count += 1
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)

    store.book.db.connection().set_trace_callback(watch)


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_no_step_of_a_sale_loses_it_doubles_it_or_loses_the_basket(tmp_path: Path, key: bytes | None) -> None:
    start = tmp_path / "start" / "shop.db"
    shift, basket = shop_with_a_full_basket(start, key)
    outcomes: list[str] = []
    for step in range(1, 200):
        path = tmp_path / str(step) / "shop.db"
        shutil.copytree(start.parent, path.parent)

        def sell(say: Callable[[bytes], None], path: Path = path, step: int = step) -> None:
            store = Store.open(path, key, clock=Clock())
            dies_before_statement(store, step)
            entry = store.journal.append(
                sale(shift, customer_id="c1", points=1),
                actor="1001",
                jobs=lambda e: [("Receipt", e.id.encode())],
                clear_basket=True,
            )
            say(entry.id.encode())

        said, killed = in_a_process(sell)
        outcomes.append(state_after(path, key, said.decode(), basket))
        if not killed:
            break
    assert outcomes[-1] == "sold"
    assert "basket" in outcomes
    assert len(outcomes) > 20, "so many statements make a sale that each was a step"


def state_after(path: Path, key: bytes | None, acknowledged: str, basket: Basket) -> str:
    """ "sold" or "basket", after everything that either means has been verified."""
    store = Store.open(path, key, clock=Clock())
    store.prints.recover()
    sales, jobs, left = store.sales.recent(), store.prints.list(), store.baskets.load()
    drawer = store.shifts.report(store.shifts.history()[0].id).expected
    moved = store.stock.level("p1").on_hand
    findings = [f for f in run_checks(store) if f.severity == "fault"]
    store.close()
    assert findings == []
    if sales:
        assert (len(sales), len(jobs), left, drawer, moved) == (1, 1, None, 11_500, -1000)
        assert jobs[0].entry_id == sales[0].id
        assert acknowledged in ("", sales[0].id)
        return "sold"
    assert acknowledged == ""
    assert (jobs, left, drawer, moved) == ((), basket, 10_000, 0)
    return "basket"


def test_a_basket_comes_back_with_every_line_that_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    _, basket = shop_with_a_full_basket(path, None)

    def scan(say: Callable[[bytes], None]) -> None:
        store = Store.open(path, clock=Clock())
        known = store.baskets.load()
        assert known is not None
        for key in range(3, 40):
            known = Basket(known.id, (*known.lines, Line(key, known.lines[0].product, 1000)), next_key=key + 1)
            store.baskets.save(known)
            say(b".")
            if key == 30:
                os.kill(os.getpid(), signal.SIGKILL)

    said, killed = in_a_process(scan)
    assert killed
    store = Store.open(path, clock=Clock())
    back = store.baskets.load()
    assert back is not None
    assert len(back.lines) == len(basket.lines) + len(said)
    assert [x.key for x in back.lines] == list(range(1, 31))
    store.close()


def test_a_torn_end_of_the_log_costs_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """What a power cut leaves: the write-ahead log, cut off anywhere behind the last commit."""
    path = tmp_path / "shop" / "shop.db"
    shift, _ = shop_with_a_full_basket(path, None)
    store = Store.open(path, clock=Clock())
    store.journal.append(sale(shift), actor="1001")
    committed = path.with_name("shop.db-wal").stat().st_size
    with pytest.raises(RuntimeError), store.book.transaction():
        store.journal.append(sale(shift, line(1)), actor="1001")
        store.book.sql("PRAGMA cache_spill = 1")
        store.book.sql("PRAGMA cache_size = 1")
        for n in range(200):
            store.settings.put(f"k{n}", "x" * 2000)
        spilt = path.with_name("shop.db-wal").stat().st_size
        assert spilt > committed
        for n, cut in enumerate(range(committed, spilt, max(1, (spilt - committed) // 7))):
            copy = tmp_path / f"copy{n}"
            copy.mkdir()
            shutil.copy(path, copy / "shop.db")
            data = path.with_name("shop.db-wal").read_bytes()[:cut]
            (copy / "shop.db-wal").write_bytes(data)
            again = Store.open(copy / "shop.db", clock=Clock())
            assert len(again.sales.recent()) == 1
            assert again.book.sql("PRAGMA integrity_check") == [("ok",)]
            again.close()
        raise RuntimeError
    store.close()

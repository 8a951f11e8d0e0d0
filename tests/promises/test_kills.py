"""SIGKILL at every step of a sale, on a whole terminal in a process of its own. After the restart every sale that was
shown as settled is there, once; a basket that was shown is back; its receipt comes out once, or somebody is asked."""

from __future__ import annotations

import shutil
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kiosk.config import default_demo_config
from kiosk.database import database_path, now_ms, open_store
from kiosk.flows.views import ConfirmView, CounterView, DoneView, PayView, SellView, TableView
from kiosk.store.doctor import diagnose, worst
from tests.promises.killed import At, Told, run
from tests.promises.tills import MINERAL_WATER, WATER, Till


def scan(code: str, count: int, till: Till) -> None:
    till.scan(code)
    till.when(lambda body: isinstance(body, SellView) and body.count == count)


def suspend(till: Till) -> None:
    till.act(SellView, "act", "suspend")
    till.when(lambda body: isinstance(body, SellView) and not body.lines)


def recall(till: Till) -> None:
    till.act(SellView, "act", "suspend")
    row = till.when(lambda body: isinstance(body, TableView) and bool(body.rows)).body.rows[0].id  # type: ignore[attr-defined]
    till.act(TableView, "choose", row)
    till.when(lambda body: isinstance(body, SellView) and body.count == 3)


def pay(till: Till) -> None:
    till.act(SellView, "pay")
    till.when(lambda body: isinstance(body, PayView))


def cash(till: Till) -> None:
    till.act(PayView, "cash", 500)
    till.when(lambda body: isinstance(body, PayView) and bool(body.tenders))


def card(till: Till) -> None:
    till.act(PayView, "tender", "card")
    view = overlay(till, ConfirmView)
    till.terminal.post(view.overlay_flow, "confirm")
    till.when(lambda body: isinstance(body, DoneView))


def overlay(till: Till, kind: type) -> CounterView:
    """The newest state, once such a question is open."""
    return till.when(lambda _body: isinstance(till.view.overlay, kind))


def settled(till: Till) -> None:
    """Until the printer has nothing more to do."""
    deadline = time.monotonic() + 10
    while till.terminal.flows.run(lambda: busy(till)):
        assert time.monotonic() < deadline, "a paper neither comes out nor asks"
        threading.Event().wait(0.002)


def busy(till: Till) -> bool:
    prints = till.terminal.counter.store.prints
    return bool(prints.waiting() or prints.printing())


def next_customer(till: Till) -> None:
    till.act(DoneView, "next")
    till.when(lambda body: isinstance(body, SellView) and not body.lines)


SALE = (
    partial(scan, WATER, 1), partial(scan, MINERAL_WATER, 2), partial(scan, WATER, 3), suspend, recall, pay, cash, card,
    settled, next_customer, partial(scan, WATER, 1),
)  # fmt: skip
TOTAL = 800


@pytest.fixture(scope="module")
def morning(demo_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shift is open; nothing was sold."""
    directory = Path(shutil.copytree(demo_shop, tmp_path_factory.mktemp("morning") / "shop"))
    till = Till(directory)
    till.open_shift()
    till.terminal.stop()
    return directory


def killed(morning: Path, directory: Path, at: At) -> bool:
    """Sell until the kill, start again, look. False: the script had ended before."""
    shutil.copytree(morning, directory)
    told, dead = run(directory, SALE, at)
    check(directory, told, str(at))
    return dead


def check(directory: Path, told: Told, where: str) -> None:
    till = Till(directory)
    till.sign_in()
    till.when(lambda body: isinstance(body, SellView))
    settled(till)
    counter, printer = till.terminal.counter, till.terminal.printer
    store = counter.store

    def look() -> tuple[Any, ...]:
        sales = store.sales.recent(10, 0)
        aside = [store.baskets.suspended_basket(row.id) for row in store.baskets.suspended()]
        sold = {store.sales.get(row.id).basket_id for row in sales}
        return sales, sold, aside, counter.cart.basket, store.prints.asking(), till.view.body

    sales, sold, aside, basket, asking, body = till.terminal.flows.run(look)
    done = [what for kind, what in told if kind == "done"]
    pulses = [what for kind, what in told if kind == "pulse"]
    before = [what[0] for kind, what in told if kind == "paper"]
    assert len(sales) <= 1, f"{where}: sold twice"
    if done or pulses or before:
        assert [row.total for row in sales] == [TOTAL], f"{where}: a sale that was shown is gone"
        assert {sale_id for sale_id, _ in done} <= {row.id for row in sales}, where
    assert len(pulses) <= 1, where
    for row in sales:
        papers = [p for p in (*before, *(p.text for p in printer.papers)) if row.id in p]  # type: ignore[attr-defined]
        asked = [job for job in asking if job.entry_id == row.id]
        assert len(papers) <= 1, f"{where}: two receipts came out unasked"
        assert papers or asked, f"{where}: a receipt is neither out nor asked about"

    back = {line.product.name_en: line.quantity for line in basket.lines}
    open_baskets = [b.id for b in aside] + ([basket.id] if back else [])
    assert len(set(open_baskets)) == len(open_baskets), f"{where}: one basket became two"
    assert not sold & set(open_baskets), f"{where}: sold, and still on the counter"
    since = max((n for n, (kind, _) in enumerate(told) if kind == "done"), default=-1)
    shown = [what for kind, what in told[since + 1 :] if kind == "shown"]
    last = {name: quantity for name, quantity, _ in shown[-1]} if shown else {}
    kept = back or {line.product.name_en: line.quantity for b in aside for line in b.lines}
    if done or not sales:
        assert all(kept.get(name, 0) >= quantity for name, quantity in last.items()), f"{where}: shown lines are gone"
    assert {name: quantity for line in body.lines for name, quantity in [(line.name.en, line.quantity)]} == back, where
    if back:
        till.act(SellView, "pay")
        till.act(PayView, "cash", 100_000)
        till.when(lambda body: isinstance(body, DoneView))
        assert len(till.terminal.flows.run(lambda: store.sales.recent(10, 0))) == len(sales) + 1, where
    till.terminal.stop()
    findings = diagnose(database_path(default_demo_config(directory)), clock=now_ms)
    assert worst(findings) != "fault", [where, *(str(f.message) for f in findings)]


def statements(morning: Path, directory: Path) -> int:
    """How many statements the script writes with."""
    shutil.copytree(morning, directory)
    told, dead = run(directory, SALE, At(statement=1_000_000))
    assert not dead
    return int(next(what for kind, what in told if kind == "statements"))


@pytest.mark.parametrize("step", range(len(SALE)))
def test_killed_after_any_step_of_a_sale_all_that_was_shown_is_there(morning: Path, tmp_path: Path, step: int) -> None:
    assert killed(morning, tmp_path / "shop", At(step=step))


def test_killed_in_the_middle_of_a_step_it_is_done_or_it_is_not(morning: Path, tmp_path: Path) -> None:
    count = statements(morning, tmp_path / "whole")
    assert count > 60
    for statement in range(3, count, count // 8):
        assert killed(morning, tmp_path / str(statement), At(statement=statement))


@pytest.mark.parametrize("at", [At(byte=300), At(cut=True)], ids=["half out", "out"])
def test_killed_while_the_receipt_prints_it_is_asked_about_and_not_printed_again(
    morning: Path, tmp_path: Path, at: At
) -> None:
    assert killed(morning, tmp_path / "shop", at)
    store = open_store(default_demo_config(tmp_path / "shop"))
    sale = store.sales.recent(10, 0)[-1]
    assert sale.id in {job.entry_id for job in store.prints.asking()}
    store.close()


@pytest.mark.system
@pytest.mark.timeout(900)
def test_killed_before_any_statement_that_writes_it_is_done_or_it_is_not(morning: Path, tmp_path: Path) -> None:
    count = statements(morning, tmp_path / "whole")
    for statement in range(count - 5):  # the last few belong to closing, and to when the printer was done
        directory = tmp_path / str(statement)
        killed(morning, directory, At(statement=statement))
        shutil.rmtree(directory)

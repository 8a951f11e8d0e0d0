"""The power goes at every step of a sale: before each statement that writes, before and after each commit, and at each
word to a device. Nothing acknowledged is lost, nothing is doubled, the basket is back."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.flows.goods import COLA, RICE, WATER
from tests.flows.shop import Shop


class PowerCut(BaseException):
    """Nothing runs any more."""


class Fuse:
    """Counts the steps, and cuts the power at one of them."""

    def __init__(self, shop: Shop, at: int | None) -> None:
        self.steps = self.commits = 0
        self._at = at
        self._dead = False
        db, devices = shop.store.book.db, shop.devices
        run = db.execute_sql

        def execute(sql: str, *args: Any, **kwargs: Any) -> Any:
            if not sql.lstrip().upper().startswith("SELECT"):
                self.step()
            answer = run(sql, *args, **kwargs)
            if sql == "COMMIT":
                self.commits += 1
                self.step()
            return answer

        db.execute_sql = execute
        for name in ("open_drawer", "print"):
            setattr(devices, name, self._device(getattr(devices, name)))

    def check(self) -> None:
        if self._dead:
            raise PowerCut

    def step(self) -> None:
        self.check()
        if self.steps == self._at:
            self._dead = True
            raise PowerCut
        self.steps += 1

    def _device(self, call: Callable[..., None]) -> Callable[..., None]:
        def told(*args: Any) -> None:
            self.step()
            call(*args)
            self.step()

        return told


def morning(path: Path) -> Shop:
    shop = Shop(path)
    shop.start()
    shop.sign_in("mei")
    shop.open_shift()
    return shop


def trade(shop: Shop) -> None:
    """A sale with a change and a line taken out, put aside and recalled, paid in two tenders; then the next begins."""
    shop.scan(COLA)
    shop.scan(WATER)
    shop.scan(COLA)
    shop.do("void", 2)
    shop.act("suspend")
    shop.act("suspend")
    shop.do("choose", shop.body.rows[0].id)
    shop.do("pay")
    shop.do("cash", 200)
    shop.do("tender", "card")
    shop.do("confirm")
    shop.paper_out()
    shop.scan(RICE)


def steps_of_a_sale(folder: Path) -> int:
    shop = morning(folder / "whole.db")
    fuse = Fuse(shop, None)
    trade(shop)
    assert fuse.commits >= 10, "commits are seen, and cut before and after"
    return fuse.steps


def test_a_power_cut_at_any_step_loses_and_doubles_nothing(tmp_path: Path) -> None:
    steps = steps_of_a_sale(tmp_path)
    assert steps > 60
    for step in range(steps):
        shop = morning(tmp_path / f"{step}.db")
        Fuse(shop, step)
        with pytest.raises(PowerCut):
            trade(shop)
        seen = shop.views[-1].body
        shop.restart()
        shop.sign_in("amy")
        _check(shop, seen, step)
        shop.close()


def _check(shop: Shop, seen: Any, step: int) -> None:
    sales = shop.sales()
    where = f"power cut at step {step}"
    assert len(sales) <= 1, where
    if hasattr(seen, "sale_id"):
        assert len(sales) == 1, f"{where}: an acknowledged sale is gone"
    sold = sum(line.quantity for sale in sales for line in sale.lines if line.product_id == "cola")
    assert shop.on_hand("cola") == 100_000 - sold, where
    papers = Tally(job.entry_id for job in shop.store.prints.list(100))
    assert all(papers[row.id] == 1 for row in shop.store.sales.recent(10, 0)), where
    open_ids = {shop.counter.cart.basket.id} if not shop.counter.cart.empty else set()
    aside = {shop.store.baskets.suspended_basket(row.id).id for row in shop.store.baskets.suspended()}
    assert not open_ids & aside, f"{where}: a basket is there twice"
    assert not {sale.basket_id for sale in sales} & (open_ids | aside), f"{where}: sold and still open"
    if hasattr(seen, "lines") and seen.lines and not sales and not aside:
        back = {line.key for line in shop.counter.cart.basket.lines}
        assert {line.key for line in seen.lines} - {2} <= back, f"{where}: lines shown are gone"
    shop.pay_cash() if open_ids else None
    assert len(shop.sales()) == len(sales) + len(open_ids), where

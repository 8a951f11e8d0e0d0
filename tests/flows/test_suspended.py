from pathlib import Path

import pytest

from kiosk.flows.selling import Selling
from kiosk.flows.suspended import Suspended
from tests.flows.goods import COLA, RICE, WATER
from tests.flows.shop import Shop


def test_a_basket_put_aside_comes_back_as_it_was(shop: Shop) -> None:
    shop.scan(COLA)
    shop.scan(RICE)
    shop.act("suspend")
    assert shop.counter.cart.empty
    assert shop.body.actions[2].badge == 1
    shop.sell(WATER)
    shop.act("suspend")
    assert isinstance(shop.front, Suspended)
    shop.do("choose", shop.body.rows[0].id)
    assert isinstance(shop.front, Selling)
    assert shop.body.total == 350 + 12800
    assert shop.store.baskets.suspended() == ()


def test_it_is_found_by_its_customer_or_its_first_goods(shop: Shop) -> None:
    shop.scan(RICE)
    shop.scan(COLA)
    shop.act("suspend")
    assert shop.store.baskets.suspended()[0].label == "Rice +1"
    shop.scan(RICE)
    shop.act("customer")
    shop.scan("M001")
    shop.act("suspend")
    assert [r.label for r in shop.store.baskets.suspended()] == ["Rice +1", "Zhang"]


def test_what_is_on_the_counter_is_put_aside_first(shop: Shop) -> None:
    shop.scan(COLA)
    shop.act("suspend")
    shop.scan(RICE)
    aside = shop.store.baskets.suspended()[0].id
    shop.scan(aside)
    assert shop.body.total == 12800
    shop.do("confirm")
    assert shop.body.total == 350
    assert [r.total for r in shop.store.baskets.suspended()] == [12800]


def test_a_power_cut_while_it_comes_back_neither_loses_nor_doubles_it(shop: Shop) -> None:
    class PowerCut(BaseException):
        pass

    shop.scan(COLA)
    shop.act("suspend")
    aside = shop.store.baskets.suspended()[0].id
    shop.fail_store("append", PowerCut())
    with pytest.raises(PowerCut):
        shop.scan(aside)
    shop.restart()
    shop.sign_in("amy")
    assert shop.body.total == 350
    assert shop.store.baskets.suspended() == ()


def test_it_survives_a_restart_and_is_sold_once(shop: Shop) -> None:
    shop.scan(COLA)
    shop.act("suspend")
    aside = shop.store.baskets.suspended()[0].id
    shop.restart()
    shop.sign_in("bob")
    shop.scan(aside)
    shop.pay_cash()
    shop.do("next")
    shop.scan(aside)
    assert shop.strip
    assert len(shop.sales()) == 1


def test_throwing_one_away_is_confirmed_by_who_may_and_written_down(shop: Shop) -> None:
    shop.scan(COLA)
    shop.act("suspend")
    shop.act("suspend")
    shop.act("discard")
    shop.do("choose", shop.body.rows[0].id)
    shop.do("confirm")
    shop.approve("mei")
    assert shop.store.baskets.suspended() == ()
    assert shop.acts("sale.suspended.discard")[0]["label"] == "Cola"


def test_a_slip_goes_with_the_goods_where_the_shop_wants_it(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "slips.db", suspended_slip=True)
    shop.start()
    shop.sign_in("amy")
    shop.open_shift()
    shop.paper_out()
    shop.scan(COLA)
    shop.act("suspend")
    (row,) = shop.store.baskets.suspended()
    slip = shop.devices.papers[-1]
    assert slip.entry_id == row.id
    assert row.id.encode() in slip.paper
    shop.scan(row.id)
    assert [line.total for line in shop.body.lines] == [350]
    shop.close()


def test_no_slip_is_printed_unasked(shop: Shop) -> None:
    shop.paper_out()
    before = len(shop.devices.papers)
    shop.scan(COLA)
    shop.act("suspend")
    assert len(shop.devices.papers) == before

from kiosk.exc import StoreUnwritable
from kiosk.flows.history import SalePage
from kiosk.flows.selling import Selling
from kiosk.i18n import M
from tests.flows.goods import COLA, RICE, WATER
from tests.flows.shop import Shop


def undo(shop: Shop, sale_id: str) -> None:
    shop.counter.enter(SalePage(shop.counter, sale_id))
    shop.act("undo")
    if shop.overlay is not None:
        shop.do("confirm")
        shop.approve("mei")


def test_an_undone_sale_gives_all_back_and_its_basket_returns(shop: Shop) -> None:
    sale_id = shop.sell(WATER, WATER, WATER, COLA)
    undo(shop, sale_id)
    assert isinstance(shop.front, Selling)
    undone = shop.sales()[-1]
    assert (undone.undoes, undone.total) == (sale_id, -750)
    assert [t.amount for t in undone.tenders] == [-750]
    assert shop.body.total == 750
    assert shop.on_hand("water") == 50_000
    shop.pay_cash()
    assert shop.sales()[-1].replaces == sale_id
    assert shop.on_hand("water") == 47_000


def test_a_sale_is_undone_once(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    undo(shop, sale_id)
    shop.pay_cash()
    shop.do("next")
    undo(shop, sale_id)
    assert len(shop.sales()) == 3
    assert "already" in shop.strip


def test_nothing_comes_back_from_an_undone_sale(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    undo(shop, sale_id)
    shop.pay_cash()
    shop.do("next")
    shop.scan(sale_id)
    assert "reversed" in shop.strip


def test_a_sale_of_which_goods_came_back_is_not_undone(shop: Shop) -> None:
    sale_id = shop.sell(COLA, COLA)
    shop.scan(sale_id)
    shop.do("step", 1, 1)
    shop.do("accept")
    shop.do("choose", "unwanted")
    shop.do("pay")
    shop.do("finish")
    shop.do("next")
    undo(shop, sale_id)
    assert "came back already" in shop.strip


def test_an_open_sale_is_finished_first(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    shop.scan(RICE)
    undo(shop, sale_id)
    assert "open" in shop.strip
    assert len(shop.sales()) == 1


def test_a_discount_by_hand_is_kept_in_the_copy(shop: Shop) -> None:
    shop.scan(RICE)
    shop.act("discount")
    shop.do("answer", 50_000)
    shop.do("choose", "regular")
    total = shop.body.total
    shop.pay_cash()
    sale_id = shop.body.sale_id
    shop.do("next")
    undo(shop, sale_id)
    assert shop.body.total == total


def test_a_power_cut_between_copy_and_entry_leaves_the_sale_as_it_was(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    shop.counter.enter(SalePage(shop.counter, sale_id))
    shop.act("undo")
    shop.do("confirm")
    shop.fail_store("append", StoreUnwritable(M("The disk is gone.")))
    shop.approve("mei")
    shop.restart()
    shop.sign_in("amy")
    assert shop.counter.cart.empty
    assert len(shop.sales()) == 1
    assert not shop.store.sales.is_undone(sale_id)

from kiosk.flows.returning import Returning
from kiosk.flows.selling import Selling
from tests.flows.goods import COLA, RICE, WATER
from tests.flows.shop import Shop

WECHAT = "130000000000000001"


def bring_back(shop: Shop, sale_id: str, *lines: int) -> None:
    """Scan the receipt, choose one of each line, say why."""
    shop.scan(sale_id)
    for line in lines:
        shop.do("step", line, 1)
    shop.do("accept")
    shop.do("choose", "unwanted")


def test_a_receipt_is_scanned_and_what_was_paid_goes_back(shop: Shop) -> None:
    sale_id = shop.sell(WATER, WATER, WATER)  # 4.00 for three
    bring_back(shop, sale_id, 1)
    assert isinstance(shop.front, Selling)
    assert shop.body.total == -133
    shop.do("pay")
    assert shop.body.remaining == 0
    shop.do("finish")
    sale = shop.sales()[-1]
    assert (sale.total, sale.tenders[0].tender, sale.tenders[0].amount) == (-133, "cash", -130)
    assert shop.body.change == 130
    assert shop.devices.pulses == 2
    assert shop.on_hand("water") == 48_000


def test_goods_go_back_by_the_tender_they_were_paid_with(shop: Shop) -> None:
    shop.scan(RICE)
    shop.do("pay")
    shop.scan(WECHAT)
    sale_id = shop.body.sale_id
    shop.do("next")
    bring_back(shop, sale_id, 1)
    shop.do("pay")
    assert [(str(t.name), t.amount) for t in shop.body.tenders] == [("WeChat Pay", -12800)]
    assert shop.body.finish is not None


def test_another_tender_than_the_sales_own_needs_agreement(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("pay")
    shop.scan(WECHAT)
    sale_id = shop.body.sale_id
    shop.do("next")
    bring_back(shop, sale_id, 1)
    shop.do("pay")
    shop.do("remove", 0)
    shop.do("tender", "cash")
    assert shop.overlay is not None
    shop.approve("mei")
    shop.do("finish")
    sale = shop.sales()[-1]
    assert sale.tenders[0].tender == "cash"
    assert sale.approvals[0].by == "MEI"


def test_the_same_receipt_is_not_refunded_twice(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    bring_back(shop, sale_id, 1)
    shop.do("pay")
    shop.do("finish")
    shop.do("next")
    shop.scan(sale_id)
    assert isinstance(shop.front, Selling)
    assert "already" in shop.strip


def test_what_lies_in_the_basket_counts_as_brought_back(shop: Shop) -> None:
    sale_id = shop.sell(COLA, COLA)
    bring_back(shop, sale_id, 1)
    shop.scan(sale_id)
    assert shop.body.lines[0].left == 1000
    shop.do("step", 1, 1)
    shop.do("step", 1, 1)
    assert shop.body.lines[0].chosen == 1000
    assert shop.strip


def test_goods_that_went_back_elsewhere_meanwhile_are_refused_at_the_end(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    bring_back(shop, sale_id, 1)
    shop.act("suspend")
    aside = shop.store.baskets.suspended()[0].id
    bring_back(shop, sale_id, 1)
    shop.do("pay")
    shop.do("finish")
    shop.do("next")
    shop.scan(aside)
    shop.do("pay")
    shop.do("finish")
    assert "already" in shop.strip
    assert sum(sale.total for sale in shop.sales()) == 0


def test_the_parts_of_a_line_never_give_back_more_than_was_paid(shop: Shop) -> None:
    sale_id = shop.sell(WATER, WATER, WATER)
    for _ in range(3):
        bring_back(shop, sale_id, 1)
        shop.do("pay")
        shop.do("finish")
        shop.do("next")
    back = [sale.total for sale in shop.sales() if sale.total < 0]
    assert (len(back), sum(back)) == (3, -400)


def test_an_exchange_settles_the_difference(shop: Shop) -> None:
    sale_id = shop.sell(RICE)
    bring_back(shop, sale_id, 1)
    shop.scan(COLA)
    shop.do("pay")
    assert shop.body.due == 350 - 12800
    shop.do("finish")
    assert shop.on_hand("rice") == 5_000
    assert shop.on_hand("cola") == 99_000


def test_an_even_exchange_needs_no_money(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    bring_back(shop, sale_id, 1)
    shop.scan(COLA)
    shop.do("pay")
    assert shop.body.due == 0
    shop.do("finish")
    assert shop.sales()[-1].tenders == ()


def test_a_scan_chooses_goods_of_the_sale(shop: Shop) -> None:
    sale_id = shop.sell(COLA, WATER)
    shop.scan(sale_id)
    shop.scan(WATER)
    assert [x.chosen for x in shop.body.lines] == [0, 1000]
    shop.scan(WATER)
    assert "No more" in shop.strip
    shop.scan(RICE)
    assert "not in this sale" in shop.strip
    assert isinstance(shop.front, Returning)


def test_quantities_beyond_what_is_left_are_refused(shop: Shop) -> None:
    sale_id = shop.sell(COLA, COLA)
    shop.scan(sale_id)
    for wrong in (3000, -1000, 500, 10**12):
        shop.do("ask_quantity", 1)
        shop.do("answer", wrong)
        assert shop.overlay.error is not None
        shop.do("cancel")
    shop.do("choose_all")
    assert shop.body.amount == 700


def test_a_refund_above_the_cashiers_limit_needs_agreement(shop: Shop) -> None:
    sale_id = shop.sell(RICE, RICE)
    shop.scan(sale_id)
    shop.do("choose_all")
    shop.do("accept")
    shop.do("choose", "damaged")
    shop.do("pay")
    shop.do("finish")
    assert shop.overlay is not None
    shop.approve("mei")
    assert shop.sales()[-1].total == -25600


def test_without_receipt_somebody_agrees_and_it_is_written_down(shop: Shop) -> None:
    shop.act("return")
    shop.act("no_receipt")
    shop.approve("mei")
    shop.scan(COLA)
    shop.do("ask_price", 1)
    shop.do("answer", 300)
    shop.do("step", 1, 1)
    shop.do("accept")
    shop.do("choose", "unwanted")
    assert shop.body.total == -600
    shop.do("pay")
    shop.do("finish")
    sale = shop.sales()[-1]
    assert sale.lines[0].of_sale == ""
    assert [a.by for a in sale.approvals] == ["MEI"]
    assert shop.store.audit.rows(10, 0)


def test_an_unknown_receipt_is_said(shop: Shop) -> None:
    shop.scan("ABCDEF-99")
    assert "ABCDEF-99" in shop.strip
    assert isinstance(shop.front, Selling)


def test_returned_goods_are_not_discounted_nor_repriced(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    bring_back(shop, sale_id, 1)
    shop.do("ask_discount", 1)
    assert shop.overlay is None
    shop.do("ask_price", 1)
    assert shop.overlay is None
    assert shop.strip


def test_what_was_bought_on_account_goes_back_to_that_account(shop: Shop) -> None:
    shop.scan(WATER)
    shop.scan("M001")
    shop.do("pay")
    shop.do("tender", "account")
    sale_id = shop.body.sale_id
    shop.do("next")
    shop.scan("13800000002")
    bring_back(shop, sale_id, 1)
    shop.do("pay")
    shop.do("finish")
    assert "another customer" in shop.strip
    shop.do("back")
    shop.scan("M001")
    shop.do("pay")
    shop.do("finish")
    customer = shop.store.people.customer("C1")
    assert customer is not None
    assert customer.balance == 0

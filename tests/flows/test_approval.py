from kiosk.i18n import M
from kiosk.store.documents import Approval
from tests.flows.goods import COLA
from tests.flows.shop import Shop


def ask(shop: Shop) -> None:
    shop.scan(COLA)
    shop.do("void", 1)


def test_a_pin_of_who_may_agrees(shop: Shop) -> None:
    ask(shop)
    shop.do("pick", "MEI")
    shop.do("approve", "2222")
    assert shop.overlay is None
    assert shop.body.lines == ()


def test_only_those_who_may_are_offered(shop: Shop) -> None:
    ask(shop)
    assert [p.id for p in shop.overlay.approvers] == ["LEE", "MEI"]


def test_a_wrong_pin_is_written_down_and_makes_the_next_wait_here_and_at_sign_in(shop: Shop) -> None:
    ask(shop)
    shop.do("pick", "MEI")
    for _ in range(3):
        shop.do("approve", "0000")
    assert shop.overlay.wait_s == 5
    shop.do("approve", "2222")
    assert shop.overlay is not None
    assert [d["user"] for d in shop.acts("approval.failed")] == ["MEI"] * 3
    shop.do("cancel")
    shop.counter.sign_out()
    shop.do("pick", "MEI")
    assert shop.body.wait_s == 5


def test_the_maker_is_no_checker(shop: Shop) -> None:
    shop.counter.sign_out()
    shop.sign_in("mei")
    agreed: list[tuple[Approval, ...]] = []
    shop.counter.ask_approval("sale.line.void", M("Something"), agreed.append)
    shop.counter.publish()
    assert [p.id for p in shop.overlay.approvers] == ["LEE"]
    shop.approve("mei")
    assert agreed == []
    shop.approve("lee")
    assert agreed == [(Approval("sale.line.void", "LEE"),)]


def test_a_pin_without_a_user_asks_who(shop: Shop) -> None:
    ask(shop)
    shop.do("approve", "2222")
    assert shop.overlay.error is not None
    assert len(shop.body.lines) == 1

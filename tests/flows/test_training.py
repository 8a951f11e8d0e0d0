from kiosk.flows.selling import Selling
from kiosk.flows.training import toggle
from tests.flows.goods import COLA, RICE
from tests.flows.shop import Shop


def practise(shop: Shop) -> None:
    toggle(shop.counter)
    shop.counter.publish()


def test_what_is_practised_is_never_booked_printed_or_given(shop: Shop) -> None:
    practise(shop)
    entries = shop.store.journal.count()
    assert shop.view.bar.training
    shop.scan(COLA)
    shop.pay_cash()
    assert shop.devices.pulses == 0
    assert shop.devices.papers == []
    shop.do("preview")
    assert shop.body.paper is not None
    practise(shop)
    assert not shop.view.bar.training
    assert shop.store.journal.count() == entries
    assert shop.on_hand("cola") == 100_000


def test_the_real_basket_waits_where_it_was(shop: Shop) -> None:
    shop.scan(RICE)
    practise(shop)
    assert shop.body.lines == ()
    shop.scan(COLA)
    practise(shop)
    assert isinstance(shop.front, Selling)
    assert [x.total for x in shop.body.lines] == [12800]


def test_signing_out_ends_the_training(shop: Shop) -> None:
    practise(shop)
    shop.counter.sign_out()
    shop.counter.publish()
    assert not shop.view.bar.training
    shop.sign_in("bob")
    assert not shop.counter.training


def test_real_papers_go_on_meanwhile(shop: Shop) -> None:
    shop.sell(COLA)
    shop.sell(RICE)
    practise(shop)
    shop.paper_out()
    assert len(shop.devices.papers) == 2

"""A running counter sees what another program writes into its database: two connections on one file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from kiosk.replicate.membership import keep_membership
from kiosk.replicate.office import Membership
from kiosk.store.documents import (
    BasketResumed,
    CustomerSaved,
    Document,
    PriceLine,
    ProductSaved,
    PromotionSaved,
    RoleSaved,
    StoreSaved,
    UserSaved,
)
from kiosk.store.store import Store
from kiosk.trade.money import Money
from kiosk.trade.permissions import ROLES
from kiosk.trade.promotion import Promotion, PromotionKind
from kiosk.trade.quantity import Quantity
from kiosk.wire.state import State, write_state
from tests.flows import goods
from tests.flows.goods import COLA, WATER
from tests.flows.shop import NOW, Shop


@pytest.fixture
def other(shop: Shop) -> Iterator[Store]:
    """What `kiosk replicate` has open."""
    store = Store.open(shop.path, clock=lambda: NOW + 60_000)
    yield store
    store.close()


def write(store: Store, *documents: Document) -> None:
    store.journal.append_many(documents, actor="office")


def cola(store: Store, **changes: Any) -> ProductSaved:
    known = store.catalogue.document("cola")
    assert known is not None
    return msgspec.structs.replace(known, based_on="", **changes)


def user(name: str, **changes: Any) -> UserSaved:
    known = next(d for d in goods.documents() if isinstance(d, UserSaved) and d.id == name.upper())
    return msgspec.structs.replace(known, **changes)


def tile(shop: Shop, product: str) -> Any:
    return next((t for t in shop.body.tiles if t.id == product), None)


def test_the_next_scan_has_the_new_price_and_the_tile_shows_it_within_a_second(shop: Shop, other: Store) -> None:
    write(other, cola(other, price=Money(390)))
    shop.scan(COLA)
    assert shop.body.total == 390
    shop.tick()
    assert tile(shop, "cola").price == 390


def test_a_line_keeps_the_price_it_was_scanned_at(shop: Shop, other: Store) -> None:
    shop.scan(COLA)
    write(other, cola(other, price=Money(390)))
    shop.tick()
    assert shop.body.total == 350
    shop.scan(COLA)
    assert [line.total for line in shop.body.lines] == [350, 390]


def test_a_new_product_is_found_and_one_taken_off_sale_is_refused(shop: Shop, other: Store) -> None:
    (new,) = goods.more_products(1)
    write(other, new, cola(other, active=False))
    shop.scan(goods.ean("952000001000"))
    assert shop.body.total == 100
    shop.scan(COLA)
    assert "not sold any more" in shop.strip
    shop.tick()
    assert tile(shop, "cola") is None


def test_a_price_list_that_comes_holds_at_the_next_scan(shop: Shop, other: Store) -> None:
    write(other, cola(other, prices=(PriceLine(price=Money(300)),)))
    shop.scan(COLA)
    assert shop.body.total == 300


def test_a_promotion_that_comes_is_in_the_open_basket_within_a_second(shop: Shop, other: Store) -> None:
    shop.scan(COLA)
    shop.scan(COLA)
    offer = Promotion(
        "C2", PromotionKind.N_FOR_M, "买一送一", "2nd free", product_ids=frozenset({"cola"}), buy=2, free=1
    )
    write(other, PromotionSaved(id="C2", promotion=offer))
    shop.tick()
    assert shop.body.total == 350


def test_a_promotion_that_ends_is_gone_at_the_next_scan(shop: Shop, other: Store) -> None:
    for _ in range(2):
        shop.scan(WATER)
    old = next(d for d in goods.documents() if isinstance(d, PromotionSaved))
    write(other, msgspec.structs.replace(old, active=False))
    shop.scan(WATER)
    assert shop.body.total == 600


def test_what_is_due_does_not_change_while_the_customer_pays(shop: Shop, other: Store) -> None:
    for _ in range(3):
        shop.scan(WATER)
    shop.do("pay")
    old = next(d for d in goods.documents() if isinstance(d, PromotionSaved))
    write(other, msgspec.structs.replace(old, active=False))
    shop.tick()
    assert shop.body.due == 400
    shop.do("cash", 400)
    assert shop.sales()[0].total == 400


def test_a_policy_is_followed_at_once(shop: Shop, other: Store) -> None:
    write(other, StoreSaved(id="S01", name_zh="城南店", name_en="South", policies={"negative_stock": "refuse"}))
    shop.scan("JACKET-38")
    assert "in stock" in shop.strip


def test_a_role_that_shrinks_holds_for_who_is_signed_in(shop: Shop, other: Store) -> None:
    role = ROLES["cashier"]
    fields = {f: getattr(role, f) for f in role.__struct_fields__}
    write(other, RoleSaved(**fields | {"permissions": role.permissions - {"sale.sell"}}))
    shop.scan(COLA)
    assert "not sell" in shop.strip
    assert shop.body.total == 0


def test_who_does_not_work_here_any_more_is_signed_out_and_the_basket_stays(shop: Shop, other: Store) -> None:
    shop.scan(COLA)
    write(other, user("amy", active=False))
    shop.tick()
    assert shop.counter.user is None
    assert "Amy does not work here any more" in shop.strip
    assert "AMY" not in {p.id for p in shop.body.people}
    assert shop.counter.cart.basket.lines


def test_a_payment_is_finished_before_its_cashier_is_signed_out(shop: Shop, other: Store) -> None:
    shop.scan(COLA)
    shop.do("pay")
    write(other, user("amy", active=False))
    shop.tick()
    shop.do("cash", 350)
    shop.do("next")
    assert len(shop.sales()) == 1
    shop.tick()
    assert shop.counter.user is None


def test_a_new_colleague_stands_on_the_sign_in_screen(empty_shop: Shop) -> None:
    other = Store.open(empty_shop.path, clock=lambda: NOW + 60_000)
    write(other, UserSaved(id="ZOE", name="Zoe", role_id="cashier", pin_hash=""))
    empty_shop.tick()
    assert "ZOE" in {p.id for p in empty_shop.body.people}
    other.close()


def test_a_neighbours_basket_put_aside_shows_and_goes(shop: Shop, other: Store) -> None:
    shop.scan(COLA)
    shop.act("suspend")
    aside = shop.store.baskets.suspended()[0].id
    assert shop.counter.front.suspended == 1
    write(other, BasketResumed(suspended_id=aside))
    shop.tick()
    assert shop.counter.front.suspended == 0


def test_the_list_of_sales_grows_by_a_neighbours_sale(shop: Shop, other: Store) -> None:
    sale_id = shop.sell(COLA)
    sale = other.sales.get(sale_id)
    assert sale is not None
    shop.act("more")
    shop.act("history")
    assert len(shop.body.rows) == 1
    write(other, msgspec.structs.replace(sale, basket_id="another"))
    shop.tick()
    assert len(shop.body.rows) == 2


def test_what_a_neighbour_took_back_can_not_come_back_here(shop: Shop, other: Store) -> None:
    sale_id = shop.sell(COLA, COLA)
    sale = other.sales.get(sale_id)
    assert sale is not None
    shop.scan(sale_id)
    shop.do("choose_all")
    assert shop.body.lines[0].chosen == 2000
    back = msgspec.structs.replace(
        sale.lines[0], quantity=Quantity(-1000), of_sale=sale_id, of_line=1, total=Money(-350)
    )
    write(other, msgspec.structs.replace(sale, basket_id="back", lines=(back,), total=Money(-350)))
    shop.tick()
    assert shop.body.lines[0].chosen == 1000
    assert shop.body.lines[0].left == 1000


def test_a_customer_in_the_basket_follows_his_row(shop: Shop, other: Store) -> None:
    customer = shop.store.people.customer("C2")
    shop.counter.front.acts.take_customer(customer)
    shop.scan(COLA)
    assert shop.body.total == 350
    known = next(d for d in goods.documents() if isinstance(d, CustomerSaved) and d.id == "C2")
    write(other, msgspec.structs.replace(known, level="gold"))
    shop.tick()
    assert shop.body.total == 300


def test_a_running_counter_that_joins_an_office_counts_what_waits(tmp_path: Any) -> None:
    shop = Shop(tmp_path / "shop.db", office=False)
    shop.start()
    shop.sign_in("amy")
    assert shop.view.bar.waiting is None
    other = Store.open(shop.path, clock=lambda: NOW)
    keep_membership(other, Membership("https://office:8443", "secret", "PEM", "HQ"))
    other.close()
    shop.tick()
    shop.tick()
    assert shop.view.bar.waiting is not None
    shop.close()


def test_a_fresh_copy_is_taken_between_two_sales(shop: Shop, other: Store) -> None:
    before = shop.store
    shop.scan(COLA)
    write_state(other, State(mend="diverged", copy_ready=True))
    shop.tick()
    shop.tick()
    assert shop.store is before  # goods lie on the counter
    shop.pay_cash()
    shop.tick()
    assert shop.store is before  # the change is not given yet
    shop.do("next")
    shop.tick()
    assert shop.store is not before
    assert "fresh copy" in shop.strip
    assert shop.counter.shift is not None
    shop.sell(COLA)
    assert len(shop.sales()) == 2


def test_nothing_is_read_anew_where_nothing_was_written(shop: Shop) -> None:
    shop.tick()
    reads = []
    shop.counter.front.news = lambda: reads.append(1)
    shop.scan(COLA)
    shop.tick()
    assert not reads

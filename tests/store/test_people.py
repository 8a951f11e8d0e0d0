from __future__ import annotations

from pathlib import Path

from kiosk.store.documents import CustomerPaid, CustomerSaved, CustomerUse, RoleSaved, UserSaved
from kiosk.store.store import Store
from kiosk.trade.money import Money, Rate
from tests.store.shop import Clock, line, new_store, open_shift, own_entries, sale


def test_users_carry_their_roles_and_limits(store: Store) -> None:
    role = RoleSaved(id="boss", name_zh="店长", name_en="Manager", permissions=frozenset(("a", "b")),
                     discount_limit=Rate(300_000), refund_limit=Money(5))  # fmt: skip
    store.journal.append(role, actor="1")
    store.journal.append(UserSaved(id="1", name="刘慧", role_id="boss", pin_hash="h", language="en"), actor="1")
    user = store.people.user("1")
    assert user is not None
    assert (user.name, user.language) == ("刘慧", "en")
    assert (user.role.id, user.role.permissions, user.role.discount_limit, user.role.refund_limit) == (
        "boss", frozenset(("a", "b")), 300_000, 5,
    )  # fmt: skip


def test_who_left_can_no_longer_sign_in_but_keeps_a_name_on_old_papers(store: Store) -> None:
    gone = UserSaved(id="7", name="赵", role_id="cashier", pin_hash="h", badge_hash="ff", active=False)
    store.journal.append(gone, actor="1")
    assert "7" not in {u.id for u in store.people.users()}
    assert store.people.pin_hash("7") == ""
    assert store.people.badge("ff") is None
    assert store.people.user("7").name == "赵"  # type: ignore[union-attr]


def test_a_user_whose_role_has_not_come_yet_may_do_nothing(store: Store) -> None:
    store.journal.append(UserSaved(id="7", name="赵", role_id="unheard", pin_hash="h"), actor="1")
    assert store.people.user("7").role.permissions == frozenset()  # type: ignore[union-attr]


def test_a_badge_is_known_by_its_secrets_hash(store: Store) -> None:
    store.journal.append(UserSaved(id="7", name="赵", role_id="cashier", pin_hash="h", badge_hash="aa"), actor="1")
    assert store.people.badge("aa").id == "7"  # type: ignore[union-attr]
    assert store.people.badge("bb") is None
    assert store.people.badge("") is None, "users without a badge are not found by no badge"


def test_wrong_pins_are_counted_through_a_restart(store: Store, clock: Clock) -> None:
    assert store.people.failures("1001") == (0, None)
    for _ in range(3):
        clock.now += 10
        store.people.note_failure("1001")
    again = Store.open(store.place, clock=clock)
    assert again.people.failures("1001") == (3, clock.now)
    assert again.people.failures("1002") == (0, None)
    again.people.clear_failures("1001")
    again.close()
    assert store.people.failures("1001") == (0, None)


def test_a_customer_owes_what_was_bought_less_what_was_paid(store: Store) -> None:
    store.journal.append(CustomerSaved(id="c1", name="王芳", credit_limit=Money(9)), actor="1")
    shift = open_shift(store)
    store.journal.append(sale(shift, line(1, price=500), tender="account", customer_id="c1", points=5), actor="1")
    store.journal.append(sale(shift, line(1, price=300), customer_id="c1", points=3), actor="1")
    paid = CustomerPaid(shift_id=shift, terminal="T1", customer_id="c1", amount=Money(200), tender="cash")
    store.journal.append(paid, actor="1")
    customer = store.people.customer("c1")
    assert customer is not None
    assert (customer.balance, customer.points, customer.credit_limit) == (300, 8, 9)


def test_what_a_customer_owes_counts_over_all_shops(store: Store, tmp_path: Path) -> None:
    store.journal.append(CustomerSaved(id="c1", name="王芳"), actor="1")
    other = new_store(tmp_path / "other", "S02")
    for shop in (store, other):
        bought = sale(open_shift(shop), line(1, price=500), tender="account", customer_id="c1")
        shop.journal.append(bought, actor="1")
    for entry in own_entries(other):
        store.journal.receive(entry)
    assert store.people.customer("c1").balance == 1000  # type: ignore[union-attr]
    other.close()


def test_customers_are_found_by_name_pinyin_telephone_and_card(store: Store) -> None:
    store.journal.append(CustomerSaved(id="c1", name="王芳", phone="13800138000", code="M1"), actor="1")
    store.journal.append(CustomerSaved(id="c2", name="Emma Clark", phone="13900139111"), actor="1")
    for text in ("王", "芳", "wangf", "wf", "138", "8000", "m1"):
        assert [c.id for c in store.people.customers_search(text)] == ["c1"], text
    assert [c.id for c in store.people.customers_search("clark emma")] == ["c2"]
    assert [c.id for c in store.people.customers_search("")] == ["c2", "c1"]
    for code in ("M1", "13800138000"):
        assert store.people.customer_by_code(code).id == "c1"  # type: ignore[union-attr]
    assert store.people.customer_by_code("") is None
    assert store.people.customer_by_code("8000") is None


def test_a_customer_no_longer_served_is_not_found(store: Store) -> None:
    store.journal.append(CustomerSaved(id="c1", name="王芳", phone="138", code="M1"), actor="1")
    store.journal.append(CustomerSaved(id="c1", name="王芳", phone="138", code="M1", active=False), actor="1")
    assert store.people.customers_search("王") == store.people.customers_search("") == ()
    assert store.people.customer_by_code("M1") is None
    assert store.people.customer("c1") is not None


def test_new_customers_get_ids_no_other_till_can_give(store: Store) -> None:
    first = store.people.next_customer_id()
    store.journal.append(CustomerSaved(id=first, name="x"), actor="1")
    assert store.people.next_customer_id() > first
    assert first.startswith(store.origin)


def test_how_often_a_customer_used_a_promotion_is_summed_over_sales_and_lessened_by_returns(store: Store) -> None:
    shift = open_shift(store)
    for times in (2, 1, -1):
        store.journal.append(
            sale(shift, uses=(CustomerUse(promotion_id="TWO", customer_id="C1", times=times),)), actor="1"
        )
    store.journal.append(sale(shift, uses=(CustomerUse(promotion_id="TWO", customer_id="C2", times=4),)), actor="1")
    assert store.people.promotion_uses("C1") == {"TWO": 2}
    assert store.people.promotion_uses("C3") == {}

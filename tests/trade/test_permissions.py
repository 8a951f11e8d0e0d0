import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.exc import NeedsApproval, Refused
from kiosk.trade.money import Money, Rate
from kiosk.trade.permissions import (
    PERMISSIONS,
    ROLES,
    Role,
    allows,
    check_discount,
    check_refund,
    delay_after,
    describe,
)


def test_nobody_gives_any_discount_he_likes() -> None:
    check_discount(ROLES["cashier"], Rate(100_000))
    with pytest.raises(NeedsApproval, match="10 %"):
        check_discount(ROLES["cashier"], Rate(100_001))
    with pytest.raises(NeedsApproval):
        check_discount(ROLES["keeper"], Rate(1))


def test_a_products_own_limit_holds_for_everybody() -> None:
    with pytest.raises(Refused, match="5 %"):
        check_discount(ROLES["manager"], Rate(60_000), Rate(50_000))


def test_a_limit_is_told_to_the_place_that_counts() -> None:
    role = Role("r", "", "", frozenset(("sale.discount",)), Rate(125_000))
    with pytest.raises(NeedsApproval, match=r"12\.5 %"):
        check_discount(role, Rate(130_000))


@given(st.sampled_from(sorted(ROLES)), st.integers(1, 1_000_000), st.none() | st.integers(0, 1_000_000))
def test_no_role_gives_more_than_its_limit_unless_it_may_agree_to_it(
    role_id: str, rate: int, limit: int | None
) -> None:
    role = ROLES[role_id]
    try:
        check_discount(role, Rate(rate), None if limit is None else Rate(limit))
    except NeedsApproval as need:
        assert need.permission in PERMISSIONS
    except Refused:
        assert limit is not None
        assert rate > limit
    else:
        assert limit is None or rate <= limit
        assert allows(role, "sale.discount")
        assert rate <= role.discount_limit or allows(role, "sale.discount.over_limit")


def test_whatever_a_cashier_may_not_do_somebody_else_may_agree_to() -> None:
    others = frozenset[str]().union(*(r.permissions for r in ROLES.values() if r.id != "cashier"))
    assert others >= set(PERMISSIONS)


def test_the_auditor_looks_and_changes_nothing() -> None:
    assert all(p.endswith((".view", ".report")) for p in ROLES["auditor"].permissions)


def test_a_large_refund_needs_a_second_person() -> None:
    check_refund(ROLES["cashier"], Money(20_000))
    with pytest.raises(NeedsApproval):
        check_refund(ROLES["cashier"], Money(20_001))


def test_roles_hold_only_permissions_that_exist() -> None:
    for role in ROLES.values():
        assert role.permissions <= set(PERMISSIONS)
    assert allows(ROLES["manager"], "product.price")
    assert not allows(ROLES["cashier"], "product.price")


def test_wrong_pins_cost_ever_more_time() -> None:
    delays = [delay_after(n) for n in range(20)]
    assert delays[:3] == [0, 0, 0]
    assert delays[3:6] == [5, 10, 20]
    assert delays == sorted(delays)
    assert delays[-1] == 900


def test_an_act_of_a_newer_program_is_shown_as_it_is() -> None:
    assert describe("stock.teleported").in_("en") == "stock.teleported"
    assert describe("drawer.open").in_("en") == "Open the drawer without a sale"


@pytest.mark.parametrize(
    "act",
    ["signin.failed", "sale.tender.removed", "sale.line.restored", "shift.over_short", "print.dropped", "cash.move"],
)
def test_the_audit_trail_says_in_words_what_was_done(act: str) -> None:
    words = describe(act).in_("en")
    assert words != act
    assert "." not in words

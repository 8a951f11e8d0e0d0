import pytest

from kiosk.exc import NeedsApproval
from kiosk.trade.money import Money
from kiosk.trade.permissions import (
    PERMISSIONS,
    ROLES,
    allows,
    check_refund,
    delay_after,
    describe,
)


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

import pytest

from kiosk.exc import NeedsApproval, Refused
from kiosk.trade.money import Money, Rate
from kiosk.trade.permissions import (
    PERMISSIONS,
    ROLES,
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

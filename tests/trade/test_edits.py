from __future__ import annotations

import pytest

from kiosk.exc import BadInput, Refused
from kiosk.trade.basket import Basket, Discount, PriceOverride, Returned
from kiosk.trade.edits import (
    MAX_LINES,
    MAX_NOTE,
    MAX_PRICE,
    MAX_QUANTITY,
    add_line,
    discount_basket,
    discount_line,
    line_of,
    new_basket,
    override_price,
    remove_line,
    set_customer,
    set_note,
    set_quantity,
    set_salesperson,
)
from kiosk.trade.goods import Customer
from kiosk.trade.money import Money, Rate
from kiosk.trade.quantity import Quantity
from tests.trade.shop import basket, product

A, B = product("a", 1000), product("b", 500)
BACK = Returned("K7QXMP-1", 1, Money(100), Money(0))


def keys(full: Basket) -> list[int]:
    return [line.key for line in full.lines]


def test_the_same_goods_scanned_again_are_one_line() -> None:
    full, first = add_line(new_basket("T"), A, barcode="6901")
    full, second = add_line(full, B)
    full, again = add_line(full, A, barcode="6901")
    assert (first, second, again) == (1, 2, 1)
    assert [line.quantity for line in full.lines] == [2000, 1000]


@pytest.mark.parametrize(
    "differs",
    [
        {"amount": Money(500)},
        {"override": PriceOverride(Money(1))},
        {"returned": BACK},
        {"batch": "L1"},
        {"expiry": "2027-01-01"},
        {"note": "no sugar"},
        {"salesperson": "U3"},
    ],
)
def test_goods_that_differ_in_anything_are_a_line_of_their_own(differs: dict[str, object]) -> None:
    full, _ = add_line(new_basket("T"), A)
    full, key = add_line(full, A, **differs)  # type: ignore[arg-type]
    assert (keys(full), key) == ([1, 2], 2)


def test_a_line_changed_by_hand_takes_no_more_of_the_same_goods() -> None:
    changed = discount_line(basket((A, 1)), 1, Discount(rate=Rate(100_000)))
    assert keys(add_line(changed, A)[0]) == [1, 2]
    assert keys(add_line(set_note(basket((A, 1)), "hot", 1), A)[0]) == [1, 2]


def test_goods_whose_price_changed_meanwhile_are_a_line_of_their_own() -> None:
    assert keys(add_line(basket((A, 1)), product("a", 1100))[0]) == [1, 2]


def test_every_weighed_bag_is_a_line_of_its_own() -> None:
    apples = product("w", 500, weighed=True)
    assert keys(basket((apples, 0.5), (apples, 0.5))) == [1, 2]


def test_the_key_of_a_removed_line_is_not_used_again() -> None:
    full = remove_line(basket((A, 1), (B, 1)), 2)
    full, key = add_line(full, B)
    assert (keys(full), key) == ([1, 3], 3)


def test_an_edit_leaves_the_basket_before_it_untouched() -> None:
    before = basket((A, 1))
    set_quantity(before, 1, Quantity(5000))
    assert before == basket((A, 1))


@pytest.mark.parametrize("quantity", [0, -1000, MAX_QUANTITY + 1, 10**18])
def test_no_zero_negative_or_huge_quantity(quantity: int) -> None:
    with pytest.raises(BadInput):
        add_line(new_basket("T"), A, Quantity(quantity))
    with pytest.raises(BadInput):
        set_quantity(basket((A, 1)), 1, Quantity(quantity))


def test_scanning_once_more_than_a_line_holds_is_refused() -> None:
    cheap = product("c", 1)
    with pytest.raises(BadInput):
        add_line(basket((cheap, 9999)), cheap)


def test_pieces_are_whole_metres_have_two_places_and_kilograms_three() -> None:
    with pytest.raises(BadInput):
        add_line(new_basket("T"), A, Quantity(1500))
    cloth = product("m", unit="m")
    assert basket((cloth, 1.25)).lines[0].quantity == 1250
    with pytest.raises(BadInput):
        add_line(new_basket("T"), cloth, Quantity(1255))
    assert basket((product("w", weighed=True), 0.001)).lines[0].quantity == 1


def test_a_label_with_its_price_fixes_its_quantity() -> None:
    full, key = add_line(new_basket("T"), A, amount=Money(500))
    with pytest.raises(Refused):
        set_quantity(full, key, Quantity(2000))


def test_returned_goods_can_only_be_removed() -> None:
    full, key = add_line(new_basket("T"), A, returned=BACK)
    for edit in (
        lambda: set_quantity(full, key, Quantity(2000)),
        lambda: override_price(full, key, PriceOverride(Money(1))),
        lambda: discount_line(full, key, Discount(amount=Money(1))),
    ):
        with pytest.raises(Refused):
            edit()
    assert remove_line(full, key).lines == ()


def test_setting_the_quantity_it_has_is_no_change() -> None:
    full, key = add_line(new_basket("T"), A, returned=BACK)
    assert set_quantity(full, key, Quantity(1000)) is full


def test_a_line_that_is_gone_is_refused() -> None:
    for edit in (
        lambda: remove_line(basket((A, 1)), 7),
        lambda: line_of(basket((A, 1)), 7),
        lambda: set_note(basket((A, 1)), "x", 7),
        lambda: set_salesperson(basket((A, 1)), "U1", 7),
    ):
        with pytest.raises(Refused):
            edit()


@pytest.mark.parametrize("price", [-1, MAX_PRICE + 1, 6901234567892])
def test_no_negative_or_huge_price(price: int) -> None:
    with pytest.raises(BadInput):
        override_price(basket((A, 1)), 1, PriceOverride(Money(price)))
    with pytest.raises(BadInput):
        add_line(new_basket("T"), A, override=PriceOverride(Money(price)))
    with pytest.raises(BadInput):
        add_line(new_basket("T"), A, amount=Money(price))


def test_a_price_set_by_hand_can_be_taken_back_and_may_be_zero() -> None:
    gift = override_price(basket((A, 1)), 1, PriceOverride(Money(0), "gift", "U2"))
    assert gift.lines[0].override == PriceOverride(Money(0), "gift", "U2")
    assert override_price(gift, 1, None) == basket((A, 1))


@pytest.mark.parametrize(
    "discount",
    [
        Discount(),
        Discount(rate=Rate(1), amount=Money(1)),
        Discount(rate=Rate(0)),
        Discount(rate=Rate(-1)),
        Discount(rate=Rate(1_000_001)),
        Discount(amount=Money(0)),
        Discount(amount=Money(-100)),
        Discount(amount=Money(MAX_PRICE + 1)),
    ],
)
def test_no_discount_that_is_none_or_both_or_out_of_range(discount: Discount) -> None:
    with pytest.raises(BadInput):
        discount_line(basket((A, 1)), 1, discount)
    with pytest.raises(BadInput):
        discount_basket(basket((A, 1)), discount)


def test_a_discount_can_be_taken_back() -> None:
    full = discount_basket(discount_line(basket((A, 1)), 1, Discount(amount=Money(5))), Discount(rate=Rate(1)))
    assert discount_basket(discount_line(full, 1, None), None) == basket((A, 1))


def test_a_total_that_no_one_would_pay_is_refused() -> None:
    car = product("car", MAX_PRICE)
    with pytest.raises(Refused):
        add_line(new_basket("T"), car, Quantity(11000))
    full = basket((car, 10))
    with pytest.raises(Refused):
        add_line(full, B)
    with pytest.raises(Refused):
        override_price(basket((B, 9999)), 1, PriceOverride(MAX_PRICE))
    assert add_line(full, B, returned=BACK)[1] == 2


def test_a_basket_has_an_end() -> None:
    full = basket(*((product(f"p{i}", 1), 1) for i in range(MAX_LINES)))
    with pytest.raises(Refused):
        add_line(full, A)
    assert add_line(full, full.lines[0].product)[1] == 1


def test_notes_are_trimmed_and_short() -> None:
    assert set_note(basket((A, 1)), "  gift wrap ").note == "gift wrap"
    assert set_note(basket((A, 1)), "gift", 1).lines[0].note == "gift"
    with pytest.raises(BadInput):
        set_note(basket((A, 1)), "x" * (MAX_NOTE + 1))
    with pytest.raises(BadInput):
        add_line(new_basket("T"), A, note="x" * (MAX_NOTE + 1))


def test_customer_and_salesperson_can_be_set_and_cleared() -> None:
    wang = Customer("C1", "Wang")
    full = set_customer(basket((A, 1), (B, 1)), wang)
    assert full.customer == wang
    assert set_customer(full, None).customer is None
    assert [x.salesperson for x in set_salesperson(full, "U3").lines] == ["U3", "U3"]
    assert [x.salesperson for x in set_salesperson(full, "U3", 2).lines] == ["", "U3"]

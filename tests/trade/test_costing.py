from hypothesis import given
from hypothesis import strategies as st

from kiosk.trade.costing import COST_ONE, Cost, average_after, cost_of, in_minor, margin, value
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity

costs = st.integers(0, 10**9).map(Cost)
quantities = st.integers(1, 10**7).map(Quantity)


@given(quantities, costs, quantities, costs)
def test_worth_is_neither_made_nor_lost_by_averaging(
    on_hand: Quantity, average: Cost, more: Quantity, at: Cost
) -> None:
    after = average_after(on_hand, average, more, at)
    assert abs(after * (on_hand + more) - (average * on_hand + at * more)) <= on_hand + more
    assert min(average, at) <= after <= max(average, at)


@given(st.lists(st.tuples(quantities, costs), min_size=1, max_size=12))
def test_many_receipts_lose_less_than_a_hundredth_of_a_cent_a_unit(receipts: list[tuple[Quantity, Cost]]) -> None:
    on_hand, average, worth = 0, Cost(0), 0
    for quantity, cost in receipts:
        average = average_after(Quantity(on_hand), average, quantity, cost)
        on_hand += quantity
        worth += quantity * cost
    assert abs(average * on_hand - worth) <= on_hand * len(receipts)


@given(quantities, costs)
def test_goods_that_come_back_at_the_cost_they_left_with_change_no_average(quantity: Quantity, average: Cost) -> None:
    assert average_after(Quantity(5000), average, quantity, average) == average


def test_newcomers_after_an_empty_shelf_bring_their_own_cost() -> None:
    assert average_after(Quantity(-3000), Cost(5), Quantity(1000), Cost(9)) == 9


def test_a_sack_sold_by_the_gram_keeps_its_cost() -> None:
    per_kilogram = Cost(8000 * COST_ONE // 25)
    assert value(25_000, per_kilogram) == 8000
    assert in_minor(cost_of(Money(350))) == 350


def test_margin_is_of_the_price() -> None:
    assert margin(Money(400), cost_of(Money(300))) == 250_000
    assert margin(Money(0), Cost(1)) is None

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


def test_newcomers_after_an_empty_shelf_bring_their_own_cost() -> None:
    assert average_after(Quantity(-3000), Cost(5), Quantity(1000), Cost(9)) == 9


def test_a_sack_sold_by_the_gram_keeps_its_cost() -> None:
    per_kilogram = Cost(8000 * COST_ONE // 25)
    assert value(25_000, per_kilogram) == 8000
    assert in_minor(cost_of(Money(350))) == 350


def test_margin_is_of_the_price() -> None:
    assert margin(Money(400), cost_of(Money(300))) == 250_000
    assert margin(Money(0), Cost(1)) is None

"""How far an order's lines have come, kept up to date product by product."""

from __future__ import annotations

from collections import Counter as Tally

from hypothesis import given
from hypothesis import strategies as st

from kiosk.flows.receiving_standing import Standing
from kiosk.store.purchases import OrderedLine
from kiosk.trade.money import Money
from kiosk.trade.quantity import ONE, Quantity


def ordered(product: str, quantity: int, received: int = 0) -> OrderedLine:
    return OrderedLine(product, product, product, "pcs", Quantity(quantity), Quantity(received), ONE, Money(1), "", "")


LINES = (ordered("a", 2000), ordered("b", 3000, 1000), ordered("c", 1000, 1000))


def test_what_is_in_work_stands_first_and_what_is_whole_last() -> None:
    came = Tally({"b": 1000})
    assert [x.product_id for x in Standing(LINES, lambda p: came[p]).first(9)] == ["b", "a", "c"]


def test_no_more_rows_are_made_than_are_asked_for() -> None:
    assert len(list(Standing(LINES, lambda _p: 0).first(2))) == 2


def test_goods_that_are_not_on_the_order_change_nothing() -> None:
    standing = Standing(LINES, lambda _p: 0)
    standing.changed("z")
    assert "z" not in standing
    assert (standing.done, len(standing)) == (1, 3)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from((-1000, 1000))), max_size=30))
def test_told_of_each_change_it_knows_what_counting_anew_would_say(day: list[tuple[str, int]]) -> None:
    came: Tally[str] = Tally()
    standing = Standing(LINES, lambda p: came[p])
    for product, quantity in day:
        came[product] = max(came[product] + quantity, 0)
        standing.changed(product)
    anew = Standing(LINES, lambda p: came[p])
    assert standing.done == anew.done
    assert {x.product_id for x in standing.first(9)} == {x.product_id for x in anew.first(9)}

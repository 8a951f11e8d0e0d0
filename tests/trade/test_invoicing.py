"""The supplier's invoice: what is due, what differs, and by how much."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.trade.costing import Cost
from kiosk.trade.invoicing import Billed, Due, differs, due, too_much
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity

CASE = Cost(2_000_000)  # 2.00 a can


def q(pieces: int) -> Quantity:
    return Quantity(pieces * 1000)


def test_batches_of_one_product_are_due_together() -> None:
    assert due([("cola", q(10), CASE), ("cola", q(2), CASE)]) == {"cola": Due(q(12), Money(2400))}


def test_goods_without_an_agreed_price_are_due_at_what_is_billed() -> None:
    expected = due([("cola", q(10), None)])
    assert expected == {"cola": Due(q(10), None)}
    assert differs(expected["cola"], Billed(q(10), Money(999))) == ""
    assert too_much(expected, {"cola": Billed(q(10), Money(999))}, Money(0), Money(0)) == 0


def test_another_price_another_quantity_and_goods_that_never_came_are_told_apart() -> None:
    expected = Due(q(12), Money(2400))
    assert differs(expected, Billed(q(12), Money(2400))) == ""
    assert differs(expected, Billed(q(12), Money(2401))) == "price"
    assert differs(expected, Billed(q(24), Money(2400))) == "quantity"
    assert differs(None, Billed(q(1), Money(200))) == "unexpected"
    assert differs(None, Billed(q(0), Money(0))) == ""


amounts = st.integers(0, 10**9).map(Money)
products = st.sampled_from(["a", "b", "c", "d"])


@given(
    st.dictionaries(products, st.builds(Due, st.just(q(1)), amounts)),
    st.dictionaries(products, st.builds(Billed, st.just(q(1)), amounts)),
    amounts,
    amounts,
)
def test_what_is_due_and_what_is_too_much_make_the_invoice(
    expected: dict[str, Due], billed: dict[str, Billed], freight: Money, freight_billed: Money
) -> None:
    right = sum(d.amount or 0 for d in expected.values()) + freight
    asked = sum(b.amount for b in billed.values()) + freight_billed
    assert right + too_much(expected, billed, freight, freight_billed) == asked

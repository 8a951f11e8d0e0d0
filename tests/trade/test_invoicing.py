"""The supplier's invoice: what is due, what differs, and by how much."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.trade.costing import Cost
from kiosk.trade.invoicing import Billed, Came, Correction, Due, corrections, differs, due, too_much
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


def test_another_price_corrects_the_cost_of_all_that_came() -> None:
    came = [Came("cola", q(10), CASE, Money(0)), Came("cola", q(2), CASE, Money(0)), Came("tea", q(1), CASE, Money(0))]
    billed = {"cola": Billed(q(12), Money(2520)), "tea": Billed(q(1), Money(200))}
    assert corrections(came, billed, Money(0)) == [Correction("cola", Money(120))]


def test_goods_billed_that_did_not_come_are_no_cost() -> None:
    came = [Came("cola", q(10), CASE, Money(0))]
    assert corrections(came, {"cola": Billed(q(12), Money(2400))}, Money(0)) == []
    assert corrections(came, {"cola": Billed(q(12), Money(2640))}, Money(0)) == [Correction("cola", Money(200))]
    assert corrections(came, {"cola": Billed(q(0), Money(0))}, Money(0)) == []
    assert corrections(came, {}, Money(0)) == []


def test_freight_that_nobody_knew_of_is_shared_by_worth() -> None:
    came = [Came("cola", q(30), CASE, Money(5)), Came("tea", q(10), CASE, Money(0))]
    billed = {"cola": Billed(q(30), Money(6000)), "tea": Billed(q(10), Money(2000))}
    assert corrections(came, billed, Money(105)) == [Correction("cola", Money(75)), Correction("tea", Money(25))]
    assert corrections(came, billed, Money(1)) == [Correction("cola", Money(-3)), Correction("tea", Money(-1))]


def test_what_came_without_a_price_costs_what_is_billed() -> None:
    came = [Came("cola", q(10), None, Money(0))]
    assert corrections(came, {"cola": Billed(q(10), Money(999))}, Money(1)) == [Correction("cola", Money(1000), True)]


@given(
    st.dictionaries(products, st.tuples(st.integers(1, 50), st.integers(1, 10**6), st.integers(0, 10**6)), min_size=1),
    st.integers(0, 500), st.integers(0, 500),
)  # fmt: skip
def test_where_all_came_that_is_billed_the_corrections_are_what_differs(
    goods: dict[str, tuple[int, int, int]], landed: int, freight: int
) -> None:
    came = [Came(p, q(n), Cost(price), Money(0)) for p, (n, price, _) in goods.items()]
    came[0] = came[0]._replace(landed=Money(landed))
    billed = {p: Billed(q(n), Money(asked)) for p, (n, _, asked) in goods.items()}
    expected = due((x.product_id, x.quantity, x.price) for x in came)
    found = corrections(came, billed, Money(freight))
    assert sum(c.amount for c in found) == too_much(expected, billed, Money(landed), Money(freight))

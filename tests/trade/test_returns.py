import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.exc import Refused
from kiosk.trade.goods import Product, Tax
from kiosk.trade.money import CNY, Money, Rate
from kiosk.trade.quantity import Quantity
from kiosk.trade.returns import SoldLine, refund_for, refund_tenders
from kiosk.trade.tender import CashRounding, Payment, Tender, TenderKind, give_back, pay_cash, pay_exactly

PRODUCT = Product("P1", "可乐", "Cola", "pcs", Tax("T", "税", "Tax", Rate(130_000)), Money(350))


def sold(quantity: int, total: int, tax: int = 0) -> SoldLine:
    return SoldLine("K7QXMP-1", 1, PRODUCT, "可乐", "Cola", Quantity(quantity), Money(total), Money(tax))


@given(st.lists(st.integers(1, 5), min_size=1, max_size=8), st.integers(0, 10**6), st.integers(0, 10**5))
def test_parts_given_back_are_together_exactly_what_was_paid(parts: list[int], total: int, tax: int) -> None:
    line = sold(sum(parts) * 1000, total, tax)
    for part in parts:
        back = refund_for(line, Quantity(part * 1000))
        assert back.amount >= 0
        line = msgspec.structs.replace(
            line,
            returned_quantity=line.returned_quantity + part * 1000,
            returned_amount=line.returned_amount + back.amount,
            returned_tax=line.returned_tax + back.tax,
        )
    assert (line.returned_amount, line.returned_tax, line.left) == (total, tax, 0)


def test_no_more_comes_back_than_was_sold() -> None:
    line = msgspec.structs.replace(sold(3000, 700), returned_quantity=Quantity(2000), returned_amount=Money(467))
    with pytest.raises(Refused):
        refund_for(line, Quantity(2000))
    assert refund_for(line, Quantity(1000)).amount == 233


def test_a_line_that_two_tills_took_back_has_nothing_left() -> None:
    line = msgspec.structs.replace(sold(1000, 700), returned_quantity=Quantity(2000), returned_amount=Money(1400))
    assert line.left == 0
    with pytest.raises(Refused):
        refund_for(line, Quantity(1))


def test_money_goes_back_the_way_it_came() -> None:
    paid = (Tender(TenderKind.CARD, Money(1000)), Tender(TenderKind.CASH, Money(500), Money(1000)))
    assert refund_tenders(paid, {}, Money(1200)) == ((TenderKind.CARD, 1000), (TenderKind.CASH, 200))
    assert refund_tenders(paid, {TenderKind.CARD: 900}, Money(300)) == ((TenderKind.CARD, 100), (TenderKind.CASH, 200))


def test_two_cards_of_a_sale_count_together() -> None:
    paid = (Tender(TenderKind.CARD, Money(1000)), Tender(TenderKind.CARD, Money(500)))
    assert refund_tenders(paid, {}, Money(1500)) == ((TenderKind.CARD, 1500),)


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.sampled_from(["nearest", "down", "none"]))
def test_a_whole_sale_goes_back_exactly_as_it_was_paid(due: int, by_card: int, rule: CashRounding) -> None:
    sale = Payment(Money(due), CNY, rule)
    if 0 < by_card < due:
        sale = pay_exactly(sale, TenderKind.CARD, Money(by_card))
    sale = pay_cash(sale)
    back = Payment(Money(-due), CNY, rule)
    for kind, amount in refund_tenders(sale.tenders, {}, Money(due)):
        back = give_back(back, kind, amount)
    assert back.settled
    assert back.rounding == -sale.rounding
    for kind in TenderKind:
        came, went = (sum(t.amount for t in p.tenders if t.kind is kind) for p in (sale, back))
        assert came == -went


@given(
    st.lists(st.tuples(st.sampled_from(list(TenderKind)), st.integers(1, 10**5)), min_size=1, max_size=5),
    st.lists(st.integers(1, 10**5), max_size=6),
)
def test_no_tender_gives_back_more_than_it_paid(paid: list[tuple[TenderKind, int]], parts: list[int]) -> None:
    tenders = [Tender(kind, Money(a)) for kind, a in paid]
    left = sum(t.amount for t in tenders)
    refunded: dict[TenderKind, int] = {}
    for part in [*parts, left]:
        part = min(part, left)  # noqa: PLW2901  (the last parts may find less than they ask)
        for kind, amount in refund_tenders(tenders, refunded, Money(part)):
            refunded[kind] = refunded.get(kind, 0) + amount
        left -= part
    for kind, amount in refunded.items():
        assert amount <= sum(t.amount for t in tenders if t.kind is kind)


@given(st.lists(st.tuples(st.sampled_from(list(TenderKind)), st.integers(1, 10**5)), max_size=5), st.integers(1, 10**6))
def test_all_of_a_refund_is_given_back(paid: list[tuple[TenderKind, int]], amount: int) -> None:
    tenders = [Tender(kind, Money(a)) for kind, a in paid]
    assert sum(part for _, part in refund_tenders(tenders, {}, Money(amount))) == amount

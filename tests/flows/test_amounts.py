import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.exc import BadInput
from kiosk.flows.amounts import read_amount
from kiosk.trade.money import CNY, EUR, JPY, Currency, format_money


@pytest.mark.parametrize(
    ("text", "amount"),
    [("12", 1200), ("12.5", 1250), (" 12.50 ", 1250), ("¥12.50", 1250), ("￥１２．５", 1250), ("0", 0), ("3.", 300),
     ("1.500", 150), ("007", 700)],
)  # fmt: skip
def test_an_amount_is_read_as_people_type_it(text: str, amount: int) -> None:
    assert read_amount(text, CNY) == amount


@pytest.mark.parametrize(
    "text", ["", " ", "-1", "+1", "1,50", "1.234", "12.5.0", "1e3", "abc", "٣", "1234567890", ".5", "¥", "0x10", "½"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_amount(text, CNY)


def test_a_currency_without_cents_takes_none() -> None:
    assert read_amount("120", JPY) == 120
    assert read_amount("120.0", JPY) == 120
    with pytest.raises(BadInput):
        read_amount("120.5", JPY)


@given(st.integers(0, 10**9 - 1), st.sampled_from([CNY, EUR, JPY]))
@settings(max_examples=200, deadline=None)
def test_what_a_receipt_shows_can_be_typed(amount: int, currency: Currency) -> None:
    assert read_amount(format_money(amount, currency, symbol=True), currency) == amount


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        assert 0 <= read_amount(text, CNY) < 10**11
    except BadInput as refusal:
        assert refusal.message

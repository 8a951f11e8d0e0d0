"""What scanners will read off our papers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.hw.print_barcodes import bars, bars_width, code128_parts, ean13_data, squares
from kiosk.hw.renderer_codes import decode_code128


def test_digits_go_two_in_a_symbol():
    assert list(code128_parts("S001-T1-000123")) == [("B", "S001-T1-"), ("C", "000123")]
    assert list(code128_parts("12345")) == [("B", "1"), ("C", "2345")]


@pytest.mark.parametrize(("data", "whole"), [("690123456789", "6901234567892"), ("6901234567892", "6901234567892")])
def test_check_digits_of_ean_13(data, whole):
    assert ean13_data(data) == whole


@pytest.mark.parametrize("data", ["6901234567893", "１２３４５６７８９０１２", "69012345678", "abc"])
def test_what_is_no_ean_13(data):
    assert ean13_data(data) is None


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
@settings(max_examples=100, deadline=None)
def test_the_width_of_bars_is_never_less_than_drawn_by_much_and_data_survives_the_notation(data):
    from kiosk.hw.escpos_encode import _code128

    assert decode_code128(_code128(data).encode("latin-1")) == data
    assert bars(data, "code128")
    assert bars_width(data, "code128") <= 11 * (2 * len(data) + 4) + 33


def test_qr_codes_grow_with_their_data_and_give_up_politely():
    assert len(squares("a")) == 21 + 8
    assert len(squares("a" * 200)) > 40
    assert squares("掌" * 2000) == ()
    assert bars("not digits", "ean13") == ""
    assert bars("1", "no such symbology") == ""

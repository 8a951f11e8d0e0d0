"""Chinese, ¥ and é come out as they were written, or the row is drawn: never as rubbish."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.hw.escpos_text import encode_text
from kiosk.hw.renderer import render


def printed(text, profile="default"):
    data = encode_text(text, profile, True)
    assert data is not None
    return render(data, 48, profile).text


def test_plain_letters_are_themselves():
    assert encode_text("Milk 2.50", "default", True) == b"Milk 2.50"


def test_chinese_mode_is_entered_and_left_around_chinese():
    assert encode_text("A牛奶", "default", True) == b"A\x1c&\xc5\xa3\xc4\xcc\x1c."


@pytest.mark.parametrize(
    "text", ["café 牛奶", "¥12.00 合计", "€5 £3", "2 × 3.50 元", "ü½° 中é文", "￥，。！（）", "é", "Ω я"]
)
def test_every_character_reads_as_it_was_written(text):
    assert printed(text) == text


@pytest.mark.parametrize("text", ["😀", "한국", "𠮷", "中😀文", "→"])
def test_what_the_printer_lacks_is_left_to_be_drawn(text):
    assert encode_text(text, "default", True) is None


def test_a_printer_without_chinese_says_so():
    assert encode_text("牛奶", "default", False) is None
    assert encode_text("é", "TM-U220", False) == b"\x82"
    assert encode_text("€", "TM-U220", False) is None


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_what_is_sent_reads_back_and_nothing_becomes_a_question_mark(text):
    from kiosk.hw.print_rows import columns_of, printable

    text = printable(text)
    data = encode_text(text, "default", True)
    if data is not None and columns_of(text) <= 48:
        assert render(data, 48).text == text.rstrip()
        assert data.count(b"?") == text.count("?")

"""Columns, and characters that may not reach a printer as they are."""

import unicodedata

import pytest

from kiosk.hw.print_rows import columns_of, printable, rows_text


def test_chinese_counts_two_columns_and_the_rest_one():
    assert columns_of("Milk 牛奶") == 9
    assert columns_of("2 × 3.50 € é ￥") == 15


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a\x1b@b", "a @b"),
        ("tab\there", "tab here"),
        ("e\u0301", "é"),
        ("x\u0301", "x"),
        ("zero\u200bwidth\u202e", "zerowidth"),
        ("no\u00a0break", "no break"),
        ("full\u3000blank", "full\u3000blank"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_would_command_or_confuse_a_printer_is_taken_out(text, safe):
    assert printable(text) == safe


def test_no_character_of_all_is_let_through_as_a_control_or_mark():
    for number in range(0x20000):
        char = chr(number)
        for left in printable.__wrapped__(char):
            assert unicodedata.category(left) not in ("Cc", "Cs", "Zl", "Zp", "Mn", "Me", "Cf"), hex(number)


def test_no_rows_are_no_words():
    assert rows_text([]) == ""

"""Lines break where a reader expects it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.hw.paper_wrap import wrap
from kiosk.hw.print_rows import columns_of, printable


def test_english_breaks_between_words():
    assert wrap("Organic Wuchang rice, gift box", 12) == ["Organic", "Wuchang", "rice, gift", "box"]


def test_chinese_breaks_between_characters_and_counts_two_columns_each():
    assert wrap("有机东北大米", 8) == ["有机东北", "大米"]


def test_a_latin_word_among_chinese_stays_whole():
    assert wrap("康师傅Noodles面", 10) == ["康师傅", "Noodles面"]


def test_closing_punctuation_never_begins_a_line():
    assert wrap("一二三四，五六", 8) == ["一二三", "四，五六"]


def test_opening_brackets_never_end_a_line():
    assert wrap("一二三（四五）", 8) == ["一二三", "（四五）"]


def test_a_word_longer_than_the_line_is_cut():
    assert wrap("ABCDEFGHIJ", 4) == ["ABCD", "EFGH", "IJ"]


def test_a_line_feed_begins_a_line_and_an_empty_text_is_an_empty_line():
    assert wrap("a\n\nb", 10) == ["a", "", "b"]
    assert wrap("", 10) == [""]


def test_an_escape_in_a_products_name_never_reaches_the_printer():
    assert wrap("Milk\x1b@\x1dV0", 20) == ["Milk @ V0"]


@given(st.text(max_size=60), st.integers(2, 50))
@settings(max_examples=200, deadline=None)
def test_no_line_is_too_wide_and_no_character_is_lost(text, columns):
    lines = wrap(text, columns)
    assert all(columns_of(line) <= columns for line in lines)
    kept = "".join(lines).replace(" ", "").replace("\u3000", "")
    assert kept == "".join(printable(part) for part in text.split("\n")).replace(" ", "").replace("\u3000", "")

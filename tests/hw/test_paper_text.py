"""Papers laid out to 32, 42 and 48 columns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.hw import paper
from kiosk.hw.paper import Banner, Barcode, Blank, Cell, Columns, Goods, Pair, Paper, Qr, Rule, Text
from kiosk.hw.paper_text import lay_out, to_text
from kiosk.hw.print_rows import BarcodeRow, QrRow, TextRow


def lines(*items, columns=32):
    return to_text(Paper("en", items), columns).split("\n")


def test_goods_stand_on_one_row_where_they_fit():
    assert lines(Goods("Milk 牛奶", "2 × 3.50", "7.00"), columns=48) == [
        "Milk 牛奶                     2 × 3.50      7.00"
    ]


def test_goods_that_would_wrap_put_quantity_and_amount_below_the_name():
    assert lines(Goods("Organic rice from Wuchang 5 kg", "1 × 128.00", "128.00")) == [
        "Organic rice from Wuchang 5 kg",
        "  1 × 128.00              128.00",
    ]


def test_quantities_and_amounts_stand_below_each_other():
    rows = lines(Goods("A", "2 × 3.50", "7.00"), Goods("苹果", "10 × 13.50", "135.00"), columns=48)
    assert [row.index(".50") for row in rows] == [35, 33]  # the second has two characters of two columns
    assert rows[0].endswith("  7.00")
    assert rows[1].endswith("135.00")


def test_an_amount_stays_at_the_right_edge_when_its_words_wrap():
    assert lines(Pair("Refundable deposit for the bottles", "-12.00")) == [
        "Refundable deposit for",
        "the bottles               -12.00",
    ]


def test_words_too_long_for_the_other_side_go_below_each_other():
    assert lines(Pair("Reference of payment", "4200002345678901234567890123")) == [
        "Reference of payment",
        "    4200002345678901234567890123",
    ]


def test_a_double_sized_total_reaches_exactly_from_edge_to_edge():
    (row,) = lay_out(Paper("zh_CN", (Pair("合计", "¥12.00", size="double"),)), 32)
    assert isinstance(row, TextRow)
    assert row.columns == 32
    assert row.runs[0].wide
    assert not row.runs[1].wide


def test_a_table_keeps_its_columns():
    head = Columns((Cell("税率", 2), Cell("税额", 3, "right")))
    row = Columns((Cell("13%", 2), Cell("17.77", 3, "right")))
    assert lines(head, row) == ["税率                        税额", "13%                        17.77"]


def test_a_table_with_more_cells_than_columns_goes_below_each_other():
    assert lines(Columns(tuple(Cell(str(n)) for n in range(20)))) == [str(n) for n in range(20)]


def test_rules_blanks_and_banners_fill_the_paper():
    assert lines(Rule(), Blank(2), Rule(double=True)) == ["-" * 32, "", "", "=" * 32]
    (banner,) = lay_out(Paper("zh_CN", (Banner("REPRINT 补打"),)), 32)
    assert isinstance(banner, TextRow)
    assert banner.columns == 32
    assert all(run.inverse for run in banner.runs)


def test_a_receipts_number_becomes_bars_that_fit():
    assert lay_out(Paper("en", (Barcode("S001-T1-000123"),)), 48) == [BarcodeRow("S001-T1-000123", "code128", True, 3)]
    assert lay_out(Paper("en", (Barcode("S001-T1-000123"),)), 32) == [BarcodeRow("S001-T1-000123", "code128", True, 2)]


def test_bars_too_wide_for_the_paper_become_a_qr_code_with_its_words():
    data = "A-LONG-NUMBER-THAT-NO-ROLL-HOLDS"
    code, words = lay_out(Paper("en", (Barcode(data),)), 32)
    assert code == QrRow(data)
    assert words.text.strip() == data


@pytest.mark.parametrize(
    ("data", "symbology"), [("补打", "code128"), ("", "code128"), ("6901234567890", "ean13"), ("12", "ean13")]
)
def test_what_cannot_be_bars_is_printed_as_words(data, symbology):
    assert all(isinstance(row, TextRow) for row in lay_out(Paper("en", (Barcode(data, symbology),)), 48))


def test_a_missing_check_digit_is_added():
    assert lay_out(Paper("en", (Barcode("690123456789", "ean13"),)), 48)[0].text == "[ean13 6901234567892]"


def test_qr_codes_of_any_words_and_none_of_nothing():
    assert lay_out(Paper("en", (Qr("掌柜"), Qr(""))), 48) == [QrRow("掌柜")]


words = st.text(max_size=40)
aligns = st.sampled_from(["left", "center", "right"])
sizes = st.sampled_from(["normal", "tall", "double"])
items = st.one_of(
    st.builds(Text, words, aligns, st.booleans(), sizes),
    st.builds(Pair, words, words, st.booleans(), sizes),
    st.builds(Goods, words, words, words),
    st.builds(Columns, st.lists(st.builds(Cell, words, st.integers(1, 4), aligns), max_size=5).map(tuple)),
    st.builds(Banner, words),
    st.builds(Barcode, words, st.sampled_from(["code128", "ean13"])),
)


@given(st.lists(items, max_size=6).map(tuple), st.sampled_from([16, 32, 42, 48]))
@settings(max_examples=200, deadline=None)
def test_whatever_is_said_no_row_is_wider_than_the_paper(said, columns):
    for row in lay_out(Paper("en", said), columns):
        assert not isinstance(row, TextRow) or row.columns <= columns


@pytest.mark.parametrize("columns", [32, 42, 48])
def test_the_check_page_shows_the_paper_to_its_last_column(columns):
    rows = to_text(paper.test_page("en"), columns).split("\n")
    assert "-" * columns in rows
    assert any(row.endswith("128.00") for row in rows)

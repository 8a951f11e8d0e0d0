"""A paper is kept in the print queue and comes back the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.hw import paper
from kiosk.hw.paper import Banner, Barcode, Blank, Cell, Columns, Goods, Pair, Paper, Qr, Rule, Text


def test_a_paper_comes_back_from_the_queue_as_it_went_in():
    sheet = Paper(
        "zh_CN",
        (
            Text("掌柜", "center", True, "double"),
            Pair("合计", "¥7.00"),
            Goods("牛奶", "2 × 3.50", "7.00"),
            Columns((Cell("13%", 2), Cell("0.81", align="right"))),
            Rule(True),
            Blank(2),
            Barcode("6901234567892", "ean13", False),
            Qr("x"),
            Banner("REPRINT 补打"),
        ),
        kick_drawer=True,
        cut=False,
    )
    assert paper.from_json(paper.to_json(sheet)) == sheet


def test_the_check_page_says_itself_in_the_language_asked_for():
    assert paper.from_json(paper.to_json(paper.test_page("en"))).language == "en"
    assert paper.test_page("zh_CN").items


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"language":"en","items":[{"type":"hologram"}]}', b"\xff"])
def test_a_paper_that_cannot_be_read_says_so_to_a_person(data):
    with pytest.raises(paper.UnreadablePaper, match="print the receipt again"):
        paper.from_json(data)


@given(st.binary(max_size=80))
@settings(max_examples=100, deadline=None)
def test_no_bytes_in_the_queue_break_the_reading(data):
    try:
        paper.from_json(data)
    except paper.UnreadablePaper as error:
        assert error.__cause__ is not None

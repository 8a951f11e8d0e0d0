"""Any printer bytes, read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.hw import paper
from kiosk.hw.escpos_encode import Abilities, encode
from kiosk.hw.print_rows import BarcodeRow, ImageRow, QrRow, Run, TextRow
from kiosk.hw.renderer import render
from kiosk.hw.renderer_machine import Renderer


def rows(data, columns=32):
    return list(render(data, columns).papers[0].rows)


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_bytes_break_the_reading(data):
    came_out = render(data)
    assert isinstance(came_out.text, str)


commands = st.sampled_from(
    [b"\x1b", b"\x1d", b"\x1c", b"\x10", b"\x1dv0", b"\x1d(k", b"\x1d(L", b"\x1d8L", b"\x1b*", b"\x1dk"]
)


@given(st.lists(st.one_of(commands, st.binary(max_size=12)), max_size=12).map(b"".join))
@settings(max_examples=200, deadline=None)
def test_no_broken_commands_break_the_reading_or_the_picture(data):
    came_out = render(data, 32)
    assert came_out.picture().width > 0


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_bytes_in_pieces_read_the_same_as_in_one(data):
    whole = encode(paper.test_page("zh_CN"), Abilities(32, data.draw(st.sampled_from(["gb18030", "raster"]))))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=8)))
    pieces = Renderer(32)
    for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        pieces.feed(whole[start:end])
    assert pieces.rendered() == render(whole, 32)


def test_modes_of_letters():
    assert rows(b"\x1bE\x01B\x1bE\x00\x1d!\x11D\x1d!\x00\x1b!\x38A\x1b!\x00\x1dB\x01I\x1dB\x00n\n") == [
        TextRow(
            (
                Run("B", bold=True),
                Run("D", wide=True, tall=True),
                Run("A", bold=True, wide=True, tall=True),
                Run("I", inverse=True),
                Run("n"),
            )
        )
    ]


def test_alignment_is_blanks_and_counts_from_the_next_line():
    assert render(b"\x1ba\x01mid\n\x1ba\x02end\nx\x1ba\x00\n", 11).text == "    mid\n        end\n          x"


def test_lines_too_long_go_on_in_the_next():
    assert render(b"ABCDEFGH\n", 5).text == "ABCDE\nFGH"


def test_code_pages_countries_and_chinese():
    assert render(b"\x1bt\x00\x9d \x1bt\x10\xe9\n").text == "¥ é"
    assert render(b"\x1bR\x0f$5\n").text == "¥5"
    assert render(b"\x1c&\xc5\xa3\x81\x39\xee\x39\x1c.\x82\n").text == "牛㐀é"
    assert render(b"\x1c&\xff\xff\n").text == "\ufffd\ufffd"


def test_initialising_forgets_modes_and_the_unprinted_line():
    assert rows(b"lost\x1bE\x01\x1b@kept\n") == [TextRow((Run("kept"),))]


def test_both_forms_of_the_barcode_command():
    assert rows(b"\x1dH\x02\x1dh\x50\x1dw\x02\x1dk\x026901234567892\x00") == [
        BarcodeRow("6901234567892", "ean13", True, 2, 80)
    ]
    assert rows(b"\x1dkI\x0a{BA{{1{C\x0c\x22") == [BarcodeRow("A{11234", "code128", False, 3, 162)]
    assert render(b"\x1dk\x99\x01x").unknown == (b"\x1dk\x99",)


def test_qr_codes_are_printed_when_the_printer_is_told_to():
    stored = b"\x1d(k\x03\x001C\x04\x1d(k\x05\x001P0hi"
    assert render(stored).papers == ()
    assert rows(stored + b"\x1d(k\x03\x001Q0") == [QrRow("hi", 4)]


def test_dots_in_all_their_forms():
    dot = ImageRow(8, 1, b"\x80")
    assert rows(b"\x1dv0\x00\x01\x00\x01\x00\x80") == [dot]
    graphics = b"\x1d(L\x0b\x000p0\x01\x011\x08\x00\x01\x00\x80"
    assert rows(graphics + b"\x1d(L\x02\x0002") == [dot]
    assert rows(b"\x1d8L\x0b\x00\x00\x000p0\x01\x011\x08\x00\x01\x00\x80\x1d(L\x02\x0002") == [dot]
    assert rows(b"\x1b*\x00\x08\x00" + b"\x80" + bytes(7) + b"\nA\n") == [
        ImageRow(8, 8, b"\x80" + bytes(7)),
        TextRow((Run("A"),)),
    ]
    (doubled,) = rows(b"\x1dv0\x03\x01\x00\x01\x00\x80")
    assert (doubled.width, doubled.height, doubled.bits) == (16, 2, b"\xc0\x00\xc0\x00")


def test_a_picture_of_noise_is_not_waited_for():
    assert render(b"\x1dv0\x00\xff\xff\xff\xffA\n").unknown == (b"\x1dv",)


@pytest.mark.parametrize("cut", [b"\x1dV\x00", b"\x1dV1", b"\x1dVB\x03", b"\x1bi", b"\x1bm"])
def test_every_cut_ends_a_paper(cut):
    came_out = render(b"one\n" + cut + b"two\n")
    assert [sheet.text for sheet in came_out.papers] == ["one", "two"]
    assert came_out.cuts == 1
    assert came_out.text == "one\n\ntwo"


def test_kicks_feeds_tabs_and_questions():
    renderer = Renderer(32)
    renderer.feed(b"\x1bp\x00\x19\xfa\x10\x14\x01\x00\x01a\tb\x1bd\x02\x1bJ\x3c\x10\x04\x04\x1dr\x01")
    came_out = renderer.rendered()
    assert came_out.kicks == 2
    assert came_out.text == "a       b"
    assert len(came_out.papers[0].rows) == 4
    assert renderer.requests == [b"\x10\x04\x04", b"\x1dr\x01"]


def test_commands_it_does_not_know_are_reported_and_passed_over():
    came_out = render(b"\x1bzA\x1d\xfeB\n")
    assert came_out.unknown == (b"\x1bz", b"\x1d\xfe")
    assert came_out.text == "AB"


def test_tabs_to_set_are_no_text():
    assert render(b"\x1bD\x08\x10\x00A\n").text == "A"


def test_pictures_of_papers_stand_below_each_other():
    one, two = render(b"one\n\x1dV\x00"), render(b"one\n\x1dV\x00two\n")
    assert two.picture().height == 2 * one.picture().height + 8
    assert render(b"").picture().getextrema() == (255, 255)
    assert render(b"A\n\x1dV\x00", 32).papers[0].images == ()

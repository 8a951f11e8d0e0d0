"""Papers as pictures."""

from pathlib import Path

import pytest

from kiosk.exc import ConfigError
from kiosk.hw import paper
from kiosk.hw.escpos_encode import Abilities, encode
from kiosk.hw.paper_text import lay_out
from kiosk.hw.print_rows import BarcodeRow, ImageRow, Run, TextRow
from kiosk.hw.raster import draw_paper, draw_rows, font_path, from_bits, row_height, to_bits
from kiosk.hw.renderer import render


def ink(row, columns=32):
    return 255 - min(draw_rows([row], columns).tobytes())


def test_a_picture_is_as_wide_as_the_paper():
    for columns, width in ((32, 384), (42, 504), (48, 576)):
        assert draw_rows(lay_out(paper.test_page("zh_CN"), columns), columns).width == width


def test_a_preview_is_what_the_printer_would_print():
    sheet = paper.test_page("zh_CN")
    printed = render(encode(sheet, Abilities(48, cut=True)), 48).papers[0].picture()
    assert draw_paper(sheet, 48).tobytes() == printed.tobytes()


def test_characters_stand_in_their_columns():
    picture = draw_rows([TextRow((Run("  中"),))], 32)
    assert picture.crop((0, 0, 24, 30)).getextrema() == (255, 255)
    assert picture.crop((24, 0, 48, 30)).getextrema()[0] < 100
    assert picture.crop((48, 0, 384, 30)).getextrema() == (255, 255)


def test_doubled_letters_are_twice_the_size():
    assert row_height(TextRow((Run("A", tall=True),))) == 54
    wide = draw_rows([TextRow((Run("A", wide=True, tall=True), Run("B")))], 32)
    assert wide.crop((26, 0, 36, 54)).getextrema()[0] < 100


def test_a_banner_is_white_on_black():
    picture = draw_rows([TextRow((Run(" " * 32, inverse=True),))], 32)
    assert picture.getextrema() == (0, 0)


def test_dots_become_the_picture_they_were():
    picture = draw_rows(lay_out(paper.test_page("en"), 32), 32)
    dots = to_bits(picture)
    assert to_bits(from_bits(dots)) == dots


def test_broken_dots_and_bars_draw_nothing():
    assert from_bits(ImageRow(8, 4, b"")).getextrema() == (255, 255)
    assert from_bits(ImageRow(0, 0, b"")).size == (1, 1)
    assert ink(BarcodeRow("no digits", "ean13", readable=False)) == 0


def test_without_a_chinese_font_the_package_is_named():
    with pytest.raises(ConfigError, match="fonts-wqy-microhei"):
        font_path([Path("/nowhere/font.ttc")])

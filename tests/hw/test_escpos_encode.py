"""Papers as bytes, read again from those bytes."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kiosk.exc import ConfigError
from kiosk.hw import paper
from kiosk.hw.escpos_encode import KICK, Abilities, encode, raster_command
from kiosk.hw.paper import Barcode, Blank, Pair, Paper, Qr, Text
from kiosk.hw.paper_text import lay_out, to_text
from kiosk.hw.print_rows import ImageRow, QrRow
from kiosk.hw.raster import draw_rows, from_bits
from kiosk.hw.renderer import render


@pytest.mark.parametrize("columns", [32, 42, 48])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_printer_prints_what_was_laid_out(columns, language):
    sheet = paper.test_page(language)
    came_out = render(encode(sheet, Abilities(columns)), columns)
    assert list(came_out.papers[0].rows) == lay_out(sheet, columns)
    assert came_out.unknown == ()
    assert came_out.cuts == 1
    assert came_out.kicks == 0


gbk = st.characters(codec="gb2312", exclude_categories=("Cc", "Cs", "Co", "Mn", "Me", "Cf"))
latin = st.characters(codec="cp850", exclude_categories=("Cc", "Cs", "Mn", "Me", "Cf"))
words = st.text(st.one_of(gbk, latin), max_size=60)


@given(st.lists(st.builds(Text, words, st.sampled_from(["left", "right"]), st.booleans()), max_size=8).map(tuple))
@settings(max_examples=40, deadline=None)
def test_any_words_in_both_languages_come_out_as_written(items):
    sheet = Paper("zh_CN", items)
    came_out = render(encode(sheet, Abilities(32)), 32)
    assume("[image" not in came_out.text)  # drawn rows are looked at below
    assert came_out.text == to_text(sheet, 32).rstrip("\n")


def test_a_row_with_a_character_the_printer_lacks_is_drawn_and_the_rest_is_text():
    sheet = Paper("zh_CN", (Text("牛奶"), Text("草莓 🍓 味"), Text("面包")))
    (came_out,) = render(encode(sheet, Abilities(32)), 32).papers
    assert came_out.text == "牛奶\n[image 384x30]\n面包"


def test_a_printer_without_chinese_gets_a_chinese_paper_as_dots_that_look_the_same():
    sheet = Paper("zh_CN", (Text("掌柜便利店", "center"), Pair("合计", "7.00"), Blank()))
    (came_out,) = render(encode(sheet, Abilities(32, "raster", "POS-5890")), 32).papers
    expected = draw_rows(lay_out(sheet, 32), 32).point(lambda grey: 0 if grey < 150 else 255)
    assert from_bits(came_out.images[0]).tobytes() == expected.tobytes()


def test_a_printer_without_chinese_prints_an_english_paper_as_text():
    sheet = Paper("en", (Text("Milk"), Pair("Total", "7.00")))
    assert render(encode(sheet, Abilities(32, "raster")), 32).text == to_text(sheet, 32)


def test_bars_and_squares_are_dots_where_the_printer_draws_none():
    sheet = Paper("en", (Barcode("S001-T1-000123"), Qr("https://example.org")))
    (native,) = render(encode(sheet, Abilities(48)), 48).papers
    assert native.barcodes == ("S001-T1-000123", "https://example.org")
    (drawn,) = render(encode(sheet, Abilities(32, "gb18030", "POS-5890")), 32).papers
    assert drawn.barcodes == ()
    assert sum(image.height for image in drawn.images) > 150
    assert isinstance(native.rows[1], QrRow)


def test_an_ean_13_keeps_its_digits():
    (came_out,) = render(encode(Paper("en", (Barcode("690123456789", "ean13"),)), Abilities())).papers
    assert came_out.barcodes == ("6901234567892",)


def test_a_paper_opens_the_drawer_only_when_it_says_so():
    bill = Paper("en", (Text("Unpaid"),))
    assert render(encode(bill, Abilities())).kicks == 0
    paid = Paper("en", (Text("Paid"),), kick_drawer=True)
    assert render(encode(paid, Abilities())).kicks == 1
    assert encode(Paper("en", kick_drawer=True, cut=False), Abilities()) == KICK


def test_a_printer_without_a_knife_feeds_to_where_paper_tears():
    came_out = render(encode(Paper("en", (Text("a"),)), Abilities(cut=False)))
    assert came_out.cuts == 0
    assert len(came_out.papers[0].rows) == 6


def test_an_unknown_profile_names_the_setting():
    with pytest.raises(ConfigError, match=r"kiosk\.toml"):
        encode(paper.test_page("en"), Abilities(profile="no such printer"))


def test_a_printer_of_columns_of_dots_gets_them():
    sheet = Paper("zh_CN", (Text("牛奶"),))
    (came_out,) = render(encode(sheet, Abilities(32, "raster", "TM-U220")), 32).papers
    assert came_out.images
    assert all(image.height == 24 for image in came_out.images)


def test_dots_are_sent_as_they_are():
    image = ImageRow(8, 2, b"\x80\x01")
    assert render(raster_command(image)).papers[0].images == (image,)

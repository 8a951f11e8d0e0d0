from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

WORDS = st.text(st.sampled_from("abc 农夫山泉12."), max_size=40)


@settings(deadline=None, max_examples=60)
@given(WORDS, st.integers(60, 400))
def test_a_text_broken_into_lines_is_the_same_text(window_stage: Any, text: str, room: int) -> None:
    from kiosk.screens.widgets.measure import folded

    assert "".join(folded(text, 18, room)) == text


def test_chinese_breaks_between_characters_and_english_between_words(stage: Any) -> None:
    from kiosk.screens.widgets.measure import folded

    assert folded("农夫山泉", 18, 40) == ["农夫", "山泉"]
    assert folded("still water", 18, 60) == ["still ", "water"]


def test_no_line_of_chinese_begins_with_a_full_stop_or_ends_with_an_opening_bracket(stage: Any) -> None:
    from kiosk.screens.widgets.measure import folded

    assert folded("农夫山泉。", 18, 72) == ["农夫山", "泉。"]
    assert folded("农夫山（泉）", 18, 72) == ["农夫山", "（泉）"]
    assert folded("还剩 180 MB。", 18, 90) == ["还剩 180 ", "MB。"]


def test_a_label_breaks_chinese_where_it_may_be_broken(stage: Any) -> None:
    from kiosk.screens.widgets.basic import Words

    words = Words(text="没找到，请输入条码数字。", font_size=18)
    words.size = 12 * 18 - 4, 60
    words.texture_update()
    assert words._label.text.split("\n") == ["没找到，请输入条码数", "字。"]


def test_the_largest_type_that_fits_is_taken_and_the_smallest_if_none_does(stage: Any) -> None:
    from kiosk.screens.widgets.measure import widest_step, width_of

    room = width_of("¥51.60", 64)
    assert widest_step("¥51.60", room, (36, 64, 96)) == 64
    assert widest_step("¥1234567.00", room, (64, 96)) == 64


def test_what_is_too_long_ends_in_an_ellipsis(stage: Any) -> None:
    from kiosk.screens.widgets.measure import clipped, folded

    short = clipped("Sandwich biscuits, original flavour, 116 g", 18, 100, 2)
    assert short.endswith("…")
    assert len(folded(short, 18, 100)) == 2
    assert clipped("茶", 18, 100, 2) == "茶"


@pytest.mark.parametrize("room", range(300, 620, 4))
def test_kivy_breaks_no_line_again(window_stage: Any, room: int) -> None:
    """Many short pieces, whose whole pixels do not come to those of their line."""
    from kivy.core.text import Label

    from kiosk.screens.fonts import TEXT
    from kiosk.screens.widgets.measure import broken

    text = "版本 0.2.0 已就绪，将在 22 点至 6 点、没有未结班次时安装。退货更快；小票可以加长备注。" * 3
    lines = broken(text, 14, room)
    look = {"font_name": TEXT, "font_size": 14, "font_hinting": "light", "font_kerning": False}
    label = Label(text="\n".join(lines), text_size=(room, None), **look)
    label.refresh()
    assert len(label._cached_lines) == len(lines)

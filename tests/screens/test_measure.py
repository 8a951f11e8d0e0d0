from __future__ import annotations

from typing import Any

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


def test_what_is_too_long_ends_in_an_ellipsis(stage: Any) -> None:
    from kiosk.screens.widgets.measure import clipped, folded

    short = clipped("Sandwich biscuits, original flavour, 116 g", 18, 100, 2)
    assert short.endswith("…")
    assert len(folded(short, 18, 100)) == 2
    assert clipped("茶", 18, 100, 2) == "茶"

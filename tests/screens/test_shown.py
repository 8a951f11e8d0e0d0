from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def parts(stage: Any) -> Any:
    from kiosk.screens.widgets.basic import Shown

    parent = Shown()
    parent.canvas.after.clear()  # makes it: what a list's cut ends with
    parent.children_made = [Shown() for _ in range(4)]
    for child in parent.children_made:
        parent.add_widget(child)
    return parent


def drawn(parent: Any) -> list[int]:
    """Which children are drawn, the lowest first; -1 stands for what is drawn after all of them."""
    canvases = [child.canvas for child in parent.children_made]
    order = [c for c in parent.canvas.children if c in canvases or c is parent.canvas.after]
    return [canvases.index(c) if c in canvases else -1 for c in order]


def test_what_is_not_shown_costs_no_drawing(parts: Any) -> None:
    parts.children_made[1].shown = False
    assert drawn(parts) == [0, 2, 3, -1]


@pytest.mark.parametrize("which", range(4))
def test_what_comes_back_is_drawn_where_it_was_and_inside_its_lists_edges(parts: Any, which: int) -> None:
    child = parts.children_made[which]
    child.shown = False
    child.shown = True
    assert drawn(parts) == [0, 1, 2, 3, -1]


def test_all_of_them_come_back_in_order_whatever_the_order_they_went_in(parts: Any) -> None:
    for turn in (2, 0, 3, 1):
        parts.children_made[turn].shown = False
    assert drawn(parts) == [-1]
    for turn in (1, 3, 0, 2):
        parts.children_made[turn].shown = True
    assert drawn(parts) == [0, 1, 2, 3, -1]


def test_what_is_hidden_before_it_is_put_in_stays_undrawn(parts: Any, stage: Any) -> None:
    from kiosk.screens.widgets.basic import Shown

    late = Shown(shown=False)
    parts.children_made.append(late)
    parts.add_widget(late)
    stage.frames(2)
    assert 4 not in drawn(parts)
    late.shown = True
    assert drawn(parts) == [0, 1, 2, 3, 4, -1]


def test_nothing_is_drawn_on_a_ground_that_has_no_colour(stage: Any) -> None:
    """A BorderImage of no size would still draw its corners, as small squares beside each quiet button."""
    from kiosk.screens.picture import grab
    from kiosk.screens.widgets.tap import Push

    stage.window.remove_widget(stage.root)
    before = grab()
    quiet = Push(kind="quiet", size_hint=(None, None), size=(200, 60), pos=(300, 300))
    stage.window.add_widget(quiet)
    stage.frames(3)
    after = grab()
    stage.window.remove_widget(quiet)
    stage.window.add_widget(stage.root)
    assert after.tobytes() == before.tobytes()


def test_a_row_scrolled_out_of_a_list_leaves_nothing_above_its_edge(stage: Any) -> None:
    from kiosk.screens.gallery import example
    from kiosk.screens.picture import grab

    stage.resize(800, 480)
    stage.show(example("sell_empty"))
    stage.show(example("sell_long"), frames=6)
    card = stage.root.screen.ids.basket
    lines = card.ids.lines
    height = stage.window.height
    strip = (int(lines.x), int(height - card.top) - 8, int(lines.right), int(height - lines.top))
    above = grab().crop(strip)
    darkest = above.convert("L").getextrema()[0]
    assert darkest > 180, "paper, the card and its edge; no words"
    stage.resize(1280, 800)


def test_shop_data_longer_than_its_place_stays_inside_it(stage: Any) -> None:
    from kiosk.screens.widgets.basic import Words

    words = Words(fits=False, text="one two three four five six seven", size=(60, 30))
    words.texture_update()
    assert words.texture_size[1] <= 30


def test_a_text_is_no_larger_a_picture_than_its_lines(stage: Any) -> None:
    from kiosk.screens.widgets.basic import Words

    words = Words(text="one", size=(200, 300))
    words.texture_update()
    assert 10 < words.texture_size[1] < 60

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.screens.gallery import example
from tests.screens.fingers import calls, tap
from tests.screens.looking import texts as seen_texts


def settle(stage: Any) -> None:
    stage.root.gate._changed = float("-inf")


def texts(stage: Any) -> list[str]:
    from kiosk.screens.find import visible_texts

    return [text for text, _widget in visible_texts(stage.root)]


def test_a_scan_changes_the_new_line_and_no_other(stage: Any) -> None:
    view = example("sell", "en")
    stage.show(view)
    drawn = stage.root.screen.ids.basket.ids.lines
    shown: list[int] = []
    for key, (row, _item) in drawn._rows.items():
        row.bind(line=lambda _row, _line, key=key: shown.append(key))
    last = view.body.lines[-1]  # type: ignore[attr-defined]
    more = replace(last, quantity=last.quantity + 1000, total=last.total * 2)
    body = replace(view.body, lines=(*view.body.lines[:-1], more), marked=last.key)  # type: ignore[attr-defined]
    stage.show(replace(view, serial=2, body=body))
    assert shown == [last.key]
    assert drawn.row(last.key).marked


def test_a_line_scanned_far_below_comes_into_sight_with_few_widgets(stage: Any) -> None:
    view = example("sell_long", "en")
    stage.show(view)
    lines = view.body.lines  # type: ignore[attr-defined]
    rows = stage.root.screen.ids.basket.ids.lines
    added = replace(lines[-1], key=9999)
    stage.show(replace(view, serial=2, body=replace(view.body, lines=(*lines, added), marked=9999)))
    assert len(lines) > 50
    assert rows.row(9999) is not None
    assert len(rows.ids.rows.children) < 20


def test_a_tapped_line_opens_its_strip_in_its_place(stage: Any) -> None:
    view = example("sell_line", "en")
    stage.show(view)
    settle(stage)
    chosen = view.body.selected  # type: ignore[attr-defined]
    tap(stage, "plus")
    tap(stage, "quantity")
    tap(stage, "void")
    assert calls(stage) == [("step", chosen, 1), ("ask_quantity", chosen), ("act", "void")]


def test_the_language_turns_while_the_screen_is_open(stage: Any) -> None:
    stage.show(example("sell", "en"))
    name = example("sell").body.lines[0].name  # type: ignore[attr-defined]
    assert name.en in texts(stage)
    stage.show(example("sell", "zh_CN"))
    assert name.zh in texts(stage)
    assert name.en not in texts(stage)


def test_the_keys_on_the_screen_search_and_leave_the_total_in_sight(stage: Any) -> None:
    for size in ((1280, 800), (800, 480)):
        stage.resize(*size)
        stage.show(example("sell", "en"))
        stage.root.screen.searching = True
        stage.frames(2)
        assert stage.root.screen.total in texts(stage)
        settle(stage)
        tap(stage, "key_c")
        assert calls(stage)[-1][0] == "search"
        stage.root.screen.hide()
        stage.fresh()


def test_tiles_that_do_not_fit_come_before_the_next_page_is_asked_for(stage: Any) -> None:
    stage.resize(800, 480)
    view = example("sell", "en")
    stage.show(replace(view, body=replace(view.body, pages=2)))
    settle(stage)
    grid = stage.root.screen.ids.tiles
    for _ in range(int(grid.pages) - 1):
        tap(stage, "page_on")
    assert calls(stage) == []
    tap(stage, "page_on")
    assert calls(stage) == [("page", 1)]


def test_there_are_no_page_arrows_where_there_is_one_page(stage: Any) -> None:
    from kiosk.screens.find import find_tappable

    stage.resize(800, 480)
    stage.show(example("sell_search", "en"))
    assert find_tappable(stage.root, "page_on") is find_tappable(stage.root, "page_back") is None
    stage.show(example("sell", "en"))
    assert find_tappable(stage.root, "page_on") is not None


def test_while_a_search_shows_goods_of_all_categories_none_of_them_is_marked(stage: Any) -> None:
    stage.show(example("sell_search", "en"))
    assert not [b for b in stage.root.screen.ids.tabs.children if b.shown and b.kind == "chosen"]
    stage.show(example("sell", "en"))
    assert [b.tap_id for b in stage.root.screen.ids.tabs.children if b.kind == "chosen"] == ["tab_favourites"]


@pytest.mark.parametrize("size", [(1280, 800), (800, 480)])
@pytest.mark.parametrize("change", [160, 5160, 123_456])
def test_the_change_is_the_largest_text_beside_a_settled_sale(stage: Any, size: Any, change: int) -> None:
    stage.show(example("done", "en"))
    stage.resize(*size)
    view = example("done_change", "en")
    stage.show(replace(view, body=replace(view.body, change=change)))
    shown = {s.widget.text: s.widget.font_size for s in seen_texts(stage.root)}
    largest = max(shown, key=lambda text: shown[text])
    assert largest == stage.root.screen.change
    assert sorted(shown.values())[-2] < shown[largest]
    if change < 100_000:
        assert shown[largest] == 96

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.flows.views import TableRow
from kiosk.i18n import plain
from kiosk.screens.gallery import example
from tests.screens.fingers import finger, tap

SMALL = 800, 480


def settle(stage: Any) -> None:
    stage.root.gate._changed = float("-inf")


@pytest.fixture
def small(stage: Any) -> Any:
    stage.resize(*SMALL)
    return stage


def first_row(rows: Any) -> Any:
    """The highest row in sight."""
    return max((w for w in rows.ids.rows.children if w.shown), key=lambda w: w.top)


def whole_first(rows: Any) -> bool:
    """Whether its first row begins where the list does."""
    return abs(first_row(rows).top - rows.top) <= 1


def test_the_last_line_scanned_stands_in_a_basket_whose_first_line_is_whole(small: Any) -> None:
    small.show(example("sell_long", "en"))
    rows = small.root.screen.ids.basket.ids.lines
    last = small.root.screen.view.lines[-1].key
    assert rows.scroll == rows.furthest > 0
    assert whole_first(rows)
    assert rows.row(last).y >= rows.y - 1


def test_a_list_turned_page_by_page_shows_each_row_and_never_half_of_its_first(small: Any) -> None:
    small.show(example("history", "en"))
    settle(small)
    rows = small.root.screen.ids.list.ids.list
    seen: set[object] = set()
    while True:
        small.frames(1)
        assert whole_first(rows)
        seen |= {w.token for w in rows.ids.rows.children if w.shown and w.y >= rows.y - 1}
        if rows.scroll == rows.furthest:
            break
        tap(small, "down")
    assert seen == {r.id for r in small.root.screen.view.rows}
    before = rows.scroll
    tap(small, "up")
    assert rows.scroll < before
    assert whole_first(rows)


def test_a_row_half_out_of_sight_moves_to_its_place_when_the_finger_lets_go(small: Any) -> None:
    small.show(example("history", "en"))
    settle(small)
    rows = small.root.screen.ids.list.ids.list
    touch = finger(*rows.center)
    touch.touch_down()
    touch.touch_move(rows.center_x, rows.center_y + 70)
    assert rows.scroll == 70
    touch.touch_up()
    small.frames(1)
    assert whole_first(rows)
    assert rows.scroll in (48, 96)


def test_a_row_higher_than_its_list_is_seen_in_parts(small: Any) -> None:
    small.show(example("sell_line", "en"))
    rows = small.root.screen.ids.basket.ids.lines
    rows.height_of = lambda item: 900 if item[0].key == 3 else 48
    view = small.root.screen.view
    rows.fill([(line, False) for line in view.lines])
    rows.scroll = 2 * 48
    parts = [rows.scroll]
    while rows.scroll < rows.furthest:
        rows.page(1)
        parts.append(rows.scroll)
    assert all(0 < b - a <= rows.height for a, b in pairwise(parts))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_customers_name_is_not_cut_on_a_small_screen(small: Any, language: str) -> None:
    view = example("customers", language)
    names = ["上海欧阳文静国际贸易有限公司", "Christopher Featherstonehaugh"]
    rows = [
        TableRow(
            f"c{at}",
            (plain(name), plain("+86 138 0013 8000"), plain("Wholesale"), plain("1280 points")),
            123_456,
            "warn",
        )
        for at, name in enumerate(names)
    ]
    small.show(replace(view, body=replace(view.body, rows=tuple(rows))))
    from kiosk.screens.widgets.measure import width_of

    drawn = [w for w in small.root.screen.ids.list.ids.list.ids.rows.children if w.shown]
    assert len(drawn) == len(names)
    for row in drawn:
        name = row._cells[0]
        assert name.text in names
        assert width_of(name.text, name.font_size) <= name.width


def test_columns_that_do_not_fit_give_words_before_figures(small: Any) -> None:
    view = example("audit", "en")
    rows = (TableRow("1", (plain("2026-03-14 14:50"), plain("A" * 90), plain("B" * 90)), 5000),)
    small.show(replace(view, body=replace(view.body, rows=rows, columns=())))
    cells = next(w for w in small.root.screen.ids.list.ids.list.ids.rows.children if w.shown)._cells
    from kiosk.screens.widgets.measure import width_of

    assert cells[0].width >= width_of("2026-03-14 14:50", cells[0].font_size)
    assert abs(cells[1].width - cells[2].width) <= 1
    assert cells[2].right <= small.root.width - 100


def test_each_heading_stands_over_its_column(small: Any) -> None:
    small.show(example("audit", "en"))
    small.frames(2)
    table = small.root.screen.ids.list
    row = first_row(table.ids.list)
    heads = sorted(table.ids.head.children, key=lambda w: w.x)
    assert [h.x for h in heads[: len(row._cells)]] == [c.x for c in row._cells if c.shown]


def test_rows_are_as_high_as_their_words_in_the_language_of_now(stage: Any) -> None:
    heights = []
    for language in ("zh_CN", "en"):
        stage.resize(1280, 800)
        stage.show(example("status_update", language))
        rows = stage.root.screen.ids.right
        heights.append([rows.row(f"update {at}").height for at in range(3)])
    chinese, english = heights
    assert english[1] > chinese[1]  # two lines for one

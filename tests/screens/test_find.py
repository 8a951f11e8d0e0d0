from __future__ import annotations

from typing import Any

from kiosk.screens.gallery import example


def test_buttons_are_found_by_id_by_text_and_by_a_part_of_it(stage: Any) -> None:
    from kiosk.screens.find import find_tappable

    stage.show(example("sell", "en"))
    assert find_tappable(stage.root, "discount").tap_id == "discount"
    assert find_tappable(stage.root, "Put aside").tap_id == "suspend"
    assert find_tappable(stage.root, "PAY").tap_id == "pay"
    assert find_tappable(stage.root, "no such thing") is None


def test_the_second_of_several_is_found_in_reading_order(stage: Any) -> None:
    from kiosk.screens.find import find_tappable

    stage.show(example("sell", "en"))
    first, second = find_tappable(stage.root, "tile"), find_tappable(stage.root, "tile", 2)
    assert first is None and second is None
    lines = [find_tappable(stage.root, "2.00", n) for n in (1, 2)]
    assert lines[0] is not lines[1]


def test_below_a_sheet_only_the_sheet_is_read(stage: Any) -> None:
    from kiosk.screens.find import visible_texts

    stage.show(example("confirm_void", "en"))
    texts = [text for text, _w in visible_texts(stage.root)]
    assert "Cancel" in texts
    assert stage.root.screen.total not in texts


def test_the_middle_of_a_row_is_where_it_can_be_seen(stage: Any) -> None:
    from kiosk.screens.find import centre, tappables

    stage.show(example("sell_long", "en"))
    rows = stage.root.screen.ids.basket.ids.lines
    for row in (w for w in tappables(stage.root) if w.tap_id.startswith("line_")):
        assert rows.y <= centre(row)[1] <= rows.top

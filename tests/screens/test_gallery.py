"""Every screen and sheet, at both sizes and in both languages, looked at for what makes a till hard to read."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from kiosk.i18n import LANGUAGES
from kiosk.screens.gallery import NAMES, WAREHOUSE_NAMES, example
from kiosk.screens.stage import SIZES, WAREHOUSE_SIZES
from tests.screens.looking import front, ground, hexed, ink_box, overlap, path, seen, taps, texts, words_of, wrapped

Faults = list[str]


@pytest.fixture(scope="session")
def gallery(window_stage: Any) -> dict[tuple[str, str], Faults]:
    """All faults of all screens: {(what kind, which screen): …}; each is drawn once."""
    found: dict[tuple[str, str], Faults] = {}
    rounds = [(size, NAMES, False) for size in SIZES] + [(size, WAREHOUSE_NAMES, True) for size in WAREHOUSE_SIZES]
    for (width, height), names, dark in rounds:
        window_stage.resize(width, height)
        window_stage.fresh()
        for name in names:
            for language in LANGUAGES:
                window_stage.show(example(name, language, dark=dark))
                for kind, look_for in LOOKS.items():
                    if look_for is faint and language != LANGUAGES[0]:
                        continue  # colours are the same in every language
                    faults = found.setdefault((kind, name), [])
                    faults += [f"{width}x{height} {language}: {fault}" for fault in look_for(window_stage)]
    return found


def cut_off(stage: Any) -> Faults:
    """Texts that do not fit their place. Shop data may end in an ellipsis: those labels say so."""
    faults = []
    for sight in texts(front(stage.root)):
        label = sight.widget
        if sight.box[0] < -1 or sight.box[2] > stage.root.width + 1:
            faults.append(f"beyond the edge: {path(sight)}")
        if label.shorten or not label.fits:
            continue
        broken = [
            w for w in words_of(label.text) if wrapped(w, label.font_name, label.font_size, None)[0] > label.width
        ]
        _wide, high = wrapped(label.text, label.font_name, label.font_size, label.width)
        if broken or high > label.height + label.font_size * 0.3:  # a line's leading may be cut, not its ink
            faults.append(f"cut off: {path(sight)}")
    return faults


def lying_over(stage: Any) -> Faults:
    """Texts over other texts."""
    shown = [s for s in texts(front(stage.root)) if s.whole and s.widget.color[3] * s.widget.opacity > 0.5]
    boxes = [(s, ink_box(s)) for s in shown]
    return [
        f"{path(one)} lies over {path(other)}"
        for (one, box), (other, rest) in combinations(boxes, 2)
        if overlap(box, rest) > 3
    ]


def small_targets(stage: Any) -> Faults:
    """What is too small for a thumb, or beyond the edge."""
    from kiosk.screens.look import look

    least = look.sizes.target
    faults = []
    for sight in taps(front(stage.root)):
        left, bottom, right, top = sight.box
        if right - left < least or top - bottom < least:
            faults.append(f"smaller than {least}: {path(sight)}")
        if sight.whole and not (left >= 0 and bottom >= 0 and right <= stage.root.width and top <= stage.root.height):
            faults.append(f"beyond the edge: {path(sight)}")
    return faults


def close_targets(stage: Any) -> Faults:
    """What is nearer than 8 pixels to something else that can be pressed; rows of a list share their edges."""
    from kiosk.screens.widgets.rowlist import Rows

    found = [s for s in taps(front(stage.root)) if s.whole]
    faults = []
    for one, other in combinations(found, 2):
        if one.widget in other.parents or other.widget in one.parents:
            continue
        if any(isinstance(s.parents[-1], Rows) for s in (one, other)):
            continue
        if overlap(one.box, other.box) > -8 + 1e-6:
            faults.append(f"{path(one)} is too near to {path(other)}")
    return faults


def faint(stage: Any) -> Faults:
    """Texts with less contrast than 4.5 to what is behind them, totals less than 7."""
    from kiosk.screens.look import look
    from kiosk.screens.picture import grab
    from kiosk.screens.theme import contrast

    picture = grab()
    faults = []
    for sight in texts(front(stage.root)):
        label = sight.widget
        if label.color[3] * label.opacity < 0.5 or not sight.whole:
            continue  # a watermark; half a line at a list's edge
        behind = ground(picture, ink_box(sight))
        if behind is None:
            continue
        least = (
            7.0 if label.font_size >= look.sizes.total and label.text.lstrip("−-¥").replace(".", "").isdigit() else 4.5
        )
        ratio = contrast(hexed(label.color), hexed(behind))
        if ratio < least:
            faults.append(f"{ratio:.1f} of {least}, {hexed(label.color)} on {hexed(behind)}: {path(sight)}")
    return faults


def nameless(stage: Any) -> Faults:
    """What can be pressed and has no name for a tape, or the name of another."""
    ids = [s.widget.tap_id for s in taps(front(stage.root)) if s.whole]
    return [f"{i!r}, {ids.count(i)} times" for i in sorted(set(ids)) if not i or ids.count(i) > 1]


def wordless(stage: Any) -> Faults:
    """Pictures of the icon font without a word beside them, in what can be pressed, or anywhere a state is shown."""
    from kiosk.screens.widgets.basic import Icon

    return [
        f"an empty picture: {path(s)}"
        for s in seen(front(stage.root))
        if isinstance(s.widget, Icon) and s.widget.icon and not s.widget.text
    ]


LOOKS = {
    "cut off": cut_off,
    "lying over": lying_over,
    "small targets": small_targets,
    "close targets": close_targets,
    "faint": faint,
    "nameless": nameless,
    "unknown icons": wordless,
}


@pytest.mark.parametrize("name", tuple(dict.fromkeys((*NAMES, *WAREHOUSE_NAMES))))
@pytest.mark.parametrize("kind", LOOKS)
def test_a_screen_can_be_read_and_pressed(gallery: dict[tuple[str, str], Faults], kind: str, name: str) -> None:
    faults = gallery[kind, name]
    assert not faults, f"{name}, {kind}:\n" + "\n".join(faults)

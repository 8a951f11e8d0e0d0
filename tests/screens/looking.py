"""Looking at a drawn screen as a person does: what stands where, in which colour, on what ground."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Box = tuple[float, float, float, float]
"""left, bottom, right, top, in window pixels."""


@dataclass(frozen=True)
class Seen:
    """A widget that can be seen, at least in part. whole: nothing of it is cut off by a list's edge."""

    widget: Any
    box: Box
    whole: bool
    parents: tuple[Any, ...]


def front(root: Any) -> Any:
    """What a person deals with: the sheet above all, else the whole of it."""
    return root.sheet if root.sheet is not None else root


def seen(widget: Any, clip: Box | None = None, parents: tuple[Any, ...] = ()) -> Iterator[Seen]:
    """Everything below `widget` that is drawn inside the window and not scrolled out of sight."""
    from kiosk.screens.widgets.rowlist import Rows

    if not getattr(widget, "shown", True) or widget.opacity == 0:
        return
    box = (widget.x, widget.y, widget.right, widget.top)
    if isinstance(widget, Rows):
        clip = box
    inside = clip is None or _meets(box, clip)
    if inside and widget.width > 0 and widget.height > 0:
        yield Seen(widget, box, clip is None or _within(box, clip), parents)
    for child in widget.children:
        yield from seen(child, clip, (*parents, widget))


def texts(widget: Any) -> list[Seen]:
    """The labels with words in them."""
    from kiosk.screens.widgets.basic import Icon, Words

    return [s for s in seen(widget) if isinstance(s.widget, Words) and not isinstance(s.widget, Icon) and s.widget.text]


def taps(widget: Any) -> list[Seen]:
    """What can be pressed."""
    from kiosk.screens.widgets.tap import Tap

    return [s for s in seen(widget) if isinstance(s.widget, Tap)]


@lru_cache(maxsize=20_000)
def wrapped(text: str, font: str, size: float, width: float | None) -> tuple[int, int]:
    """Pixels that a text takes when it is broken into lines of `width`, or not broken."""
    from kivy.core.text import Label

    label = Label(text=text, font_name=font, font_size=size, font_hinting="light", text_size=(width, None))
    label.text = text
    wide, high = label.render()
    return int(wide), int(high)


def words_of(text: str) -> list[str]:
    """Pieces that must not be broken: words without their space, Chinese characters one by one."""
    pieces = [""]
    for char in text:
        if char.isspace():
            pieces.append("")
        elif ord(char) >= 0x2E80:
            pieces += [char, ""]
        else:
            pieces[-1] += char
    return [p for p in pieces if p]


def ink_box(sight: Seen) -> Box:
    """Where the ink of a label is, going by its alignment."""
    label = sight.widget
    left, bottom, right, top = sight.box
    wide = min(
        max(wrapped(line, label.font_name, label.font_size, None)[0] for line in label.text.split("\n")), label.width
    )
    high = wrapped(label.text, label.font_name, label.font_size, label.width)[1]
    if label.shorten:
        high = wrapped("x", label.font_name, label.font_size, None)[1]
    high = min(high, label.height)
    x = {"left": left, "center": (left + right - wide) / 2, "right": right - wide}.get(label.halign, left)
    y = {"bottom": bottom, "middle": (bottom + top - high) / 2, "top": top - high}.get(label.valign, bottom)
    return x, y, x + wide, y + high


def overlap(one: Box, other: Box) -> float:
    """Pixels by which two boxes lie over each other, in the direction where it is less."""
    return min(min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1]))


def ground(picture: Any, box: Box) -> tuple[int, int, int] | None:
    """The colour behind a text: the commonest in its box. None outside the picture."""
    width, height = picture.size
    left, top = max(int(box[0]), 0), max(int(height - box[3]), 0)
    right, bottom = min(int(box[2]), width), min(int(height - box[1]), height)
    if right <= left or bottom <= top:
        return None
    colours = picture.crop((left, top, right, bottom)).getcolors((right - left) * (bottom - top))
    return max(colours)[1]


def hexed(colour: Any) -> str:
    """Red, green, blue, of 255 or of 1, as the theme writes them."""
    parts = list(colour)[:3]
    if isinstance(colour[0], float) or max(parts) <= 1:  # a label's white may be ones, whole or not
        parts = [round(c * 255) for c in parts]
    return "#{:02x}{:02x}{:02x}".format(*parts)


def path(sight: Seen) -> str:
    """Where a widget is, for a failing test's message."""
    names = [type(p).__name__ for p in (*sight.parents[-3:], sight.widget)]
    what = getattr(sight.widget, "text", "") or getattr(sight.widget, "tap_id", "")
    return f"{'/'.join(names)} {what!r} at {tuple(round(v) for v in sight.box)}"


def _meets(one: Box, other: Box) -> bool:
    return overlap(one, other) > 0


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - 1 and inner[1] >= outer[1] - 1 and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1
    )

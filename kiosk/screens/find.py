"""Finding what is on the screen by what it says, for tapes and tests. Coordinates are the window's, in pixels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kivy.uix.label import Label

from kiosk.screens.root import Root
from kiosk.screens.widgets.tap import Tap


def visible_texts(root: Root) -> list[tuple[str, Any]]:
    """Every text that can be read now, top to bottom and left to right; below a sheet only the sheet's."""
    found = [(w.text, w) for w in _seen(_top(root)) if isinstance(w, Label) and w.text and not _is_icon(w)]
    return sorted(found, key=lambda pair: (-round(pair[1].top / 16), pair[1].x))


def tappables(root: Root) -> list[Any]:
    """Everything that can be pressed now, in reading order."""
    found = [w for w in _seen(_top(root)) if isinstance(w, Tap) and w.enabled]
    return sorted(found, key=lambda w: (-round(w.top / 16), w.x))


def find_tappable(root: Root, text_or_id: str, nth: int = 1) -> Any | None:
    """What can be pressed and has this id, says this text, or says it among other things; None if nothing does.

    An exact match goes before a part of a text, the smaller widget before the larger; nth: of several, in that order.
    """
    wanted = text_or_id.strip()
    choices = tappables(root)
    by_id = [w for w in choices if w.tap_id == wanted]
    exact = [w for w in choices if wanted in words_of(w)]
    part = [w for w in choices if any(wanted.casefold() in text.casefold() for text in words_of(w))]
    found = by_id or sorted(exact or part, key=lambda w: w.width * w.height)
    return found[nth - 1] if len(found) >= nth else None


def words_of(widget: Any) -> list[str]:
    """The texts that stand on a widget."""
    return [w.text for w in _seen(widget) if isinstance(w, Label) and w.text and not _is_icon(w)]


def centre(widget: Any) -> tuple[float, float]:
    """Where to press it: the middle of what is in sight, measured from the window's lower left corner."""
    x, y, right, top = _clipped(widget)
    return (x + right) / 2, (y + top) / 2


def _top(root: Root) -> Any:
    return root.sheet or root


def _seen(widget: Any) -> Iterator[Any]:
    if not getattr(widget, "shown", True) or widget.opacity == 0:
        return
    x, y, right, top = _clipped(widget)
    if right - x < 1 or top - y < 1:
        return
    yield widget
    for child in widget.children:
        yield from _seen(child)


def _clipped(widget: Any) -> tuple[float, float, float, float]:
    """The part of a widget that its lists do not cut off."""
    x, y, right, top = widget.x, widget.y, widget.right, widget.top
    parent = widget.parent
    while parent is not None and hasattr(parent, "width") and parent is not parent.parent:
        if type(parent).__name__ in {"Rows", "Root"}:
            x, y = max(x, parent.x), max(y, parent.y)
            right, top = min(right, parent.right), min(top, parent.top)
        parent = parent.parent
    return x, y, right, top


def _is_icon(label: Any) -> bool:
    return any(0xF000 <= ord(c) <= 0xF8FF for c in label.text)

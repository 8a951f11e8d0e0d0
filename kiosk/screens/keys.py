"""A keyboard's keys: what is typed goes to the sheet or screen in front, function keys to the action they mirror.

A scanner's keys never come here; they are read from its own device.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kivy.base import EventLoop

if TYPE_CHECKING:
    from kiosk.screens.root import Root

NAMES = {
    8: "backspace",
    9: "tab",
    13: "enter",
    27: "escape",
    127: "delete",
    271: "enter",
    273: "up",
    274: "down",
    275: "right",
    276: "left",
    280: "pageup",
    281: "pagedown",
    **{282 + n: f"f{n + 1}" for n in range(12)},
}
"""Kivy's key codes (those of SDL 1.2)."""

ARROWS = {"up": (0, 1), "down": (0, -1), "left": (-1, 0), "right": (1, 0)}


class Keys:
    """Binds the window's keys for a root; `unbind` when it goes."""

    def __init__(self, root: Root) -> None:
        self._root = root
        EventLoop.window.bind(on_key_down=self._down, on_textinput=self._typed)

    def unbind(self) -> None:
        """Let the window's keys go."""
        EventLoop.window.unbind(on_key_down=self._down, on_textinput=self._typed)

    def press(self, name: str, shift: bool = False) -> bool:
        """One named key; True if something came of it."""
        root = self._root
        front = root.front
        if front is None:
            return False
        if root.stir():
            return True
        if name == "tab":
            root.focus.step(-1 if shift else 1)
            return True
        if name == "enter" and root.focus.widget is not None:
            root.focus.widget.tap()
            return True
        if name == "escape":
            if root.focus.widget is not None:
                root.focus.clear()
            else:
                front.back()
            return True
        if name in ARROWS and root.focus.widget is not None:
            root.focus.go(*ARROWS[name])
            return True
        if front.key(name, ""):
            return True
        if name in ARROWS:
            root.focus.go(*ARROWS[name])
            return True
        return name.startswith("f") and self._function(front, name.upper())

    def type(self, text: str) -> bool:
        """Text, from a keyboard or an input method."""
        front = self._root.front
        if front is None or self._root.view is None:
            return False
        if self._root.stir():
            return True
        if self._root.focus.widget is not None and text == " ":
            self._root.focus.widget.tap()
            return True
        return sum(bool(front.key("", char)) for char in text) > 0

    @staticmethod
    def _function(front: Any, name: str) -> bool:
        for action in front.actions():
            if action.key == name:
                front.act(action.id)
                return True
        return False

    def _down(self, _window: Any, key: int, _scancode: int, _text: str, modifiers: list[str]) -> bool:
        name = NAMES.get(key)
        if name is None or "alt" in modifiers or "ctrl" in modifiers:
            return False
        return self.press(name, "shift" in modifiers)

    def _typed(self, _window: Any, text: str) -> bool:
        return self.type(text)

"""Letters and digits on the screen, for a till without a keyboard. Big keys, one layer of letters, one of signs."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty

from kiosk.i18n import M, plain
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Card
from kiosk.screens.widgets.tap import Push

LETTERS = ("1234567890", "qwertyuiop", "asdfghjkl⌫", "⇧zxcvbnm,.")
SIGNS = ("1234567890", "@#%&*-+=/\\", "()[]{}<>|⌫", "⇧:;\"'?!,._")
GAP = 8

_ICONS = {"⌫": "backspace", "⇧": "shift", "⏎": "check", "⌄": "keyboard-close"}
_NAMES = {"⌫": "backspace", "⇧": "shift", "⏎": "enter", "⌄": "hide", " ": "space", "±": "signs"}


class Keyboard(Card):
    """Types into `entry`. `on_done` when its Enter key was pressed, `on_hide` for the key that puts it away."""

    entry = ObjectProperty(None, allownone=True)
    upper = BooleanProperty(False)
    signs = BooleanProperty(False)
    enter_msg = ObjectProperty(M("Enter"))
    closes = BooleanProperty(True)

    __events__ = ("on_done", "on_hide")

    def __init__(self, **kwargs: Any) -> None:
        self._later = Clock.create_trigger(self._place, -1)
        super().__init__(**kwargs)
        self.fill, self.edge = "paper", ""
        self._keys: list[list[Push]] = []
        for name in ("shown", "pos", "size", "upper", "signs", "enter_msg", "closes"):
            self.fbind(name, self._later)
        look.watch(self._later, "language", "sizes")
        self._later()

    def on_done(self) -> None:
        """Enter was pressed."""

    def on_hide(self) -> None:
        """Put the keys away."""

    @staticmethod
    def wanted() -> int:
        """Pixels of height for keys of the least size that may be pressed."""
        return 5 * look.sizes.target + 4 * GAP + 8

    def do_layout(self, *largs: Any) -> None:
        """Keys are placed by `_place`."""

    def _key(self, face: str) -> Push:
        key = Push(kind="plain", token=face)
        key.bind(on_tap=self._pressed)
        self.add_widget(key)
        return key

    def _pressed(self, key: Push) -> None:
        face = key.token
        if face == "⇧":
            self.upper = not self.upper
        elif face == "±":
            self.signs = not self.signs
        elif face == "⏎":
            self.dispatch("on_done")
        elif face == "⌄":
            self.dispatch("on_hide")
        elif self.entry is not None and face == "⌫":
            self.entry.erase()
        elif self.entry is not None:
            self.entry.type(face)

    def _place(self, _dt: float) -> None:
        if not self.shown:
            return
        if not self._keys:  # made when first wanted: 44 keys are dear
            self._keys = [[self._key(face) for face in row] for row in (*LETTERS, "±⌄ ⏎")]
        faces = SIGNS if self.signs else LETTERS
        high = (round(self.height) - 8 - GAP * 4) // 5
        for at, (keys, row) in enumerate(zip(self._keys, faces, strict=False)):
            wide = (round(self.width) - GAP * 9) // 10
            for place, (key, face) in enumerate(zip(keys, row, strict=True)):
                key.pos = round(self.x + place * (wide + GAP)), round(self.y + (4 - at) * (high + GAP) + 4)
                key.size = round(wide), round(high)
                self._face(key, face.upper() if self.upper else face)
        self._last_row(high)

    def _last_row(self, high: float) -> None:
        signs, hide, space, enter = self._keys[4]
        unit = (round(self.width) - GAP * 9) // 10
        hide.shown = self.closes
        spans = ((signs, 0, 2), (hide, 2, 1), (space, 3 if self.closes else 2, 4 if self.closes else 5), (enter, 7, 3))
        for key, start, span in spans:
            key.pos = round(self.x + start * (unit + GAP)), round(self.y + 4)
            key.size = round(span * unit + (span - 1) * GAP), round(high)
        self._face(signs, "±")
        signs.msg = plain("abc" if self.signs else "#+=")
        self._face(hide, "⌄")
        self._face(space, " ")
        space.msg = M("space")
        space.step = look.sizes.small
        self._face(enter, "⏎")
        enter.msg, enter.kind, enter.icon = self.enter_msg, "primary", ""

    def _face(self, key: Push, face: str) -> None:
        key.token = face
        key.tap_id = f"key_{_NAMES.get(face, face)}"
        key.icon = _ICONS.get(face, "")
        key.msg = plain("" if face in _ICONS else face)
        key.kind = "chosen" if face == "⇧" and self.upper else "plain"

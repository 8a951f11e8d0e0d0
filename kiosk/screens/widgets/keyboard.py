"""Letters and digits on the screen, for a till without a keyboard. Big keys, one layer of letters, one of signs.

On a screen held upright a row of ten would leave four millimetres to a key: there six stand in a row, the letters in
the order of the alphabet, digits with the signs.
"""

from __future__ import annotations

from typing import Any

import msgspec
from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty

from kiosk.i18n import M, plain
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Card
from kiosk.screens.widgets.tap import Push

GAP = 8


class Board(msgspec.Struct, frozen=True):
    """Rows of keys on either layer; last: the row beneath, how many columns each of its four keys is wide."""

    letters: tuple[str, ...]
    signs: tuple[str, ...]
    last: tuple[int, int, int, int]

    @property
    def columns(self) -> int:
        """Keys in a row."""
        return len(self.letters[0])

    @property
    def rows(self) -> int:
        """With the last."""
        return len(self.letters) + 1


WIDE = Board(
    ("1234567890", "qwertyuiop", "asdfghjkl⌫", "⇧zxcvbnm,."),
    ("1234567890", "@#%&*-+=/\\", "()[]{}<>|⌫", "⇧:;\"'?!,._"),
    (2, 1, 4, 3),
)
UPRIGHT = Board(
    ("abcdef", "ghijkl", "mnopqr", "stuvwx", "yz,.⇧⌫"),
    ("123456", "7890-/", "@#%&*+", "=():;'", '?!._"⌫'),
    (1, 1, 2, 2),
)

_RARE = dict(zip("1234567", "$€£¥^~`", strict=True))
"""What stands in passwords at most: signs in place of digits, with the shift key."""
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
        self._made = WIDE
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
        rows = _board().rows
        return rows * look.sizes.target + (rows - 1) * GAP + 8

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
        board = _board()
        if not self._keys or board is not self._made:  # made when first wanted: 44 keys are dear
            self.clear_widgets()
            self._made = board
            self._keys = [[self._key(face) for face in row] for row in (*board.letters, "±⌄ ⏎")]
        high = (round(self.height) - 8 - GAP * (board.rows - 1)) // board.rows
        wide = (round(self.width) - GAP * (board.columns - 1)) // board.columns
        for at, (keys, row) in enumerate(zip(self._keys, board.signs if self.signs else board.letters, strict=False)):
            for place, (key, face) in enumerate(zip(keys, row, strict=True)):
                y = self.y + (board.rows - 1 - at) * (high + GAP) + 4
                key.pos = round(self.x + place * (wide + GAP)), round(y)
                key.size = round(wide), round(high)
                self._face(key, face if not self.upper else _RARE.get(face, face) if self.signs else face.upper())
        self._last_row(board, wide, high)

    def _last_row(self, board: Board, wide: int, high: int) -> None:
        signs, hide, space, enter = keys = self._keys[-1]
        hide.shown = self.closes
        spans = list(board.last)
        if not self.closes:
            spans[1:3] = 0, spans[1] + spans[2]
        start = 0
        for key, span in zip(keys, spans, strict=True):
            key.pos = round(self.x + start * (wide + GAP)), round(self.y + 4)
            key.size = round(span * wide + (span - 1) * GAP) if span else 0, high
            start += span
        self._face(signs, "±")
        signs.msg = plain(("abc" if self.signs else "123") if board is UPRIGHT else "abc" if self.signs else "#+=")
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


def _board() -> Board:
    """What fits the screen."""
    return UPRIGHT if look.sizes.portrait else WIDE

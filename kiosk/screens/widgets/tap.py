"""What can be pressed. It acts when the finger is lifted inside it, and shows at once that it is touched.

A touch acts only if nothing changed under it meanwhile: the same screen and sheet are in front, and the widget still
stands for the same thing as when the finger came down.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, OptionProperty, StringProperty

from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Ground, Icon, Words
from kiosk.screens.widgets.measure import clipped, folded, height_of, width_of

KINDS = {
    # kind: fill, edge, ink, fill when pressed
    "plain": ("surface", "line", "ink", "accent_ground"),
    "chosen": ("accent_ground", "accent", "accent", "accent_ground"),
    "primary": ("accent", "", "on_accent", "accent_pressed"),
    "quiet": ("", "", "accent", "accent_ground"),
    "sunken": ("sunken", "line", "ink", "accent_ground"),
    "danger": ("surface", "line", "error.ink", "error.ground"),
    "stop": ("error.solid", "", "error.on_solid", "error.ink"),
    "bar": ("", "", "ink", "sunken"),
}
DRAG = 14
"""Pixels after which a touch in a list scrolls it, and presses nothing."""


class Tap(Ground):
    """Anything pressable. tap_id: what a tape calls it. token: what it stands for, compared when the finger lifts.

    dim: looks out of order, yet answers (the flow says why not). enabled False: does not answer.
    """

    tap_id = StringProperty("")
    token = ObjectProperty(None, allownone=True)
    kind = OptionProperty("plain", options=list(KINDS))
    enabled = BooleanProperty(True)
    dim = BooleanProperty(False)
    pressed = BooleanProperty(False)
    focused = BooleanProperty(False)
    ink = StringProperty("ink")

    __events__ = ("on_tap",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("kind", "pressed", "dim", "enabled"):
            self.fbind(name, self._dress)
        self._dress()

    def _dress(self, *_: Any) -> None:
        fill, edge, ink, down = KINDS[self.kind]
        out = self.dim or not self.enabled
        if out and fill not in {"", "surface"}:
            fill, edge, ink = "sunken", "line", "muted"
        self.fill = down if self.pressed else fill
        self.edge = edge
        self.ink = "muted" if out else ink

    def on_tap(self) -> None:
        """Pressed and let go; bound in a .kv or by code."""

    def tap(self) -> None:
        """Press it by key or by code."""
        if self.shown and self.enabled:
            self.dispatch("on_tap")

    def on_touch_down(self, touch: Any) -> bool:
        if not (self.shown and self.enabled and self.collide_point(*touch.pos)):
            return False
        if super().on_touch_down(touch):
            return True
        if getattr(touch, "is_mouse_scrolling", False):
            return False
        touch.grab(self)
        touch.ud[self.uid] = (self.tap_id, self.token)
        self.pressed = True
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return super().on_touch_move(touch)
        self.pressed = self.collide_point(*touch.pos) and not touch.ud.get("scrolls")
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return super().on_touch_up(touch)
        touch.ungrab(self)
        self.pressed = False
        if self._meant(touch):
            self.dispatch("on_tap")
        return True

    def _meant(self, touch: Any) -> bool:
        gate = touch.ud.get("gate")
        return (
            self.shown
            and self.enabled
            and self.collide_point(*touch.pos)
            and not touch.ud.get("scrolls")
            and touch.ud.get(self.uid) == (self.tap_id, self.token)
            and (gate is None or gate.same(touch))
        )


class Push(Tap):
    """A button: icon and word side by side, or stacked. hint: its function key; badge: a number to notice."""

    msg = ObjectProperty(None, allownone=True)
    icon = StringProperty("")
    hint = StringProperty("")
    badge = NumericProperty(0)
    stacked = BooleanProperty(False)
    left = BooleanProperty(False)
    step = NumericProperty(0)
    icon_step = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        self._later = Clock.create_trigger(self._place, -1)
        self._parts: dict[str, Any] = {}
        super().__init__(**kwargs)
        for name in ("ink", "size", "pos", "msg", "icon", "hint", "badge", "stacked", "left", "step", "icon_step"):
            self.fbind(name, self._later)
        look.watch(self._again, "language", "keys", "sizes")
        self._later()

    def _again(self, *_: Any) -> None:
        self._later()

    def _place(self, _dt: float) -> None:
        words: Any = self._part("words", Words, True)
        icon = self._part("icon", Icon, bool(self.icon))
        size = self.step or look.sizes.body
        text = look.say(self.msg)
        icon_size = (self.icon_step or look.sizes.title) if self.icon else 0
        gap = 8 if icon_size and text and not self.stacked else 0
        room = self.width - (4 if self.stacked else 12 + icon_size + gap)
        wide = width_of(text, size)
        lines = 1 if wide <= room else 2
        if lines == 2 and self.stacked and size > look.sizes.small:
            size = look.sizes.small
            wide = width_of(text, size)
            lines = 1 if wide <= room else 2
        high = height_of(size) * lines if text else 0
        words.font_size = size
        if lines == 2:  # no wider than what it folds into, or its icon would stand far from it
            text = clipped(text, size, room, 2)
            wide = max(width_of(line.rstrip(), size) for line in folded(text, size, room))
            if self.stacked:
                icon_size = min(icon_size, look.sizes.body)
        words.text = text
        words.size = min(wide + 4, room), high
        words.ink = self.ink
        if icon is not None:
            icon.icon, icon.ink, icon.font_size, icon.size = self.icon, self.ink, icon_size, (icon_size, icon_size)
        if self.stacked:
            under = self.y + (self.height - high - icon_size - 2) / 2
            words.pos = round(self.center_x - words.width / 2), round(under)
            icon_at = round(self.center_x - icon_size / 2), round(under + high + 2)
        else:
            start = (
                self.x + (2 if self.kind == "quiet" else 16 if self.width > 200 else 10)
                if self.left
                else self.center_x - (icon_size + gap + words.width) / 2
            )
            icon_at = round(start), round(self.center_y - icon_size / 2)
            words.pos = round(start + icon_size + gap), round(self.center_y - high / 2)
        if icon is not None:
            icon.pos = icon_at
        words.halign = "left" if self.left and not self.stacked else "center"
        self._corners()

    def _corners(self) -> None:
        small = look.sizes.small
        hint = self._part("hint", Words, bool(self.hint) and look.keys)
        if hint is not None:
            hint.font_size, hint.text, hint.ink = small, self.hint, "on_accent" if self.kind == "primary" else "muted"
            hint.size = width_of(hint.text, small) + 2, 18
            hint.pos = round(self.x + 6), round(self.top - 20)
        badge = self._part("badge", Badge, self.badge > 0)
        if badge is not None:
            badge.font_size, badge.text = small, str(round(self.badge))
            badge.size = max(22, width_of(badge.text, small) + 12), 22
            badge.pos = round(self.right - badge.width - 4), round(self.top - 26)

    def _part(self, name: str, kind: type, wanted: bool) -> Any | None:
        """A label of the button, made when first wanted: most buttons have neither hint nor badge, and labels cost."""
        part = self._parts.get(name)
        if part is None and wanted:
            part = self._parts[name] = kind()
            self.add_widget(part)
        if part is not None:
            part.shown = wanted
        return part if wanted else None


class Badge(Words, Ground):
    """A number on a button's corner."""


kv.load(__file__)

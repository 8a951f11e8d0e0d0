"""The keypad: an amount, a quantity, a percentage or a code, typed or chosen from what is likely."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from kiosk.flows.views import NumberView
from kiosk.i18n import plain
from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.sheets.base import Sheet, fill_buttons, redraw_with
from kiosk.screens.widgets.tap import Push

PERCENT = 10_000
"""Millionths in a percent."""


class NumberSheet(Sheet):
    """Draws NumberView."""

    shown_text = StringProperty("")
    fresh = BooleanProperty(True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        redraw_with(self, "language", "currency", "sizes")

    def draw(self, view: NumberView, before: NumberView | None) -> None:
        ids = self.ids
        ids.title.msg = view.title
        ids.detail.msg = view.error or view.detail
        ids.detail.ink = "error.ink" if view.error else "muted"
        ids.wrong.shown = view.error is not None
        ids.about.shown = view.error is not None or view.detail is not None
        ids.pad.point = self._places(view) > 0
        ids.pad.plain = view.mode == "code"
        if before is None:
            self.fresh = True
            ids.pad.typed = ""
        buttons = fill_buttons(ids.quick, len(view.quick), self._quick)
        for button, value in zip(buttons, view.quick, strict=True):
            button.msg, button.token = plain(self._written(view, value)), value
            button.tap_id = f"quick_{value}"
        ids.quick.shown = bool(view.quick)
        ids.toggle.shown = view.toggle is not None
        if view.toggle is not None:
            ids.toggle.msg, ids.toggle.icon, ids.toggle.tap_id = view.toggle.text, view.toggle.icon, view.toggle.id
        self._show()

    def typed(self) -> None:
        """A key: more places than there are are not taken."""
        view, pad = self.view, self.ids.pad
        whole, point, places = pad.typed.partition(".")
        if point and len(places) > self._places(view):
            pad.typed = f"{whole}.{places[: self._places(view)]}"
        self.fresh = False
        self._show()

    def enter(self) -> None:
        """The number is whole."""
        view, typed = self.view, self.ids.pad.typed
        if view.mode == "code":
            if typed:
                self.post("answer_text", typed)
        elif self.fresh and view.start is not None:
            self.post("answer", view.start)
        elif typed:
            self.post("answer", self._value(view, typed))

    def key(self, name: str, text: str) -> bool:
        if text == "," and self.ids.pad.point:
            text = "."
        return bool(self.ids.pad.key(name, text))

    def toggle(self) -> None:
        """Say it the other way."""
        self.post("act", self.view.toggle.id)

    def _quick(self, button: Push) -> None:
        self.post("answer", button.token)

    def _show(self) -> None:
        view, typed = self.view, self.ids.pad.typed
        start = self.fresh and view.start is not None
        suggested = not view.measured if start else not typed
        self.ids.number.ink = "muted" if suggested else "ink"
        if view.mode == "code":
            self.shown_text = typed
        elif start:
            self.shown_text = self._dressed(view, self._written(view, view.start, bare=True))
        else:
            self.shown_text = self._dressed(view, typed or "0")

    def _places(self, view: NumberView) -> int:
        return {
            "amount": min(view.decimals, look.currency.exponent),
            "quantity": min(view.decimals, 3),
            "percent": min(view.decimals, 4),
            "code": 0,
        }[view.mode]

    def _scale(self, view: NumberView) -> int:
        return {"amount": 10**look.currency.exponent, "quantity": 1000, "percent": PERCENT, "code": 1}[view.mode]

    def _value(self, view: NumberView, typed: str) -> int:
        """In the view's unit, without ever being a float."""
        whole, _, places = typed.partition(".")
        scale = self._scale(view)
        digits = places[: len(str(scale)) - 1]
        return int(whole or "0") * scale + (int(digits) * scale // 10 ** len(digits) if digits else 0)

    def _written(self, view: NumberView, value: int, *, bare: bool = False) -> str:
        if view.mode == "amount":
            return look.money(value, symbol=not bare)
        if view.mode == "quantity":
            return look.quantity(value, view.decimals)
        whole, rest = divmod(value, PERCENT)
        return f"{whole}{f'.{rest:04d}'.rstrip('0') if rest else ''}" + ("" if bare else " %")

    @staticmethod
    def _dressed(view: NumberView, number: str) -> str:
        if view.mode == "amount":
            return look.currency.symbol + number
        return f"{number} %" if view.mode == "percent" else number


kv.load(__file__)

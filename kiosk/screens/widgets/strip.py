"""The message at the head of a screen: what happened and what to do, with a picture, a colour and a word."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import ObjectProperty, StringProperty

from kiosk.flows.views import Strip
from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Card
from kiosk.screens.widgets.measure import folded, height_of, width_of


class StripBar(Card):
    """Takes no room without a strip; as many lines as its text needs. It tells what is pressed by `on_act(id)`."""

    strip = ObjectProperty(None, allownone=True)
    tone = StringProperty("info")

    __events__ = ("on_act",)

    def __init__(self, **kwargs: Any) -> None:
        self._later = Clock.create_trigger(self._fit, -1)
        super().__init__(**kwargs)
        self.fbind("width", self._later)
        look.watch(self._later, "language")
        look.watch(self._later, "sizes")
        self.shown = False

    def on_act(self, action: str) -> None:
        """The strip's button was pressed."""

    def on_strip(self, _widget: Any, strip: Strip | None) -> None:
        self.shown = strip is not None
        if strip is not None:
            self.tone = strip.tone
            self.fill = f"{strip.tone}.ground"
            self.ids.icon.icon = strip.tone
            self.ids.icon.ink = self.ids.words.ink = f"{strip.tone}.ink"
            self.ids.words.msg = strip.text
            button = self.ids.button
            button.shown = strip.action is not None
            if strip.action is not None:
                button.msg, button.icon = strip.action.text, strip.action.icon
                button.tap_id = button.token = strip.action.id
        self._later()

    def _fit(self, _dt: float) -> None:
        if self.strip is None:
            self.height = 0
            return
        button = self.ids.button
        size = look.sizes.body
        button.width = width_of(look.say(button.msg), size) + (40 if button.icon else 0) + 32 if button.shown else 0
        room = max(self.width - 24 - 32 - 8 - (button.width + 8 if button.shown else 0), 80)
        lines = len(folded(look.say(self.strip.text), size, room))
        self.height = max(look.sizes.target + (8 if button.shown else 0), height_of(size) * lines + 20)


kv.load(__file__)

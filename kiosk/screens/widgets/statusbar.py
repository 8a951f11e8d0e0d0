"""The bar above every screen: which shop and till, who is signed in, what is plugged in, what waits, the time."""

from __future__ import annotations

import time
from typing import Any

from kivy.clock import Clock
from kivy.properties import ObjectProperty, StringProperty

from kiosk.flows.views import DeviceLamp, StatusBar
from kiosk.i18n import M, Message
from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Box
from kiosk.screens.widgets.measure import width_of
from kiosk.screens.widgets.tap import Tap

LAMP_ICONS = {"ready": "check-circle", "trouble": "alert", "absent": "close", "off": "minus"}
LAMP_INKS = {"ready": "ok.ink", "trouble": "warn.ink", "absent": "error.ink", "off": "muted"}
_STATES: dict[str, Message] = {
    "ready": M("ready"),
    "trouble": M("needs attention"),
    "absent": M("not connected"),
    "off": M("not used"),
}


def lamp_words(lamp: DeviceLamp) -> Message:
    """A lamp's state in words."""
    return _STATES[lamp.state]


class Lamp(Box):
    """A device: a picture whose shape says its state, and its name."""

    lamp = ObjectProperty(None, allownone=True)
    icon = StringProperty("")
    ink = StringProperty("muted")

    def on_lamp(self, _widget: Any, lamp: DeviceLamp | None) -> None:
        if lamp is not None:
            self.icon, self.ink = LAMP_ICONS[lamp.state], LAMP_INKS[lamp.state]


class Bar(Box):
    """Draws `views.StatusBar`. Pressing the user asks for another (`on_user`)."""

    bar = ObjectProperty(StatusBar(M("Till"), ""))  # type: ignore[arg-type]
    clock = StringProperty("")

    __events__ = ("on_user",)

    def __init__(self, **kwargs: Any) -> None:
        self._later = Clock.create_trigger(self._measure, -1)
        super().__init__(**kwargs)
        look.watch(self._later, "language", "sizes")
        self.fbind("width", self._later)
        Clock.schedule_interval(self._tick, 1)
        self._tick(0)
        self._later()

    def on_user(self) -> None:
        """The user's name was pressed."""

    def on_bar(self, _widget: Any, bar: StatusBar) -> None:
        lamps = self.ids.lamps
        shown = tuple(lamp for lamp in bar.lamps if lamp.state != "off")
        if len(lamps.children) != len(shown):
            lamps.clear_widgets()
            for _ in shown:
                lamps.add_widget(Lamp())
        for widget, lamp in zip(reversed(lamps.children), shown, strict=True):
            widget.lamp = lamp
        self._later()

    def _tick(self, _dt: float) -> None:
        self.clock = time.strftime("%H:%M")

    def _measure(self, _dt: float) -> None:
        """Names of devices stand beside their lamps where there is room; a device in trouble always has its name."""
        bar, size, ids = self.bar, look.sizes.small, self.ids
        roomy = look.sizes.name == "regular"
        upright = look.sizes.portrait  # who is signed in is told, and changed on the list of tasks
        ids.shop.text = f"{bar.user.name if upright and bar.user else look.say(bar.store)} · {bar.terminal}"
        ids.shop.width = min(width_of(ids.shop.text, look.sizes.body) + 4, self.width * 0.3)
        who = bar.user
        ids.user.shown = who is not None and not upright
        ids.name.text = who.name if who else ""
        ids.user.width = width_of(ids.name.text, look.sizes.body) + 44
        for widget in ids.lamps.children:
            if widget.lamp is None:
                continue
            named = roomy or (widget.lamp.state != "ready" and not upright)
            words = widget.ids.words
            words.text = look.say(widget.lamp.label)
            words.shown = named
            words.width = width_of(words.text, size) + 2 if named else 0
            widget.width = 22 + (words.width + 4 if named else 0)
        ids.lamps.width = sum(w.width + ids.lamps.spacing for w in ids.lamps.children)
        for label, icon, count in (
            (ids.waiting, ids.waiting_icon, bar.waiting),
            (ids.papers, ids.papers_icon, bar.papers),
        ):
            label.shown = icon.shown = count is not None if label is ids.waiting else bool(count)
        ids.waiting.text = look.say(M("{count} waiting", count=bar.waiting or 0)) if roomy else str(bar.waiting or 0)
        ids.waiting.width = width_of(ids.waiting.text, size) + 4
        ids.papers.text = look.say(M("{count} papers", count=bar.papers)) if roomy else str(bar.papers)
        ids.papers.width = width_of(ids.papers.text, size) + 4


class UserButton(Tap):
    """Who is signed in; pressed to change."""


kv.load(__file__)

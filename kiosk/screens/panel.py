"""The devices that a person can see when none are plugged in: paper, drawer, lights, and a scanner to type into.

It stands beside the counter in a wide window. It shows a frozen `PanelView` and calls its port; the port is the
application's, made of the simulators of `kiosk.hw`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from kivy.clock import Clock
from kivy.properties import ObjectProperty

from kiosk.flows.views import DeviceLamp, PaperPicture
from kiosk.i18n import M, Text
from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.widgets import entry, keyboard, paper, rowlist  # noqa: F401  (used by the .kv)
from kiosk.screens.widgets.basic import Box, Card
from kiosk.screens.widgets.statusbar import lamp_words
from kiosk.screens.widgets.tap import Push, Tap

WIDTH = 360
"""Pixels beside the counter."""


@dataclass(frozen=True, slots=True)
class Light:
    """An indicator: lit or dark, in words too. colour: ok, warn, error."""

    name: str
    label: Text
    lit: bool
    colour: Literal["ok", "warn", "error"]


@dataclass(frozen=True, slots=True)
class Example:
    """A code to scan at a press."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class PanelView:
    """The simulated devices now. paper: all that came out since the start, or the end of it."""

    paper: PaperPicture | None
    paper_in: bool
    drawer_open: bool
    lights: tuple[Light, ...]
    devices: tuple[DeviceLamp, ...]
    buzz: str = ""


class PanelPort(Protocol):
    """What the panel asks of the application. All calls return at once."""

    @property
    def examples(self) -> tuple[Example, ...]:
        """Codes worth trying."""

    def snapshot(self) -> PanelView:
        """The devices as they are; asked a few times a second, on the UI thread."""

    def scan(self, code: str) -> None:
        """A code came from the scanner."""

    def toggle_paper(self) -> None:
        """Take the paper out, or put a roll in."""

    def toggle(self, device: str) -> None:
        """Unplug a device, or plug it in."""

    def close_drawer(self) -> None:
        """Push the drawer shut."""


class Lantern(Box):
    """A light and its word."""

    light = ObjectProperty(None, allownone=True)


class ExampleRow(Tap):
    """A code to press."""

    def show(self, example: Example) -> None:
        """Stand for a code."""
        self.token, self.tap_id = example.code, f"example_{example.code}"
        self.ids.name.msg, self.ids.code.text = example.text, example.code


class Panel(Card):
    """The column itself. Call `refresh` to draw the devices as they are; it does so by itself when `every` is set."""

    view = ObjectProperty(None, allownone=True)

    def __init__(self, port: PanelPort, every: float = 0.2, **kwargs: Any) -> None:
        self._port = port
        super().__init__(**kwargs)
        rows = self.ids.examples
        rows.key_of = lambda example: example.code
        rows.height_of = lambda _example: 44
        rows.make = self._example
        rows.fill(port.examples)
        if every:
            Clock.schedule_interval(lambda _dt: self.refresh(), every)
        look.fbind("language", lambda *_: self.view and self._draw(self.view))
        self.refresh()

    def refresh(self) -> None:
        """Draw what changed."""
        view = self._port.snapshot()
        if view != self.view:
            self.view = view
            self._draw(view)

    def enter(self) -> None:
        """Scan what was typed."""
        code = self.ids.code.text.strip()
        if code:
            self._port.scan(code)
            self.ids.code.clear()

    def key(self, name: str, text: str) -> bool:
        """A key, while the scanner's field is active."""
        if not self.ids.code.active:
            return False
        if text:
            self.ids.code.type(text)
        elif name == "backspace":
            self.ids.code.erase()
        elif name == "enter":
            self.enter()
        elif name == "escape":
            self.ids.code.active = False
        else:
            return False
        return True

    def on_touch_down(self, touch: Any) -> bool:
        self.ids.code.active = self.ids.code.collide_point(*touch.pos)
        return bool(super().on_touch_down(touch))

    def paper_pressed(self) -> None:
        """Paper out or in."""
        self._port.toggle_paper()
        self.refresh()

    def drawer_pressed(self) -> None:
        """Shut it."""
        self._port.close_drawer()
        self.refresh()

    def _draw(self, view: PanelView) -> None:
        ids = self.ids
        ids.paper.picture = view.paper
        ids.roll.msg = M("Take paper out") if view.paper_in else M("Put paper in")
        ids.roll.kind = "plain" if view.paper_in else "stop"
        ids.drawer.msg = M("Drawer open: press to close") if view.drawer_open else M("Drawer closed")
        ids.drawer.kind = "chosen" if view.drawer_open else "sunken"
        self._lights(view)
        self._plugs(view)

    def _lights(self, view: PanelView) -> None:
        box = self.ids.lights
        while len(box.children) < len(view.lights):
            box.add_widget(Lantern())
        for lantern, light in zip(reversed(box.children), view.lights, strict=False):
            lantern.light = light
            lantern.ids.word.msg = light.label
            lantern.ids.word.ink = f"{light.colour}.ink" if light.lit else "muted"
            lantern.ids.disc.ground = f"{light.colour}.solid" if light.lit else "line"
        self.ids.buzz.text = f"♪ {view.buzz}" if view.buzz else ""

    def _plugs(self, view: PanelView) -> None:
        box = self.ids.plugs
        while len(box.children) < len(view.devices):
            button = Push()
            button.bind(on_tap=self._plug)
            box.add_widget(button)
        for button, lamp in zip(reversed(box.children), view.devices, strict=False):
            button.tap_id, button.token = f"plug_{lamp.name}", lamp.name
            away = lamp.state == "absent"
            button.icon, button.kind = ("close", "stop") if away else ("check", "plain")
            button.msg = M("{device}: {state}", device=lamp.label, state=lamp_words(lamp))
            button.step = look.sizes.small

    def _plug(self, button: Push) -> None:
        self._port.toggle(button.token)
        self.refresh()

    def _example(self) -> ExampleRow:
        row = ExampleRow(kind="bar")
        row.bind(on_tap=lambda r: self._port.scan(r.token))
        return row


kv.load(__file__)

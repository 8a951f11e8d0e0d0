"""Simulated devices beside the counter: what a person at a desk does to a printer, a drawer and a scanner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.properties import ListProperty, ObjectProperty, StringProperty

from kiosk.flows.views import PaperPicture
from kiosk.i18n import M, Text
from kiosk.screens import kv
from kiosk.screens.keys import NAMES
from kiosk.screens.panel_paper import PaperRoll
from kiosk.screens.widgets.basic import Box, Card
from kiosk.screens.widgets.entry import Entry
from kiosk.screens.widgets.rowlist import RowList
from kiosk.screens.widgets.tap import Tap

WIDTH = 360
"""Pixels, at the right of the counter."""

POLL_S = 0.1

DEVICES = M("Simulated devices")
SCANNER, PRINTER, DRAWER, LIGHTS = M("Scanner"), M("Printer"), M("Drawer"), M("Lights")
UNPLUG, PLUG = M("Unplug"), M("Plug in")
PAPER_OUT, PAPER_IN = M("Take paper out"), M("Put paper in")
TYPE_CODE, SCAN = M("Type a code"), M("Scan")
OPEN, SHUT = M("Open: push it shut"), M("Shut")
NO_PAPER_YET = M("Nothing printed yet.")
BUZZER = M("Buzzer")
LAMPS = {"green": M("Green"), "amber": M("Amber"), "red": M("Red")}


@dataclass(frozen=True, slots=True)
class PanelCode:
    """A code to scan by a tap. name: what it is on."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class PanelView:
    """How the devices are now. paper: what came out last; drawer_open None: there is none."""

    codes: tuple[PanelCode, ...]
    scanner_plugged: bool = True
    printer_plugged: bool = True
    has_paper: bool = True
    paper: PaperPicture | None = None
    drawer_open: bool | None = False
    lamp: Literal["", "green", "amber", "red"] = ""
    buzzer: bool = False


class PanelPort(Protocol):
    """What the panel does to the devices. All of it returns at once and may be called from the UI thread."""

    def snapshot(self) -> PanelView:
        """How they are. Equal values where nothing changed: the same paper is the same object."""

    def scan(self, code: str) -> None:
        """Read a code, if the scanner is plugged in."""

    def toggle(self, device: Literal["scanner", "printer"]) -> None:
        """Pull its cable, or put it back."""

    def toggle_paper(self) -> None:
        """Take the roll out, or put one in."""

    def close_drawer(self) -> None:
        """Push it shut."""


class Panel(Box):
    """Draws `port.snapshot()` ten times a second; what did not change is not touched."""

    def __init__(self, port: PanelPort, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._port = port
        self._view: PanelView | None = None
        self.ids.codes.make = self._row
        self.ids.codes.key_of = lambda code: code.code
        self.ids.codes.height_of = lambda _code: 40
        Window.bind(on_touch_down=self._elsewhere, on_key_down=self._key_down, on_textinput=self._typed)
        self._poll = Clock.schedule_interval(lambda _dt: self.refresh(), POLL_S)
        self.refresh()

    def close(self) -> None:
        """Stop looking."""
        self._poll.cancel()
        Window.unbind(on_touch_down=self._elsewhere, on_key_down=self._key_down, on_textinput=self._typed)

    def refresh(self) -> None:
        """Look at the devices, and draw what changed."""
        view, before, ids = self._port.snapshot(), self._view, self.ids
        self._view = view
        if view == before:
            return
        if before is None or view.codes != before.codes:
            ids.codes.fill(view.codes)
        ids.scanner_plug.msg = UNPLUG if view.scanner_plugged else PLUG
        ids.printer_plug.msg = UNPLUG if view.printer_plugged else PLUG
        ids.paper_switch.msg = PAPER_OUT if view.has_paper else PAPER_IN
        ids.scan.dim = not view.scanner_plugged
        ids.roll.paper = view.paper
        ids.no_paper.shown = view.paper is None
        ids.drawer.msg = OPEN if view.drawer_open else SHUT
        ids.drawer.kind = "chosen" if view.drawer_open else "plain"
        ids.drawer_box.shown = view.drawer_open is not None
        for name in LAMPS:
            ids[name].lit = name == view.lamp
        ids.buzzer.lit = view.buzzer

    # --- what a person does

    def scan(self, code: str = "") -> None:
        """The code, or what was typed."""
        code = code or self.ids.entry.text.strip()
        if code:
            self._port.scan(code)
            self.ids.entry.text = ""

    def toggle(self, device: Literal["scanner", "printer"]) -> None:
        """Its cable."""
        self._port.toggle(device)
        self.refresh()

    def toggle_paper(self) -> None:
        """The roll."""
        self._port.toggle_paper()
        self.refresh()

    def close_drawer(self) -> None:
        """Push it shut."""
        self._port.close_drawer()
        self.refresh()

    def _row(self) -> CodeRow:
        row = CodeRow()
        row.bind(on_tap=lambda r: self.scan(r.token))
        return row

    # --- keys come here while the line for a code is active, and go no further

    def _elsewhere(self, _window: Any, touch: Any) -> bool:
        entry = self.ids.entry
        x, y = entry.to_widget(*touch.pos)
        entry.active = bool(entry.collide_point(x, y))
        return False

    def _key_down(self, _window: Any, key: int, *_: Any) -> bool:
        entry, name = self.ids.entry, NAMES.get(key)
        if not entry.active or name is None:
            return False
        if name == "enter":
            self.scan()
        elif name == "backspace":
            entry.erase()
        elif name == "escape":
            entry.active = False
        return True

    def _typed(self, _window: Any, text: str) -> bool:
        entry = self.ids.entry
        if entry.active:
            entry.type(text)
        return bool(entry.active)


class CodeRow(Tap):
    """A code to scan, under the name of what it is on."""

    code = ObjectProperty(None, allownone=True)

    def show(self, code: PanelCode) -> None:
        """Stand for this code."""
        self.code = code
        self.tap_id, self.token = f"code:{code.code}", code.code


class PanelLamp(Box):
    """A lamp with its word: filled when lit, a ring when dark."""

    msg = ObjectProperty(None, allownone=True)
    tone = StringProperty("ok")
    lit = ObjectProperty(False)


class PanelCard(Card):
    """One device."""

    msg = ObjectProperty(None, allownone=True)
    padding = ListProperty([12, 8, 12, 12])


def beside(root: Any, panel: Panel) -> Any:
    """The counter and its devices, side by side."""
    both = Box()
    both.add_widget(root)
    both.add_widget(panel)
    return both


kv.load(__file__)

__all__ = ["WIDTH", "Entry", "Panel", "PanelCode", "PanelPort", "PanelView", "PaperRoll", "RowList", "beside"]

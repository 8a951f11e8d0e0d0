"""Everything a till shows: the bar, the screen of the flow in front, the sheet above it, the marking of a training."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty

from kiosk.flows.views import CounterView
from kiosk.screens import fonts, kv
from kiosk.screens.desk import Desk
from kiosk.screens.fingers import fingers
from kiosk.screens.gate import Gate
from kiosk.screens.look import look
from kiosk.screens.pace import set_pace
from kiosk.screens.registry import SCREENS, SHEETS, class_for

fonts.register()

from kiosk.screens.focus import Focus  # noqa: E402  (fonts first: widgets measure text)
from kiosk.screens.keys import Keys  # noqa: E402
from kiosk.screens.screen import Screen  # noqa: E402
from kiosk.screens.widgets.basic import Pane, Words  # noqa: E402
from kiosk.screens.widgets.edge import EdgeLight  # noqa: E402, F401
from kiosk.screens.widgets.statusbar import Bar  # noqa: E402

STIR_S = 1.0
"""So often it is told that somebody touches the screen."""


class Root(Pane):
    """The whole of it. Kept for the life of the program; screens and sheets are made once and used again.

    show: the newest `CounterView`, on the UI thread. keyboard_present: function keys are shown on their buttons.
    now: monotonic seconds, for the gate that keeps late touches out.
    """

    keyboard_present = BooleanProperty(False)
    view = ObjectProperty(None, allownone=True)

    def __init__(self, desk: Desk, now: Callable[[], float] = time.monotonic, **kwargs: Any) -> None:
        self._desk = desk
        self.gate = Gate(now)
        self._screens: dict[type, Screen] = {}
        self.screen: Screen | None = None
        self.sheet: Screen | None = None
        self.veil = Veil()
        self.asleep = False
        self._now, self._stirred = now, float("-inf")
        super().__init__(**kwargs)
        self.focus = Focus(self)
        self.keys = Keys(self)
        self._fronts: tuple[object, ...] = ()
        self.fbind("size", lambda *_: look.fit(*self.size))
        look.fit(*self.size)
        look.watch(self._paper, "palette")
        self._paper()

    def show(self, view: CounterView) -> None:
        """Draw this state. Costs what changed; a state that equals the last costs nothing."""
        if self._sleep(view.asleep):
            return
        fingers.matrix = view.touch
        look.language, look.currency = view.language, view.currency
        look.dim(view.dark)
        self.ids.bar.bar = view.bar
        self.ids.edge.show(getattr(view.body, "edge", None))
        self.ids.training.shown = view.bar.training
        fronts = (view.flow, view.overlay_flow, type(view.body), type(view.overlay))
        self._stage(view)
        if fronts != self._fronts:
            self._fronts = fronts
            self.gate.changed()
            self.focus.clear()
        self.view = view

    @property
    def settled(self) -> bool:
        """Whether what is in front takes touches already."""
        return self.gate.settled

    @property
    def front(self) -> Screen | None:
        """What gets the keys: the sheet, else the screen."""
        return self.sheet or self.screen

    def preload(self) -> None:
        """Make the other screens, one in each quiet moment, so that none is waited for."""
        waiting = [(t, SCREENS) for t in SCREENS] + [(t, SHEETS) for t in SHEETS]

        def one(_dt: float) -> bool:
            while waiting:
                kind, table = waiting.pop(0)
                if kind not in self._screens:
                    self._widget(kind, table)
                    break
            return bool(waiting)

        Clock.schedule_interval(one, 0.2)

    def on_keyboard_present(self, _widget: Any, present: bool) -> None:
        look.keys = present

    def stir(self) -> bool:
        """Somebody is there; whether that only wakes the screen, and does nothing else."""
        if self.asleep or self._now() - self._stirred >= STIR_S:
            self._stirred = self._now()
            self._desk.stir()
        return self.asleep

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        if self.stir():
            return True  # neither it nor its release presses what it can't see
        if not self.gate.admit(touch):
            return True  # it was meant for what stood here before
        self.focus.clear()
        return bool(super().on_touch_down(touch)) or True

    def _sleep(self, asleep: bool) -> bool:
        """All black, and nothing else is drawn; what wakes must stand a moment until it takes a touch."""
        if asleep != self.asleep:
            self.asleep = self.ids.night.shown = asleep
            self.gate.changed()
            set_pace(asleep=asleep)
        return asleep

    def _paper(self, *_: Any) -> None:
        """The ground of everything is what the window is cleared with: a rectangle of that size is dear."""
        EventLoop.window.clearcolor = look.colour("paper")

    def _stage(self, view: CounterView) -> None:
        screen = self._widget(type(view.body), SCREENS)
        if screen is not self.screen:
            if self.screen is not None:
                self.ids.stage.remove_widget(self.screen)
            self.ids.stage.add_widget(screen)
            self.screen = screen
        screen.show(view.body, view.flow)
        sheet = self._widget(type(view.overlay), SHEETS) if view.overlay is not None else None
        if sheet is not self.sheet:
            self._raise(sheet)
        if sheet is not None:
            sheet.show(view.overlay, view.overlay_flow)

    def _raise(self, sheet: Screen | None) -> None:
        if self.sheet is not None:
            self.ids.above.remove_widget(self.sheet)
        elif sheet is not None:
            self.ids.above.add_widget(self.veil)
        if sheet is not None:
            self.ids.above.add_widget(sheet)
        else:
            self.ids.above.remove_widget(self.veil)
        self.sheet = sheet

    def _widget(self, kind: type, table: dict[type, str]) -> Screen:
        if kind not in self._screens:
            collecting = gc.isenabled()
            gc.disable()  # thousands of objects come to stay: looking through them meanwhile doubles the time
            self._screens[kind] = class_for(kind, table)(self._desk)
            if collecting:
                gc.enable()
        return self._screens[kind]


class Veil(Pane):
    """Dims the screen below a sheet, and takes every touch that the sheet does not."""

    def on_touch_down(self, touch: Any) -> bool:
        return True


class Night(Pane):
    """Black, over everything: the screen sleeps."""


class Training(Pane):
    """The marking across the screen while somebody practises. It takes no touch."""

    def on_touch_down(self, touch: Any) -> bool:
        return False


kv.load(__file__)

__all__ = ["Bar", "Root", "Words"]

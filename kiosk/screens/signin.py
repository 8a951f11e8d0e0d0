"""Who works here: a tile for each, then the keypad. The same screen covers a locked counter."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.flows.views import Person, SignInView
from kiosk.i18n import LANGUAGES, M
from kiosk.screens import fixed, kv
from kiosk.screens.look import look
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.basic import Box
from kiosk.screens.widgets.measure import clipped, folded, widest_step
from kiosk.screens.widgets.tap import Tap

QUIET_S = 0.5
"""Seconds after which the first screen stands; the keypad is then made, before anybody wants it."""


class PersonTile(Tap):
    """Somebody to choose."""

    person = ObjectProperty(None, allownone=True)
    item = ObjectProperty(None, allownone=True)
    name_text = StringProperty("")
    name_step = NumericProperty(18)
    name_lines = NumericProperty(1)

    def show(self, person: Person) -> None:
        """Stand for this person."""
        self.person = person
        self._name()
        self.tap_id = f"person_{person.id}"
        self.token = person.id

    def on_size(self, *_: Any) -> None:
        self._name()

    def _name(self) -> None:
        """Whole if it can be: in smaller type, or on two lines."""
        room = self.width - (108 if look.sizes.name == "regular" else 88)
        if self.person is None or room < 40:
            return
        name = self.person.name
        self.name_step = widest_step(name, room, (look.sizes.body, look.sizes.title))
        self.name_text = clipped(name, self.name_step, room, 2)
        self.name_lines = len(folded(self.name_text, self.name_step, room))


class PinEntry(Box):
    """Who was chosen, and the keypad for the PIN. It tells `on_enter`, and `on_back` for somebody else."""

    __events__ = ("on_enter", "on_back")

    def on_enter(self) -> None:
        """The PIN is typed."""

    def on_back(self) -> None:
        """It is somebody else."""


class SignIn(Screen):
    """Draws SignInView. The keypad is made when it is first wanted: it is the dearest part of the first screen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._entry: PinEntry | None = None
        super().__init__(*args, **kwargs)
        self.ids.people.make = self._tile
        Clock.schedule_once(lambda _dt: self.entry, QUIET_S)

    @property
    def entry(self) -> PinEntry:
        """The keypad and who it asks."""
        if self._entry is None:
            self._entry = PinEntry(shown=False)
            self._entry.bind(on_enter=lambda _e: self.enter(), on_back=lambda _e: self.back())
            self.ids.column.add_widget(self._entry)
        return self._entry

    def draw(self, view: SignInView, before: SignInView | None) -> None:
        ids = self.ids
        ids.people.items = view.people
        ids.strip.strip = view.strip
        ids.choose.shown = view.picked is None
        ids.title.msg = fixed.LOCKED if view.locked else fixed.WHO
        ids.hint.msg = fixed.LOCKED_HINT if view.locked else fixed.WHO_HINT
        ids.lock.icon = "lock" if view.locked else "account"
        if view.picked is not None:
            self._ask(view, before)
        elif self._entry is not None:
            self._entry.shown, self._entry.ids.pad.typed = False, ""

    def _ask(self, view: SignInView, before: SignInView | None) -> None:
        self.entry.shown = True
        ids = self.entry.ids
        assert view.picked is not None
        ids.face.person = view.picked
        ids.name.text = view.picked.name
        ids.name.font_size = widest_step(view.picked.name, ids.name.width, (look.sizes.body, look.sizes.title))
        ids.role.msg = view.picked.role
        ids.back.msg = fixed.NOT_ME
        waits = view.wait_s > 0
        ids.wait.shown = waits
        ids.wait.msg = M("Try again in {seconds} s", seconds=view.wait_s) if waits else None
        ids.pad.dead = waits
        if before is None or before.picked != view.picked or view.strip != before.strip:
            ids.pad.typed = ""

    def key(self, name: str, text: str) -> bool:
        if self.view is None or self.view.picked is None:
            return False
        return bool(self.entry.ids.pad.key(name, text if text != "." else ""))

    def enter(self) -> None:
        """The PIN is typed."""
        pin, self.entry.ids.pad.typed = self.entry.ids.pad.typed, ""
        if pin:
            self.post("enter_pin", pin)

    def turn(self) -> None:
        """More people than fit: the next page, and round."""
        grid = self.ids.people
        grid.at = (grid.at + 1) % grid.pages

    def switch(self) -> None:
        """The other language."""
        at = LANGUAGES.index(look.language) if look.language in LANGUAGES else 0
        self.post("language", LANGUAGES[(at + 1) % len(LANGUAGES)])

    def _tile(self) -> PersonTile:
        tile = PersonTile()
        tile.bind(on_tap=lambda t: self.post("pick", t.token))
        return tile


kv.load(__file__)

"""Who works here: a tile for each, then the keypad. The same screen covers a locked counter."""

from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty

from kiosk.flows.views import Person, SignInView
from kiosk.i18n import LANGUAGES, M
from kiosk.screens import fixed, kv
from kiosk.screens.look import look
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.tap import Tap


class PersonTile(Tap):
    """Somebody to choose."""

    person = ObjectProperty(None, allownone=True)
    item = ObjectProperty(None, allownone=True)

    def show(self, person: Person) -> None:
        """Stand for this person."""
        self.person = person
        self.tap_id = f"person_{person.id}"
        self.token = person.id


class SignIn(Screen):
    """Draws SignInView."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids.people.make = self._tile

    def draw(self, view: SignInView, before: SignInView | None) -> None:
        ids = self.ids
        ids.people.items = view.people
        ids.strip.strip = view.strip
        ids.choose.shown = view.picked is None
        ids.enter.shown = view.picked is not None
        if view.picked is not None:
            ids.face.person = view.picked
            ids.name.text = view.picked.name
            ids.role.msg = view.picked.role
        ids.back.msg = fixed.NOT_ME
        ids.title.msg = fixed.LOCKED if view.locked else fixed.WHO
        ids.hint.msg = fixed.LOCKED_HINT if view.locked else fixed.WHO_HINT
        ids.lock.icon = "lock" if view.locked else "account"
        waits = view.wait_s > 0
        ids.wait.shown = waits
        ids.wait.msg = M("Try again in {seconds} s", seconds=view.wait_s) if waits else None
        ids.pad.dead = waits
        if before is None or before.picked != view.picked or view.strip != before.strip:
            ids.pad.typed = ""

    def key(self, name: str, text: str) -> bool:
        if self.view is None or self.view.picked is None:
            return False
        return bool(self.ids.pad.key(name, text if text != "." else ""))

    def enter(self) -> None:
        """The PIN is typed."""
        pin, self.ids.pad.typed = self.ids.pad.typed, ""
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

"""A new terminal is gone through, one thing after the other: language, screen, scanner, printer, drawer, lights."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import msgspec

from kiosk.config_own import Own, Trial
from kiosk.exc import BadInput, DeviceError
from kiosk.flows import papers, staff_forms
from kiosk.flows.backing import ask_restore, begins_anew, restore_rows
from kiosk.flows.base import Flow
from kiosk.flows.calibrating import CODE
from kiosk.flows.dialling import DIALS, WORDS, DialSheet
from kiosk.flows.setup import Setup, keep
from kiosk.flows.sheets import ChoiceSheet
from kiosk.flows.views import Action, ChoiceView, Option, TableRow, TableView
from kiosk.flows.wifi import WifiPage, state_of
from kiosk.hw.dials import Dial
from kiosk.hw.wifi_desk import WifiDesk
from kiosk.i18n import LANGUAGES, M, Message, Text, plain

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.hw.ports import Scan

_SEEN: dict[str, tuple[Message, Message]] = {
    "printer": (
        M("Did a page come out, with all its words?"),
        M("Look at the printer's cable, switch and paper, and at [printer] in kiosk.toml."),
    ),
    "drawer": (
        M("Did the drawer open?"),
        M("Look at the drawer's cable and lock, and at [drawer] in kiosk.toml."),
    ),
    "lights": (
        M("Did all lamps light up, and the buzzer sound?"),
        M("Look at the wires of the lamps, and at [lights] in kiosk.toml."),
    ),
}
"""Device → what to ask a person who watched it, and what to do if it was not so."""
_TONES: dict[Trial, Message] = {"works": M("works"), "fails": M("does not work")}


class SettingUp(Flow):
    """A list to go through; `then` makes what comes after it, or it goes back to where it was opened."""

    def __init__(self, counter: Counter, setup: Setup, then: Callable[[Counter], Flow] | None = None) -> None:
        super().__init__(counter)
        self._setup = setup
        self._then = then
        self.signed_in = then is None
        self._scanned = ""
        self._boss = ""
        """The shop's first person, named just now."""
        self._nobody = False

    def view(self) -> TableView:
        language = plain("中文" if self.counter.language == "zh_CN" else "English")
        rows = (
            TableRow("language", (M("Language"), language)),
            *self._first_person(),
            *(restore_rows(self.counter) if self._nobody else ()),
            TableRow("screen", (M("Screen"), M("turned by {degrees}°", degrees=self._rotation))),
            TableRow("touch", (M("Touch"), M("set by crosses") if self._own.touch else M("as the screen says"))),
            *self._dials(),
            *((TableRow("wifi", (M("Wi-Fi"), state_of(self._wifi))),) if self._wifi else ()),
            TableRow("scanner", (M("Scanner"), self._scanner()), tone=self._tone("scanner")),
            *(TableRow(name, (label, self._state(name)), tone=self._tone(name)) for name, label in _DEVICES.items()),
        )
        return TableView(
            M("Set up this till"),
            (M("What"), M("How it is")),
            rows,
            plain(""),
            actions=(Action("done", M("Done"), "check", "Enter"),),
            strip=self.strip,
        )

    def entered(self) -> None:
        self._nobody = self._then is not None and not self.counter.real_store.people.users()

    def news(self) -> None:
        self.entered()

    # --- inputs

    def scan(self, scan: Scan) -> None:
        """Any code at all: this is how the scanner is tried. One leads to the crosses, for whoever can't press any."""
        if scan.data == CODE:
            self.counter.ok()
            self.counter.enter(self._setup.calibrating(self.counter))
            return
        self._scanned = "".join(c if c.isprintable() else f"<{ord(c):02X}>" for c in scan.data)[:40]
        self._saw("scanner", "works")
        self.counter.ok()

    def choose(self, row: str) -> None:
        """Do what the row is for."""
        self.clear_strip()
        if row == "language":
            at = LANGUAGES.index(self.counter.language) if self.counter.language in LANGUAGES else 0
            self.counter.language = LANGUAGES[(at + 1) % len(LANGUAGES)]
            self._keep(msgspec.structs.replace(self._own, language=self.counter.language))
        elif row == "restore" and self._nobody:
            ask_restore(self.counter)
        elif row == "people":
            self._ask_person()
        elif row == "screen":
            options = tuple(Option(d, plain(f"{d}°")) for d in _TURNS)
            ask = ChoiceView(M("How is the screen turned?"), options, M("The program begins anew after that."))
            self.counter.sheet(ChoiceSheet(self.counter, ask, self._turn))
        elif row == "wifi" and self._wifi is not None:
            self.counter.enter(WifiPage(self.counter, self._wifi, signed_in=self.signed_in))
        elif row == "touch":
            self.counter.enter(self._setup.calibrating(self.counter))
        elif dial := next((dial for dial in DIALS if dial == row), None):
            self.counter.sheet(DialSheet(self.counter, dial, lambda percent: self._turned(dial, percent)))
        elif row == "scanner":
            self.tell(M("Scan any code."), "info")
        elif row == "printer":
            title, content = papers.job(M("Test page"), papers.test_page(self.counter))
            self.counter.real_store.prints.add(title, content)
            self.counter.printing.kick()
            self._ask("printer")
        elif row == "drawer":
            self._try_drawer()
        elif row == "lights":
            self._try("lights")
        else:
            raise BadInput(M("That is not one of the choices."))

    def act_done(self) -> None:
        """On to the next screen; it can be gone through again from the status screen."""
        if self._nobody:
            self.choose("people")  # or nobody could sign in there
            return
        self._keep(msgspec.structs.replace(self._own, done=True))
        if self._then is not None:
            self.counter.home(self._then(self.counter))
        else:
            self.counter.leave(self)

    def back(self) -> None:
        """The same as done: nothing here is half."""
        self.act_done()

    # --- inside

    def _first_person(self) -> tuple[TableRow, ...]:
        if self._nobody:
            return (TableRow("people", (M("Who runs this shop"), M("nobody yet: press")), tone="error"),)
        return (TableRow("people", (M("Who runs this shop"), plain(self._boss)), tone="ok"),) if self._boss else ()

    def _ask_person(self) -> None:
        if self._nobody:
            staff_forms.add_first(self.counter, self._has_boss)
        else:
            self.tell(M("Whoever else works here is added at More, People."), "info")

    def _has_boss(self) -> None:
        self.entered()
        begins_anew(self.counter)
        self._boss = self.counter.real_store.people.users()[0].name

    @property
    def _wifi(self) -> WifiDesk | None:
        return self.counter.devices.wifi

    @property
    def _own(self) -> Own:
        return self._setup.own.read()

    @property
    def _rotation(self) -> int:
        own = self._own.rotation
        return self._setup.rotation if own is None else own

    def _turn(self, degrees: str) -> None:
        rotation = _TURNS[degrees]
        if rotation != self._rotation:
            self._keep(msgspec.structs.replace(self._own, rotation=rotation))
            self._setup.again()

    def _dials(self) -> tuple[TableRow, ...]:
        """What this machine can turn."""
        levels = {dial: self.counter.devices.dial(dial) for dial in DIALS}
        return tuple(
            TableRow(dial, (WORDS[dial].name, plain(f"{level} %")))
            for dial, level in levels.items()
            if level is not None
        )

    def _turned(self, dial: Dial, percent: int) -> None:
        own = self._own
        self._keep(msgspec.structs.replace(own, levels={**own.levels, dial: percent}))

    def _try_drawer(self) -> None:
        def allowed(_approvals: object) -> None:
            self.counter.audit("drawer.tried")
            self._try("drawer")

        if self.counter.user is None and self._setup.first:
            allowed(())  # nobody sold here yet: there is no money in it
        else:
            self.counter.with_permission("drawer.open", M("Try the drawer"), allowed)

    def _try(self, device: str) -> None:
        try:
            self.counter.devices.test(device)
        except DeviceError as problem:
            self._saw(device, "fails")
            self.tell(problem.message, "warn")
        else:
            self._ask(device)

    def _ask(self, device: str) -> None:
        options = (Option("works", M("Yes"), icon="check"), Option("fails", M("No"), icon="close"))
        ask = ChoiceView(_SEEN[device][0], options)
        self.counter.sheet(ChoiceSheet(self.counter, ask, lambda seen: self._answered(device, seen)))

    def _answered(self, device: str, seen: str) -> None:
        self._saw(device, "works" if seen == "works" else "fails")
        if seen == "fails":
            self.tell(_SEEN[device][1], "warn")

    def _saw(self, device: str, trial: Trial) -> None:
        own = self._own
        if own.tried.get(device) != trial:
            self._keep(msgspec.structs.replace(own, tried={**own.tried, device: trial}))

    def _keep(self, own: Own) -> None:
        keep(self._setup.own, own)

    def _scanner(self) -> Text:
        return plain(self._scanned) if self._scanned else self._state("scanner", M("scan any code"))

    def _state(self, device: str, untried: Message = M("press to try it")) -> Message:  # noqa: B008
        trial = self._own.tried.get(device)
        return _TONES[trial] if trial else untried

    def _tone(self, device: str) -> Literal["ok", "error", "muted"]:
        trial = self._own.tried.get(device)
        return "muted" if trial is None else "ok" if trial == "works" else "error"


_TURNS: dict[str, Literal[0, 90, 180, 270]] = {"0": 0, "90": 90, "180": 180, "270": 270}
_DEVICES = {"printer": M("Printer"), "drawer": M("Drawer"), "lights": M("Lights")}

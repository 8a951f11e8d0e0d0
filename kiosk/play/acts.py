"""What each word of a tape does: touches, scans, and what it waits for before the next."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import date
from typing import Any, Protocol

from kiosk.flows.views import CounterView, PayView, SellView, ShiftCountView, SignInView
from kiosk.i18n import LANGUAGES, translate
from kiosk.play.tape import minor, scanned, span_s

Condition = Callable[[], bool]
Act = Generator[Condition, None, Any]
"""Conditions to be met one after the other; what it returns goes into the answer."""


class Stage(Protocol):
    """The counter as a tape meets it. All on the screen's thread."""

    def view(self) -> CounterView: ...

    def quiet(self) -> Condition:
        """A condition that holds when all that was set off until now has been decided and drawn."""

    def find(self, what: str, nth: int = 1) -> Any | None:
        """Something to tap, by id or visible text."""

    def press(self, widget: Any) -> None:
        """A real touch, down and up."""

    def key(self, name: str) -> None: ...

    def write(self, text: str) -> None: ...

    def texts(self) -> list[str]: ...

    def language(self) -> str:
        """What the screen speaks."""

    def scan(self, code: str, scanner: str) -> Condition: ...

    def scan_raw(self, data: bytes, scanner: str) -> Condition: ...

    def device(self, name: str, what: str) -> None: ...

    def weigh(self, grams: int) -> None: ...

    def person_of(self, pin: str) -> str: ...

    def set_language(self, code: str) -> None: ...

    def today(self) -> date:
        """The shop's day."""

    def move_clock(self, seconds: int) -> None: ...

    def lose_office(self) -> None:
        """The shop has a head office, and no line to it."""

    def shot(self, name: str) -> None: ...

    def receipts(self) -> list[str]: ...

    def pulses(self) -> int: ...

    def light(self) -> str: ...

    def figures(self) -> dict[str, Any]:
        """Sales and entries, read from the store."""


MOST_TURNS = 12

_TEXTS = ("text", "notext", "receipt")


class Acts:
    """The words. Each is a generator of conditions; what it returns goes into the answer."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._waiting_for = ""

    def act(self, word: str, args: list[str]) -> Act:
        """The act for a word of a tape."""
        return getattr(self, f"_{word}")(*args)

    def why_not(self) -> str:
        """What the act in hand waits for in vain, and what stands on the screen instead."""
        view = self._stage.view()
        return f"waited in vain for {self._waiting_for}; {type(view.body).__name__} shows {self._stage.texts()}"

    # --- wishes of a person

    def _signin(self, pin: str, name: str = "") -> Act:
        yield self._on(SignInView)
        name = name or self._stage.person_of(pin)
        yield from self._turn_to(name, "more_people")
        yield from self._tap(name)
        yield from self._digits(pin)
        yield from self._tap("ok")
        yield self._that("a signed-in user", lambda: self._stage.view().bar.user is not None)

    def _float(self, amount: str) -> Act:
        yield self._on(ShiftCountView)
        yield from self._tap("ask_amount")
        yield from self._digits(amount)
        yield from self._tap("ok")
        yield from self._tap("accept")
        yield self._on(SellView)

    def _scan(self, code: str, scanner: str = "") -> Act:
        code = scanned(code, self._stage.today())
        yield self._that(f"the scan of {code}", self._stage.scan(code, scanner))
        yield self._stage.quiet()

    def _scanraw(self, data: str, scanner: str = "") -> Act:
        yield self._that("the scanner's bytes", self._stage.scan_raw(bytes.fromhex(data), scanner))
        yield self._stage.quiet()

    def _tap(self, what: str, nth: str = "1") -> Act:
        found: list[Any] = []

        def there() -> bool:
            widget = self._stage.find(what, int(nth))
            if widget is not None:
                found[:] = [widget]
            return widget is not None

        yield self._stage.quiet()
        if what.startswith("tab_") and nth == "1":
            yield from self._turn_to(what, "more_tabs")
        yield self._that(f"{what!r} to tap", there)
        self._stage.press(found[0])
        yield self._stage.quiet()

    def _turn_to(self, what: str, onward: str) -> Act:
        """What has no room on a small screen: a person turns the tabs, or the page of people, until it comes."""
        for _ in range(MOST_TURNS):
            yield self._stage.quiet()
            more = self._stage.find(onward)
            if more is None or self._stage.find(what) is not None:
                return
            self._stage.press(more)

    def _type(self, text: str) -> Act:
        yield self._stage.quiet()
        self._stage.write(text)
        yield self._stage.quiet()

    def _key(self, name: str) -> Act:
        yield self._stage.quiet()
        self._stage.key(name)
        yield self._stage.quiet()

    def _pay(self, way: str, amount: str = "") -> Act:
        yield self._stage.quiet()
        if not isinstance(self._stage.view().body, PayView):
            yield from self._tap("pay")
            yield self._on(PayView)
        if way == "cash" and amount:
            yield from self._tap("ask_cash")
            yield from self._digits(amount)
            yield from self._tap("ok")
        elif way == "cash":
            yield from self._tap(f"cash_{self._stage.view().body.cash_due}")  # type: ignore[attr-defined]
        else:
            yield from self._tap(f"{way}_part" if amount else way)
            if amount:
                yield from self._digits(amount)
                yield from self._tap("ok")
            if way in ("wechat", "alipay") and not amount:
                yield from self._tap("taken")
        yield self._stage.quiet()

    def _weigh(self, kilograms: str) -> Act:
        self._stage.weigh(minor(kilograms, 3))
        yield self._stage.quiet()

    # --- accidents

    def _unplug(self, device: str) -> Act:
        self._stage.device(device, "unplug")
        yield self._stage.quiet()

    def _plug(self, device: str) -> Act:
        self._stage.device(device, "plug")
        yield self._stage.quiet()

    def _paper(self, state: str) -> Act:
        self._stage.device("printer", f"paper_{state}")
        yield self._stage.quiet()

    def _drawer(self, what: str) -> Act:
        self._stage.device("drawer", f"{what}_by_hand")
        yield self._stage.quiet()

    def _clock(self, span: str) -> Act:
        self._stage.move_clock(span_s(span))
        yield self._stage.quiet()

    def _office(self, _state: str) -> Act:
        self._stage.lose_office()
        yield self._stage.quiet()

    def _language(self, code: str) -> Act:
        self._stage.set_language(code)
        yield self._stage.quiet()

    # --- looking

    def _shot(self, name: str) -> Act:
        yield self._stage.quiet()
        self._stage.shot(name)

    def _expect(self, what: str, value: str) -> Act:
        yield self._stage.quiet()
        if what in _TEXTS:
            yield self._that(f"{what} {value!r}", lambda: self._shows(what, value))
            return None
        wanted: object = value.lower()
        if what in ("total", "due", "change"):
            wanted = minor(value, self._stage.view().currency.exponent)
        elif what in ("lines", "pulses", "entries"):
            wanted = int(value)
        yield self._that(f"{what} {value}", lambda: self._seen(what) == wanted, lambda: self._seen(what))

    def _shows(self, what: str, text: str) -> bool:
        """A text of the program stands in English on a tape, and is looked for as the screen, or any paper, says it."""
        if what == "receipt":
            wanted = {translate(text, language) for language in LANGUAGES}
            return any(word in receipt for word in wanted for receipt in self._stage.receipts())
        wanted = {text, translate(text, self._stage.language())}
        return any(word in shown for word in wanted for shown in self._stage.texts()) is (what == "text")

    def _seen(self, what: str) -> object:
        body = self._stage.view().body
        match what:
            case "due":
                return getattr(body, "remaining", None)
            case "lines":
                return len(getattr(body, "lines", ()))
            case "screen":
                return type(body).__name__.removesuffix("View").lower()
            case "pulses":
                return self._stage.pulses()
            case "light":
                return self._stage.light()
            case "entries":
                return self._stage.figures()["entries"]
        return getattr(body, what, None)

    def _finish(self) -> Act:
        yield self._stage.quiet()
        view = self._stage.view()
        return {
            **self._stage.figures(),
            "screen": type(view.body).__name__,
            "texts": self._stage.texts(),
        }

    # --- parts of them

    def _digits(self, text: str) -> Act:
        for character in text:
            yield from self._tap(f"key_{character}")

    def _on(self, kind: type) -> Condition:
        return self._that(f"the screen of {kind.__name__}", lambda: isinstance(self._stage.view().body, kind))

    def _that(self, what: str, condition: Condition, seen: Callable[[], object] | None = None) -> Condition:
        def told() -> bool:
            self._waiting_for = what if seen is None else f"{what}, but it is {seen()!r}"
            return condition()

        return told

"""What every screen has: the bar above, the strip for errors, and the sheets that ask one thing."""

from __future__ import annotations

from typing import Literal

import msgspec

from kiosk.i18n import Names, Text
from kiosk.trade.money import CNY, Currency

Tone = Literal["info", "ok", "warn", "error"]


class Strip(msgspec.Struct, frozen=True):
    """A message where the eye is; stays until dealt with or overtaken by the next good scan."""

    tone: Tone
    text: Text
    action: Action | None = None


class Action(msgspec.Struct, frozen=True):
    """Something the operator can do here. id: the word the screen sends back by `flow.act(id)`.

    key: function key that mirrors it, e.g. "F2". enabled False: shown, and says why not when pressed.
    """

    id: str
    text: Text
    icon: str = ""
    key: str = ""
    enabled: bool = True
    danger: bool = False
    badge: int = 0


class DeviceLamp(msgspec.Struct, frozen=True):
    """A device in the bar: ready, trouble (waits for somebody), absent, off (not configured)."""

    name: str
    label: Text
    state: Literal["ready", "trouble", "absent", "off"]
    detail: Text | None = None


class Person(msgspec.Struct, frozen=True):
    """A tile for somebody. initials: at most two characters for the round picture."""

    id: str
    name: str
    role: Text
    initials: str = ""
    colour: int = 0


class StatusBar(msgspec.Struct, frozen=True):
    """The 56 px above. waiting: entries the office has not yet, None without one. papers: jobs in the print queue."""

    store: Names
    terminal: str
    user: Person | None = None
    lamps: tuple[DeviceLamp, ...] = ()
    waiting: int | None = 0
    papers: int = 0
    training: bool = False


class PaperPicture(msgspec.Struct, frozen=True):
    """Paper as it comes out of the printer: 8-bit grey, row by row from the top. text: the same in words."""

    width: int
    height: int
    pixels: bytes
    text: str = ""


class NumberView(msgspec.Struct, frozen=True):
    """Asks for a number on the keypad. Flow: answer(value: int), cancel().

    mode: what the digits mean; the answer is in minor units, thousandths, whole millionths (percent), or an integer.
    decimals: how many places may be typed. start: shown first, replaced by the first digit. code: digits as text
    (answer_text). quick: likely answers, in the same unit.
    """

    title: Text
    mode: Literal["amount", "quantity", "percent", "code"]
    decimals: int = 2
    start: int | None = None
    detail: Text | None = None
    error: Text | None = None
    quick: tuple[int, ...] = ()
    toggle: Action | None = None
    """Another way to say it (percent or amount): flow.act(toggle.id)."""
    measured: bool = False
    """start is what a device measured, not a suggestion."""


class TextView(msgspec.Struct, frozen=True):
    """Asks for words. Flow: answer_text(text), cancel(). suggestions: one tap answers."""

    title: Text
    start: str = ""
    suggestions: tuple[Text, ...] = ()
    error: Text | None = None


class Option(msgspec.Struct, frozen=True):
    """One of several. detail stands under or beside it."""

    id: str
    text: Text
    detail: Text | None = None
    icon: str = ""


class ChoiceView(msgspec.Struct, frozen=True):
    """Asks for one of a few. Flow: choose(id), cancel()."""

    title: Text
    options: tuple[Option, ...]
    detail: Text | None = None


class ConfirmView(msgspec.Struct, frozen=True):
    """Asks before what can't be undone. confirm names the act ("Void 3 items"). Flow: confirm(), cancel()."""

    title: Text
    detail: Text
    confirm: Text
    danger: bool = True


class ApprovalView(msgspec.Struct, frozen=True):
    """Asks another user to agree: who, why, PIN or badge. Flow: pick(user_id), approve(pin), cancel().

    wait_s: seconds until the next PIN is taken, after wrong ones.
    """

    title: Text
    detail: Text
    approvers: tuple[Person, ...]
    picked: str = ""
    error: Text | None = None
    wait_s: int = 0


class Field(msgspec.Struct, frozen=True):
    """One field of a form. kind: what it takes; value as typed. options for kind choice. error beside the field.

    A pin is digits that nobody is to read over a shoulder. longest: characters at the most, 0 for any.
    """

    id: str
    label: Text
    kind: Literal["text", "amount", "number", "choice", "switch", "phone", "pin"]
    value: str = ""
    options: tuple[Option, ...] = ()
    error: Text | None = None
    required: bool = False
    longest: int = 0


class FormView(msgspec.Struct, frozen=True):
    """Asks for a few facts (new product, new customer). Flow: submit({field id: text}), cancel()."""

    title: Text
    fields: tuple[Field, ...]
    confirm: Text
    detail: Text | None = None


class DialView(msgspec.Struct, frozen=True):
    """Something turned in steps, at work at once. Flow: less(), more(), cancel(). value: percent, one of `steps`."""

    title: Text
    value: int
    steps: tuple[int, ...]
    less: Text
    more: Text
    icon: str = ""


Overlay = NumberView | TextView | ChoiceView | ConfirmView | ApprovalView | FormView | DialView


class CounterView(msgspec.Struct, frozen=True):
    """All there is to draw. name: which screen (its class says); body: that screen's view; overlay: sheet above it.

    serial rises with every publication. flow/overlay_flow: to whom the screen's inputs go, by `desk.post(flow, …)`.
    """

    serial: int
    bar: StatusBar
    body: object
    flow: object
    overlay: Overlay | None = None
    overlay_flow: object = None
    language: str = "zh_CN"
    currency: Currency = CNY
    locked: bool = False
    dark: bool = False
    """The theme of warehouses."""
    touch: tuple[float, float, float, float, float, float] | None = None
    """Where touches belong (kiosk.hw.calibration); None for where the glass says."""
    asleep: bool = False
    """Nothing is shown; a touch wakes the screen and does nothing else."""

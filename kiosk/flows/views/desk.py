"""Signing in, menus, lists, look-up, status, and the screen nobody hopes to see."""

from __future__ import annotations

from typing import Literal

import msgspec

from kiosk.flows.views.common import Action, DeviceLamp, Person, Strip
from kiosk.flows.views.sell import Note
from kiosk.i18n import Names, Text


class SignInView(msgspec.Struct, frozen=True):
    """Who are you. Flow `SigningIn`: pick(user_id) · enter_pin(pin) · back() · language(code). A badge scan signs in.

    only: the counter is locked and this user (or a manager) must unlock it. wait_s: seconds to the next try.
    """

    people: tuple[Person, ...]
    picked: Person | None = None
    strip: Strip | None = None
    wait_s: int = 0
    locked: bool = False


class MoreView(msgspec.Struct, frozen=True):
    """Everything else, as a grid. Flow `More`: act(id) · back()."""

    actions: tuple[Action, ...]
    strip: Strip | None = None


class TableRow(msgspec.Struct, frozen=True):
    """A row of a list: texts for its columns; amounts are given apart so that they line up."""

    id: str
    cells: tuple[Text, ...]
    amount: int | None = None
    tone: Literal["", "ok", "warn", "error", "muted"] = ""


class TableView(msgspec.Struct, frozen=True):
    """A list: sales, baskets put aside, shifts, audit trail, print jobs.

    Flow: choose(row id) · search(text) · page(±1) · act(id) · back(). empty: what to say when there is nothing.
    """

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[TableRow, ...]
    empty: Text
    query: str | None = None
    page: int = 0
    more: bool = False
    actions: tuple[Action, ...] = ()
    strip: Strip | None = None


class PeopleView(msgspec.Struct, frozen=True):
    """Customers. Flow `Customers`: search(text) · choose(id) · act(id): new, remove, pay_debt … · back()."""

    query: str
    rows: tuple[TableRow, ...]
    actions: tuple[Action, ...] = ()
    strip: Strip | None = None


class LookupView(msgspec.Struct, frozen=True):
    """A product at a glance. Flow `Lookup`: search(text) · choose(tile id) · act(id): add, price, label … · back().

    A scan looks it up. product None: nothing chosen yet, results may be shown.
    """

    query: str
    results: tuple[TableRow, ...]
    product: Names | None = None
    code: str = ""
    price: int | None = None
    unit: Text | None = None
    on_hand: int | None = None
    decimals: int = 0
    facts: tuple[tuple[Text, Text], ...] = ()
    prices: tuple[Note, ...] = ()
    recent: tuple[TableRow, ...] = ()
    actions: tuple[Action, ...] = ()
    strip: Strip | None = None


class JobRow(msgspec.Struct, frozen=True):
    """A paper that waits. actions: print, drop."""

    id: int
    title: Text
    state: Text
    tone: Literal["", "ok", "warn", "error", "muted"] = ""


class Finding(msgspec.Struct, frozen=True):
    """What the doctor found: ok, warning, fault; and what to do."""

    name: Text
    state: Literal["ok", "warning", "fault"]
    text: Text
    advice: Text | None = None


class StatusView(msgspec.Struct, frozen=True):
    """Devices, print queue, database, version. Flow `Status`: print_job(id) · drop_job(id) · act(id): check, test_page,
    test_drawer, test_lights, test_scanner … · back()."""

    lamps: tuple[DeviceLamp, ...]
    jobs: tuple[JobRow, ...]
    facts: tuple[tuple[Text, Text], ...]
    findings: tuple[Finding, ...] = ()
    checking: bool = False
    actions: tuple[Action, ...] = ()
    strip: Strip | None = None
    last_scan: str = ""
    update: tuple[Finding, ...] = ()


class CalibrateView(msgspec.Struct, frozen=True):
    """A cross to be pressed; then (cross None) whether it was right. Flow: touched(at, meant) · act(id) · back().

    cross: shares of this screen, from its upper left. left_s: seconds in which "keep" must be pressed.
    """

    cross: tuple[float, float] | None
    done: int
    count: int
    left_s: int = 0
    actions: tuple[Action, ...] = ()
    strip: Strip | None = None


class BlockedView(msgspec.Struct, frozen=True):
    """There is no selling here: the database can't be used, or there is none yet (tone "info"). Flow: retry()."""

    title: Text
    text: Text
    advice: Text
    technical: str = ""
    tone: Literal["error", "info"] = "error"

"""A warehouse terminal, held in one hand: the list of tasks, and the one page on which every task is done."""

from __future__ import annotations

from typing import Literal

import msgspec

from kiosk.flows.views.common import Action, Strip
from kiosk.i18n import Text


class Edge(msgspec.Struct, frozen=True):
    """The light round the whole screen, half a second. serial: another one lights it anew."""

    tone: Literal["ok", "warn", "error"]
    serial: int


class HomeView(msgspec.Struct, frozen=True):
    """What there is to do. Flow `WarehouseHome`: act(task id). tasks: large; services: the row below."""

    tasks: tuple[Action, ...]
    services: tuple[Action, ...]
    strip: Strip | None = None
    edge: Edge | None = None


class Hand(msgspec.Struct, frozen=True):
    """What is in hand. number: the largest thing on the screen, `7 / 10`. place: where it lies or goes.

    facts: batch, expiry, remark; one line each.
    """

    name: Text
    number: Text
    place: Text | None = None
    facts: tuple[Text, ...] = ()
    tone: Literal["", "ok", "warn", "error"] = ""


class DoneRow(msgspec.Struct, frozen=True):
    """One of the last few done, or of what is to do. Its tone is drawn with a sign of its own."""

    id: str
    name: Text
    number: Text
    detail: Text | None = None
    tone: Literal["", "ok", "warn", "error", "muted"] = ""


class TaskView(msgspec.Struct, frozen=True):
    """A task. Flow: act(id) · choose(row id) · ask_number() for the number in hand · back(). Scans do the rest.

    actions: the foot, for a thumb in a glove; the last leads on. more: what is rarer, a row above. empty: stands where
    nothing is in hand yet, and teaches what to scan.
    """

    title: Text
    empty: Text
    progress: Text | None = None
    detail: Text | None = None
    hand: Hand | None = None
    rows: tuple[DoneRow, ...] = ()
    actions: tuple[Action, ...] = ()
    more: tuple[Action, ...] = ()
    strip: Strip | None = None
    edge: Edge | None = None

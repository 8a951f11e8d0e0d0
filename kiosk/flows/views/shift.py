"""Counting the drawer, and papers on the screen."""

from __future__ import annotations

from typing import Literal

import msgspec

from kiosk.flows.views.common import Action, PaperPicture, Strip
from kiosk.i18n import Text


class CountRow(msgspec.Struct, frozen=True):
    """A denomination, minor units, and how many pieces were counted."""

    value: int
    pieces: int


class ShiftCountView(msgspec.Struct, frozen=True):
    """Counting a float (open) or the drawer (close).

    Flow `OpeningShift` / `ClosingShift`: set_pieces(value, n) · step(value, ±1) · ask_pieces(value) · ask_amount() ·
    accept() · act(id) · back(). counted: by pieces, or typed as one amount (then rows are all 0).
    expected and over_short are None in a blind close until it is accepted.
    """

    purpose: Literal["open", "close"]
    rows: tuple[CountRow, ...]
    counted: int
    expected: int | None = None
    over_short: int | None = None
    strip: Strip | None = None
    confirm: Text | None = None
    actions: tuple[Action, ...] = ()


class PaperPage(msgspec.Struct, frozen=True):
    """A paper on the screen: X or Z report, receipt. Flow: act(id) · back()."""

    title: Text
    paper: PaperPicture
    actions: tuple[Action, ...] = ()
    strip: Strip | None = None

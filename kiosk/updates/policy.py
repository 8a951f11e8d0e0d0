"""When an update may be installed, and when the terminal may restart into it. Pure: the caller brings what is so."""

from __future__ import annotations

import datetime

import msgspec

from kiosk.config import Updates
from kiosk.updates.facts import Standing, Wish


class Now(msgspec.Struct, frozen=True):
    """at: this machine's local time. shift_open: whether somebody's drawer is open here."""

    at: datetime.datetime
    shift_open: bool


def in_window(rules: Updates, at: datetime.datetime) -> bool:
    """Whether it is after the close of business; a window may go past midnight. The same hour twice is all day."""
    hour, first, last = at.hour, rules.from_hour, rules.to_hour
    if first == last:
        return True
    return first <= hour < last if first < last else hour >= first or hour < last


def may_go_on(rules: Updates, standing: Standing, wish: Wish, now: Now) -> bool:
    """Whether the next step may be taken now: to install what is ready, or to restart into what is installed.

    Never while a shift is open, unless somebody was told so and wants it still. What came on a stick, or failed
    before, is for a person to begin.
    """
    wanted = bool(wish.digest) and wish.digest == standing.digest
    if now.shift_open:
        return wanted and wish.although_open
    if wanted:
        return True
    by_itself = rules.install == "window" and standing.source == "office" and standing.digest not in standing.bad
    return by_itself and in_window(rules, now.at)

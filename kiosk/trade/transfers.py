"""Goods on their way between two shops: where a transfer stands follows from what was asked, sent, and came.

In transit is what was sent, less what came, less what was explained as missing (`domain.md`, 调拨). All of it is sums,
so it stands the same whoever's word comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from kiosk.i18n import M, Message

State = Literal["asked", "part_sent", "sent", "on_the_way", "part_arrived", "arrived", "differs", "ended"]
"""Of a request: asked, part_sent, sent, ended. Of goods sent: on_the_way, part_arrived, arrived, differs, ended."""

OPEN: frozenset[State] = frozenset(("asked", "part_sent", "on_the_way", "part_arrived", "differs"))
"""States in which somebody still has to do something."""


class Sums(NamedTuple):
    """Of one product and batch of a transfer, base units. missing: explained; < 0 where more came than was sent."""

    sent: int = 0
    came: int = 0
    missing: int = 0

    @property
    def in_transit(self) -> int:
        """What is on its way; < 0 where more came, or was explained, than was sent."""
        return self.sent - self.came - self.missing

    def and_of(self, about: str, quantity: int) -> Sums:
        """With a line more of a document. about: dispatched, received, closed; others move nothing."""
        return Sums(
            self.sent + quantity * (about == "dispatched"),
            self.came + quantity * (about == "received"),
            self.missing + quantity * (about == "closed"),
        )


def state_of_goods(sums: Iterable[Sums]) -> State:
    """Where goods that were sent stand."""
    known = list(sums)
    if any(s.in_transit < 0 for s in known):
        return "differs"
    if not any(s.sent for s in known):
        return "ended"  # taken back before they left
    if any(s.in_transit for s in known):
        return "part_arrived" if any(s.came or s.missing for s in known) else "on_the_way"
    return "arrived"


def state_of_request(amounts: Iterable[tuple[int, int]], *, ended: bool) -> State:
    """Where a request stands. amounts: (asked, sent) of each product."""
    known = list(amounts)
    if all(sent >= asked for asked, sent in known):
        return "sent"
    if ended:
        return "ended"
    return "part_sent" if any(sent > 0 for _asked, sent in known) else "asked"


REASONS: dict[str, Message] = {
    "short": M("Never came"),
    "damaged": M("Broken on the way"),
    "over": M("More than was sent"),
    "wrong": M("Other goods than were sent"),
}
"""Why what came is not what was sent. Of the last two the difference is below zero."""

"""The life of a purchase order, read from what was done to it. Nobody sets a state.

An order has revisions, the latest of which stands until one is sent to the supplier; a step speaks of one revision,
so that nothing is approved that the approver did not see. In whatever order they are heard, the answer is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Key = tuple[int, str, int]
"""(at, origin, seq) of an entry: what comes later is larger, the same on every machine."""

Act = Literal["submitted", "approved", "rejected", "sent", "closed", "cancelled"]
State = Literal[
    "draft", "submitted", "rejected", "approved", "sent", "partly_received", "received", "closed", "cancelled"
]
ENDED: frozenset[State] = frozenset(("received", "closed", "cancelled"))
"""Nothing more is to come of it."""
COMING: frozenset[State] = frozenset(("approved", "sent", "partly_received"))
"""What is missing counts as stock on order."""


class Revision(NamedTuple):
    """A content of an order."""

    key: Key
    id: str


class Step(NamedTuple):
    """Something done to an order, seeing one of its revisions."""

    key: Key
    act: Act
    revision: str


class Amount(NamedTuple):
    """Of one product, base units."""

    ordered: int
    received: int


def standing(revisions: Sequence[Revision], steps: Iterable[Step]) -> str:
    """The revision that counts: what the supplier was sent first, or else the latest."""
    sent = min((s for s in steps if s.act == "sent"), default=None)
    return sent.revision if sent is not None else max(revisions).id


def state_of(revision: str, steps: Iterable[Step], amounts: Sequence[Amount]) -> State:
    """Where an order stands, whose `revision` counts. amounts: of its products, and what came of others."""
    steps = sorted(steps)
    came = any(a.received > 0 for a in amounts)
    given_up = {s.act for s in steps} & {"closed", "cancelled"}
    if came and all(a.received >= a.ordered for a in amounts):
        return "received"
    if given_up:
        return "cancelled" if "cancelled" in given_up and not came else "closed"
    if came:
        return "partly_received"
    seen = [s.act for s in steps if s.revision == revision]
    if "sent" in seen:
        return "sent"
    decided = [act for act in seen if act in ("approved", "rejected")]
    if decided:
        return "approved" if decided[-1] == "approved" else "rejected"
    return "submitted" if "submitted" in seen else "draft"

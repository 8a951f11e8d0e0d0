"""When a paper is printed by itself, when somebody is asked, and how often a printer that is away is looked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Decision(Enum):
    """What to do with the next paper in the queue."""

    PRINT = "print"
    ASK = "ask"


def decide(created_at: int, now: int, old_ms: int, *, attempts: int, uncertain: bool = False) -> Decision:
    """Whether a waiting paper may be printed by itself. Times in UTC milliseconds.

    A paper that may have come out already is never printed twice without a person's word. One that waited longer than
    `old_ms` for its printer is asked about: nobody wants last night's receipts in the morning. A clock that jumped
    back makes it neither old nor young: what was tried before is then asked about.
    """
    age = now - created_at
    if uncertain or age > old_ms or (age < 0 and attempts > 0):
        return Decision.ASK
    return Decision.PRINT


@dataclass(slots=True)
class Backoff:
    """Seconds until the next look at a printer that failed: doubled after each, back to the first after a success."""

    first: float = 1.0
    longest: float = 30.0
    _next: float = 0.0

    def failed(self) -> float:
        """Seconds to wait after this failure."""
        wait = self._next or self.first
        self._next = min(wait * 2, self.longest)
        return min(wait, self.longest)

    def worked(self) -> None:
        """It is well again."""
        self._next = 0.0

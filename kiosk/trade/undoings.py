"""Documents that take others back. Two terminals that don't hear of each other may take the same one back: each did
what its user said, so both count, and what is taken back once too often is told and set right by one more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Undoings:
    """pairs: (a document, the one that it takes back), in the order of time, which is the same on every machine."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._of: dict[str, list[str]] = defaultdict(list)
        for document, undone in pairs:
            self._of[undone].append(document)

    def standing(self, document: str) -> int:
        """How often what it says is in the books: once; not at all where it was taken back; below nothing where that
        was done once too often."""
        return 1 - sum(self.standing(undoing) for undoing in self._of.get(document, ()))

    def surplus(self, document: str) -> str:
        """Of those that take it back, the latest, where one is too many; else ""."""
        if self.standing(document) >= 0:
            return ""
        return next(undoing for undoing in reversed(self._of[document]) if self.standing(undoing) > 0)

    def too_often(self) -> tuple[str, ...]:
        """What was taken back once too often."""
        return tuple(document for document, those in self._of.items() if len(those) > 1 and self.standing(document) < 0)

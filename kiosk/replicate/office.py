"""The head office as a terminal sees it: few questions. `link` asks them by HTTP; tests ask an office in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.wire.elsewhere import Elsewhere
from kiosk.wire.messages import Enrol, Enrolled, FeedPage, Health, Push, Pushed
from kiosk.wire.updates import UpdateOffer, UpdateReport

Progress = Callable[[int, int], None]
"""Called with bytes here and bytes in all (0 where that is not known)."""


class Office(Protocol):
    """Every call may raise OfficeError, and then the office may have done what was asked, or not."""

    def enrol(self, request: Enrol) -> Enrolled:
        """Ask to be let in. Raises NotAdmitted for a code that is not valid."""

    def push(self, request: Push) -> Pushed:
        """Hand over entries. What the answer says is committed there."""

    def page(self, feed: str, after: int, *, wait_s: float, limit: int, checksum: str, lineage: str) -> FeedPage:
        """The feed's entries after a position; held back up to wait_s while there are none.

        checksum, lineage: what the terminal knows of `after`. Raises CursorLost where the office has no such place.
        """

    def snapshot(self, store_id: str, into: Path, *, progress: Progress | None = None) -> None:
        """Fetch the shop's snapshot, checked, unpacked to `into`; goes on with what an earlier attempt left there."""

    def update_offer(self, report: UpdateReport) -> UpdateOffer:
        """Tell how far this terminal's update is, and hear which one it should have."""

    def update(self, digest: str, into: Path, *, progress: Progress | None = None) -> None:
        """Fetch an update's bundle, checked by its digest; goes on with what an earlier attempt left there."""

    def elsewhere(self, product_id: str) -> Elsewhere:
        """What the other shops have of a product. Somebody waits: it fails sooner than the rest."""

    def health(self) -> Health:
        """Who answers there."""

    def close(self) -> None:
        """End connections; a call that waits on another thread ends with an error."""


@dataclass(frozen=True, slots=True)
class Membership:
    """How a terminal reaches its office. certificate: PEM, the only one trusted; "" over plain HTTP."""

    address: str
    token: str
    certificate: str
    name: str = ""

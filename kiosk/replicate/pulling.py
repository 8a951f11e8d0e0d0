"""A feed's entries into this terminal's tables, in order, each once, a few milliseconds at a time."""

from __future__ import annotations

from kiosk.exc import CursorLost, NotTheOffice, OfficeError
from kiosk.replicate.office import Office
from kiosk.store.cursors import Diverged, Own
from kiosk.store.entry import Entry
from kiosk.store.pace import Pace
from kiosk.store.store import Store
from kiosk.wire.messages import FeedItem, FeedPage, from_wire
from kiosk.wire.troubles import trouble

PAGE = 500

PAUSE_S = 0.003
"""Between two transactions: some times what a waiting counter sleeps before it looks again."""

Item = tuple[int, Entry | Own]


SELLING_MS = 30_000
"""So long after its last entry a till counts as serving customers."""


def pull(
    store: Store, office: Office, feed: str, wait_s: float, *, limit: int = PAGE, pace: Pace | None = None
) -> tuple[int, FeedPage]:
    """Take one page in; how many entries it had, and the page.

    Where the place is unknown to the office, or does not fit what it says, the feed is read again from its beginning:
    what is here already comes as duplicates, what was missing is posted. Raises OfficeError `diverged` where even the
    beginning does not fit. pace: what was learnt of this disk.
    """
    at = store.cursors.get(feed)
    pace = pace or Pace(pause_s=PAUSE_S)
    sold = store.journal.tip(store.origin)
    pace.selling(sold is not None and abs(store.clock() - sold.at) < SELLING_MS)
    try:
        page = office.page(
            feed, at.position, wait_s=wait_s, limit=limit, checksum=at.checksum.hex(), lineage=at.lineage
        )
        _take(store, feed, page, pace)
    except (CursorLost, Diverged) as problem:
        if at.position == 0:
            code = "cursor" if isinstance(problem, CursorLost) else "diverged"
            raise OfficeError(trouble(code), code) from problem
        store.cursors.move(feed, 0, b"", "")
        raise CursorLost(trouble("diverged"), "diverged") from problem
    return len(page.items), page


def _take(store: Store, feed: str, page: FeedPage, pace: Pace) -> None:
    items = [(item.position, _content(item)) for item in page.items]
    checksum = bytes.fromhex(_even(page.checksum))
    at = store.cursors.get(feed)
    store.cursors.take(feed, items, checksum, page.lineage, pace=pace)
    if not items and at.lineage != page.lineage:
        store.cursors.move(feed, at.position, at.checksum, page.lineage)


def _content(item: FeedItem) -> Entry | Own:
    if item.entry is not None:
        return from_wire(item.entry)
    return Own(item.own, bytes.fromhex(_even(item.digest)))


def _even(text: str) -> str:
    try:
        bytes.fromhex(text)
    except ValueError as problem:
        raise NotTheOffice(trouble("stranger")) from problem
    return text

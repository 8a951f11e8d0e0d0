"""What a stocktake is of, and where it stands, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.i18n import M, Message, Names, Text, plain
from kiosk.store.stocktakes import Stocktake

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

STATES: dict[str, Message] = {
    "open": M("Being counted"),
    "approved": M("Approved"),
    "cancelled": M("Given up"),
}


def scope_words(counter: Counter, stocktake: Stocktake) -> Text:
    """Everything, a category, a place, so many goods."""
    if stocktake.scope == "category":
        found = next((c for c in counter.store.catalogue.categories() if c.id == stocktake.of), None)
        return Names(found.name_zh, found.name_en) if found else plain(stocktake.of)
    if stocktake.scope == "location":
        return M("Place {place}", place=stocktake.of)
    if stocktake.scope == "goods":
        return M("{count} items due", count=len(stocktake.products))
    return M("Everything")


def place_words(location: str) -> Text:
    """A place, or what has none."""
    return M("Place {place}", place=location) if location else M("Arrivals and shop floor")

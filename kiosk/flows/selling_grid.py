"""The right half of the counter: tabs, tiles and the search above them. Read when turned to, not at each scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.units import unit_name
from kiosk.flows.views import Tab, TileView
from kiosk.i18n import M, Names
from kiosk.store.records import Tile
from kiosk.trade.goods import list_price
from kiosk.trade.money import Money
from kiosk.trade.quantity import ONE

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

TILES = 24
"""In a page."""

MOST_QUERY = 60
"""Characters of a search that are looked at."""


class Grid:
    """What is shown beside the basket: a page of a category, or what was found."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self.tabs: tuple[Tab, ...] = ()
        self.tiles: tuple[TileView, ...] = ()
        self.tab = ""
        self.page = 0
        self.more = False
        self.query = ""

    def load(self) -> None:
        """Read it anew: names, prices and stock may have changed."""
        categories = self._counter.store.catalogue.categories()
        shown = tuple(Tab(c.id, Names(c.name_zh, c.name_en), c.colour) for c in categories if not c.parent_id)
        self.tabs = (Tab("", M("Favourites")), *shown)
        if self.tab not in {t.id for t in self.tabs}:
            self.tab, self.page = "", 0
        self._fill()

    def open_tab(self, tab: str) -> None:
        """Another category; ends a search."""
        self.tab = tab if tab in {t.id for t in self.tabs} else ""
        self.page, self.query = 0, ""
        self._fill()

    def turn(self, by: int) -> None:
        """The next page or the one before; at the ends nothing happens."""
        if by < 0 < self.page:
            self.page -= 1
        elif by > 0 and self.more:
            self.page += 1
        else:
            return
        self._fill()

    def search(self, text: str) -> None:
        """By name, pinyin, initials or code; an empty text goes back to the tab."""
        self.query, self.page = text.strip()[:MOST_QUERY], 0
        self._fill()

    @property
    def pages(self) -> int:
        """As far as is known."""
        return self.page + (2 if self.more else 1)

    def _fill(self) -> None:
        catalogue = self._counter.store.catalogue
        if self.query:
            found = catalogue.search(self.query, 50)[self.page * TILES :]
        else:
            found = catalogue.tiles(self.tab or None, limit=TILES + 1, offset=self.page * TILES)
        self.more = len(found) > TILES
        self.tiles = tuple(tile_view(t, self._price(t)) for t in found[:TILES])

    def _price(self, tile: Tile) -> Money | None:
        """What one costs today by price list: a page has few tiles, and a tile must not promise another price."""
        product = self._counter.store.catalogue.product(tile.id)
        return list_price(product, ONE, at=self._counter.clock.now()) if product is not None else tile.price


def tile_view(tile: Tile, price: Money | None) -> TileView:
    """A product as it is drawn."""
    return TileView(
        tile.id,
        Names(tile.name_zh, tile.name_en),
        price,
        unit_name(tile.unit),
        tile.weighed,
        tile.colour,
        tile.on_hand,
    )

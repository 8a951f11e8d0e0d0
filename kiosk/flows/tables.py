"""A list to choose from: the same for sales, shifts, the audit trail and papers that wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.flows.base import Flow
from kiosk.flows.views import Action, TableRow, TableView
from kiosk.i18n import Text

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

PAGE = 50
"""Rows in a page: more than any screen shows, few enough to read at once."""


class Table(Flow):
    """Root of lists. A subclass names itself, reads one page of rows, and opens a chosen row."""

    title: Text
    columns: tuple[Text, ...]
    empty: Text
    searchable = False
    actions: tuple[Action, ...] = ()

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._page = 0
        self._query = ""
        self._rows: tuple[TableRow, ...] = ()
        self._more = False

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        """At most `limit` rows from `offset` on."""
        raise NotImplementedError

    def entered(self) -> None:
        self._load()

    def news(self) -> None:
        self._load()

    def view(self) -> TableView:
        return TableView(
            self.title,
            self.columns,
            self._rows,
            self.empty,
            self._query if self.searchable else None,
            self._page,
            self._more,
            self.actions,
            self.strip,
        )

    def search(self, text: str) -> None:
        """Only rows that match."""
        self._query, self._page = text.strip(), 0
        self._load()

    def page(self, by: int) -> None:
        """Turn the page."""
        self._page = max(0, self._page + by) if by < 0 or self._more else self._page
        self._load()

    def choose(self, row: str) -> None:
        """Open a row."""
        raise NotImplementedError

    def _load(self) -> None:
        rows = self.read(self._query, PAGE + 1, self._page * PAGE)
        self._rows, self._more = tuple(rows[:PAGE]), len(rows) > PAGE

"""What an import needs to know of one kind of list: its columns, and how a row finds what the shop already has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from kiosk.i18n import M, Message
from kiosk.store.documents import Document
from kiosk.store.import_cells import BadCell, identifier_of
from kiosk.store.import_fields import Field
from kiosk.store.import_known import Directory
from kiosk.store.spreadsheet import Cell


class BadColumn(Exception):
    """A row is refused because of what stands in this column ("": the row as a whole)."""

    def __init__(self, column: str, reason: Message) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


class Kind(Protocol):
    """One kind of list, for one import: it remembers what the rows so far have said."""

    @property
    def fields(self) -> Sequence[Field]: ...

    def identify(self, row: int, cells: Mapping[str, Cell]) -> Document | None:
        """What the shop has of this row. Raises BadColumn where it is not clear, or an earlier row was the same."""
        ...

    def finish(self, row: int, values: Mapping[str, Any], existing: Document | None) -> Document:
        """The row's document. Raises BadColumn where its values don't go together."""
        ...

    def rows(self) -> Iterator[Document]:
        """All that the shop has, to be exported."""
        ...


class Seen:
    """Which row said a key first."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], int] = {}

    def once(self, row: int, column: str, key: str) -> None:
        """Raises BadColumn for a key that another row has already."""
        first = self._rows.setdefault((column, key), row)
        if first != row:
            raise BadColumn(column, M("Row {row} has the same.", row=first))


def cell_id(cells: Mapping[str, Cell], column: str = "id") -> str:
    """The identifier in a column, "" where it is empty or missing."""
    cell = cells.get(column)
    if cell is None or not cell.text.strip():
        return ""
    try:
        return identifier_of(cell)
    except BadCell as bad:
        raise BadColumn(column, bad.reason) from bad


def kind_of(name: str, directory: Directory) -> Kind:
    """The list of that name: products, customers, suppliers, or their terms."""
    from kiosk.store.import_people import CustomerList, SupplierList
    from kiosk.store.import_products import ProductList
    from kiosk.store.import_terms import TermsList

    kinds: dict[str, type[ProductList] | type[CustomerList] | type[SupplierList] | type[TermsList]] = {
        "products": ProductList,
        "customers": CustomerList,
        "suppliers": SupplierList,
        "terms": TermsList,
    }
    return kinds[name](directory)

"""Rows of a stocktake's page: what differs, what nobody counted, what is counted again, what came too late."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.stocktake_words import place_words
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import DoneRow
from kiosk.i18n import M, Text, plain
from kiosk.store.documents_counting import SettledLine
from kiosk.store.stocktakes import Compared
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


def compared_row(counter: Counter, number: int, c: Compared) -> DoneRow:
    """A cell: how it differs, what was counted and what the books say."""
    id_, name, places = (
        f"{c.product_id}\n{number}",
        name_of_product(counter, c.product_id),
        _places(counter, c.product_id),
    )
    where, books = _where(c), format_quantity(c.expected, places)
    if c.counted is None:
        return DoneRow(
            id_, name, plain("?"), M("Not counted, books {books} · {where}", books=books, where=where), "muted"
        )
    count = format_quantity(c.counted, places)
    about = M("Counted {count}, books {books} · {where}", count=count, books=books, where=where)
    return DoneRow(id_, name, _signed(c.difference, places), about, "warn" if c.difference > 0 else "error")


def settled_rows(counter: Counter, lines: Iterable[SettledLine]) -> tuple[DoneRow, ...]:
    """What differed when it was approved."""
    return tuple(
        DoneRow(
            f"{x.product_id}\n{n}",
            name_of_product(counter, x.product_id),
            _signed(x.counted - x.expected, _places(counter, x.product_id)),
            _where(x),
        )
        for n, x in enumerate(lines)
        if x.counted != x.expected
    )


def again_rows(counter: Counter, products: Iterable[str]) -> tuple[DoneRow, ...]:
    """What somebody has to count once more."""
    about = M("To be counted again")
    return tuple(DoneRow(f"again {p}", name_of_product(counter, p), plain("?"), about, "warn") for p in products)


def late_rows(counter: Counter, products: Iterable[str]) -> tuple[DoneRow, ...]:
    """What was handed in when the count stood already."""
    about = M("Handed in too late")
    return tuple(DoneRow(f"late {p}", name_of_product(counter, p), plain("?"), about, "warn") for p in products)


def name_of_product(counter: Counter, product_id: str) -> Text:
    """Its name, or its id where the catalogue has it no more."""
    product = counter.store.catalogue.product(product_id)
    return names_of(product) if product else plain(product_id)


def _places(counter: Counter, product_id: str) -> int:
    product = counter.store.catalogue.product(product_id)
    return decimals_of(product.unit) if product else 0


def _where(x: Compared | SettledLine) -> Text:
    """Short: it stands behind two figures. A batch says its date elsewhere."""
    if x.batch or x.expiry:
        return batch_words(x.batch, "" if x.batch else x.expiry)
    return place_words(x.location) if x.location else M("Shop floor")


def _signed(quantity: int, places: int) -> Text:
    return plain(f"{'+' if quantity > 0 else ''}{format_quantity(quantity, places)}")

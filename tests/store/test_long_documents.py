"""A line of a long document costs no more to post than one of a short document."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.store.document_base import Document
from kiosk.store.documents import AdjustmentLine, GoodsReturned, StockAdjusted
from kiosk.store.documents_stockroom import GoodsReceived, PlacedLine, ReceivedLine, StockPlaced
from kiosk.store.documents_transfers import TransferDispatched, TransferLine
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity
from tests.steps import steps_of

SHORT, LONG = 40, 400


def adjusted(lines: int, sign: int = 1) -> tuple[AdjustmentLine, ...]:
    return tuple(AdjustmentLine(product_id=f"p{n}", quantity=Quantity(sign * 1000)) for n in range(lines))


DOCUMENTS: dict[str, Callable[[int], Document]] = {
    "receipt": lambda n: GoodsReceived(
        supplier_id="V1",
        lines=tuple(ReceivedLine(product_id=f"p{k}", quantity=Quantity(1000), price=50) for k in range(n)),
    ),
    "dispatch": lambda n: TransferDispatched(
        source="S01",
        target="S02",
        lines=tuple(TransferLine(product_id=f"p{k}", quantity=Quantity(1000), cost=50) for k in range(n)),
    ),
    "adjustment": lambda n: StockAdjusted(reason="found", lines=adjusted(n)),
    "return": lambda n: GoodsReturned(supplier_id="V1", reason="damage", lines=adjusted(n, -1)),
    "placing": lambda n: StockPlaced(
        lines=tuple(PlacedLine(product_id=f"p{k}", quantity=Quantity(1000), target="A") for k in range(n))
    ),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_line_of_a_long_document_costs_no_more(store: Store, kind: str) -> None:
    make = DOCUMENTS[kind]
    store.journal.append(make(2), actor="1001")  # what is made once is made

    def a_line_of(lines: int) -> float:
        return steps_of(lambda: store.journal.append(make(lines), actor="1001")) / lines

    assert a_line_of(LONG) < 1.1 * a_line_of(SHORT)

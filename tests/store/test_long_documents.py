"""A line of a long document costs no more to post than one of a short document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.store.checks import stock as stock_check
from kiosk.store.document_base import Document
from kiosk.store.documents import AdjustmentLine, GoodsReturned, StockAdjusted
from kiosk.store.documents_stockroom import GoodsReceived, PlacedLine, ReceivedLine, StockPlaced
from kiosk.store.documents_transfers import TransferDispatched, TransferLine
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity
from tests.steps import steps_of
from tests.store.shop import Clock, new_store, received

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


def test_a_long_delivery_is_averaged_as_its_lines_by_themselves_would_be(
    store: Store, clock: Clock, tmp_path: Path
) -> None:
    """Goods that are new, that were there, and that moved later already: of each a dozen."""
    other = new_store(tmp_path / "other", clock=clock)
    for n in range(13, 37):
        store.journal.append(received(f"p{n}", 3000, 50), actor="1")
    clock.now += 1000
    lines = tuple(
        ReceivedLine(product_id=f"p{n}", quantity=Quantity(2000), price=900_000, batch=batch)
        for n in range(1, 37)
        for batch in ("L1", "L2")
    )
    late = other.journal.append(GoodsReceived(supplier_id="V1", lines=lines), actor="1")
    clock.now += 1000
    for n in range(25, 37):
        store.journal.append(received(f"p{n}", 1000, 200), actor="1")
    store.journal.receive(late)
    costs = [store.stock.level(f"p{n}").average_cost for n in (1, 13, 25)]
    assert costs == [900_000, (3 * 500_000 + 4 * 900_000 + 3) // 7, (3 * 500_000 + 4 * 900_000 + 2_000_000 + 4) // 8]
    assert [store.stock.level(f"p{n}").on_hand for n in (1, 13, 25)] == [4000, 7000, 8000]
    assert [f.severity for f in stock_check.check(store)] == ["ok"]
    other.close()

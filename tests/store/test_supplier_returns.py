"""What goes back to a supplier leaves the stock, is worth what the goods cost, and is off what he delivered."""

from __future__ import annotations

from kiosk.store.documents import AdjustmentLine, GoodsReturned
from kiosk.store.documents_stockroom import GoodsReceived, ReceivedLine
from kiosk.store.store import Store
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity


def deliver(store: Store, supplier: str, quantity: int) -> str:
    line = ReceivedLine(product_id="p9", quantity=Quantity(quantity), price=10_000)
    return store.journal.append(GoodsReceived(supplier_id=supplier, lines=(line,)), actor="1").id


def send_back(store: Store, supplier: str, quantity: int, undoes: str = "") -> str:
    line = AdjustmentLine(product_id="p9", quantity=Quantity(-quantity), value=Money(-quantity // 1000))
    document = GoodsReturned(supplier_id=supplier, reason="damage", lines=(line,), undoes=undoes)
    return store.journal.append(document, actor="1").id


def delivered(store: Store) -> dict[str, int]:
    return {d.supplier_id: d.quantity for d in store.supplier_returns.delivered("p9")}


def test_each_supplier_has_back_no_more_than_what_is_known_to_have_come_from_him(store: Store) -> None:
    deliver(store, "V1", 8000)
    deliver(store, "V2", 3000)
    send_back(store, "V1", 5000)
    assert delivered(store) == {"V1": 3000, "V2": 3000}
    assert store.stock.level("p9").on_hand == 6000
    send_back(store, "V2", 3000)
    assert delivered(store) == {"V1": 3000}


def test_a_return_that_is_taken_back_never_was(store: Store) -> None:
    deliver(store, "V1", 8000)
    first = send_back(store, "V1", 5000)
    at = store.supplier_returns.recent()[0].at
    assert not store.supplier_returns.is_undone(first, at)
    send_back(store, "V1", -5000, undoes=first)
    assert store.supplier_returns.is_undone(first, at)
    assert delivered(store) == {"V1": 8000}
    assert store.stock.level("p9").on_hand == 8000
    assert [(r.supplier, r.value, bool(r.undoes)) for r in store.supplier_returns.recent()] == [
        ("V1", 5, True), ("V1", -5, False),
    ]  # fmt: skip


def test_the_average_cost_stays_what_the_rest_did_cost(store: Store) -> None:
    deliver(store, "V1", 8000)
    send_back(store, "V1", 5000)
    assert store.stock.level("p9").average_cost == 10_000

"""Transfers in words: their states, the shops, batches that are on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.receiving_rows import batch_words
from kiosk.flows.units import decimals_of
from kiosk.i18n import M, Message, Names, Text, plain
from kiosk.store.transfers import Transfer, TransferGoods
from kiosk.trade.quantity import format_quantity
from kiosk.trade.transfers import State

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

STATES: dict[State, Message] = {
    "asked": M("Asked for"),
    "part_sent": M("Partly sent"),
    "sent": M("Sent"),
    "on_the_way": M("On its way"),
    "part_arrived": M("Partly arrived"),
    "arrived": M("Arrived"),
    "differs": M("Differs"),
    "ended": M("Ended"),
}
TONES: dict[State, str] = {
    "asked": "warn", "part_sent": "warn", "sent": "ok", "on_the_way": "", "part_arrived": "warn", "arrived": "ok",
    "differs": "error", "ended": "muted",
}  # fmt: skip

NO_OFFICE = M("This shop has no others to send goods to. Shops of one head office can.")


def shop_name(counter: Counter, shop_id: str) -> Text:
    """Another shop's name; its id where nobody said it."""
    found = next((s for s in counter.store.transfers.shops() if s.id == shop_id), None)
    return Names(found.name_zh, found.name_en) if found else plain(shop_id)


def direction(counter: Counter, transfer: Transfer) -> Message:
    """Where from, or where to."""
    name = shop_name(counter, transfer.peer)
    return M("From {shop}", shop=name) if transfer.inward else M("To {shop}", shop=name)


def amount(goods: TransferGoods, quantity: int) -> str:
    """A quantity of these goods."""
    return format_quantity(quantity, decimals_of(goods.unit))


def lot(batch: str, expiry: str) -> Text | None:
    """Batch and date; None where there is neither."""
    return batch_words(batch, expiry) if batch or expiry else None

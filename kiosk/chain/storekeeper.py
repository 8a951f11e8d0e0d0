"""`python -m kiosk.chain.storekeeper KIOSK_TOML SEED`: a warehouse's terminal, where deliveries come in until it ends.

Each delivery is a document of stock, with what it cost. After each it writes a line of JSON: number and pieces.
"""

from __future__ import annotations

import json
import random
import signal
import sys
import threading
from pathlib import Path

from kiosk.config import load_config
from kiosk.database import open_store
from kiosk.store.documents import AdjustmentLine, StockAdjusted
from kiosk.store.store import Store
from kiosk.trade.quantity import ONE, Quantity

STOREKEEPER = "1004"
"""The demo shop's manager."""

KINDS = 24
"""Of the favourites: so many goods come in at all."""


def deliver(store: Store, chance: random.Random) -> tuple[str, dict[str, int]]:
    """One delivery of a few goods by the case; the entry's number, and how much of what."""
    goods = store.catalogue.tiles(None, KINDS)
    chosen = chance.sample(goods, min(len(goods), chance.randrange(1, 6)))
    lines = []
    for tile in chosen:
        product = store.catalogue.product(tile.id)
        cost = None if product is None else product.cost
        lines.append(AdjustmentLine(product_id=tile.id, quantity=_cases(chance), unit_cost=cost))
    entry = store.journal.append(StockAdjusted(reason="opening", lines=tuple(lines)), actor=STOREKEEPER)
    return entry.id, {line.product_id: int(line.quantity) for line in lines}


def _cases(chance: random.Random) -> Quantity:
    return Quantity(chance.randrange(1, 10) * 24 * ONE)


def main() -> None:
    """Take deliveries in until SIGTERM."""
    ends = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ends.set())
    chance = random.Random(int(sys.argv[2]))  # noqa: S311  (a demo)
    store = open_store(load_config(Path(sys.argv[1])))
    while not ends.is_set():
        number, pieces = deliver(store, chance)
        print(json.dumps({"delivery": number, "pieces": pieces}), flush=True)
        ends.wait(chance.uniform(0.5, 2.0))
    store.close()


if __name__ == "__main__":
    main()

"""A scan costs no more in a list of hundreds of lines than in one of a few: measured in the interpreter's own steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kiosk.flows.adjusting import Adjusting
from kiosk.flows.base import Flow
from kiosk.flows.counter import Counter
from kiosk.flows.receiving import Receiving
from kiosk.flows.sending_back import SendingBack
from kiosk.flows.stocktake_count import Counting
from kiosk.flows.transfer_asking import Asking
from kiosk.flows.transfer_receiving import TakingIn
from kiosk.flows.transfer_sending import Sending
from kiosk.store.documents import AdjustmentLine, PackCode, ProductSaved, StockAdjusted
from kiosk.store.documents_stockroom import PlacedLine, StockPlaced
from kiosk.store.documents_transfers import TransferAnnounced, TransferLine
from kiosk.store.stocktakes import Stocktake
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.flows.goods import ean
from tests.flows.keeper import open_stockroom, sent_order
from tests.flows.shop import Shop
from tests.steps import steps_of

SHORT, LONG = 60, 300
CODES = [ean(f"9520001{n:05d}") for n in range(LONG)]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    shop = open_stockroom(tmp_path_factory.mktemp("room"), "lee")
    goods = [
        ProductSaved(id=f"g{n}", name_zh=f"货{n}", name_en=f"Goods {n}", unit="pcs", tax_id="V13", price=Money(100),
                     barcodes=(PackCode(code),))
        for n, code in enumerate(CODES)
    ]  # fmt: skip
    shop.store.journal.append_many(goods, actor="-")
    there = tuple(AdjustmentLine(product_id=p.id, quantity=Quantity(9000), unit_cost=50) for p in goods)
    shop.store.journal.append(StockAdjusted(reason="opening", lines=there), actor="-")
    placed = tuple(PlacedLine(product_id=p.id, quantity=Quantity(8000), target="A-01") for p in goods)
    shop.store.journal.append(StockPlaced(lines=placed), actor="-")
    yield shop
    shop.close()


def told(shop: Shop, about: str, source: str, target: str, lines: int) -> str:
    """Another shop's document of so many lines; its id."""
    id_ = f"{about[:6].upper()}-{lines}"
    pieces = tuple(TransferLine(product_id=f"g{n}", quantity=Quantity(4000), cost=500_000) for n in range(lines))
    document = TransferAnnounced(
        about=about, original=id_, transfer_id=id_, at=shop.time.at, actor="N1", author="S02", source=source,
        target=target, lines=pieces,
    )  # fmt: skip
    shop.store.journal.append(document, actor="-")
    return id_


def listed(lines: int) -> Stocktake:
    return Stocktake(
        f"LISTED-{lines}", 1, "LEE", "goods", "", tuple(f"g{n}" for n in range(lines)), True, "open", ()
    )  # fmt: skip


def gathering(task: type[Adjusting]) -> Callable[[Shop, int], Flow]:
    def begun(shop: Shop, _lines: int) -> Flow:
        flow = task(shop.counter)
        flow.gathering.because("damage")
        if isinstance(flow, SendingBack):
            flow.sent_back.say(supplier_id="V1")
        return flow

    return begun


TASKS: dict[str, Callable[[Shop, int], Flow]] = {
    "receiving": lambda shop, _lines: Receiving(shop.counter),
    "receiving an order": lambda shop, lines: Receiving(
        shop.counter, sent_order(shop, *((f"g{n}", 4000, 1000, 50) for n in range(lines)))
    ),
    "picking": lambda shop, lines: Sending(shop.counter, told(shop, "requested", "S01", "S02", lines)),
    "taking in": lambda shop, lines: TakingIn(shop.counter, told(shop, "dispatched", "S02", "S01", lines)),
    "asking": lambda shop, _lines: Asking(shop.counter),
    "counting": lambda shop, lines: Counting(
        shop.counter, Stocktake(f"COUNTS-{lines}", 1, "LEE", "all", "", (), True, "open", ())
    ),
    "counting a list": lambda shop, lines: Counting(shop.counter, listed(lines)),
    "writing off": gathering(Adjusting),
    "sending back": gathering(SendingBack),
}


def dearest(shop: Shop, begin: Callable[[Shop, int], Flow], lines: int) -> int:
    """What the dearest of a few scans costs: at the beginning of the list, in its middle, and near its end."""
    shop.store.book.sql("DELETE FROM draft")
    counter: Counter = shop.counter
    counter.home(begin(shop, lines))
    costs = []
    for number, code in enumerate(CODES[:lines]):
        shop.time.pass_s(2)
        if number in (40, lines // 2, lines - 10, lines - 9):
            costs.append(steps_of(lambda: shop.scan(code)))  # noqa: B023  (it runs at once)
        else:
            shop.scan(code)
        assert shop.overlay is None
    (rows,) = shop.store.book.sql("SELECT count(*) FROM draft WHERE number > 0")
    assert rows == (lines,)
    return max(costs)


@pytest.mark.parametrize("task", TASKS)
def test_a_scan_costs_the_same_in_a_long_list(room: Shop, task: str) -> None:
    short, long = (dearest(room, TASKS[task], lines) for lines in (SHORT, LONG))
    assert long < 1.1 * short

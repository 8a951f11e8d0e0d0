"""No product, no batch and no place holds less than nothing, unless the shop lets it: whatever till and stock room do.

A till and a warehouse terminal of one shop that hear of everything at once, driven as people drive them, by chance. Of
terminals that do not hear of each other no rule can say so: tests/flows/test_below_told.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.flows.adjustments import AdjustmentPage
from kiosk.flows.customer_picking import PickOrder
from kiosk.flows.receipts import ReceiptPage
from kiosk.flows.returns import ReturnPage
from kiosk.flows.views import ApprovalView, ChoiceView, ConfirmView, DoneView, NumberView
from kiosk.store.documents import ShiftOpened, StoreSaved
from kiosk.store.documents_promises import CustomerOrdered, PromisedLine
from kiosk.store.documents_stockroom import GoodsReceived, LocationSaved, ReceivedLine, location_id
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.flows.goods import COLA, MILK, milk_batch
from tests.flows.shop import Shop
from tests.store.buying import supplier
from tests.store.shop import refund

PLACES = ("A-01", "B-01")
CODES = (COLA, MILK, milk_batch("L1", "261224"), milk_batch("L2", "261231"))
GOODS = {COLA: ("cola", "", ""), MILK: ("milk", "", ""), CODES[2]: ("milk", "L1", "2026-12-24"),
         CODES[3]: ("milk", "L2", "2026-12-31")}  # fmt: skip
MANY = 12
"""Answers in a row: whoever is asked more often is led in a circle, and gives up."""


@cache
def begun(rule: str) -> bytes:
    """The database of a shop on its first morning."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        shop = Shop(path)
        places = [LocationSaved(id=location_id("S01", p), store_id="S01", code=p) for p in PLACES]
        shop.store.journal.append_many(
            [
                StoreSaved(id="S01", name_zh="城南店", name_en="South", policies={"negative_stock": rule}),
                StoreSaved(id="S02", name_zh="城北店", name_en="North"),
                supplier(), *places, ShiftOpened(terminal="T1", float_amount=Money(0)),
            ],
            actor="LEE",
        )  # fmt: skip
        shop.close()
        return path.read_bytes()


class Day:
    """Lee does everything himself, at a till and at a warehouse terminal of the same shop."""

    def __init__(self, path: Path, rule: str) -> None:
        path.write_bytes(begun(rule))
        self.till, self.room = Shop(path), Shop(path, role="warehouse")
        for terminal in (self.till, self.room):
            terminal.start()
            terminal.sign_in("lee")

    def close(self) -> None:
        self.till.close()
        self.room.close()

    # --- what people do; n and k choose

    def receive(self, n: int, k: int) -> None:
        product, batch, expiry = GOODS[CODES[n % 4]]
        line = ReceivedLine(
            product_id=product, quantity=Quantity((k + 1) * 1000), price=100, batch=batch, expiry=expiry,
            location=("", *PLACES)[k % 3],
        )  # fmt: skip
        self.room.store.journal.append(GoodsReceived(supplier_id="V1", lines=(line,)), actor="LEE")

    def take_delivery_back(self, n: int, _k: int) -> None:
        found = self.room.store.stockroom.receipts(10)
        if found:
            self._enter(ReceiptPage(self.room.counter, found[n % len(found)].id))
            self.room.act("take_back")
            self._answer(self.room, 1)

    def sell(self, n: int, k: int) -> None:
        for _ in range(k % 4 + 1):
            self.till.scan(CODES[n % 4])
            self._answer(self.till, k + 1)
        if k > 6:
            self.till.act("suspend")
            return
        self._pay()

    def recall_basket(self, n: int, _k: int) -> None:
        waiting = self.till.store.baskets.suspended()
        if waiting:
            self.till.scan(waiting[n % len(waiting)].id)
            self._answer(self.till, 1)
            self._pay()

    def give_back(self, n: int, _k: int) -> None:
        rows = self.till.store.sales.recent(1000, 0)
        sale = self.till.store.sales.get(rows[n % len(rows)].id) if rows else None
        if sale is not None and sale.lines[0].quantity > 0:
            line = sale.lines[0]
            back = refund(sale.shift_id, rows[n % len(rows)].id, 1, 1000, line.unit_price)
            lines = (replace(back.lines[0], product_id=line.product_id, batch=line.batch, expiry=line.expiry),)
            self.till.store.journal.append(replace(back, lines=lines), actor="LEE")

    def write_off(self, n: int, k: int) -> None:
        self._gather("adjust", n, k, done=k % 3 > 0)

    def finish_writing_off(self, _n: int, _k: int) -> None:
        self.room.act("adjust")
        self.room.act("done")
        self._answer(self.room, 1)

    def send_back(self, n: int, k: int) -> None:
        self._gather("send_back", n, k, done=k % 3 > 0)

    def take_back(self, n: int, _k: int) -> None:
        """Something that was adjusted, or sent back."""
        store = self.room.store
        pages = {a.id: AdjustmentPage for a in store.adjustments.recent() if a.reason != "count"}
        pages |= {r.id: ReturnPage for r in store.supplier_returns.recent()}
        if pages:
            document = sorted(pages)[n % len(pages)]
            self._enter(pages[document](self.room.counter, document))
            self.room.act("take_back")
            self._answer(self.room, 1)

    def put_away(self, n: int, k: int) -> None:
        self.room.act("put_away")
        self._hold_and_put(n, k)

    def move(self, n: int, k: int) -> None:
        self.room.act("move")
        self.room.scan(f"ZGL-{PLACES[n % 2]}")
        self._hold_and_put(n, k)

    def send(self, n: int, k: int) -> None:
        """To the other shop; half of the time not off yet."""
        self.room.act("transfers")
        self.room.act("send")
        for _ in range(k % 3 + 1):
            self.room.scan(CODES[n % 4])
            self._answer(self.room, k + 1)
        if k % 2:
            self.room.act("done")
            self._answer(self.room, 1)

    def pick_order(self, n: int, k: int) -> None:
        product = GOODS[CODES[n % 4]][0]
        lines = (PromisedLine(product, Quantity((k % 3 + 1) * 1000)),)
        placed = CustomerOrdered(customer_id="C1", lines=lines, total=Money(500), body=msgspec.Raw(b"{}"))
        order = self.room.store.journal.append(placed, actor="LEE").id
        self.room.act("pick")
        self.room.do("choose", order)
        if isinstance(self.room.front, PickOrder):
            for _ in range(k % 3 + 1):
                self.room.scan(CODES[n % 4])
                self._answer(self.room, 1)
            self.room.act("done")
            self._answer(self.room, 1)

    def count(self, n: int, k: int) -> None:
        """All of it, or one place; of what is scanned so many are there. Trade goes on before it is approved."""
        shop = self.room
        shop.act("sign_out")
        shop.sign_in("tom")
        shop.act("count")
        if k % 2:
            shop.scan(f"ZGL-{PLACES[n % 2]}")
            self._answer(shop, 1)
        else:
            shop.act("new")
            shop.do("choose", "all")
            shop.act("count")
        for _ in range(k % 5):
            shop.scan(CODES[n % 4])
            self._answer(shop, 1)
        shop.act("done")
        self._home()
        if k % 3:
            self.sell(n, k % 5)
        shop.act("sign_out")
        shop.sign_in("lee")
        for opened in shop.store.stocktakes.open()[:1]:
            shop.act("count")
            shop.do("choose", opened.id)
            shop.act("approve")
            self._answer(shop, 1, choose=k)

    # --- how

    def _gather(self, task: str, n: int, k: int, *, done: bool) -> None:
        self.room.act(task)
        if k % 2:
            self.room.scan(f"ZGL-{PLACES[k % 2]}")
        for _ in range(k % 3 + 1):
            self.room.scan(CODES[n % 4])
            self._answer(self.room, k + 1, choose=n)
        if done:
            self.room.act("done")
            self._answer(self.room, 1)

    def _hold_and_put(self, n: int, k: int) -> None:
        self.room.scan(CODES[n % 4])
        self._answer(self.room, k + 1, choose=k)
        self.room.scan(f"ZGL-{PLACES[k % 2]}")
        if k > 4:
            self.sell(n, k % 4)
        if k % 4 == 0:
            self.room.act("undo")

    def _pay(self) -> None:
        till = self.till
        if not till.counter.cart.empty:
            till.do("pay")
            self._answer(till, 1)
            if hasattr(till.body, "cash_due"):
                till.do("cash", till.body.cash_due)
        if isinstance(till.body, DoneView):
            till.do("next")
        else:
            till.counter.cart.clear()

    def _enter(self, flow: object) -> None:
        self.room.counter.enter(flow)  # type: ignore[arg-type]
        self.room.counter.publish()

    def _answer(self, shop: Shop, pieces: int, choose: int = 0) -> None:
        """Say yes, or something, to all that is asked."""
        for _ in range(MANY):
            match shop.overlay:
                case None:
                    return
                case ConfirmView():
                    shop.do("confirm")
                case ChoiceView(options=options):
                    shop.do("choose", options[choose % len(options)].id)
                case NumberView():
                    shop.do("answer", pieces * 1000)
                case ApprovalView():
                    shop.approve("mei")
                    if shop.overlay is not None:
                        return
        return

    def _home(self) -> None:
        for shop in (self.till, self.room):
            shop.counter.sheets.clear()
            if len(shop.counter.stack) > 1:
                shop.counter.leave(shop.counter.stack[1])
            shop.counter.publish()

    def do(self, act: str, n: int, k: int) -> None:
        self.till.time.pass_s(2)
        self.room.time.at = self.till.time.at
        self.room.time.seconds = self.till.time.seconds
        getattr(self, act)(n, k)
        self._home()

    # --- what must hold

    def below(self) -> list[str]:
        """What holds less than nothing."""
        found, store = [], self.room.store
        for product in ("cola", "milk"):
            on_hand = store.stock.level(product).on_hand
            cells, _dates = store.stockroom.cells(product)
            lots: dict[tuple[str, str], int] = defaultdict(int)
            for (place, batch, expiry), quantity in cells.items():
                lots[batch, expiry] += quantity
                if place and quantity < 0:
                    found.append(f"{quantity} of {product} in {place}")
            found += [f"{q} of {product}, batch {lot}" for lot, q in lots.items() if any(lot) and q < 0]
            if on_hand < 0:
                found.append(f"{on_hand} of {product}")
            lying = store.stockroom.where(product)
            assert sum(r.quantity for r in lying) == on_hand
            if not found:
                assert all(r.quantity > 0 for r in lying), lying
        return found


@contextmanager
def day(rule: str) -> Iterator[Day]:
    with TemporaryDirectory() as folder:
        shop = Day(Path(folder) / "shop.db", rule)
        try:
            yield shop
        finally:
            shop.close()


ACTS = (
    "receive", "take_delivery_back", "sell", "recall_basket", "give_back", "write_off", "finish_writing_off",
    "send_back", "take_back", "put_away", "move", "send", "pick_order", "count",
)  # fmt: skip
MOMENTS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 11), st.integers(0, 11)), min_size=4, max_size=24)


@settings(max_examples=25, deadline=None)
@given(MOMENTS)
def test_nothing_goes_below_nothing_where_the_shop_forbids_it(moments: list[tuple[str, int, int]]) -> None:
    with day("refuse") as shop:
        for act, n, k in moments:
            shop.do(act, n, k)
            assert shop.below() == [], (act, n, k)


def test_where_the_shop_allows_it_stock_goes_below_nothing() -> None:
    """So the days above are such in which it could."""
    with day("allow") as shop:
        shop.do("sell", 2, 0)
        assert shop.below() == ["-1000 of milk, batch ('L1', '')"]
    with day("refuse") as shop:
        shop.do("sell", 2, 0)
        assert shop.below() == []
        assert shop.till.sales() == []

"""Whatever the order in which several tills' entries arrive, the tables end equal."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.store.digests import table_digest, table_digests
from kiosk.store.documents import (
    KINDS,
    ActAudited,
    AdjustmentLine,
    Approval,
    BasketResumed,
    BasketSuspended,
    CashMoved,
    CustomerPaid,
    CustomerSaved,
    CustomerUse,
    DrawerOpened,
    PriceLine,
    ShiftClosed,
    StockAdjusted,
)
from kiosk.store.documents_buying import STEPS
from kiosk.store.documents_counting import (
    CountLine,
    RecountAsked,
    StockCounted,
    StocktakeApproved,
    StocktakeCancelled,
    StocktakeStarted,
)
from kiosk.store.documents_stockroom import (
    CostCorrected,
    GoodsReceived,
    InvoicedLine,
    PlacedLine,
    ReceivedLine,
    StockPlaced,
    SupplierInvoiced,
)
from kiosk.store.entry import Entry, encode
from kiosk.store.posting import _POSTERS
from kiosk.store.stocktakes import settled
from kiosk.store.store import Store
from kiosk.trade.goods import Component
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.store.buying import draft, sells
from tests.store.shop import Clock, line, new_store, open_shift, own_entries, product, received, refund, sale, stock_up


def test_every_kind_of_document_is_posted_by_a_function_of_its_own() -> None:
    assert set(_POSTERS) == set(KINDS.values())


class History:
    """Tills of one shop that trade at random, hear from each other now and then, and write down what they did."""

    def __init__(self, root: Path, seed: int, tills: int = 3) -> None:
        self.random = random.Random(seed)
        self.clocks = [Clock() for _ in range(tills)]
        self.tills = [new_store(root / str(n), clock=clock) for n, clock in enumerate(self.clocks)]
        self.shifts = ["" for _ in range(tills)]
        self.sold: list[set[str]] = [set() for _ in range(tills)]

    def close(self) -> None:
        for till in self.tills:
            till.close()

    def step(self) -> None:
        n = self.random.randrange(len(self.tills))
        self.clocks[n].now += self.random.choice((-500, 0, 0, 1, 700))
        if self.random.random() < 0.15:
            self._hear(n)
            return
        if not self.shifts[n]:
            self.shifts[n] = open_shift(self.tills[n])
            return
        action: Callable[[int], None] = self.random.choice(
            (self._sell, self._sell, self._kit, self._refund, self._receive, self._edit, self._edit, self._customer,
             self._cash, self._suspend, self._resume, self._close_shift, self._order, self._order, self._terms,
             self._deliver, self._deliver, self._invoice, self._place, self._adjust,
             self._count, self._count, self._count)
        )  # fmt: skip
        action(n)

    def _append(self, n: int, document: object) -> Entry:
        return self.tills[n].journal.append(document, actor=f"u{n}")  # type: ignore[arg-type]

    def _hear(self, n: int) -> None:
        """Take in a random prefix of another till's entries, with some again that are here already."""
        other = self.random.choice([m for m in range(len(self.tills)) if m != n])
        entries = own_entries(self.tills[other])
        known = self.tills[n].journal.origins().get(self.tills[other].origin, 0)
        for entry in entries[max(0, known - 2) : known + self.random.randrange(1, 12)]:
            assert self.tills[n].journal.receive(entry) != "gap"

    def _sell(self, n: int) -> None:
        lines = [line(i + 1, self.random.choice((1000, 2000)), 100, product_id=f"p{self.random.randrange(1, 4)}")
                 for i in range(self.random.randrange(1, 4))]  # fmt: skip
        document = sale(
            self.shifts[n], *lines, tender=self.random.choice(("cash", "card", "account")),
            customer_id=self.random.choice(("", "c1", "c2")), points=1, approvals=(Approval("sale.account", "m"),),
            uses=(CustomerUse("two", self.random.choice(("c1", "c2")), self.random.choice((-1, 1, 2))),),
        )  # fmt: skip
        self._append(n, document)

    def _kit(self, n: int) -> None:
        parts = (Component("p1", Quantity(1000)), Component("p2", Quantity(500)), Component("p1", Quantity(200)))
        self._append(n, sale(self.shifts[n], line(1, 3000, 500, product_id="kit", components=parts)))

    def _refund(self, n: int) -> None:
        sales = self.tills[n].sales.recent(50)
        if sales:
            row = self.random.choice(sales)
            for sold in self.tills[n].sales.sold_lines(row.id)[:1]:
                back = line(1, -1000, 100, product_id=sold.product.id, of_sale=row.id, of_line=sold.line,
                            cost=self.random.choice((None, 70)))  # fmt: skip
                undoes = row.id if self.random.random() < 0.3 else ""
                self._append(n, sale(self.shifts[n], back, undoes=undoes))

    def _receive(self, n: int) -> None:
        cost = self.random.choice((None, 50, 77))
        self._append(n, received(f"p{self.random.randrange(1, 4)}", self.random.choice((-1000, 2000, 7000)), cost))

    def _deliver(self, n: int) -> None:
        """Goods of one of the orders known here, or of none; sometimes the last delivery is taken back."""
        till = self.tills[n]
        orders = [head.id for head in till.purchases.orders(20)]
        batch, place = self.random.choice(("", "L1", "L2")), self.random.choice(("", "A-01"))
        known = [r for r in till.stockroom.receipts(5) if not r.undone]
        if known and self.random.random() < 0.3:
            receipt = till.stockroom.receipt(known[0].id)
            if receipt is not None:
                back = [msgspec.structs.replace(x, quantity=Quantity(-x.quantity)) for x in receipt.lines]
                self._append(n, msgspec.structs.replace(receipt, lines=tuple(back), undoes=known[0].id))
            return
        line = ReceivedLine(
            product_id=f"p{self.random.randrange(1, 4)}", quantity=Quantity(self.random.choice((1000, 24_000))),
            price=self.random.choice((None, 500_000, 750_001)), batch=batch, location=place,
        )  # fmt: skip
        order = self.random.choice(["", *orders])
        self._append(n, GoodsReceived(supplier_id="V1", order_id=order, lines=(line,)))

    def _invoice(self, n: int) -> None:
        """For one of the last deliveries, for the first time or once more; at what was agreed, or something else."""
        till, chance = self.tills[n], self.random
        known = till.stockroom.receipts(4)
        receipt = till.stockroom.receipt(chance.choice(known).id) if known else None
        if receipt is None:
            return
        products = sorted({x.product_id for x in receipt.lines})
        corrected = tuple(
            CostCorrected(p, Money(chance.choice((-900, 7, 450))), whole=chance.random() < 0.2)
            for p in products
            if chance.random() < 0.7
        )
        lines = tuple(InvoicedLine(p, Quantity(1000), Money(5)) for p in products)
        self._append(n, SupplierInvoiced(
            receipt_id=chance.choice(known).id, supplier_id="V1", number="R1", lines=lines, amount=Money(5),
            corrections=corrected,
        ))  # fmt: skip

    def _place(self, n: int) -> None:
        line = PlacedLine(
            product_id=f"p{self.random.randrange(1, 4)}", quantity=Quantity(1000), target=self.random.choice("AB"),
            batch=self.random.choice(("", "L1")),
        )  # fmt: skip
        self._append(n, StockPlaced(lines=(line,)))

    def _adjust(self, n: int) -> None:
        line = AdjustmentLine(
            product_id=f"p{self.random.randrange(1, 4)}", quantity=Quantity(self.random.choice((-1000, 2000))),
            batch=self.random.choice(("", "L1")), location=self.random.choice(("", "A")), value=Money(-7),
        )  # fmt: skip
        known = self.tills[n].adjustments.recent(3)
        undoes = self.random.choice(known).id if known and self.random.random() < 0.2 else ""
        self._append(n, StockAdjusted(reason=self.random.choice(("damage", "found")), lines=(line,), undoes=undoes))

    def _count(self, n: int) -> None:
        """A count begins, goods on, is begun anew for a product, or stands; two people may approve the same one."""
        till, chance = self.tills[n], self.random
        known = till.stocktakes.latest(20)
        if not known or chance.random() < 0.2:
            self._append(n, StocktakeStarted(scope=chance.choice(("all", "category")), of="drinks"))
            return
        one, at = chance.choice(known), till.journal.moment()
        step = chance.random()
        if step < 0.55:
            line = CountLine(
                product_id=f"p{chance.randrange(1, 4)}", quantity=Quantity(chance.randrange(9) * 1000),
                at=at - chance.choice((0, 0, 300)), batch=chance.choice(("", "L1")), location=chance.choice(("", "A")),
            )  # fmt: skip
            self._append(n, StockCounted(stocktake_id=one.id, lines=(line,)))
        elif step < 0.65:
            self._append(n, RecountAsked(stocktake_id=one.id, products=("p1",)))
        elif step < 0.7:
            self._append(n, StocktakeCancelled(stocktake_id=one.id))
        else:
            self._append(n, StocktakeApproved(stocktake_id=one.id, lines=settled(till.stocktakes.compare(one, at))))

    def _edit(self, n: int) -> None:
        number = self.random.randrange(1, 4)
        prices = (PriceLine(price=Money(90)),) * self.random.randrange(3)
        self._append(n, product(number, price=Money(self.random.randrange(1, 500)), prices=prices))

    def _customer(self, n: int) -> None:
        who = self.random.choice(("c1", "c2"))
        if self.random.random() < 0.5:
            self._append(n, CustomerSaved(id=who, name=f"王{self.random.randrange(9)}", phone="13800138000"))
        else:
            paid = CustomerPaid(shift_id=self.shifts[n], terminal="T1", customer_id=who, amount=Money(5), tender="cash")
            self._append(n, paid)

    def _cash(self, n: int) -> None:
        self._append(n, CashMoved(shift_id=self.shifts[n], terminal="T1", amount=Money(-700), reason="bank"))
        self._append(n, DrawerOpened(shift_id=self.shifts[n], terminal="T1", reason="change"))
        self._append(n, ActAudited(act="sale.line.void", approvals=(Approval("sale.line.void", "m"),)))

    def _suspend(self, n: int) -> None:
        from kiosk.trade.basket import Basket

        body = msgspec.Raw(msgspec.json.encode(Basket("b")))
        self._append(n, BasketSuspended(basket_id="b", label="x", total=Money(5), count=1, body=body))

    def _resume(self, n: int) -> None:
        rows = self.tills[n].baskets.suspended()
        if rows:
            self._append(n, BasketResumed(suspended_id=self.random.choice(rows).id))

    def _order(self, n: int) -> None:
        """A new order, a change of one, or a step of its life."""
        orders = self.tills[n].purchases.orders()
        lines = [(f"p{p}", self.random.choice((1000, 5000))) for p in self.random.sample((1, 2, 3), 2)]
        if not orders or self.random.random() < 0.3:
            self._append(n, draft(*lines))
            return
        found = self.tills[n].purchases.order(self.random.choice(orders).id)
        assert found is not None
        if self.random.random() < 0.2:
            self._append(n, draft(*lines, order_id=found.head.id))
        else:
            self._append(n, self.random.choice(STEPS)(order_id=found.head.id, revision=found.revision))

    def _terms(self, n: int) -> None:
        self._append(n, sells("p1", code=str(self.random.randrange(9))))

    def _close_shift(self, n: int) -> None:
        if self.random.random() < 0.3:
            closed = ShiftClosed(
                shift_id=self.shifts[n], terminal="T1", counted=Money(1), expected=Money(0), over_short=Money(1)
            )
            self._append(n, closed)
            self.shifts[n] = ""


def interleaved(journals: list[list[Entry]], chance: random.Random) -> list[Entry]:
    """All entries, each origin's in its own order, with some repeated later on."""
    left = [list(journal) for journal in journals]
    found: list[Entry] = []
    while any(left):
        found.append(chance.choice([journal for journal in left if journal]).pop(0))
        if chance.random() < 0.1:
            found.append(chance.choice(found))
    return found


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**9))
@example(63643)  # a count, a delivery and a sale of one millisecond
def test_any_interleaving_with_duplicates_ends_in_equal_tables(seed: int) -> None:
    with TemporaryDirectory() as name:
        root = Path(name)
        history = History(root, seed)
        for _ in range(60):
            history.step()
        journals = [own_entries(till) for till in history.tills]
        chance = random.Random(seed + 1)
        found: list[Store] = []
        for n in range(2):
            office = new_store(root / f"office{n}")
            entries = interleaved(journals, chance)
            if n:
                while entries:
                    batch = chance.randrange(1, 20)
                    answers = office.journal.receive_many(entries[:batch])
                    del entries[:batch]
                    assert set(answers) <= {"posted", "pending", "duplicate"}
            for entry in entries:
                assert office.journal.receive(entry) in ("posted", "pending", "duplicate")
            found.append(office)
        for n, till in enumerate(history.tills):
            for m in range(len(history.tills)):
                for entry in journals[m] if m != n else ():
                    till.journal.receive(entry)
            found.append(till)
        digests = [table_digests(store.book) for store in found]
        for other in digests[1:]:
            assert other == digests[0]
        for store in (*found[:2], *history.tills):
            store.close()


def test_a_till_and_one_that_heard_of_everything_later_agree(tmp_path: Path) -> None:
    """The tables posted while trading are those posted from the journal alone."""
    till = new_store(tmp_path / "a")
    stock_up(till)
    shift = open_shift(till)
    sold = till.journal.append(sale(shift), actor="1001")
    till.journal.append(refund(shift, sold.id, 1), actor="1001")
    other = new_store(tmp_path / "b")
    for entry in own_entries(till):
        assert other.journal.receive(entry) == "posted"
    assert table_digest(other.book) == table_digest(till.book)
    till.close()
    other.close()


class TestEditsThatDoNotKnowOfEachOther:
    @pytest.fixture
    def tills(self, tmp_path: Path) -> list[Store]:
        tills = [new_store(tmp_path / str(n)) for n in range(2)]
        tills[0].journal.append(product(1), actor="1")
        tills[1].journal.receive(own_entries(tills[0])[0])
        yield tills
        for till in tills:
            till.close()

    def conflicts(self, store: Store) -> list[tuple[object, ...]]:
        return store.book.sql("SELECT id, origin, seq FROM conflict")

    def test_the_later_stands_and_the_other_is_kept_for_review(self, tills: list[Store]) -> None:
        one, two = tills
        early = one.journal.append(product(1, price=Money(111)), actor="1")
        two.clock.now += 1000  # type: ignore[attr-defined]
        late = two.journal.append(product(1, price=Money(222)), actor="2")
        one.journal.receive(late)
        two.journal.receive(early)
        for store in tills:
            known = store.catalogue.product("p1")
            assert known is not None
            assert known.price == 222
            assert self.conflicts(store) == [("p1", early.origin, early.seq)]

    def test_an_edit_made_in_the_knowledge_of_the_other_is_no_conflict(self, tills: list[Store]) -> None:
        one, two = tills
        first = one.journal.append(product(1, price=Money(111)), actor="1")
        two.journal.receive(first)
        second = two.journal.append(product(1, price=Money(222)), actor="2")
        one.journal.receive(second)
        assert self.conflicts(one) == self.conflicts(two) == []

    def test_going_on_from_the_losing_edit_settles_it(self, tills: list[Store]) -> None:
        one, two = tills
        lost = one.journal.append(product(1, price=Money(111)), actor="1")
        two.clock.now += 1000  # type: ignore[attr-defined]
        stands = two.journal.append(product(1, price=Money(222)), actor="2")
        one.journal.receive(stands)
        assert self.conflicts(one) == [("p1", lost.origin, lost.seq)]
        merged = one.journal.append(product(1, price=Money(333), based_on=lost.id), actor="1")
        assert self.conflicts(one) == [("p1", stands.origin, stands.seq)]
        two.journal.receive(lost)
        two.journal.receive(merged)
        assert self.conflicts(two) == self.conflicts(one)

    def test_codes_and_prices_are_those_of_the_edit_that_stands(self, tills: list[Store]) -> None:
        from kiosk.store.documents import PackCode

        one, two = tills
        early = one.journal.append(product(1, barcodes=(PackCode("OLD"),)), actor="1")
        two.clock.now += 1000  # type: ignore[attr-defined]
        two.journal.append(product(1, barcodes=(PackCode("NEW"),)), actor="2")
        two.journal.receive(early)
        assert two.catalogue.find_code("OLD") is None
        assert two.catalogue.find_code("OWN1") is None
        assert two.catalogue.find_code("NEW") is not None


def test_two_tills_that_take_back_the_same_goods_offline_both_stand_and_raise_an_alarm(tmp_path: Path) -> None:
    one, two = new_store(tmp_path / "1"), new_store(tmp_path / "2")
    stock_up(one)
    sold = one.journal.append(sale(open_shift(one)), actor="1001")
    for entry in own_entries(one):
        two.journal.receive(entry)
    first = one.journal.append(refund(one.shifts.current("T1").id, sold.id, 2, price=200), actor="1001")  # type: ignore[union-attr]
    second = two.journal.append(refund(open_shift(two), sold.id, 2, price=200), actor="1001")
    assert one.sales.over_returns() == two.sales.over_returns() == ()
    for entry in own_entries(two):
        one.journal.receive(entry)
    two.journal.receive(first)
    for store in (one, two):
        (alarm,) = store.sales.over_returns()
        assert (alarm.sale_id, alarm.line, alarm.sold, alarm.returned) == (sold.id, 2, 1000, 2000)
        assert store.sales.sold_lines(sold.id)[1].left == 0
        assert {row.id for row in store.sales.recent()} == {sold.id, first.id, second.id}
    one.close()
    two.close()


def test_posting_reads_no_clock(tmp_path: Path) -> None:
    """Receiving in another century makes no difference."""
    one, two = new_store(tmp_path / "1"), new_store(tmp_path / "2", clock=Clock(4_000_000_000_000))
    stock_up(one)
    for entry in own_entries(one):
        two.journal.receive(entry)
    assert table_digest(one.book) == table_digest(two.book)
    assert encode(product(1)) in {e.body for e in own_entries(one)}
    one.close()
    two.close()

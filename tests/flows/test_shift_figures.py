"""A shift's figures, against a reckoning of its own that reads nothing but the documents."""

from __future__ import annotations

import tempfile
from collections import Counter as Tally
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.flows.history import SalePage
from kiosk.flows.selling import Selling
from kiosk.flows.views import ApprovalView, ChoiceView, ConfirmView, DoneView, ReturnView
from kiosk.store.documents import CashMoved, CustomerPaid, DrawerOpened, SaleCompleted, ShiftOpened
from tests.flows.desk import cash, close, last_paper, report
from tests.flows.goods import CHEESE, COLA, MILK, RICE, WATER, banana
from tests.flows.shop import Shop

GOODS = st.sampled_from([COLA, WATER, MILK, CHEESE, RICE, banana(1235), banana(7)])
SELL = st.tuples(
    st.just("sell"),
    st.lists(GOODS, min_size=1, max_size=4),
    st.sampled_from(["cash", "card", "wechat", "part", "note", "account"]),
    st.sampled_from([0, 50_000, 100_000]),
)
GIVE_BACK = st.tuples(st.just("return"), st.integers(0, 50), st.integers(1, 3))
UNDO = st.tuples(st.just("undo"), st.integers(0, 50))
MOVE = st.tuples(st.just("move"), st.sampled_from(["in", "out"]), st.integers(1, 30_000))
DEBT = st.tuples(st.just("debt"), st.sampled_from(["cash", "card", "alipay"]), st.integers(1, 5000))
OPEN = st.tuples(st.just("open"))
DAY = st.lists(st.one_of(SELL, SELL, GIVE_BACK, UNDO, MOVE, DEBT, OPEN), min_size=1, max_size=12)


@dataclass
class Reckoning:
    """What the documents of a shift come to."""

    drawer: int = 0
    sales: int = 0
    returns: int = 0
    rounding: int = 0
    savings: int = 0
    discounts: int = 0
    cash_in: int = 0
    cash_out: int = 0
    openings: int = 0
    tenders: Tally[str] = field(default_factory=Tally)
    debts: Tally[str] = field(default_factory=Tally)
    taxes: Tally[str] = field(default_factory=Tally)
    categories: Tally[str] = field(default_factory=Tally)

    def take(self, document: object) -> None:
        match document:
            case ShiftOpened(float_amount=amount):
                self.drawer += amount
            case CashMoved(amount=amount):
                self.drawer += amount
                self.cash_in += max(amount, 0)
                self.cash_out += min(amount, 0)
            case CustomerPaid(amount=amount, tender=tender):
                self.debts[tender] += amount
                self.drawer += amount if tender == "cash" else 0
            case DrawerOpened():
                self.openings += 1
            case SaleCompleted():
                self._sale(document)

    def _sale(self, sale: SaleCompleted) -> None:
        self.rounding += sale.rounding
        for line in sale.lines:
            if line.quantity > 0:
                self.sales += line.total
                self.savings += sum(s.amount for s in line.savings)
                self.discounts += line.discount
            else:
                self.returns += line.total
            self.taxes[line.tax_id] += line.tax
            self.categories[line.category_id] += line.total
        for tender in sale.tenders:
            self.tenders[tender.tender] += tender.amount
            self.drawer += tender.amount if tender.tender == "cash" else 0


def reckoned(shop: Shop) -> Reckoning:
    sums = Reckoning()
    for entry in shop.store.journal.entries(shop.store.origin, 0, 10_000):
        sums.take(shop.store.journal.document(entry.id))
    return sums


def settle(shop: Shop, way: str) -> None:
    """Pay what is due, or give back what is, by `way` where that goes and in cash where it does not."""
    for tried in range(12):
        match shop.overlay:
            case ConfirmView():
                shop.do("confirm")
            case ApprovalView():
                shop.approve("mei")
            case None if isinstance(shop.body, DoneView):
                shop.do("next")
                return
            case None if shop.body.wallet:
                shop.do("taken")
            case None if shop.body.finish is not None:
                shop.do("finish")
            case None if way == "part" and shop.body.remaining > 1 and not tried:
                due = shop.body.remaining
                shop.do("tender_part", "card")
                shop.do("answer", due // 2)
            case None if way in ("card", "wechat", "account") and not tried:
                shop.do("tender", way)
            case None if shop.body.remaining < 0:
                shop.do("tender", "cash")
            case None:
                shop.do("cash", shop.body.cash_due + (700 if way == "note" else 0))
            case _:
                shop.do("cancel")
    raise AssertionError(f"not settled: {shop.body} {shop.overlay}")


def sell(shop: Shop, codes: list[str], way: str, discount: int) -> None:
    for code in codes:
        shop.scan(code)
    if discount:
        shop.act("discount")
        shop.do("answer", discount)
        shop.do("choose", "regular")
        if shop.overlay is not None:  # over what a cashier may give alone
            shop.approve("mei")
        if shop.overlay is not None:  # over what this product allows anybody
            shop.do("cancel")
    if way == "account":
        shop.act("customer")
        shop.scan("M001")
    shop.do("pay")
    settle(shop, way)


def give_back(shop: Shop, which: int, pieces: int) -> None:
    sales = [row for row in shop.store.sales.recent(100) if row.total > 0]
    if not sales:
        return
    shop.scan(sales[which % len(sales)].id)
    if not isinstance(shop.body, ReturnView):
        return  # nothing is left of it, and the strip says so
    for line in shop.body.lines[:pieces]:
        shop.do("step", line.line, 1)
    shop.do("accept")
    if isinstance(shop.overlay, ChoiceView):
        shop.do("choose", "unwanted")
    if isinstance(shop.overlay, ApprovalView):
        shop.approve("mei")
    if shop.counter.cart.empty:
        shop.do("back")
        return
    shop.do("pay")
    settle(shop, "cash")


def undo(shop: Shop, which: int) -> None:
    sales = shop.store.sales.recent(100)
    if not sales:
        return
    shop.counter.enter(SalePage(shop.counter, sales[which % len(sales)].id))
    shop.act("undo")
    if shop.overlay is None:
        shop.do("back")
        return
    shop.do("confirm")
    shop.approve("mei")
    shop.act("void_all")
    shop.do("confirm")
    shop.approve("mei")


def debt(shop: Shop, way: str, amount: int) -> None:
    shop.act("customer")
    shop.scan("M001")
    shop.act("customer")
    shop.act("pay_debt")
    if shop.overlay is not None:
        shop.do("answer", amount)
        if isinstance(shop.overlay, ChoiceView):
            shop.do("choose", way)
        else:  # more than he owes
            shop.do("cancel")
    shop.act("remove")


def live(shop: Shop, step: tuple[object, ...]) -> None:
    match step:
        case ("sell", list(codes), str(way), int(discount)):
            sell(shop, codes, way, discount)
        case ("return", int(which), int(pieces)):
            give_back(shop, which, pieces)
        case ("undo", int(which)):
            undo(shop, which)
        case ("move", str(direction), int(amount)):
            cash(shop, direction, "correction", amount)
            if shop.overlay is not None:
                shop.do("cancel")
                shop.do("back")
        case ("debt", str(way), int(amount)):
            debt(shop, way, amount)
        case _:
            shop.act("more")
            shop.act("drawer")
            shop.do("choose", "change")
            shop.approve("mei")
            shop.do("back")
    assert shop.counter.cart.empty, step
    assert isinstance(shop.front, Selling), step


@given(DAY)
@settings(max_examples=15, deadline=None)
def test_whatever_a_day_brings_its_report_is_what_its_documents_come_to(day: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder) / "shop.db")
        try:
            shop.start()
            shop.sign_in("amy")
            shop.open_shift(20_000)
            for step in day:
                live(shop, step)
            compare(shop)
            if (short := -reckoned(shop).drawer) > 0:  # more was given back than lay there: somebody brings some
                cash(shop, "in", "correction", short)
            expected = reckoned(shop).drawer
            close(shop, expected)
            closed = shop.store.shifts.history(1)[0]
            assert (closed.counted, closed.over_short) == (expected, 0)
            assert "Z REPORT" in last_paper(shop)
        finally:
            shop.close()


def compare(shop: Shop) -> None:
    figures, sums = report(shop), reckoned(shop)
    assert figures.expected == sums.drawer
    assert (figures.sales, figures.returns, figures.rounding) == (sums.sales, sums.returns, sums.rounding)
    assert (figures.savings, figures.discounts) == (sums.savings, sums.discounts)
    assert (figures.cash_in, figures.cash_out) == (sums.cash_in, sums.cash_out)
    assert figures.no_sale_openings == sums.openings
    assert {t.tender: t.amount for t in figures.tenders} == dict(sums.tenders)
    assert {t.tender: t.amount for t in figures.customer_tenders} == dict(sums.debts)
    assert {t.id: t.amount for t in figures.taxes} == dict(sums.taxes)
    assert {c.id: c.amount for c in figures.categories} == dict(sums.categories)
    # and as the paper adds it up
    turnover = figures.sales + figures.returns + figures.rounding
    assert turnover == sum(t.amount for t in figures.tenders)
    assert turnover - figures.rounding == sum(t.base + t.amount for t in figures.taxes)
    cash_taken = sum(t.amount for t in (*figures.tenders, *figures.customer_tenders) if t.tender == "cash")
    moved = figures.cash_in + figures.cash_out
    assert figures.expected == figures.shift.float_amount + cash_taken + moved

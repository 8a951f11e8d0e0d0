from __future__ import annotations

import pytest

from kiosk.store.documents import (
    ActAudited,
    CashMoved,
    CustomerPaid,
    DrawerOpened,
    ShiftClosed,
    ShiftOpened,
    TenderLine,
)
from kiosk.store.store import Store
from kiosk.trade.money import Money
from kiosk.trade.priced import Saving
from tests.store.shop import Clock, line, open_shift, refund, sale


def close(store: Store, shift: str, counted: int) -> None:
    expected = store.shifts.report(shift).expected
    document = ShiftClosed(
        shift_id=shift, terminal="T1", counted=Money(counted), expected=expected, over_short=Money(counted - expected)
    )
    store.journal.append(document, actor="1001")


def test_a_shift_is_open_from_its_float_to_its_count(store: Store, clock: Clock) -> None:
    assert store.shifts.current("T1") is None
    shift = open_shift(store)
    current = store.shifts.current("T1")
    assert current is not None
    assert (current.id, current.user_id, current.float_amount, current.closed_at) == (shift, "1001", 10_000, None)
    assert store.shifts.current("T2") is None
    clock.now += 1000
    close(store, shift, 9_900)
    assert store.shifts.current("T1") is None
    (old,) = store.shifts.history()
    assert (old.closed_at, old.counted, old.over_short) == (clock.now, 9_900, -100)


def test_each_terminal_has_a_shift_of_its_own(store: Store) -> None:
    open_shift(store)
    store.journal.append(ShiftOpened(terminal="T2", float_amount=Money(5)), actor="1002")
    assert store.shifts.current("T2").float_amount == 5  # type: ignore[union-attr]
    assert store.shifts.current("T1").float_amount == 10_000  # type: ignore[union-attr]


def test_a_report_counts_everything_of_the_shift_and_nothing_else(store: Store) -> None:
    before = open_shift(store)
    store.journal.append(sale(before), actor="1001")
    store.journal.append(ActAudited(act="sale.line.void"), actor="1001")
    close(store, before, 11_500)

    shift = open_shift(store, 20_000)
    saving = Saving("P1", "满减", "Off", Money(30))
    cheap = line(1, 1000, 100, savings=(saving,), discount=Money(7), total=Money(63))
    sold = store.journal.append(sale(shift, cheap, line(2, 1000, 200)), actor="1001")
    store.journal.append(sale(shift, tender="card"), actor="1001")
    paid = (TenderLine(tender="cash", amount=Money(100)),)
    store.journal.append(sale(shift, line(1, 1000, 101), tenders=paid, rounding=Money(-1)), actor="1001")
    store.journal.append(refund(shift, sold.id, 2, price=200), actor="1001")
    undone = sale(shift, line(1, -1000, 63, of_sale=sold.id, of_line=1), undoes=sold.id)
    store.journal.append(undone, actor="1001")
    for amount in (500, 300, -250):
        store.journal.append(
            CashMoved(shift_id=shift, terminal="T1", amount=Money(amount), reason="bank"), actor="1001"
        )
    for tender in ("cash", "card"):
        store.journal.append(
            CustomerPaid(shift_id=shift, terminal="T1", customer_id="c1", amount=Money(40), tender=tender), actor="1001"
        )
    store.journal.append(DrawerOpened(shift_id=shift, terminal="T1", reason="change"), actor="1001")
    for act in ("sale.line.void", "sale.line.void", "receipt.reprinted", "signin.succeeded"):
        store.journal.append(ActAudited(act=act), actor="1001")

    report = store.shifts.report(shift)
    assert (report.sales_count, report.sales) == (3, 263 + 1500 + 101)
    assert (report.returns_count, report.returns, report.undone_count) == (1, -263, 1)
    assert (report.savings, report.discounts, report.rounding) == (30, 7, -1)
    assert {t.tender: (t.count, t.amount) for t in report.tenders} == {"cash": (4, 100), "card": (1, 1500)}
    assert (report.cash_in, report.cash_out, report.customer_payments) == (800, -250, 80)
    assert (report.no_sale_openings, report.voided_lines, report.reprints) == (1, 2, 1)
    assert report.expected == 20_000 + 100 + 550 + 40
    assert sum(t.amount + t.base for t in report.taxes) == report.sales + report.returns
    assert {c.id: c.amount for c in report.categories} == {"drinks": report.sales + report.returns}
    assert (report.categories[0].name_zh, report.taxes[0].name_en) == ("饮料", "VAT")
    close(store, shift, report.expected)
    store.journal.append(ActAudited(act="sale.line.void"), actor="1001")
    assert store.shifts.report(shift).voided_lines == 2


def test_a_shift_without_any_sale_closes_too(store: Store) -> None:
    shift = open_shift(store, 0)
    report = store.shifts.report(shift)
    assert (report.sales_count, report.expected, report.tenders, report.categories) == (0, 0, (), ())
    close(store, shift, 0)
    assert store.shifts.get(shift).over_short == 0  # type: ignore[union-attr]


def test_a_report_of_no_shift_is_a_mistake_of_the_caller(store: Store) -> None:
    with pytest.raises(KeyError):
        store.shifts.report("ZZZZZZ-1")


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_report_reads_sums_not_sales(store: Store) -> None:
    """It looks at as many rows after many sales as after one."""
    shift = open_shift(store)
    store.journal.append(sale(shift), actor="1001")

    def rows() -> int:
        return sum(store.book.sql(f"SELECT COUNT(*) FROM {t}")[0][0] for t in ("shift_sum", "shift", "shift_close"))

    after_one = rows()
    store.journal.append_many([sale(shift)] * 50, actor="1001")
    statements: list[str] = []
    store.book.db.connection().set_trace_callback(statements.append)
    assert store.shifts.report(shift).sales_count == 51
    store.book.db.connection().set_trace_callback(None)
    assert rows() == after_one
    assert not any('"sale"' in s or '"sale_line"' in s or '"tender"' in s for s in statements)

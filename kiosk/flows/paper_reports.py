"""X and Z reports: a shift in figures."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.flows.paper_receipt import TENDERS, heading
from kiosk.flows.ports import Settings
from kiosk.hw.paper import Banner, Barcode, Blank, Cell, Columns, Item, Pair, Paper, Rule, Text
from kiosk.i18n import M, Message, Names
from kiosk.store.documents import StoreSaved
from kiosk.store.records import ShiftReport
from kiosk.trade.money import format_money


def shift_report_paper(
    report: ShiftReport,
    *,
    opened: str,
    closed: str,
    cashier: str,
    store: StoreSaved | None,
    settings: Settings,
    copy: bool = False,
) -> Paper:
    """All figures of a shift. opened, closed: local times as text; closed "" makes it an X report."""
    language, currency = settings.paper_language, settings.currency

    def say(message: Message) -> str:
        return message.in_(language)

    def pair(label: Message, amount: int, *, bold: bool = False) -> Pair:
        return Pair(say(label), format_money(amount, currency), bold)

    items: list[Item] = [Banner(say(M("COPY"))), Blank()] if copy else []
    items += heading(store, settings, language)
    title = M("Z REPORT") if closed else M("X REPORT")
    items += [Blank(), Text(say(title), align="center", bold=True, size="double"), Rule()]
    items += [
        Pair(say(M("Shift")), report.shift.id),
        Pair(say(M("Terminal")), report.shift.terminal),
        Pair(say(M("Cashier")), cashier),
        Pair(say(M("Opened")), opened),
    ]
    if closed:
        items.append(Pair(say(M("Closed")), closed))
    items += [
        Rule(),
        pair(M("Sales ({count})", count=report.sales_count), report.sales),
        pair(M("Returns ({count})", count=report.returns_count), report.returns),
        pair(M("Promotions"), -report.savings),
        pair(M("Discounts"), -report.discounts),
        pair(M("Rounding"), report.rounding),
        Pair(
            say(M("Turnover")),
            format_money(report.sales + report.returns + report.rounding, currency, symbol=True),
            bold=True,
            size="tall",
        ),
    ]
    items += _section(
        say(M("Means of payment")),
        ((f"{say(TENDERS[t.tender])} ({t.count})", format_money(t.amount, currency)) for t in report.tenders),
    )
    if report.taxes:
        items += [Rule(), _row(say(M("Tax")), say(M("Net")), say(M("Tax")))]
        items += [
            _row(
                Names(t.name_zh, t.name_en).in_(language),
                format_money(t.base, currency),
                format_money(t.amount, currency),
            )
            for t in report.taxes
        ]
    items += _section(
        say(M("Categories")),
        (
            (f"{Names(c.name_zh, c.name_en).in_(language)} ({c.count})", format_money(c.amount, currency))
            for c in report.categories
        ),
    )
    cash = sum(t.amount for t in report.tenders if t.tender == "cash")
    items += [
        Rule(),
        Text(say(M("Drawer")), bold=True),
        pair(M("Float"), report.shift.float_amount),
        pair(M("Cash from sales"), cash),
        pair(M("Payments of customers"), report.customer_payments),
        pair(M("Cash in"), report.cash_in),
        pair(M("Cash out"), report.cash_out),
        pair(M("Expected"), report.expected, bold=True),
    ]
    if report.shift.counted is not None:
        items.append(pair(M("Counted"), report.shift.counted, bold=True))
        over_short = report.shift.over_short or 0
        label = M("Over") if over_short > 0 else M("Short") if over_short < 0 else M("Difference")
        items.append(
            Pair(
                say(label), format_money(over_short, currency, symbol=True, sign=True), bold=True, size="tall"
            )
        )
    items += [
        Rule(),
        Pair(say(M("Opened without sale")), str(report.no_sale_openings)),
        Pair(say(M("Voided lines")), str(report.voided_lines)),
        Pair(say(M("Receipts printed again")), str(report.reprints)),
        Pair(say(M("Sales undone")), str(report.undone_count)),
        Blank(),
        Barcode(report.shift.id),
    ]
    if closed:
        items += [Blank(2), Text(say(M("Signature")) + " ____________________")]
    return Paper(language, tuple(items))


def _section(title: str, rows: Iterable[tuple[str, str]]) -> list[Item]:
    pairs = [Pair(left, right) for left, right in rows]
    return [Rule(), Text(title, bold=True), *pairs] if pairs else []


def _row(first: str, second: str, third: str) -> Columns:
    return Columns((Cell(first, 2), Cell(second, 1, "right"), Cell(third, 1, "right")))

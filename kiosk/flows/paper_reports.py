"""X and Z reports: a shift in figures."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.flows.paper_parts import Words, heading, signature, tax_table
from kiosk.flows.paper_receipt import TENDERS
from kiosk.flows.ports import Settings
from kiosk.hw.paper import Banner, Barcode, Blank, Item, Pair, Paper, Rule, Text
from kiosk.i18n import M, Message
from kiosk.store.documents import StoreSaved
from kiosk.store.records import ShiftReport, TenderSum


def shift_report_paper(
    report: ShiftReport,
    *,
    opened: str,
    closed: str,
    now: str,
    cashier: str,
    store: StoreSaved | None,
    settings: Settings,
    drawer: bool = True,
    copy: int = 0,
) -> Paper:
    """All figures of a shift. opened, closed, now: local times as text; closed "" makes it an X report.

    drawer False leaves out what should be in the drawer: it is counted blindly, and not yet.
    """
    words = Words.of(settings)
    items: list[Item] = [Banner(words.say(M("COPY {number}", number=copy))), Blank()] if copy else []
    items += heading(store, settings, words.language)
    title = M("Z REPORT") if closed else M("X REPORT")
    items += [Blank(), Text(words.say(title), align="center", bold=True, size="double"), Rule()]
    items += [
        Pair(words.say(M("Shift")), report.shift.id),
        Pair(words.say(M("Terminal")), report.shift.terminal),
        Pair(words.say(M("Cashier")), cashier),
        Pair(words.say(M("Opened")), opened),
        Pair(words.say(M("Closed") if closed else M("As of")), closed or now),
        Rule(),
        *_turnover(report, words),
    ]
    shown = [t for t in report.tenders if drawer or t.tender != "cash"]
    items += _section(M("Means of payment"), _tenders(shown, words), words)
    paid = [t for t in report.customer_tenders if drawer or t.tender != "cash"]
    items += _section(M("Customers paid what they owed"), _tenders(paid, words), words)
    if report.taxes:
        rows = [(words.name(t.name_zh, t.name_en), t.base, t.amount) for t in report.taxes]
        items += [Rule(), *tax_table(words, rows)]
    categories = (
        (f"{words.name(c.name_zh, c.name_en) or words.say(M('Without category'))} ({c.count})", words.money(c.amount))
        for c in report.categories
    )
    items += _section(M("Categories"), categories, words)
    items += _drawer(report, words) if drawer else [Rule(), Text(words.say(M("Cash: shown once it is counted")))]
    items += [
        Rule(),
        Pair(words.say(M("Promotions given")), words.money(report.savings)),
        Pair(words.say(M("Discounts given")), words.money(report.discounts)),
        Pair(words.say(M("Sales reversed")), str(report.undone_count)),
        Pair(words.say(M("Lines removed")), str(report.voided_lines)),
        Pair(words.say(M("Opened without sale")), str(report.no_sale_openings)),
        Pair(words.say(M("Receipts printed again")), str(report.reprints)),
    ]
    if closed:
        items += [Blank(2), signature(words)]
    items += [Blank(), Barcode(report.shift.id)]
    return Paper(words.language, tuple(items))


def _turnover(report: ShiftReport, words: Words) -> list[Item]:
    """The figures add up to the last, and so do the means of payment."""
    turnover = report.sales + report.returns + report.rounding
    return [
        Pair(words.say(M("Sales ({count})", count=report.sales_count)), words.money(report.sales)),
        Pair(words.say(M("Returns ({count})", count=report.returns_count)), words.money(report.returns)),
        Pair(words.say(M("Rounding")), words.money(report.rounding)),
        Pair(words.say(M("Turnover")), words.money(turnover, symbol=True), bold=True, size="tall"),
    ]


def _drawer(report: ShiftReport, words: Words) -> list[Item]:
    """What came into the drawer and went out of it adds up to what is expected in it."""
    cash = sum(t.amount for t in report.tenders if t.tender == "cash")
    paid = sum(t.amount for t in report.customer_tenders if t.tender == "cash")
    rows = [(M("Float"), report.shift.float_amount), (M("Cash from sales"), cash)]
    rows += [(M("Cash from customers"), paid)] if paid else []
    rows += [(M("Cash in"), report.cash_in), (M("Cash out"), report.cash_out)]
    items: list[Item] = [Rule(), Text(words.say(M("Drawer")), bold=True)]
    items += [Pair(words.say(label), words.money(amount)) for label, amount in rows]
    items.append(Pair(words.say(M("Expected")), words.money(report.expected), bold=True))
    if report.shift.counted is not None:
        over_short = report.shift.over_short or 0
        label = M("Over") if over_short > 0 else M("Short") if over_short < 0 else M("Difference")
        difference = words.money(over_short, symbol=True, sign=True)
        items.append(Pair(words.say(M("Counted")), words.money(report.shift.counted), bold=True))
        items.append(Pair(words.say(label), difference, bold=True, size="tall"))
    return items


def _tenders(sums: Iterable[TenderSum], words: Words) -> Iterable[tuple[str, str]]:
    return ((f"{words.say(TENDERS.get(t.tender) or M('Other'))} ({t.count})", words.money(t.amount)) for t in sums)


def _section(title: Message, rows: Iterable[tuple[str, str]], words: Words) -> list[Item]:
    pairs = [Pair(left, right) for left, right in rows]
    return [Rule(), Text(words.say(title), bold=True), *pairs] if pairs else []

"""The customer's receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kiosk.flows.paper_parts import Words, heading, signature, tax_name, tax_table
from kiosk.flows.ports import Settings
from kiosk.flows.units import decimals_of, unit_name
from kiosk.hw.paper import Banner, Barcode, Blank, Goods, Item, Pair, Paper, Rule, Text
from kiosk.i18n import M, Message
from kiosk.store.documents import SaleCompleted, SaleLine, StoreSaved, TenderLine
from kiosk.trade.goods import Customer
from kiosk.trade.quantity import format_quantity

TENDERS = {
    "cash": M("Cash"),
    "card": M("Card"),
    "wechat": M("WeChat Pay"),
    "alipay": M("Alipay"),
    "voucher": M("Voucher"),
    "account": M("On account"),
}


def tender_words(tender: str, reference: str, order_id: str) -> Message:
    """A tender in words. What was paid when a customer ordered names the order."""
    if order_id and (tender, reference) == ("account", order_id):
        return M("Deposit")
    return TENDERS.get(tender) or M("Other")


def receipt(
    sale: SaleCompleted,
    *,
    entry_id: str,
    when: str,
    cashier: str,
    store: StoreSaved | None,
    settings: Settings,
    customer: Customer | None = None,
    served_by: Mapping[str, str] = MappingProxyType({}),
    copy: int = 0,
    training: bool = False,
) -> Paper:
    """Lay out a sale, a return or an exchange. when: local time as text. copy: 0 is the original.

    served_by: the names of the lines' salespersons.
    """
    words = Words.of(settings)
    items: list[Item] = []
    if training:
        items += [Banner(words.say(M("TRAINING, no receipt"))), Blank()]
    if copy:
        items += [Banner(words.say(M("COPY {number}", number=copy))), Blank()]
    items += heading(store, settings, words.language)
    if sale.undoes:
        items += [Blank(), Banner(words.say(M("REVERSED {number}", number=sale.undoes)))]
    elif sale.total < 0:
        items += [Blank(), Text(words.say(M("RETURN")), align="center", bold=True, size="tall")]
    items += [Rule(), Pair(when, f"{sale.terminal}  {cashier}"), Rule()]
    for line in sale.lines:
        items += _line(line, words)
        if line.salesperson:
            name = served_by.get(line.salesperson, line.salesperson)
            items.append(Text(f"  {words.say(M('Served by {name}', name=name))}"))
    items += [Rule(), *_totals(sale, words), Rule()]
    for tender in sale.tenders:
        items += _tender(tender, sale.order_id, words)
    if sale.change:
        items.append(Pair(words.say(M("Change")), words.money(sale.change), bold=True))
    if sale.taxes:
        rows = [(tax_name(words.name(t.name_zh, t.name_en), t.rate), t.base, t.tax) for t in sale.taxes]
        items += [Rule(), *tax_table(words, rows)]
    if customer is not None:
        items += [Rule(), *_customer(sale, customer, words)]
    if sale.note:
        items += [Rule(), Text(sale.note)]
    items += [Blank(), Barcode(entry_id), Blank()]
    footer = settings.footer or (M("Keep this receipt for returns."),)
    items += [Text(line.in_(words.language), align="center") for line in footer]
    return Paper(words.language, tuple(items))


def _line(line: SaleLine, words: Words) -> list[Item]:
    decimals = decimals_of(line.unit)
    name = words.name(line.name_zh, line.name_en)
    if line.quantity < 0:
        name = words.say(M("Returned: {name}", name=name))
    quantity = format_quantity(line.quantity, decimals)
    if decimals:
        quantity += f" {unit_name(line.unit).in_(words.language)}"
    items: list[Item] = [Goods(name, f"{quantity} × {words.money(line.unit_price)}", words.money(line.gross))]
    for saving in line.savings:
        items.append(Pair(f"  {words.name(saving.name_zh, saving.name_en)}", words.money(-saving.amount)))
    if line.discount:
        items.append(Pair(f"  {words.say(M('Discount'))}", words.money(-line.discount)))
    if line.batch:
        items.append(Text(f"  {words.say(M('Batch {batch}', batch=line.batch))}"))
    if line.expiry:
        items.append(Text(f"  {words.say(M('Best before {date}', date=line.expiry))}"))
    if line.note:
        items.append(Text(f"  {line.note}"))
    return items


def _totals(sale: SaleCompleted, words: Words) -> list[Item]:
    """How many goods, what was saved, what came on top of the lines, and what it all comes to."""
    sold = _pieces(x for x in sale.lines if x.quantity > 0)
    back = _pieces(x for x in sale.lines if x.quantity < 0)
    items: list[Item] = []
    if sold:
        items.append(Pair(words.say(M("Items")), str(sold)))
    if back:
        items.append(Pair(words.say(M("Items returned")), str(back)))
    saved = sum(s.amount for line in sale.lines for s in line.savings) + sum(x.discount for x in sale.lines)
    if saved > 0:
        items.append(Pair(words.say(M("You saved")), words.money(saved)))
    added = sum(line.total - _net(line) for line in sale.lines)
    if added:
        items.append(Pair(words.say(M("Before tax")), words.money(sale.total - added)))
        items.append(Pair(words.say(M("Tax added")), words.money(added, sign=True)))
    if sale.rounding:
        items.append(Pair(words.say(M("Rounding")), words.money(sale.rounding, sign=True)))
    total = words.money(sale.total + sale.rounding, symbol=True)
    items.append(Pair(words.say(M("Total")), total, bold=True, size="double"))
    return items


def _pieces(lines: Iterable[SaleLine]) -> int:
    """For the glance: pieces, and each weighed line counts as one."""
    return sum(1 if decimals_of(x.unit) or x.quantity % 1000 else abs(x.quantity) // 1000 for x in lines)


def _net(line: SaleLine) -> int:
    """What the prices say; the rest of the line's total is tax that they don't include."""
    return line.gross - sum(s.amount for s in line.savings) - line.discount


def _tender(tender: TenderLine, order_id: str, words: Words) -> list[Item]:
    name = words.say(tender_words(tender.tender, tender.reference, order_id))
    items: list[Item] = [Pair(name, words.money(tender.given or tender.amount))]
    if tender.reference and tender.tender != "account":  # there it is the customer, who has his own line
        items.append(Text(f"  {tender.reference}"))
    return items


def _customer(sale: SaleCompleted, customer: Customer, words: Words) -> list[Item]:
    items: list[Item] = [Pair(words.say(M("Customer")), customer.name)]
    if sale.points:
        points = f"+{sale.points}" if sale.points > 0 else f"−{-sale.points}"
        items.append(Pair(words.say(M("Points for this purchase")), points))
    owed = [t for t in sale.tenders if t.tender == "account" and t.amount > 0]
    if any(t.reference != sale.order_id or not sale.order_id for t in owed):
        items += [Blank(), signature(words)]
    return items

"""The customer's receipt."""

from __future__ import annotations

from kiosk.flows.ports import Settings
from kiosk.hw.paper import Banner, Barcode, Blank, Cell, Columns, Goods, Item, Pair, Paper, Rule, Text
from kiosk.i18n import M, Message, Names
from kiosk.store.documents import SaleCompleted, SaleLine, StoreSaved
from kiosk.trade.goods import Customer
from kiosk.trade.money import RATE_ONE, format_money
from kiosk.trade.quantity import UNITS, format_quantity

TENDERS = {
    "cash": M("Cash"),
    "card": M("Card"),
    "wechat": M("WeChat Pay"),
    "alipay": M("Alipay"),
    "voucher": M("Voucher"),
    "account": M("On account"),
}


def heading(store: StoreSaved | None, settings: Settings, language: str) -> list[Item]:
    """What stands above every paper: the shop, where it is, its tax number."""
    if store is None:
        return [Text(settings.store_names.in_(language), align="center", bold=True, size="double")]
    name = Names(store.name_zh, store.name_en).in_(language)
    items: list[Item] = [Text(name, align="center", bold=True, size="double")]
    items += [Text(line.in_(language), align="center") for line in settings.header]
    items += [Text(line, align="center") for line in (store.address, store.phone) if line]
    if store.tax_number:
        tax_number = M("Tax number {number}", number=store.tax_number)
        items.append(Text(tax_number.in_(language), align="center"))
    return items


def receipt(
    sale: SaleCompleted,
    *,
    entry_id: str,
    when: str,
    cashier: str,
    store: StoreSaved | None,
    settings: Settings,
    customer: Customer | None = None,
    copy: int = 0,
) -> Paper:
    """Lay out a sale, a return or an exchange. when: local time as text. copy: 0 is the original."""
    language, currency = settings.paper_language, settings.currency

    def say(message: Message) -> str:
        return message.in_(language)

    def money(amount: int) -> str:
        return format_money(amount, currency)

    items: list[Item] = []
    if copy:
        items += [Banner(say(M("COPY {number}", number=copy))), Blank()]
    items += heading(store, settings, language)
    if sale.undoes:
        items += [Blank(), Banner(say(M("UNDONE: takes back {number}", number=sale.undoes)))]
    elif sale.total < 0:
        items += [Blank(), Text(say(M("RETURN")), align="center", bold=True, size="tall")]
    items += [
        Rule(),
        Columns((Cell(when, 3), Cell(f"{sale.terminal}  {cashier}", 2, "right"))),
        Rule(),
    ]
    for line in sale.lines:
        items += _line(line, language, settings)
    items.append(Rule())
    saved = sum(s.amount for line in sale.lines for s in line.savings) + sum(x.discount for x in sale.lines)
    count = sum(1 if line.quantity % 1000 else abs(line.quantity) // 1000 for line in sale.lines)
    items.append(Pair(say(M("Items")), str(count)))
    if saved > 0:
        items.append(Pair(say(M("You saved")), money(saved)))
    if sale.rounding:
        items.append(Pair(say(M("Rounding")), money(sale.rounding)))
    total = format_money(sale.total + sale.rounding, currency, symbol=True)
    items.append(Pair(say(M("Total")), total, bold=True, size="double"))
    items.append(Rule())
    for tender in sale.tenders:
        name = TENDERS[tender.tender]
        shown = tender.given or tender.amount
        reference = f" {tender.reference}" if tender.reference else ""
        items.append(Pair(say(name) + reference, money(shown)))
    if sale.change:
        items.append(Pair(say(M("Change")), money(sale.change), bold=True))
    items += _taxes(sale, language, settings)
    if customer is not None:
        items += [Rule(), Pair(say(M("Customer")), customer.name)]
        if sale.points:
            items.append(Pair(say(M("Points for this purchase")), f"{sale.points:+d}"))
    if sale.note:
        items += [Rule(), Text(sale.note)]
    items += [Blank(), Barcode(entry_id), Blank()]
    footer = settings.footer or (M("Keep this receipt to return goods."),)
    items += [Text(line.in_(language), align="center") for line in footer]
    return Paper(language, tuple(items))


def _line(line: SaleLine, language: str, settings: Settings) -> list[Item]:
    currency = settings.currency
    unit = UNITS[line.unit]
    name = Names(line.name_zh, line.name_en).in_(language)
    if line.quantity < 0:
        name = M("Returned: {name}", name=name).in_(language)
    quantity = format_quantity(line.quantity, unit.decimals)
    if unit.decimals:
        quantity += f" {Names(unit.name_zh, unit.name_en).in_(language)}"
    detail = f"{quantity} × {format_money(line.unit_price, currency)}"
    items: list[Item] = [Goods(name, detail, format_money(line.gross, currency))]
    for saving in line.savings:
        promotion = Names(saving.name_zh, saving.name_en).in_(language)
        items.append(Pair(f"  {promotion}", format_money(-saving.amount, currency)))
    if line.discount:
        items.append(Pair(f"  {M('Discount').in_(language)}", format_money(-line.discount, currency)))
    if line.batch or line.expiry:
        batch = M("Batch {batch}", batch=line.batch).in_(language) if line.batch else ""
        expiry = M("best before {date}", date=line.expiry).in_(language) if line.expiry else ""
        items.append(Text("  " + "  ".join(filter(None, (batch, expiry)))))
    if line.note:
        items.append(Text(f"  {line.note}"))
    return items


def _taxes(sale: SaleCompleted, language: str, settings: Settings) -> list[Item]:
    """One row a tax: its name and rate, what it was taken of, and the tax."""
    if not sale.taxes:
        return []

    def row(*texts: str, bold: bool = False) -> Columns:
        first, *rest = texts
        return Columns((Cell(first, 2), *(Cell(t, 1, "right") for t in rest)), bold)

    head = row(M("Tax").in_(language), M("Net").in_(language), M("Tax").in_(language))
    rows = [
        row(
            f"{Names(t.name_zh, t.name_en).in_(language)} {percent(t.rate)}",
            format_money(t.base, settings.currency),
            format_money(t.tax, settings.currency),
        )
        for t in sale.taxes
    ]
    return [Rule(), head, *rows]


def percent(rate: int) -> str:
    """A rate in millionths as `13%` or `8.875%`."""
    whole, rest = divmod(rate * 100, RATE_ONE)
    places = f"{rest:06d}".rstrip("0")
    return f"{whole}{'.' + places if places else ''}%"

"""A paid basket as the document that goes into the journal, and the one transaction that makes it a sale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.i18n import M
from kiosk.store.documents import Approval, CustomerUse, SaleCompleted, SaleLine, TenderLine
from kiosk.trade.basket import Line
from kiosk.trade.money import RATE_ONE, Money
from kiosk.trade.priced import PricedBasket, PricedLine
from kiosk.trade.quantity import Quantity
from kiosk.trade.returns import SavedLine, uses_back
from kiosk.trade.tender import Payment, Tender, TenderKind

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.entry import Entry


def settle(counter: Counter, payment: Payment, approvals: tuple[Approval, ...]) -> tuple[str, SaleCompleted]:
    """Book the open basket: entry, stock, cash, receipt and the emptied counter, in one transaction.

    Raises Refused where goods taken back went back elsewhere meanwhile; StoreError when it can't be written. In both
    cases nothing was changed: basket and tenders are as they were.
    """
    if counter.shift is None:
        raise Refused(M("Open a shift first."))
    priced = counter.cart.priced
    check_returns(counter, priced.basket.lines)
    check_account(counter, payment)
    basket = priced.basket
    sale = SaleCompleted(
        basket_id=basket.id,
        shift_id=counter.shift.id,
        terminal=counter.settings.terminal,
        lines=tuple(_line(counter, number, line) for number, line in enumerate(priced.lines, 1)),
        taxes=priced.taxes,
        tenders=tuple(_tender(t) for t in payment.tenders),
        total=priced.total,
        rounding=payment.rounding,
        change=payment.change,
        customer_id=basket.customer.id if basket.customer else "",
        points=_points(counter, priced),
        note=basket.note,
        replaces=basket.undoes,
        approvals=approvals,
        order_id=basket.order_id,
        uses=(*_uses(priced), *_uses_back(counter, basket.lines)),
    )
    return book(counter, sale, clear_basket=True), sale


def book(counter: Counter, sale: SaleCompleted, *, clear_basket: bool) -> str:
    """Append it with its receipt; returns the sale's number. Only then devices move: drawer, printer."""

    def receipt(entry: Entry) -> list[tuple[str, bytes]]:
        paper = papers.receipt_paper(counter, sale, entry.id, entry.at, entry.actor)
        return [papers.job(M("Receipt"), paper)]

    entry = counter.store.journal.append(sale, actor=counter.actor, jobs=receipt, clear_basket=clear_basket)
    if clear_basket:
        counter.cart.begin()
    if any(t.tender == "cash" for t in sale.tenders):
        counter.open_drawer()
    counter.printing.kick()
    return entry.id


def check_returns(counter: Counter, lines: Sequence[Line]) -> None:
    """Once more before booking: never more goes back than is left of what was sold, wherever else it went back."""
    wanted: dict[tuple[str, int], int] = {}
    for line in lines:
        if line.returned is not None and line.returned.sale_id:
            at = (line.returned.sale_id, line.returned.line)
            wanted[at] = wanted.get(at, 0) + line.quantity
    for sale_id in {sale for sale, _ in wanted}:
        left = {s.line: s for s in counter.store.sales.sold_lines(sale_id)}
        for (of, number), quantity in wanted.items():
            if of == sale_id and (number not in left or quantity > left[number].left):
                raise Refused(M("Goods of sale {sale} went back already. Remove them here.", sale=sale_id))


def check_account(counter: Counter, payment: Payment) -> None:
    """What goes back on an account goes to whose it was bought on."""
    if not any(t.kind is TenderKind.ACCOUNT and t.amount < 0 for t in payment.tenders):
        return
    basket = counter.cart.basket
    buyer = basket.customer.id if basket.customer else ""
    for line in basket.lines:
        sale = counter.store.sales.get(line.returned.sale_id) if line.returned else None
        if sale and any(t.tender == TenderKind.ACCOUNT for t in sale.tenders) and sale.customer_id != buyer:
            raise Refused(M("The sale was on another customer's account. Choose that customer first."))


def booked(counter: Counter, basket_id: str) -> str | None:
    """The sale that this basket became, if it did: asked after a failure whose outcome is not known."""
    for row in counter.store.sales.recent(5, 0):
        sale = counter.store.sales.get(row.id)
        if sale is not None and sale.basket_id == basket_id and not sale.undoes:
            return row.id
    return None


def _tender(tender: Tender) -> TenderLine:
    return TenderLine(tender=tender.kind.value, amount=tender.amount, given=tender.given, reference=tender.reference)


def _line(counter: Counter, number: int, priced: PricedLine) -> SaleLine:
    line = priced.line
    sign = -1 if line.returned else 1
    back = line.returned
    cost = back.cost if back else counter.store.catalogue.cost_of(line.product)  # of its moment
    return SaleLine(
        number=number,
        product_id=line.product.id,
        name_zh=line.product.name_zh,
        name_en=line.product.name_en,
        unit=line.product.unit,
        quantity=Quantity(sign * line.quantity),
        unit_price=priced.unit_price or Money(0),
        gross=priced.gross,
        savings=priced.savings,
        discount=priced.discount,
        category_id=line.product.category_id,
        tax_id=line.product.tax.id,
        tax=priced.tax,
        total=priced.total,
        cost=cost,
        barcode=line.barcode,
        batch=line.batch,
        expiry=line.expiry,
        note=line.note,
        salesperson=line.salesperson,
        reason=_reason(line),
        price_by=line.override.by if line.override else "",
        discount_by=line.discount.by if line.discount else "",
        of_sale=back.sale_id if back else "",
        of_line=back.line if back else 0,
        components=line.product.components,
    )


def _uses(priced: PricedBasket) -> tuple[CustomerUse, ...]:
    customer = priced.basket.customer
    return tuple(CustomerUse(use.promotion_id, customer.id, use.times) for use in priced.uses) if customer else ()


def _uses_back(counter: Counter, lines: Sequence[Line]) -> Iterator[CustomerUse]:
    """What the buyers of the goods that come back may have again."""
    for sale_id in sorted({line.returned.sale_id for line in lines if line.returned and line.returned.sale_id}):
        sale = counter.store.sales.get(sale_id)
        if sale is None or not sale.uses:
            continue
        now: dict[int, int] = {}
        for line in lines:
            if line.returned and line.returned.sale_id == sale_id:
                now[line.returned.line] = now.get(line.returned.line, 0) + line.quantity
        sold = counter.store.sales.sold_lines(sale_id)
        savings = {line.number: line.savings for line in sale.lines}
        for use in sale.uses:
            parts = [
                SavedLine(s.amount, x.quantity, x.returned_quantity, Quantity(now.get(x.line, 0)))
                for x in sold
                for s in savings[x.line]
                if s.promotion_id == use.promotion_id
            ]
            if again := uses_back(use.times, parts):
                yield CustomerUse(use.promotion_id, use.customer_id, -again)


def _reason(line: Line) -> str:
    if line.returned:
        return line.returned.reason
    if line.override:
        return line.override.reason
    return line.discount.reason if line.discount else ""


def _points(counter: Counter, priced: PricedBasket) -> int:
    """What the customer earns, or gives back with returned goods; whole points, fractions are lost."""
    if priced.basket.customer is None:
        return 0
    size = abs(priced.total) * counter.cart.limits.points_rate // RATE_ONE
    return size if priced.total >= 0 else -size

"""Undoing a closed sale (反结账): all of it goes back the way it came, and its basket returns to be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.flows.returning import to_the_sale
from kiosk.flows.settlement import book
from kiosk.flows.sheets import ConfirmSheet
from kiosk.flows.units import shown_amount
from kiosk.flows.views import ConfirmView
from kiosk.i18n import M
from kiosk.store.documents import Approval, SaleCompleted, SaleLine, TenderLine
from kiosk.trade.basket import Basket, Discount, Line, PriceOverride
from kiosk.trade.money import Money
from kiosk.trade.priced import TaxTotal
from kiosk.trade.quantity import Quantity, extend

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


def ask_undo(counter: Counter, sale_id: str) -> None:
    """Check that it can be undone, confirm with the amount, and do it by who may.

    Raises Refused for a sale of another shift, one that was undone, of which something came back, or an exchange.
    """
    sale = _undoable(counter, sale_id)
    amount = shown_amount(counter, sale.total + sale.rounding)
    detail = M("Reverse sale {number}: give back {amount}", number=sale_id, amount=amount)

    def confirmed() -> None:
        counter.with_permission("sale.undo", detail, lambda approvals: _undo(counter, sale_id, approvals))

    ask = ConfirmView(M("Reverse this sale?"), detail, M("Reverse, give back {amount}", amount=amount))
    counter.sheet(ConfirmSheet(counter, ask, confirmed))


def heal_undo(counter: Counter) -> None:
    """At start and after a failure: throw away the copy of a sale whose undoing was cut short; the sale stands."""
    undoes = counter.cart.basket.undoes
    if undoes and not counter.store.sales.is_undone(undoes):
        counter.cart.clear()


def _undoable(counter: Counter, sale_id: str) -> SaleCompleted:
    sales = counter.store.sales
    sale = sales.get(sale_id)
    if sale is None:
        raise papers.not_here(counter, sale_id)
    if counter.shift is None or sale.shift_id != counter.shift.id:
        raise Refused(M("Only a sale of the open shift can be reversed. Take the goods back instead."))
    if sale.undoes or sales.is_undone(sale_id):
        raise Refused(M("This sale was reversed already."))
    if any(line.returned_quantity for line in sales.sold_lines(sale_id)):
        raise Refused(M("Goods of this sale came back already. Take back what is left instead."))
    if any(line.quantity < 0 for line in sale.lines):
        raise Refused(M("A return or an exchange can't be reversed. Sell or take back the goods again."))
    if not counter.cart.empty:
        raise Refused(M("A sale is open. Finish it or put it aside first."))
    return sale


def _undo(counter: Counter, sale_id: str, approvals: tuple[Approval, ...]) -> None:
    """The copy is safe on the counter before the sale is undone; `heal_undo` mends what a power cut leaves between."""
    sale = _undoable(counter, sale_id)
    counter.cart.change(_copy(counter, sale_id, sale))
    book(counter, _reverse(counter, sale_id, sale, approvals), clear_basket=False)
    counter.cart.refresh()  # what the customer had of an offer with that sale, he has not had now
    counter.ok()
    to_the_sale(counter)
    counter.front.tell(M("Sale {number} was reversed. Correct it and pay again.", number=sale_id), "info")


def _reverse(counter: Counter, sale_id: str, sale: SaleCompleted, approvals: tuple[Approval, ...]) -> SaleCompleted:
    """Every figure with the other sign; nothing is worked out anew."""
    assert counter.shift is not None
    return SaleCompleted(
        basket_id=sale.basket_id,
        shift_id=counter.shift.id,
        terminal=counter.settings.terminal,
        lines=tuple(_back(sale_id, line) for line in sale.lines),
        taxes=tuple(
            TaxTotal(t.tax_id, t.name_zh, t.name_en, t.rate, Money(-t.base), Money(-t.tax)) for t in sale.taxes
        ),
        tenders=tuple(
            TenderLine(tender=t.tender, amount=Money(-t.amount), reference=t.reference) for t in sale.tenders
        ),
        total=Money(-sale.total),
        rounding=Money(-sale.rounding),
        customer_id=sale.customer_id,
        points=-sale.points,
        note=sale.note,
        undoes=sale_id,
        order_id=sale.order_id,
        approvals=approvals,
        uses=tuple(msgspec.structs.replace(use, times=-use.times) for use in sale.uses),
    )


def _back(sale_id: str, line: SaleLine) -> SaleLine:
    net = line.gross - sum(s.amount for s in line.savings) - line.discount
    return msgspec.structs.replace(
        line,
        quantity=Quantity(-line.quantity),
        gross=Money(-net),
        savings=(),
        discount=Money(0),
        tax=Money(-line.tax),
        total=Money(-line.total),
        reason="undone",
        of_sale=sale_id,
        of_line=line.number,
    )


def _copy(counter: Counter, sale_id: str, sale: SaleCompleted) -> Basket:
    """The basket as it was, to be changed and paid again. Prices set and discounts given by hand stay as they were."""
    sold = {line.line: line for line in counter.store.sales.sold_lines(sale_id)}
    lines = []
    for line in sale.lines:
        product = sold[line.number].product
        by_hand = bool(line.price_by)
        stated = not by_hand and line.gross != extend(line.unit_price, line.quantity)
        lines.append(
            Line(
                key=line.number,
                product=product,
                quantity=line.quantity,
                barcode=line.barcode,
                amount=line.gross if stated else None,
                override=PriceOverride(line.unit_price, line.reason, line.price_by) if by_hand else None,
                discount=_discount(line),
                batch=line.batch,
                expiry=line.expiry,
                note=line.note,
                salesperson=line.salesperson,
            )
        )
    customer = counter.store.people.customer(sale.customer_id) if sale.customer_id else None
    fresh = counter.cart.fresh_id()
    return Basket(fresh, tuple(lines), customer, note=sale.note, next_key=len(lines) + 1, undoes=sale_id)


def _discount(line: SaleLine) -> Discount | None:
    if not line.discount:
        return None
    return Discount(amount=line.discount, reason=line.reason, by=line.discount_by)

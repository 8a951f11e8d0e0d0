"""Money that goes back: by the tenders it came with, as far as they reach, within the limit of who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import NeedsApproval
from kiosk.i18n import M
from kiosk.store.documents import Approval
from kiosk.trade.money import Money
from kiosk.trade.permissions import check_refund
from kiosk.trade.returns import refund_tenders
from kiosk.trade.tender import Payment, Tender, TenderKind, give_back

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

NO_RECEIPT = "sale.refund.no_receipt"


def propose(counter: Counter, payment: Payment) -> tuple[Payment, dict[TenderKind, int]]:
    """How a negative total goes back: each sale's part by that sale's own tenders, the rest in cash.

    Returns the payment with these tenders, and how much of each kind may go back without anybody's agreement.
    """
    proposed: dict[TenderKind, int] = {}
    rest = -payment.due
    if rest <= 0:
        return payment, proposed
    for sale_id, worth in _returned(counter).items():
        part = min(rest, worth)
        for kind, amount in refund_tenders(*_tenders_of(counter, sale_id), Money(part)):
            proposed[kind] = proposed.get(kind, 0) + amount
        rest -= part
    if rest:
        proposed[TenderKind.CASH] = proposed.get(TenderKind.CASH, 0) + rest
    for kind in sorted(proposed, key=lambda kind: kind is TenderKind.CASH):
        payment = give_back(payment, kind, Money(proposed[kind]))
    return payment, proposed


def check_refund_limit(counter: Counter, payment: Payment, approvals: tuple[Approval, ...]) -> None:
    """Raises NeedsApproval where more goes back than who is signed in may give, and nobody agreed yet."""
    back = -sum(t.amount for t in payment.tenders)
    if back <= 0 or any(a.permission == NO_RECEIPT for a in approvals):
        return
    if counter.user is None:
        raise NeedsApproval(M("A refund needs somebody who is signed in."), NO_RECEIPT)
    check_refund(counter.user.role, Money(back))


def _tenders_of(counter: Counter, sale_id: str) -> tuple[list[Tender], dict[TenderKind, int]]:
    """How a sale was paid, and what of it went back already."""
    sale = counter.store.sales.get(sale_id)
    paid = [Tender(TenderKind(t.tender), t.amount) for t in sale.tenders] if sale else []
    back = {TenderKind(kind): amount for kind, amount in counter.store.sales.refunded(sale_id).items()}
    return paid, back


def _returned(counter: Counter) -> dict[str, int]:
    """Of each sale that goods in the basket come from: what they give back."""
    worth: dict[str, int] = {}
    for line in counter.cart.basket.lines:
        if line.returned is not None and line.returned.sale_id:
            sale_id = line.returned.sale_id
            worth[sale_id] = worth.get(sale_id, 0) + line.returned.amount
    return worth

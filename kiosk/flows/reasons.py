"""Reasons as they are written down, in words again: for the audit trail."""

from __future__ import annotations

from kiosk.flows.cash import REASONS_IN, REASONS_OPENING, REASONS_OUT
from kiosk.flows.discounts import REASONS as REASONS_DISCOUNT
from kiosk.flows.returning import REASONS as REASONS_RETURN
from kiosk.i18n import Message, Text, plain

_BY_ACT: dict[str, dict[str, Message]] = {
    "cash.move": REASONS_OUT | REASONS_IN,
    "drawer.open": REASONS_OPENING,
    "sale.refund": REASONS_RETURN,
    "sale.refund.no_receipt": REASONS_RETURN,
    "sale.discount": REASONS_DISCOUNT,
    "sale.discount.over_limit": REASONS_DISCOUNT,
    "sale.price.override": REASONS_DISCOUNT,
}


def reason_in_words(act: str, reason: str) -> Text:
    """A reason chosen from a list in words; one that was typed stands as it is."""
    return _BY_ACT.get(act, {}).get(reason) or plain(reason)

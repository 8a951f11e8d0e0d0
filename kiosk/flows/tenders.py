"""The ways to pay, in words and pictures."""

from __future__ import annotations

from kiosk.flows.paper_receipt import TENDERS
from kiosk.i18n import M, Message

ICONS = {
    "cash": "cash",
    "card": "credit-card",
    "wechat": "wechat",
    "alipay": "qrcode-scan",
    "voucher": "ticket",
    "account": "account",
}


def tender_name(tender: str) -> Message:
    """A tender in words."""
    return TENDERS.get(tender) or M("Other")

"""The icons in use: names that views and screens say, and their places in Debian's Material Design Icons font.

Version 1.6.50 (package fonts-materialdesignicons-webfont); a name that is not here draws nothing.
"""

from __future__ import annotations

PLACES = {
    "account": 0xF004,
    "account-plus": 0xF014,
    "account-switch": 0xF019,
    "alert": 0xF026,
    "alert-circle": 0xF028,
    "arrow-left": 0xF04D,
    "bank": 0xF070,
    "backspace": 0xF06E,
    "barcode": 0xF071,
    "barcode-scan": 0xF072,
    "book": 0xF0BD,
    "calculator": 0xF0EC,
    "cart-plus": 0xF112,
    "cash": 0xF114,
    "chart": 0xF128,
    "check": 0xF12C,
    "check-circle": 0xF5E0,
    "chevron-down": 0xF140,
    "chevron-left": 0xF141,
    "chevron-right": 0xF142,
    "chevron-up": 0xF143,
    "close": 0xF156,
    "credit-card": 0xF19B,
    "delete": 0xF1C0,
    "cash-minus": 0xF207,
    "cash-plus": 0xF2FA,
    "drawer": 0xF03C,
    "exit": 0xF206,
    "heart": 0xF5F6,
    "history": 0xF2DA,
    "information": 0xF2FC,
    "keyboard": 0xF30C,
    "keyboard-close": 0xF30F,
    "label": 0xF315,
    "lightbulb": 0xF335,
    "lock": 0xF33E,
    "magnify": 0xF349,
    "menu": 0xF1D8,
    "minus": 0xF374,
    "note": 0xF39E,
    "numeric": 0xF3A0,
    "percent": 0xF3F0,
    "plus": 0xF415,
    "plus-box": 0xF416,
    "printer": 0xF42A,
    "qrcode-scan": 0xF433,
    "receipt": 0xF449,
    "return": 0xF45A,
    "scale": 0xF472,
    "school": 0xF474,
    "shield": 0xF498,
    "shift": 0xF636,
    "stethoscope": 0xF4D9,
    "swap": 0xF4E1,
    "sync": 0xF4E2,
    "tag": 0xF4F9,
    "ticket": 0xF516,
    "translate": 0xF5CA,
    "tray": 0xF2FB,
    "undo": 0xF54C,
    "wallet": 0xF584,
    "wechat": 0xF611,
}

ALIASES = {
    "card": "credit-card",
    "voucher": "ticket",
    "alipay": "qrcode-scan",
    "info": "information",
    "ok": "check-circle",
    "warn": "alert",
    "error": "alert-circle",
}


def glyph(name: str) -> str:
    """The character that draws an icon; "" for one that is not there."""
    place = PLACES.get(ALIASES.get(name, name))
    return chr(place) if place else ""

"""Selling, paying, taking back."""

from __future__ import annotations

from typing import Literal

import msgspec

from kiosk.flows.views.common import Action, PaperPicture, Strip
from kiosk.i18n import Names, Text


class Note(msgspec.Struct, frozen=True):
    """A small line under a basket line: a promotion, a discount, a remark. amount: what it takes off (negative)."""

    text: Text
    amount: int | None = None


class LineView(msgspec.Struct, frozen=True):
    """One line of the basket."""

    key: int
    name: Names
    quantity: int
    decimals: int
    unit: Text
    unit_price: int | None
    total: int
    notes: tuple[Note, ...] = ()
    returned: bool = False
    tax_included: bool = True


class Tab(msgspec.Struct, frozen=True):
    """A category above the tiles; id "" is the favourites."""

    id: str
    name: Text
    colour: int = 0


class TileView(msgspec.Struct, frozen=True):
    """A product to tap. on_hand None: not known or not kept. colour: place in the palette."""

    id: str
    name: Names
    price: int | None
    unit: Text
    weighed: bool = False
    colour: int = 0
    on_hand: int | None = None


class SellView(msgspec.Struct, frozen=True):
    """The counter. Flow `Selling`:

    tap_tile(id) · open_tab(id) · page(±1) · search(text) as typed · enter(text) on Enter: a whole code adds ·
    select(key | None) · step(key, ±1) · ask_quantity(key) ·
    ask_price(key) · ask_discount(key) · ask_note(key) · void(key) · undo() · pay() ·
    act(id) with the ids of `actions` (customer, discount, suspend, return, more) and of a strip's action.

    marked: the line just scanned, to be lit for a second (with the view's serial). selected: the line whose strip is
    open. total is negative when more goes back than is sold. undoable: what undo() would bring back.
    """

    lines: tuple[LineView, ...]
    total: int
    count: int
    saved: int
    actions: tuple[Action, ...]
    tabs: tuple[Tab, ...]
    tab: str
    tiles: tuple[TileView, ...]
    page: int = 0
    pages: int = 1
    query: str = ""
    marked: int | None = None
    selected: int | None = None
    line_actions: tuple[Action, ...] = ()
    strip: Strip | None = None
    customer: Text | None = None
    customer_detail: Text | None = None
    discount: int = 0
    tax_added: int = 0
    hints: tuple[Text, ...] = ()
    can_pay: bool = False
    undoable: Text | None = None


class Way(msgspec.Struct, frozen=True):
    """A way to pay. enabled False: why says why not."""

    id: Literal["cash", "card", "wechat", "alipay", "voucher", "account"]
    name: Text
    icon: str
    enabled: bool = True
    why: Text | None = None


class TenderRow(msgspec.Struct, frozen=True):
    """A tender taken, or to be given back."""

    index: int
    name: Text
    amount: int
    given: int = 0
    reference: str = ""


class PayView(msgspec.Struct, frozen=True):
    """Paying. Flow `Paying`: cash(given) · ask_cash() · tender(way) · tender_part(way) · remove(index) · back().

    due: what is to pay in all (negative: to give back); remaining: still due. rounding: named amount if the rest is
    paid in cash; cash_due: the rest with it. quick: likely notes. wallet: a code is waited for ("wechat" | "alipay"):
    then scan it, or taken() when the customer paid, or cancel_wallet(). finish: all is covered, and a person must say
    so (money goes back; or booking failed and is tried again): flow.finish().
    """

    due: int
    remaining: int
    cash_due: int
    rounding: int
    tenders: tuple[TenderRow, ...]
    quick: tuple[int, ...]
    ways: tuple[Way, ...]
    customer: Text | None = None
    strip: Strip | None = None
    wallet: str = ""
    wallet_amount: int = 0
    finish: Text | None = None


class DoneView(msgspec.Struct, frozen=True):
    """Settled: the change alone, the largest thing. Flow `Done`: next() · reprint() · preview() · act(id).

    A scan begins the next sale. change: to give (negative total: what was given back in cash).
    """

    sale_id: str
    total: int
    change: int
    tenders: tuple[TenderRow, ...]
    drawer_open: bool
    strip: Strip | None = None
    paper: PaperPicture | None = None
    printing: Text | None = None


class ReturnLine(msgspec.Struct, frozen=True):
    """A line of a sale that can go back: left of sold; chosen so far; amount for what is chosen."""

    line: int
    name: Names
    sold: int
    left: int
    chosen: int
    decimals: int
    amount: int


class ReturnView(msgspec.Struct, frozen=True):
    """Choosing what goes back. Flow `Returning`: choose_all() · step(line, ±1) · ask_quantity(line) · accept().

    A scan of a product chooses one of it. accept puts the lines into the basket, to be settled or exchanged.
    sale_id "": without receipt; then lines are what was scanned, sold and left 0, and ask_price(line) · act(find).
    """

    sale_id: str
    sold_at: int
    lines: tuple[ReturnLine, ...]
    amount: int
    tenders: tuple[TenderRow, ...]
    strip: Strip | None = None
    actions: tuple[Action, ...] = ()

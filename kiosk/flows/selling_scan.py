"""What a code means at the sale: goods, a receipt, a basket put aside, a badge, a command; or nothing known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import BadInput, Refused
from kiosk.flows.adding import Goods, put
from kiosk.flows.signin import switch_user
from kiosk.flows.units import names_of
from kiosk.flows.views import Action
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Message
from kiosk.store.records import Found
from kiosk.trade.barcodes import (
    CommandCode,
    DocumentCode,
    EmbeddedCode,
    Gs1Code,
    ItemCode,
    LocationCode,
    UserCode,
    item_key,
    read_code,
)
from kiosk.trade.embedded import LENGTHS
from kiosk.trade.money import Money, divide
from kiosk.trade.quantity import ONE, Quantity
from kiosk.trade.tender import wallet_of

if TYPE_CHECKING:
    from kiosk.flows.selling import Selling

SHOWN = 40
"""Characters of a code in a message; a page of text in a QR code is cut."""


def scanned(selling: Selling, scan: Scan) -> None:
    """Do what the code is for, or say why not with its sound. Nothing is ever lost without a word."""
    counter = selling.counter
    try:
        code = read_code(scan.data, scan.symbology, counter.layouts, exponent=counter.settings.currency.exponent)
    except BadInput as error:
        counter.refuse_scan(error.message)
        return
    match code:
        case ItemCode():
            _item(selling, code)
        case EmbeddedCode():
            _goods(selling, code.item, code.raw, quantity=code.quantity, amount=code.amount)
        case Gs1Code():
            _gs1(selling, code)
        case DocumentCode():
            found = counter.store.catalogue.find_code(code.entry_id)  # an own code may look like it: JACKET-38
            if found is not None:
                _add(selling, found, code.entry_id, None, None)
            else:
                _document(selling, code.entry_id)
        case UserCode():
            _badge(selling, code)
        case CommandCode():
            _command(selling, code.name)
        case LocationCode():
            counter.refuse_scan(M("This code is a shelf, not goods."))


def typed(selling: Selling, text: str) -> None:
    """Enter in the search field: a whole code adds its product; one single find is added too."""
    text = text.strip()
    if not text:
        return
    found = _find_typed(selling, text)
    if found is not None:
        selling.grid.search("")
        _add(selling, found, found.code, None, None)
        return
    selling.grid.search(text)
    tiles = selling.grid.tiles
    if len(tiles) == 1:
        selling.grid.search("")
        selling.add_product(tiles[0].id)
    elif not tiles:
        selling.counter.unknown()
        selling.tell(M("Nothing is found for {text}.", text=text[:SHOWN]))


def _find_typed(selling: Selling, text: str) -> Found | None:
    try:
        code = read_code(text)
    except BadInput:
        return None
    catalogue = selling.counter.store.catalogue
    match code:
        case ItemCode(code=key) | DocumentCode(entry_id=key):
            return catalogue.find_code(key)
        case _:
            return None


def _item(selling: Selling, code: ItemCode) -> None:
    found = selling.counter.store.catalogue.find_code(code.code)
    if found is not None:
        _add(selling, found, code.raw or code.code, None, None)
    elif (customer := selling.counter.store.people.customer_by_code(code.raw or code.code)) is not None:
        selling.acts.take_customer(customer)
        selling.counter.ok()
    elif wallet_of(code.raw) is not None:
        selling.counter.refuse_scan(M("This is a payment code. Press Pay first, then scan it."))
    else:
        _unknown(selling, code.raw or code.code)


def _goods(
    selling: Selling,
    key: str,
    raw: str,
    *,
    quantity: Quantity | None = None,
    amount: Money | None = None,
    gs1: Gs1Code | None = None,
) -> None:
    catalogue = selling.counter.store.catalogue
    found = catalogue.find_code(key)
    if found is None and raw.isdigit() and len(raw) in LENGTHS:
        found, quantity, amount = catalogue.find_code(item_key(raw)), None, None  # a shop's own whole number
    if found is None:
        _unknown(selling, raw or key)
        return
    batch = expiry = ""
    if gs1 is not None:
        batch, expiry = gs1.lot(tracked=found.product.tracks_batches), gs1.expiry or gs1.best_before
        if batch and gs1.one_piece and _in_basket(selling, found.product.id, batch):
            name = names_of(found.product)
            _refuse(selling, M("{name} number {serial} is in the basket already.", name=name, serial=batch))
            return
    _add(selling, found, raw, quantity, amount, batch, expiry)


def _in_basket(selling: Selling, product_id: str, batch: str) -> bool:
    lines = selling.counter.cart.basket.lines
    return any(x.product.id == product_id and x.batch == batch and not x.returned for x in lines)


def _gs1(selling: Selling, code: Gs1Code) -> None:
    quantity = code.weight or (Quantity(code.count * ONE) if code.count else None)
    _goods(selling, code.gtin, code.raw, quantity=quantity, amount=code.amount, gs1=code)


def _add(
    selling: Selling,
    found: Found,
    raw: str,
    quantity: Quantity | None,
    amount: Money | None,
    batch: str = "",
    expiry: str = "",
) -> None:
    product = found.product
    if not found.active:
        _refuse(selling, M("{name} is not sold any more.", name=names_of(product)))
        return
    if quantity == 0 and amount:
        quantity = None  # the scale printed its price alone
    if quantity is None and amount is not None and product.weighed and product.price:
        quantity = Quantity(max(1, divide(amount * ONE, product.price)))
    elif quantity is None and not product.weighed:
        quantity = found.quantity
    elif quantity is not None and not product.weighed and found.quantity != ONE:
        quantity = Quantity(quantity * found.quantity // ONE)
    try:
        put(selling, Goods(product, quantity, raw, amount, None, batch, expiry))
    except Refused as refusal:
        _refuse(selling, refusal.message)


def _unknown(selling: Selling, code: str) -> None:
    """Say so, and offer to make the product; whoever presses it needs the permission or somebody who has it."""
    selling.strip_code = code
    selling.marked = None
    selling.counter.unknown()
    offer = Action("new_product", M("New product"), "plus-box")
    selling.tell(M("No product has the code {code}.", code=code[:SHOWN]), "error", offer)


def _refuse(selling: Selling, why: Message) -> None:
    selling.marked = None
    selling.counter.refuse_scan(why)


def _document(selling: Selling, entry_id: str) -> None:
    """A receipt begins a return; a slip of a basket put aside brings it back."""
    from kiosk.flows.returning import Returning
    from kiosk.flows.suspended import ask_recall

    counter = selling.counter
    if counter.store.sales.get(entry_id) is not None:
        counter.ok()
        counter.enter(Returning(counter, entry_id))
    elif entry_id in {row.id for row in counter.store.baskets.suspended()}:
        counter.ok()
        ask_recall(counter, entry_id)
    elif counter.store.promises.get(entry_id) is not None:
        from kiosk.flows.customer_orders import ask_what

        counter.ok()
        ask_what(counter, entry_id)
    else:
        _refuse(selling, M("The receipt {number} is not of this shop, or not here yet.", number=entry_id))


def _badge(selling: Selling, code: UserCode) -> None:
    """Another cashier takes over; the badge of whoever is signed in covers the counter."""
    user = selling.counter.pins.badge(code.secret)
    if user is None:
        _refuse(selling, M("Nobody here has this badge."))
    else:
        switch_user(selling.counter, user)


_COMMANDS = {
    "pay": "pay",
    "suspend": "act_suspend",
    "undo": "undo",
    "return": "act_return",
    "customer": "act_customer",
    "more": "act_more",
    "lock": "act_user",
}


def _command(selling: Selling, name: str) -> None:
    method = _COMMANDS.get(name)
    if method is None:
        _refuse(selling, M("The command {name} is not known here.", name=name))
        return
    selling.counter.ok()
    getattr(selling, method)()

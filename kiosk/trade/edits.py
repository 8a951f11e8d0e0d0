"""What can be done to a basket: each edit makes a new basket, or is refused and changes nothing.

The limits keep figures within what a screen shows and a receipt prints, and catch a barcode scanned into a
quantity.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kiosk.exc import BadInput, Refused
from kiosk.i18n import M
from kiosk.trade.basket import Basket, Discount, Line, PriceOverride, Returned
from kiosk.trade.goods import Customer, Product
from kiosk.trade.money import RATE_ONE, Money
from kiosk.trade.quantity import ONE, UNITS, Quantity, extend, format_quantity

MAX_QUANTITY = Quantity(9_999_999)
"""Of a line, in thousandths: 9,999.999 units."""

MAX_PRICE = Money(99_999_999)
"""Of a base unit, and of a manual discount, in minor units."""

MAX_TOTAL = Money(999_999_999)
"""Of a basket before any promotion or discount, in minor units."""

MAX_LINES = 500
MAX_NOTE = 200


def new_basket(id: str, customer: Customer | None = None) -> Basket:  # noqa: A002  (the basket's own word)
    """An empty basket. id: drawn at random by the caller."""
    return Basket(id, customer=customer)


def add_line(
    basket: Basket,
    product: Product,
    quantity: Quantity = ONE,
    *,
    barcode: str = "",
    amount: Money | None = None,
    override: PriceOverride | None = None,
    returned: Returned | None = None,
    batch: str = "",
    expiry: str = "",
    note: str = "",
    salesperson: str = "",
) -> tuple[Basket, int]:
    """Add goods; returns the new basket and the key of the line they are in.

    Joins the line of the same goods if there is one: same product at the same price, batch, expiry and
    salesperson, sold by the piece, nothing about it changed by hand, nothing stated by its barcode. A weighed
    bag is its own line.

    Raises BadInput for a quantity or amount that can't be; Refused when the basket is full.
    """
    line = Line(
        key=basket.next_key,
        product=product,
        quantity=_quantity(product, quantity),
        barcode=barcode,
        amount=None if amount is None else _amount(amount),
        override=override and msgspec.structs.replace(override, price=_amount(override.price)),
        returned=returned,
        batch=batch,
        expiry=expiry,
        note=_note(note),
        salesperson=salesperson,
    )
    same = _equal_line(basket, line)
    if same:
        return set_quantity(basket, same.key, Quantity(same.quantity + quantity)), same.key
    if len(basket.lines) >= MAX_LINES:
        raise Refused(M("The basket is full: {count} lines. Close this sale and begin another.", count=MAX_LINES))
    more = msgspec.structs.replace(basket, lines=(*basket.lines, line), next_key=basket.next_key + 1)
    return _within_total(more), line.key


def line_of(basket: Basket, key: int) -> Line:
    """The line with that key. Raises Refused when it is no longer there."""
    for line in basket.lines:
        if line.key == key:
            return line
    raise Refused(M("This line is no longer in the basket."))


def set_quantity(basket: Basket, key: int, quantity: Quantity) -> Basket:
    """Raises BadInput for a quantity that can't be; Refused for goods with a label's or a refund's amount."""
    line = line_of(basket, key)
    quantity = _quantity(line.product, quantity)
    if quantity == line.quantity:
        return basket
    _not_returned(line)
    if line.amount is not None:
        raise Refused(M("The label states the price of this pack. Remove the line, or scan another label."))
    return _within_total(_replaced(basket, msgspec.structs.replace(line, quantity=quantity)))


def remove_line(basket: Basket, key: int) -> Basket:
    """Without that line; its key is not used again."""
    line_of(basket, key)
    return msgspec.structs.replace(basket, lines=tuple(line for line in basket.lines if line.key != key))


def override_price(basket: Basket, key: int, override: PriceOverride | None) -> Basket:
    """Set a price by hand, a base unit; None goes back to the price list. Raises BadInput, Refused."""
    line = line_of(basket, key)
    _not_returned(line)
    if override:
        _amount(override.price)
    return _within_total(_replaced(basket, msgspec.structs.replace(line, override=override)))


def discount_line(basket: Basket, key: int, discount: Discount | None) -> Basket:
    """Give a line a manual discount in place of the one it had; None takes it back. Raises Refused."""
    line = line_of(basket, key)
    _not_returned(line)
    return _replaced(basket, msgspec.structs.replace(line, discount=_discount(discount)))


def discount_basket(basket: Basket, discount: Discount | None) -> Basket:
    """Give the whole basket a manual discount; None takes it back. Raises Refused."""
    return msgspec.structs.replace(basket, discount=_discount(discount))


def set_note(basket: Basket, note: str, key: int | None = None) -> Basket:
    """Of the basket, or of one line. Raises BadInput when too long, Refused when the line is gone."""
    note = _note(note)
    if key is None:
        return msgspec.structs.replace(basket, note=note)
    return _replaced(basket, msgspec.structs.replace(line_of(basket, key), note=note))


def set_customer(basket: Basket, customer: Customer | None) -> Basket:
    """Whose basket it is; prices and promotions of the customer's level follow."""
    return msgspec.structs.replace(basket, customer=customer)


def set_salesperson(basket: Basket, salesperson: str, key: int | None = None) -> Basket:
    """Who served: for one line, or for all lines in the basket. "" is nobody."""
    keys = {line.key for line in basket.lines} if key is None else {line_of(basket, key).key}
    return msgspec.structs.replace(
        basket,
        lines=tuple(
            msgspec.structs.replace(line, salesperson=salesperson) if line.key in keys else line
            for line in basket.lines
        ),
    )


def _replaced(basket: Basket, new: Line) -> Basket:
    return msgspec.structs.replace(basket, lines=tuple(new if line.key == new.key else line for line in basket.lines))


def _equal_line(basket: Basket, new: Line) -> Line | None:
    if new.product.weighed or not _plain(new):
        return None
    for line in reversed(basket.lines):
        if (
            line.product.id == new.product.id
            and _plain(line)
            and line.batch == new.batch
            and line.expiry == new.expiry
            and line.salesperson == new.salesperson
            and line.product == new.product
        ):
            return line
    return None


def _plain(line: Line) -> bool:
    return line.amount is None and not (line.override or line.discount or line.returned or line.note)


def _quantity(product: Product, quantity: Quantity) -> Quantity:
    if quantity <= 0:
        raise BadInput(M("The quantity must be more than zero. To take goods off, remove the line."))
    if quantity > MAX_QUANTITY:
        raise BadInput(
            M("The quantity is too large. At most {most} fit in a line.", most=format_quantity(MAX_QUANTITY))
        )
    unit = UNITS.get(product.unit)
    decimals = unit.decimals if unit else 0
    if quantity % 10 ** (3 - decimals) and not product.weighed:
        if decimals:
            raise BadInput(M("This is sold with at most {places} decimal places.", places=decimals))
        raise BadInput(M("This is sold in whole pieces only."))
    return quantity


def _amount(amount: Money) -> Money:
    if amount < 0:
        raise BadInput(M("A price can't be less than zero."))
    if amount > MAX_PRICE:
        raise BadInput(M("The price is too large. Was a barcode typed as a price?"))
    return amount


def _discount(discount: Discount | None) -> Discount | None:
    if discount is None:
        return None
    if (discount.rate is None) == (discount.amount is None):
        raise BadInput(M("A discount is either a percentage or an amount."))
    if discount.rate is not None and not 0 < discount.rate <= RATE_ONE:
        raise BadInput(M("The discount must be more than 0 % and at most 100 %."))
    if discount.amount is not None and not 0 < discount.amount <= MAX_PRICE:
        raise BadInput(M("The discount must be more than zero, and no more than goods can cost."))
    return discount


def _note(note: str) -> str:
    note = note.strip()
    if len(note) > MAX_NOTE:
        raise BadInput(M("The note is too long: at most {most} characters.", most=MAX_NOTE))
    return note


def _not_returned(line: Line) -> None:
    if line.returned:
        raise Refused(M("Returned goods give back what was paid for them. Remove the line and return them again."))


def _within_total(basket: Basket) -> Basket:
    if _highest(basket.lines) > MAX_TOTAL:
        raise Refused(M("The total would be too large for one sale. Check the quantity, or split the sale."))
    return basket


def _highest(lines: Iterable[Line]) -> int:
    """The most that all lines can cost, whatever price list applies."""
    total = 0
    for line in lines:
        if line.returned is not None:
            continue
        if line.override is not None:
            total += extend(line.override.price, line.quantity)
        elif line.amount is not None:
            total += line.amount
        else:
            product = line.product
            price = product.price or 0
            if product.prices:
                price = max(price, *[rule.price for rule in product.prices])
            total += extend(price, line.quantity)
    return total

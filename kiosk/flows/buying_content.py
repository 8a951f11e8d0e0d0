"""What an order being written holds, and its changes: packs, prices by the supplier's terms, totals. No screen."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kiosk.store.documents_buying import PurchaseDrafted, PurchaseLine
from kiosk.store.purchases import Order
from kiosk.store.store import Store
from kiosk.trade.buying import Terms, line_amount, orderable, pack_price
from kiosk.trade.costing import Cost, in_minor
from kiosk.trade.goods import Product
from kiosk.trade.money import Money
from kiosk.trade.quantity import ONE, Quantity

MOST = Quantity(1_000_000_000)
"""A million base units of one product: more is a slip of the finger."""


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """An order being written. order_id: of the order it changes, "" for a new one."""

    supplier_id: str
    lines: tuple[PurchaseLine, ...] = ()
    order_id: str = ""
    expected: str = ""
    note: str = ""
    copied_from: str = ""

    @property
    def total(self) -> Money:
        """What all of it costs."""
        return Money(sum(line_amount(x.quantity, x.pack, x.price) for x in self.lines))

    def line(self, product_id: str) -> PurchaseLine | None:
        """The product's line."""
        return next((x for x in self.lines if x.product_id == product_id), None)

    def put(self, line: PurchaseLine) -> Content:
        """With this line, in the place of its product's, or as the last."""
        if self.line(line.product_id) is None:
            return msgspec.structs.replace(self, lines=(*self.lines, line))
        lines = tuple(line if x.product_id == line.product_id else x for x in self.lines)
        return msgspec.structs.replace(self, lines=lines)

    def without(self, product_id: str) -> Content:
        """Without the product's line."""
        return msgspec.structs.replace(self, lines=tuple(x for x in self.lines if x.product_id != product_id))

    def document(self) -> PurchaseDrafted:
        """As it is written down."""
        return PurchaseDrafted(
            supplier_id=self.supplier_id, lines=self.lines, total=self.total, order_id=self.order_id,
            expected=self.expected, note=self.note, copied_from=self.copied_from,
        )  # fmt: skip


def terms_for(store: Store, supplier_id: str, product_id: str) -> Terms:
    """The supplier's terms; where nobody wrote any down: single units, at what they last cost on average."""
    terms = store.suppliers.terms(supplier_id, product_id)
    return terms or Terms(supplier_id=supplier_id, product_id=product_id)


def new_line(store: Store, supplier_id: str, product: Product, quantity: int, note: str = "") -> PurchaseLine:
    """A line of at least `quantity` base units, in packs and at the price of the supplier's terms."""
    terms = terms_for(store, supplier_id, product.id)
    whole = orderable(terms, max(quantity, 1))
    price = pack_price(terms, whole)
    if price is None:
        average = store.stock.level(product.id).average_cost
        each = in_minor(Cost(average)) if average else product.cost or 0
        price = line_amount(terms.pack, ONE, each)
    return PurchaseLine(
        product_id=product.id, name_zh=product.name_zh, name_en=product.name_en, unit=product.unit, quantity=whole,
        pack=terms.pack, price=price, code=terms.code, note=note,
    )  # fmt: skip


def with_quantity(line: PurchaseLine, quantity: int, terms: Terms) -> PurchaseLine:
    """Another quantity; the price follows the breaks, unless somebody has typed another than they say."""
    price = line.price
    if price == pack_price(terms, line.quantity):
        price = pack_price(terms, quantity) or price
    return msgspec.structs.replace(line, quantity=Quantity(quantity), price=price)


def content_of(order: Order) -> Content:
    """An order as it stands, to be changed."""
    lines = tuple(
        PurchaseLine(
            product_id=x.product_id, name_zh=x.name_zh, name_en=x.name_en, unit=x.unit, quantity=x.quantity,
            pack=x.pack, price=x.price, code=x.code, note=x.note,
        )
        for x in order.lines
    )  # fmt: skip
    return Content(
        supplier_id=order.head.supplier_id, lines=lines, order_id=order.head.id, expected=order.head.expected,
        note=order.note, copied_from=order.copied_from,
    )  # fmt: skip


def again(store: Store, order: Order, expected: str) -> Content:
    """The same goods once more, at the prices of today; what is not sold any more is left out."""
    goods = ((x.product_id, x.quantity, "") for x in order.lines)
    content = draft_for(store, order.head.supplier_id, goods, expected)
    return msgspec.structs.replace(content, copied_from=order.head.id)


def draft_for(store: Store, supplier_id: str, goods: Iterable[tuple[str, int, str]], expected: str = "") -> Content:
    """A new order of (product, base units wanted, why): whole packs, at least the minimum."""
    content = Content(supplier_id=supplier_id, expected=expected)
    for product_id, quantity, note in goods:
        product = store.catalogue.product(product_id)
        if product is not None and quantity > 0:
            content = content.put(new_line(store, supplier_id, product, quantity, note))
    return content


def lead_days(store: Store, content: Content) -> int:
    """From order to delivery: as long as the slowest of its goods takes."""
    supplier = store.suppliers.get(content.supplier_id)
    usual = supplier.lead_days if supplier else 0
    known = (store.suppliers.terms(content.supplier_id, x.product_id) for x in content.lines)
    own = [t.lead_days for t in known if t is not None and t.lead_days is not None]
    rest = [usual] if len(own) < len(content.lines) or not own else []
    return max(own + rest)

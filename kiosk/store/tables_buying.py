"""Tables of buying: suppliers' terms, orders as they were written and what was done to them, and where they stand.

`purchase` and `purchase_due` follow from the others: posting makes an order's rows anew whenever something of it comes.
"""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, Model, TextField

from kiosk.store.tables_goods import Master


class SupplierProductRow(Master):
    """A supplier's terms for a product. prices: JSON list of breaks."""

    supplier_id = TextField()
    product_id = TextField(index=True)
    code = TextField()
    pack = BigIntegerField()
    min_quantity = BigIntegerField()
    lead_days = IntegerField(null=True)
    prices = TextField()
    active = BooleanField()

    class Meta:
        table_name = "supplier_product"
        indexes = ((("supplier_id", "code", "id"), False),)


class PurchaseRevisionRow(Model):
    """A content of an order; at, origin, seq: the entry that carries it."""

    store_id = TextField()
    order_id = TextField()
    at = BigIntegerField()
    origin = TextField()
    seq = BigIntegerField()
    actor = TextField()
    supplier_id = TextField()
    total = BigIntegerField()
    expected = TextField()
    note = TextField()
    copied_from = TextField()

    class Meta:
        table_name = "purchase_revision"
        primary_key = CompositeKey("store_id", "order_id", "at", "origin", "seq")
        clustered = True


class PurchaseLineRow(Model):
    """A line of a revision."""

    store_id = TextField()
    order_id = TextField()
    origin = TextField()
    seq = BigIntegerField()
    number = IntegerField()
    product_id = TextField()
    name_zh = TextField()
    name_en = TextField()
    unit = TextField()
    quantity = BigIntegerField()
    pack = BigIntegerField()
    price = BigIntegerField()
    code = TextField()
    note = TextField()

    class Meta:
        table_name = "purchase_line"
        primary_key = CompositeKey("store_id", "order_id", "origin", "seq", "number")
        clustered = True


class PurchaseStepRow(Model):
    """Something done to an order: its act, and the revision that was seen."""

    store_id = TextField()
    order_id = TextField()
    at = BigIntegerField()
    origin = TextField()
    seq = BigIntegerField()
    act = TextField()
    revision = TextField()
    actor = TextField()
    approved_by = TextField()
    note = TextField()

    class Meta:
        table_name = "purchase_step"
        primary_key = CompositeKey("store_id", "order_id", "at", "origin", "seq")
        clustered = True


class PurchaseReceiptRow(Model):
    """Goods of an order that came (> 0), or whose receipt was undone."""

    store_id = TextField()
    order_id = TextField()
    product_id = TextField()
    at = BigIntegerField()
    origin = TextField()
    seq = BigIntegerField()
    line = IntegerField()
    quantity = BigIntegerField()

    class Meta:
        table_name = "purchase_receipt"
        primary_key = CompositeKey("store_id", "order_id", "product_id", "at", "origin", "seq", "line")
        clustered = True


class PurchaseRow(Model):
    """Where an order stands. created_*: of its first draft; revision: the one that counts; sent_at: 0 before."""

    store_id = TextField()
    order_id = TextField()
    created_at = BigIntegerField()
    created_by = TextField()
    supplier_id = TextField()
    revision = TextField()
    state = TextField()
    open = BooleanField()
    sent_at = BigIntegerField()
    expected = TextField()
    total = BigIntegerField()
    lines = IntegerField()

    class Meta:
        table_name = "purchase"
        primary_key = CompositeKey("store_id", "order_id")
        clustered = True
        indexes = (
            (("store_id", "open", "created_at"), False),
            (("store_id", "created_at"), False),
            (("store_id", "supplier_id", "created_at"), False),
        )


class PurchaseDueRow(Model):
    """What is still to come of a product from one order."""

    store_id = TextField()
    product_id = TextField()
    order_id = TextField()
    supplier_id = TextField()
    quantity = BigIntegerField()
    expected = TextField()

    class Meta:
        table_name = "purchase_due"
        primary_key = CompositeKey("store_id", "product_id", "order_id")
        clustered = True
        indexes = ((("store_id", "order_id"), False),)


TABLES: tuple[type[Model], ...] = (
    SupplierProductRow, PurchaseRevisionRow, PurchaseLineRow, PurchaseStepRow, PurchaseReceiptRow, PurchaseRow,
    PurchaseDueRow,
)  # fmt: skip

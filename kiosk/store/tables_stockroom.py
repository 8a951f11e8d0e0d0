"""Tables of the stock room: places, what lies in them, and deliveries."""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, Model, TextField

from kiosk.store.tables_goods import Master


class LocationRow(Master):
    """A bin or shelf of a store."""

    store_id = TextField()
    code = TextField()
    name = TextField()
    position = IntegerField()
    active = BooleanField()

    class Meta:
        table_name = "location"
        indexes = ((("store_id", "position", "code"), False),)


class BinRow(Model):
    """How much of a product lies in a place, or is of a batch: Σ of the movements that name either.

    What names neither has no row: it is the stock on hand less all of these. So a sale of plain goods writes nothing.
    """

    store_id = TextField()
    product_id = TextField()
    location = TextField()
    batch = TextField()
    expiry = TextField()
    quantity = BigIntegerField()

    class Meta:
        table_name = "stock_bin"
        primary_key = CompositeKey("store_id", "product_id", "location", "batch", "expiry")
        clustered = True
        indexes = ((("store_id", "location"), False), (("store_id", "batch"), False))


class ReceiptRow(Model):
    """A delivery. value: what it cost with freight, minor units; undoes: the receipt that it takes back."""

    store_id = TextField()
    at = BigIntegerField()
    origin = TextField()
    seq = BigIntegerField()
    actor = TextField()
    supplier_id = TextField()
    order_id = TextField()
    paper = TextField()
    lines = IntegerField()
    value = BigIntegerField()
    undoes = TextField()

    class Meta:
        table_name = "receipt"
        primary_key = CompositeKey("store_id", "at", "origin", "seq")
        clustered = True
        indexes = ((("store_id", "undoes"), False), (("store_id", "order_id"), False))


class SupplierReturnRow(Model):
    """Goods that went back. value: what the stock is worth less, minor units, < 0; undoes: the one it takes back."""

    store_id = TextField()
    at = BigIntegerField()
    origin = TextField()
    seq = BigIntegerField()
    actor = TextField()
    supplier_id = TextField()
    reason = TextField()
    lines = IntegerField()
    value = BigIntegerField()
    approved_by = TextField()
    undoes = TextField()

    class Meta:
        table_name = "supplier_return"
        primary_key = CompositeKey("store_id", "at", "origin", "seq")
        clustered = True


class SupplierSumRow(Model):
    """How much of a product came from a supplier, and went back to him: Σ of deliveries and returns."""

    store_id = TextField()
    product_id = TextField()
    supplier_id = TextField()
    came = BigIntegerField()
    went_back = BigIntegerField()

    class Meta:
        table_name = "supplier_sum"
        primary_key = CompositeKey("store_id", "product_id", "supplier_id")
        clustered = True


class SupplierInvoiceRow(Model):
    """A supplier's invoice for a delivery; of several the latest stands. difference: above what is due, minor units."""

    store_id = TextField()
    receipt_id = TextField()
    at = BigIntegerField()
    origin = TextField()
    seq = BigIntegerField()
    actor = TextField()
    supplier_id = TextField()
    number = TextField()
    day = TextField()
    amount = BigIntegerField()
    difference = BigIntegerField()
    approved_by = TextField()

    class Meta:
        table_name = "supplier_invoice"
        primary_key = CompositeKey("store_id", "receipt_id", "at", "origin", "seq")
        clustered = True
        indexes = ((("store_id", "supplier_id", "number"), False),)


TABLES: tuple[type[Model], ...] = (
    LocationRow, BinRow, ReceiptRow, SupplierReturnRow, SupplierSumRow, SupplierInvoiceRow,
)  # fmt: skip

"""Tables of stock: movements, and the running totals made of them."""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import SQL, BigIntegerField, CompositeKey, IntegerField, Model, TextField


class MovementRow(Model):
    """Goods in (> 0) or out. cost: a base unit's, in ten-thousandths of a minor unit, where the movement brings one.
    location: the bin or shelf, "" for where goods arrive and the shop floor.
    An invoice moves nothing: its cost is what all that came cost more, its batch the delivery that it is for.

    The key keeps a product's movements together, in the order in which its average cost follows from them.
    """

    store_id = TextField()
    product_id = TextField()
    at = BigIntegerField()
    origin = TextField()
    seq = BigIntegerField()
    line = IntegerField()
    why = TextField()
    quantity = BigIntegerField()
    cost = BigIntegerField(null=True)
    batch = TextField()
    expiry = TextField()
    location = TextField(constraints=[SQL("DEFAULT ''")])

    class Meta:
        table_name = "stock_movement"
        primary_key = CompositeKey("store_id", "product_id", "at", "origin", "seq", "line")
        clustered = True


class StockRow(Model):
    """Stock on hand and its average cost; costed_*: the key of the last movement that set the average."""

    store_id = TextField()
    product_id = TextField()
    on_hand = BigIntegerField()
    average = BigIntegerField()
    costed_at = BigIntegerField()
    costed_origin = TextField()
    costed_seq = BigIntegerField()

    class Meta:
        table_name = "stock"
        primary_key = CompositeKey("store_id", "product_id")
        clustered = True


class CustomerMovementRow(Model):
    """What a customer owes more (> 0) or less, and points earned or given back."""

    store_id = TextField()
    customer_id = TextField()
    at = BigIntegerField()
    origin = TextField()
    seq = BigIntegerField()
    why = TextField()
    amount = BigIntegerField()
    points = BigIntegerField()

    class Meta:
        table_name = "customer_movement"
        primary_key = CompositeKey("store_id", "customer_id", "at", "origin", "seq")
        clustered = True


class CustomerSumRow(Model):
    """What a customer owes in all, and his points, by the store where it came about."""

    store_id = TextField()
    customer_id = TextField(index=True)
    balance = BigIntegerField()
    points = BigIntegerField()

    class Meta:
        table_name = "customer_sum"
        primary_key = CompositeKey("store_id", "customer_id")


TABLES: tuple[type[Model], ...] = (MovementRow, StockRow, CustomerMovementRow, CustomerSumRow)

"""Tables of customers' orders, and of what is kept for them."""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, Model, TextField


class PromiseFactRow(Model):
    """What an entry said of an order: goods ordered (> 0), collected (< 0) or picked.

    about: placed, collected, picked; cancelled, ready (of no product).
    """

    store_id = TextField()
    order_id = TextField()
    at = BigIntegerField()
    origin = TextField()
    seq = BigIntegerField()
    line = IntegerField()
    about = TextField()
    product_id = TextField()
    quantity = BigIntegerField()

    class Meta:
        table_name = "promise_fact"
        primary_key = CompositeKey("store_id", "order_id", "at", "origin", "seq", "line")
        clustered = True


class PromiseHeadRow(Model):
    """A customer's order as it was placed."""

    store_id = TextField()
    order_id = TextField()
    at = BigIntegerField()
    actor = TextField()
    customer_id = TextField()
    total = BigIntegerField()
    deposit = BigIntegerField()
    promised = TextField()
    note = TextField()

    class Meta:
        table_name = "promise_head"
        primary_key = CompositeKey("store_id", "order_id")
        clustered = True


class PromiseRow(Model):
    """Where a customer's order stands; derived from the two above."""

    store_id = TextField()
    order_id = TextField()
    at = BigIntegerField()
    state = TextField()
    open = BooleanField()

    class Meta:
        table_name = "promise"
        primary_key = CompositeKey("store_id", "order_id")
        clustered = True
        indexes = ((("store_id", "open", "at"), False), (("store_id", "at"), False))


class ReservedRow(Model):
    """How much of a product an open order still keeps."""

    store_id = TextField()
    product_id = TextField()
    order_id = TextField()
    quantity = BigIntegerField()

    class Meta:
        table_name = "reserved"
        primary_key = CompositeKey("store_id", "product_id", "order_id")
        clustered = True
        indexes = ((("store_id", "order_id"), False),)


TABLES: tuple[type[Model], ...] = (PromiseFactRow, PromiseHeadRow, PromiseRow, ReservedRow)

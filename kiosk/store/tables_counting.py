"""Tables of what sets stock right: adjustments with their reasons, stocktakes and what was counted in them."""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import SQL, BigIntegerField, BooleanField, CompositeKey, IntegerField, Model, TextField


class AdjustmentRow(Model):
    """Stock set right. value: what it changed the stock's worth by, minor units, as known where it was written.
    undoes: the adjustment that it takes back."""

    store_id = TextField()
    at = BigIntegerField()
    origin = TextField()
    seq = BigIntegerField()
    actor = TextField()
    reason = TextField()
    lines = IntegerField()
    value = BigIntegerField()
    note = TextField()
    approved_by = TextField()
    undoes = TextField(constraints=[SQL("DEFAULT ''")])

    class Meta:
        table_name = "adjustment"
        primary_key = CompositeKey("store_id", "at", "origin", "seq")
        clustered = True


class StocktakeRow(Model):
    """A stocktake as it began. products: JSON."""

    store_id = TextField()
    at = BigIntegerField()
    origin = TextField()
    seq = BigIntegerField()
    actor = TextField()
    scope = TextField()
    of = TextField()
    products = TextField()
    blind = BooleanField()

    class Meta:
        table_name = "stocktake"
        primary_key = CompositeKey("store_id", "at", "origin", "seq")
        clustered = True
        indexes = ((("store_id", "origin", "seq"), False),)


class StocktakeStepRow(Model):
    """What was done: counted, recount (a row for each product), approved, cancelled. by: who agreed."""

    store_id = TextField()
    stocktake_id = TextField()
    product_id = TextField()
    origin = TextField()
    seq = BigIntegerField()
    at = BigIntegerField()
    actor = TextField()
    step = TextField()
    by = TextField()

    class Meta:
        table_name = "stocktake_step"
        primary_key = CompositeKey("store_id", "stocktake_id", "product_id", "origin", "seq")
        clustered = True


class CountLineRow(Model):
    """A line that was counted. at: its own moment."""

    store_id = TextField()
    stocktake_id = TextField()
    product_id = TextField()
    origin = TextField()
    seq = BigIntegerField()
    line = IntegerField()
    at = BigIntegerField()
    quantity = BigIntegerField()
    batch = TextField()
    expiry = TextField()
    location = TextField()
    actor = TextField()

    class Meta:
        table_name = "count_line"
        primary_key = CompositeKey("store_id", "stocktake_id", "product_id", "origin", "seq", "line")
        clustered = True


class CountedRow(Model):
    """The last moment at which a count of the product stands; product "": of any product of the store."""

    store_id = TextField()
    product_id = TextField()
    at = BigIntegerField()

    class Meta:
        table_name = "stock_counted"
        primary_key = CompositeKey("store_id", "product_id")
        clustered = True


TABLES: tuple[type[Model], ...] = (AdjustmentRow, StocktakeRow, StocktakeStepRow, CountLineRow, CountedRow)

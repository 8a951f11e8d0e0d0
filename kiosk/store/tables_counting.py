"""Tables of what sets stock right: adjustments with their reasons."""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import BigIntegerField, CompositeKey, IntegerField, Model, TextField


class AdjustmentRow(Model):
    """Stock set right. value: what it changed the stock's worth by, minor units, as known where it was written."""

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

    class Meta:
        table_name = "adjustment"
        primary_key = CompositeKey("store_id", "at", "origin", "seq")
        clustered = True


TABLES: tuple[type[Model], ...] = (AdjustmentRow,)

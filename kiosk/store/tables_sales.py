"""Tables of what happened at the counter. Their keys begin with the store, so that they can be parted by it.

Rows of documents are inserted once; running sums (`shift_sum`, `returned`) are only ever added to.
"""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import BigIntegerField, CompositeKey, IntegerField, Model, TextField


class SaleRow(Model):
    """The head of a sale; its whole document is in the journal."""

    store_id = TextField()
    origin = TextField()
    seq = BigIntegerField()
    at = BigIntegerField()
    actor = TextField()
    terminal = TextField()
    shift_id = TextField()
    customer_id = TextField()
    basket_id = TextField()
    total = BigIntegerField()
    rounding = BigIntegerField()
    lines = IntegerField()
    undoes = TextField()
    replaces = TextField()

    class Meta:
        table_name = "sale"
        primary_key = CompositeKey("store_id", "origin", "seq")
        indexes = ((("store_id", "at"), False), (("shift_id", "at"), False))


SaleRow.add_index(SaleRow.index(SaleRow.undoes, where=SaleRow.undoes != "", name="sale_undoes"))
SaleRow.add_index(SaleRow.index(SaleRow.customer_id, SaleRow.at, where=SaleRow.customer_id != "", name="sale_customer"))


class SaleLineRow(Model):
    """A line of a sale; of goods taken back, quantity and amounts are negative."""

    store_id = TextField()
    origin = TextField()
    seq = BigIntegerField()
    number = IntegerField()
    at = BigIntegerField()
    product_id = TextField()
    quantity = BigIntegerField()
    gross = BigIntegerField()
    saved = BigIntegerField()
    discount = BigIntegerField()
    tax_id = TextField()
    tax = BigIntegerField()
    total = BigIntegerField()
    cost = BigIntegerField(null=True)
    of_sale = TextField()
    of_line = IntegerField()

    class Meta:
        table_name = "sale_line"
        primary_key = CompositeKey("store_id", "origin", "seq", "number")
        indexes = ((("product_id", "at"), False),)
        clustered = True


SaleLineRow.add_index(SaleLineRow.index(SaleLineRow.of_sale, where=SaleLineRow.of_sale != "", name="sale_line_of"))


class TenderRow(Model):
    """One means of payment of one sale."""

    store_id = TextField()
    origin = TextField()
    seq = BigIntegerField()
    number = IntegerField()
    at = BigIntegerField()
    tender = TextField()
    amount = BigIntegerField()
    given = BigIntegerField()
    reference = TextField()

    class Meta:
        table_name = "tender"
        primary_key = CompositeKey("store_id", "origin", "seq", "number")
        clustered = True


class ReturnedRow(Model):
    """How much of a sale's line has come back so far, in positive figures; summed over all documents that say so."""

    store_id = TextField()
    of_sale = TextField()
    of_line = IntegerField()
    quantity = BigIntegerField()
    amount = BigIntegerField()
    tax = BigIntegerField()

    class Meta:
        table_name = "returned"
        primary_key = CompositeKey("store_id", "of_sale", "of_line")
        indexes = ((("of_sale", "of_line"), False),)


class ShiftRow(Model):
    """A shift, as it was opened."""

    store_id = TextField()
    origin = TextField()
    seq = BigIntegerField()
    at = BigIntegerField()
    actor = TextField()
    terminal = TextField()
    float_amount = BigIntegerField()

    class Meta:
        table_name = "shift"
        primary_key = CompositeKey("store_id", "origin", "seq")
        indexes = ((("store_id", "terminal", "at"), False), (("store_id", "at"), False))


class ShiftCloseRow(Model):
    """How a shift was closed. Were it closed twice, the first close holds."""

    store_id = TextField()
    shift_id = TextField()
    at = BigIntegerField()
    origin = TextField()
    seq = BigIntegerField()
    counted = BigIntegerField()
    expected = BigIntegerField()
    over_short = BigIntegerField()

    class Meta:
        table_name = "shift_close"
        primary_key = CompositeKey("store_id", "shift_id", "at", "origin", "seq")


class ShiftSumRow(Model):
    """A running figure of a shift, by name (`sale`, `tender`, `tax` …) and, where there are several, by key."""

    store_id = TextField()
    shift_id = TextField()
    name = TextField()
    key = TextField()
    count = BigIntegerField()
    amount = BigIntegerField()
    base = BigIntegerField()

    class Meta:
        table_name = "shift_sum"
        primary_key = CompositeKey("store_id", "shift_id", "name", "key")
        clustered = True


class CashRow(Model):
    """Money into (> 0) or out of the drawer: the float, cash of sales, in and out, customers' payments in cash."""

    store_id = TextField()
    shift_id = TextField()
    origin = TextField()
    seq = BigIntegerField()
    at = BigIntegerField()
    why = TextField()
    amount = BigIntegerField()

    class Meta:
        table_name = "cash_movement"
        primary_key = CompositeKey("store_id", "shift_id", "origin", "seq")
        clustered = True


class SuspendedRow(Model):
    """A basket put aside and not taken up yet; the basket itself is in the journal."""

    store_id = TextField()
    origin = TextField()
    seq = BigIntegerField()
    at = BigIntegerField()
    actor = TextField()
    label = TextField()
    total = BigIntegerField()
    count = IntegerField()

    class Meta:
        table_name = "suspended"
        primary_key = CompositeKey("store_id", "origin", "seq")


class AuditRow(Model):
    """What somebody has to answer for: one row for each act, or each approval within a document."""

    store_id = TextField()
    origin = TextField()
    seq = BigIntegerField()
    number = IntegerField()
    at = BigIntegerField()
    actor = TextField()
    act = TextField()
    detail = TextField()
    reason = TextField()
    amount = BigIntegerField()
    approved_by = TextField()

    class Meta:
        table_name = "audit"
        primary_key = CompositeKey("store_id", "origin", "seq", "number")
        indexes = ((("store_id", "at"), False),)
        clustered = True


TABLES: tuple[type[Model], ...] = (
    SaleRow, SaleLineRow, TenderRow, ReturnedRow, ShiftRow, ShiftCloseRow, ShiftSumRow, CashRow, SuspendedRow, AuditRow,
)  # fmt: skip

"""Tables of this terminal alone: nothing in them is posted from the journal or sent anywhere."""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import AutoField, BigIntegerField, BlobField, CompositeKey, IntegerField, Model, TextField


class SettingRow(Model):
    """A setting of this terminal."""

    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "setting"


class FailureRow(Model):
    """Wrong PINs in a row, and when the last one was."""

    user_id = TextField(primary_key=True)
    count = IntegerField()
    last_at = BigIntegerField()

    class Meta:
        table_name = "login_failure"


class OpenBasketRow(Model):
    """The basket on the counter, without its lines; body: JSON. There is one, number 1."""

    id = IntegerField(primary_key=True)
    body = BlobField()

    class Meta:
        table_name = "open_basket"


class OpenLineRow(Model):
    """A line of the basket on the counter; body: MessagePack."""

    key = IntegerField(primary_key=True)
    position = IntegerField()
    body = BlobField()

    class Meta:
        table_name = "open_line"


class DraftRow(Model):
    """A row of something half done on this terminal. body: as its task writes it."""

    task = TextField()
    number = IntegerField()
    body = BlobField()

    class Meta:
        table_name = "draft"
        primary_key = CompositeKey("task", "number")


class PrintJobRow(Model):
    """A paper to be printed, or that was."""

    id = AutoField()
    title = TextField()
    paper = BlobField()
    state = TextField()
    created_at = BigIntegerField()
    entry_id = TextField(index=True)
    copy = IntegerField()
    attempts = IntegerField()
    problem = TextField()

    class Meta:
        table_name = "print_job"
        indexes = ((("state", "id"), False),)


class AdviceRow(Model):
    """What was reckoned of a product: what to order, what is wrong with its stock. body: JSON of `Advice`.

    generation: of the reckoning; the one that counts stands in the settings. dry: days until it is sold out, -1: it is.
    """

    generation = IntegerField()
    product_id = TextField()
    supplier_id = TextField()
    quantity = BigIntegerField()
    dry = IntegerField()
    ill = TextField()
    expires = TextField()
    body = BlobField()

    class Meta:
        table_name = "advice"
        primary_key = CompositeKey("generation", "product_id")
        clustered = True


TABLES: tuple[type[Model], ...] = (
    SettingRow, FailureRow, OpenBasketRow, OpenLineRow, DraftRow, PrintJobRow, AdviceRow,
)  # fmt: skip

"""Tables of the journal itself: its entries, where each origin stands, and what could not be posted."""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import BigIntegerField, BlobField, CompositeKey, IntegerField, Model, TextField


class MetaRow(Model):
    """Facts about this database: its shop, its origin, the version of its schema."""

    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "meta"


class EntryRow(Model):
    """The journal. Rows are inserted, never changed, never deleted."""

    store_id = TextField()
    origin = TextField()
    seq = BigIntegerField()
    at = BigIntegerField()
    actor = TextField()
    kind = TextField()
    version = IntegerField()
    body = BlobField()
    digest = BlobField()

    class Meta:
        table_name = "entry"
        primary_key = CompositeKey("store_id", "origin", "seq")


class OriginRow(Model):
    """Where each origin's journal stands here: its last entry's number, time and digest."""

    origin = TextField(primary_key=True)
    store_id = TextField()
    seq = BigIntegerField()
    at = BigIntegerField()
    digest = BlobField()

    class Meta:
        table_name = "origin"


class PendingRow(Model):
    """Entries that wait for the entry `needs` to be posted."""

    origin = TextField()
    seq = BigIntegerField()
    store_id = TextField()
    needs = TextField(index=True)

    class Meta:
        table_name = "pending"
        primary_key = CompositeKey("origin", "seq")


class QuarantineRow(Model):
    """Entries that are kept and not posted, and why."""

    origin = TextField()
    seq = BigIntegerField()
    store_id = TextField()
    reason = TextField()

    class Meta:
        table_name = "quarantine"
        primary_key = CompositeKey("origin", "seq")


class ForkRow(Model):
    """A second, different entry under a number that is taken: an alarm, kept as it came."""

    origin = TextField()
    seq = BigIntegerField()
    digest = BlobField()
    store_id = TextField()
    at = BigIntegerField()
    actor = TextField()
    kind = TextField()
    version = IntegerField()
    body = BlobField()

    class Meta:
        table_name = "fork"
        primary_key = CompositeKey("origin", "seq", "digest")


class ConflictRow(Model):
    """An edit of master data that another edit, made without knowing of it, stands before: to be reviewed."""

    kind = TextField()
    id = TextField()
    origin = TextField()
    seq = BigIntegerField()
    at = BigIntegerField()

    class Meta:
        table_name = "conflict"
        primary_key = CompositeKey("kind", "id", "origin", "seq")


TABLES: tuple[type[Model], ...] = (MetaRow, EntryRow, OriginRow, PendingRow, QuarantineRow, ForkRow, ConflictRow)

"""Tables of goods between shops. Each shop of a transfer has rows of its own: `store_id` says whose they are."""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, Model, TextField


class TransferDocumentRow(Model):
    """What was asked, sent, came or was closed, by the entry that said it first. peer: the other shop.

    about: requested, dispatched, received, closed. author: the shop that wrote it. transfer_id: of the request or the
    dispatch that it belongs to, its own id for these two.
    """

    store_id = TextField()
    document_id = TextField()
    transfer_id = TextField()
    about = TextField()
    at = BigIntegerField()
    actor = TextField()
    author = TextField()
    peer = TextField()
    request_id = TextField()
    note = TextField()
    undoes = TextField()

    class Meta:
        table_name = "transfer_document"
        primary_key = CompositeKey("store_id", "document_id")
        clustered = True
        indexes = ((("store_id", "transfer_id"), False), (("store_id", "request_id"), False))


class TransferLineRow(Model):
    """A line of such a document."""

    store_id = TextField()
    document_id = TextField()
    line = IntegerField()
    transfer_id = TextField()
    about = TextField()
    product_id = TextField()
    quantity = BigIntegerField()
    batch = TextField()
    expiry = TextField()
    location = TextField()
    cost = BigIntegerField(null=True)
    reason = TextField()

    class Meta:
        table_name = "transfer_line"
        primary_key = CompositeKey("store_id", "document_id", "line")
        clustered = True
        indexes = ((("store_id", "transfer_id"), False),)


class TransferRow(Model):
    """Where a request (goods false) or goods that were sent stand. inward: they come here."""

    store_id = TextField()
    transfer_id = TextField()
    at = BigIntegerField()
    actor = TextField()
    peer = TextField()
    inward = BooleanField()
    goods = BooleanField()
    request_id = TextField()
    state = TextField()
    open = BooleanField()
    lines = IntegerField()

    class Meta:
        table_name = "transfer"
        primary_key = CompositeKey("store_id", "transfer_id")
        clustered = True
        indexes = ((("store_id", "open", "at"), False), (("store_id", "at"), False))


class TransitRow(Model):
    """How much of a product is on its way here (inward), or from here: Σ sent − came − missing."""

    store_id = TextField()
    product_id = TextField()
    inward = BooleanField()
    quantity = BigIntegerField()

    class Meta:
        table_name = "transit"
        primary_key = CompositeKey("store_id", "product_id", "inward")
        clustered = True


TABLES: tuple[type[Model], ...] = (TransferDocumentRow, TransferLineRow, TransferRow, TransitRow)

"""Tables of replication: the office's feeds, a terminal's cursors, edits of master data that wait for an answer."""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import BigIntegerField, BlobField, CompositeKey, Model, TextField


class FeedRow(Model):
    """A feed of the office: whose journal it carries for the office itself, and where it ends. oldest: first kept."""

    feed = TextField(primary_key=True)
    origin = TextField()
    position = BigIntegerField()
    checksum = BlobField()
    oldest = BigIntegerField()

    class Meta:
        table_name = "feed"


class FeedItemRow(Model):
    """An entry's place in a feed, and the feed's running checksum there."""

    feed = TextField()
    position = BigIntegerField()
    store_id = TextField()
    origin = TextField()
    seq = BigIntegerField()
    at = BigIntegerField()
    checksum = BlobField()

    class Meta:
        table_name = "feed_item"
        primary_key = CompositeKey("feed", "position")
        clustered = True


class CursorRow(Model):
    """How far a terminal has read a feed, of which lineage of the office."""

    feed = TextField(primary_key=True)
    position = BigIntegerField()
    checksum = BlobField()
    lineage = TextField()

    class Meta:
        table_name = "cursor"


class ProposalRow(Model):
    """At the office: an edit of master data made in a shop, not answered yet."""

    origin = TextField()
    seq = BigIntegerField()
    store_id = TextField()
    kind = TextField()
    id = TextField()
    at = BigIntegerField()
    based_on = TextField()

    class Meta:
        table_name = "proposal"
        primary_key = CompositeKey("origin", "seq")


class AnsweredRow(Model):
    """A shop's edit (origin, seq) that the office answered, by which entry of its own."""

    origin = TextField()
    seq = BigIntegerField()
    by_origin = TextField()
    by_seq = BigIntegerField()

    class Meta:
        table_name = "answered"
        primary_key = CompositeKey("origin", "seq", "by_origin", "by_seq")


KEPT: tuple[type[Model], ...] = (FeedRow, FeedItemRow, CursorRow)
POSTED: tuple[type[Model], ...] = (ProposalRow, AnsweredRow)

"""Tables of people and shops: master data, as in `tables_goods`."""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, Model, TextField

from kiosk.store.tables_goods import Master


class UserRow(Master):
    """Somebody who may sign in."""

    name = TextField()
    role_id = TextField()
    pin_hash = TextField()
    badge_hash = TextField(index=True)
    language = TextField()
    active = BooleanField()

    class Meta:
        table_name = "person"


class RoleRow(Master):
    """A role. permissions: JSON list, sorted."""

    name_zh = TextField()
    name_en = TextField()
    permissions = TextField()
    discount_limit = BigIntegerField()
    refund_limit = BigIntegerField(null=True)

    class Meta:
        table_name = "role"


class CustomerRow(Master):
    """A customer or member."""

    name = TextField(index=True)
    phone = TextField(index=True)
    code = TextField(index=True)
    level = TextField()
    credit_limit = BigIntegerField()
    note = TextField()
    active = BooleanField()

    class Meta:
        table_name = "customer"


class SupplierRow(Master):
    """A supplier."""

    name = TextField()
    phone = TextField()
    contact = TextField()
    address = TextField()
    lead_days = IntegerField()
    note = TextField()
    active = BooleanField()

    class Meta:
        table_name = "supplier"


class ShopRow(Master):
    """A shop; everything else about it is in the journal."""

    name_zh = TextField()
    name_en = TextField()

    class Meta:
        table_name = "shop"


class PromotionUseRow(Model):
    """How often a promotion applied to a customer in a shop's sales, less what he gave back."""

    store_id = TextField()
    customer_id = TextField(index=True)
    promotion_id = TextField()
    times = BigIntegerField()

    class Meta:
        table_name = "promotion_use"
        primary_key = CompositeKey("store_id", "customer_id", "promotion_id")
        clustered = True


TABLES: tuple[type[Model], ...] = (UserRow, RoleRow, CustomerRow, SupplierRow, ShopRow, PromotionUseRow)

"""Tables of goods: master data. A row carries the key (at, origin, seq) of the entry it came from; the later wins."""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import BigIntegerField, BlobField, BooleanField, CompositeKey, IntegerField, Model, TextField


class Master(Model):
    """What all tables of master data have in common."""

    id = TextField(primary_key=True)
    at = BigIntegerField()
    origin = TextField()
    seq = BigIntegerField()


class ProductRow(Master):
    """A product. attributes, components: JSON, "" for none; listed: has lines in the price list."""

    name_zh = TextField()
    name_en = TextField()
    unit = TextField()
    tax_id = TextField()
    price = BigIntegerField(null=True)
    category_id = TextField()
    tax_included = BooleanField()
    weighed = BooleanField()
    tracks_batches = BooleanField()
    active = BooleanField()
    cost = BigIntegerField(null=True)
    max_discount = BigIntegerField(null=True)
    variant_of = TextField()
    attributes = TextField()
    components = TextField()
    listed = BooleanField()
    supplier_id = TextField()
    favourite = IntegerField()

    class Meta:
        table_name = "product"
        clustered = True
        indexes = ((("category_id", "active", "name_zh", "id"), False),)


ProductRow.add_index(
    ProductRow.index(ProductRow.favourite, ProductRow.id, where=ProductRow.favourite > 0, name="product_favourite")
)


class BarcodeRow(Model):
    """A code, as `item_key` makes it, and the product it stands for, with its card: a scan reads this row alone."""

    code = TextField()
    product_id = TextField(index=True)
    quantity = BigIntegerField()
    written = TextField()
    tax_id = TextField()
    card = BlobField()

    class Meta:
        table_name = "barcode"
        clustered = True
        primary_key = CompositeKey("code", "product_id")


class PriceRow(Model):
    """A line of the price list. store_id "": every store."""

    product_id = TextField()
    number = IntegerField()
    store_id = TextField()
    level = TextField()
    min_quantity = BigIntegerField()
    price = BigIntegerField()
    start = BigIntegerField(null=True)
    end = BigIntegerField(null=True)

    class Meta:
        table_name = "price"
        clustered = True
        primary_key = CompositeKey("product_id", "number")


class CategoryRow(Master):
    """A category of goods."""

    name_zh = TextField()
    name_en = TextField()
    parent_id = TextField()
    position = IntegerField()
    colour = IntegerField()
    active = BooleanField()

    class Meta:
        table_name = "category"


class TaxRow(Master):
    """A tax category."""

    name_zh = TextField()
    name_en = TextField()
    rate = BigIntegerField()

    class Meta:
        table_name = "tax"


class PromotionRow(Master):
    """A promotion; body: JSON of `kiosk.trade.promotion.Promotion`."""

    active = BooleanField()
    start = BigIntegerField(null=True)
    end = BigIntegerField(null=True)
    body = TextField()

    class Meta:
        table_name = "promotion"


TABLES: tuple[type[Model], ...] = (ProductRow, BarcodeRow, PriceRow, CategoryRow, TaxRow, PromotionRow)

"""Lists of products."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kiosk.i18n import M, Names
from kiosk.store import import_fields as column
from kiosk.store import import_lists as lists
from kiosk.store.documents import Document, ProductSaved
from kiosk.store.import_cells import BadCell, rate_of, text_of
from kiosk.store.import_fields import Field
from kiosk.store.import_kinds import BadColumn, Seen, cell_id
from kiosk.store.import_known import Directory
from kiosk.store.spreadsheet import Cell
from kiosk.trade.goods import Component

PRODUCT_FIELDS = (
    column.identifier("id", Names("商品编号", "Product number"), "编号", "货号", "sku", "product id", "item", "number"),
    column.text("name_zh", Names("中文名称", "Chinese name"), "名称", "品名", "商品名称", "商品", "name chinese"),
    column.text("name_en", Names("英文名称", "English name"), "name", "product name", "name english"),
    Field(
        "category_id",
        Names("类别", "Category"),
        ("分类", "商品分类", "商品类别"),
        lambda cell, shop: shop.category(text_of(cell)),
        lambda value, shop: shop.category_name(value),
    ),
    Field(
        "unit",
        Names("单位", "Unit"),
        ("计量单位", "基本单位", "uom"),
        lambda cell, shop: shop.unit(text_of(cell)),
        lambda value, _: value,
        default="pcs",
    ),
    Field(
        "barcodes",
        Names("条码", "Barcodes"),
        ("barcode", "条形码", "商品条码", "国际条码", "ean", "gtin", "upc"),
        lambda cell, _: lists.read_codes(cell),
        lambda value, _: lists.write_codes(value),
        default=(),
    ),
    column.money("price", Names("售价", "Price"), "零售价", "单价", "价格", "selling price", "retail price"),
    Field(
        "tax_id",
        Names("税率", "Tax"),
        ("税种", "税别", "税类", "vat", "tax rate"),
        lambda cell, shop: shop.tax(text_of(cell)),
        lambda value, _: value,
        required=True,
    ),
    column.flag("tax_included", Names("含税", "Tax included"), "是否含税", default=True),
    Field(
        "prices",
        Names("价目", "Price list"),
        ("prices", "其他价格", "other prices"),
        lambda cell, _: lists.read_prices(cell),
        lambda value, _: lists.write_prices(value),
        default=(),
    ),
    column.money("cost", Names("成本", "Cost"), "进价", "成本价", "purchase price", "cost price"),
    Field(
        "max_discount",
        Names("最高折扣", "Highest discount"),
        ("max discount", "折扣上限"),
        lambda cell, _: rate_of(cell),
        lambda value, _: (
            "" if value is None else f"{value // 10_000}.{value % 10_000:04d}".rstrip("0").rstrip(".") + "%"
        ),
        default=None,
    ),
    column.flag("weighed", Names("称重", "Weighed"), "是否称重", "by weight", default=False),
    column.flag("tracks_batches", Names("批次管理", "Batches"), "批次", "效期管理", "tracks batches", default=False),
    Field(
        "supplier_id",
        Names("供应商", "Supplier"),
        ("供货商", "vendor"),
        lambda cell, shop: shop.supplier(text_of(cell)),
        lambda value, shop: shop.supplier_name(value),
    ),
    column.text("variant_of", Names("款式", "Variant of"), "款号", "style", "parent"),
    Field(
        "attributes",
        Names("规格", "Attributes"),
        ("属性", "规格属性"),
        lambda cell, _: lists.read_attributes(cell),
        lambda value, _: lists.write_attributes(value),
        default={},
    ),
    Field(
        "components",
        Names("组成", "Parts"),
        ("套装组成", "components", "kit"),
        lambda cell, _: lists.read_parts(cell),
        lambda value, _: lists.write_parts((c.product_id, c.quantity) for c in value),
        default=(),
    ),
    column.whole("favourite", Names("常用", "Favourite"), "常用排序", "favorite"),
    column.flag("active", Names("在售", "Active"), "启用", "状态", "是否在售", default=True),
)


class ProductList:
    """Products: known again by number, then by any of their barcodes."""

    fields = PRODUCT_FIELDS

    def __init__(self, directory: Directory) -> None:
        self._known = directory.known
        self._seen = Seen()
        self._in_file: dict[str, str] = {}

    def rows(self) -> Iterator[Document]:
        return iter(self._known.products())

    def identify(self, row: int, cells: Mapping[str, Cell]) -> Document | None:
        key = cell_id(cells)
        if key:
            self._seen.once(row, "id", key)
        existing = self._known.product(key) if key else None
        codes = _codes(cells, existing)
        if not key and not codes:
            raise BadColumn("id", M("Give this row a product number or a barcode: how else would it be known again?"))
        for code in codes:
            self._seen.once(row, "barcodes", code)
        owners = {owner for code in codes if (owner := self._known.owner(code))}
        if key:
            owners.discard(key)
        elif len(owners) == 1:
            key = owners.pop()
            self._seen.once(row, "id", key)
        if owners:
            other = self._known.product(owners.pop())
            name = (other.name_zh or other.name_en) if other else ""
            raise BadColumn("barcodes", M("This belongs to {name} ({id}).", name=name, id=other.id if other else ""))
        return existing or (self._known.product(key) if key else None)

    def finish(self, row: int, values: Mapping[str, Any], existing: Document | None) -> Document:
        changed = dict(values)
        parts: tuple[tuple[str, int] | Component, ...] = changed.pop("components", ())
        if isinstance(existing, ProductSaved):
            product = msgspec.structs.replace(existing, **{**changed, "id": existing.id})
        else:
            if "tax_id" not in changed:
                raise BadColumn("tax_id", M("A new product needs a tax. The file has no such column."))
            defaults = {"name_zh": "", "name_en": "", "unit": "pcs", "price": None}
            product = ProductSaved(**{**defaults, **changed, "id": changed.get("id") or self._known.new_product_id()})
        if not product.name_zh and not product.name_en:
            raise BadColumn("name_zh", M("A product needs a name, in Chinese or in English."))
        self._in_file[product.id] = product.id
        for pack in product.barcodes:
            self._in_file[lists.code_key(pack.code)] = product.id
        if "components" in values:
            product = msgspec.structs.replace(product, components=self._components(product.id, parts))
        return product

    def _components(self, kit: str, parts: tuple[tuple[str, int] | Component, ...]) -> tuple[Component, ...]:
        found = []
        for part in parts:
            reference, quantity = (part.product_id, part.quantity) if isinstance(part, Component) else part
            key = self._find(reference)
            if key is None:
                raise BadColumn(
                    "components",
                    M(
                        "There is no product {value}. Parts must stand in the file before what is made of them.",
                        value=reference,
                    ),
                )
            if key == kit:
                raise BadColumn("components", M("A product can't be a part of itself."))
            found.append(Component(key, quantity))  # type: ignore[arg-type]
        return tuple(found)

    def _find(self, reference: str) -> str | None:
        """A product by number or barcode, in the rows before this one or in the shop."""
        key = lists.code_key(reference)
        found = self._in_file.get(reference) or self._in_file.get(key)
        if found is None and self._known.product(reference) is not None:
            found = reference
        return found or self._known.owner(reference)


def _codes(cells: Mapping[str, Cell], existing: ProductSaved | None) -> list[str]:
    cell = cells.get("barcodes")
    if cell is None or not cell.text.strip():
        return []
    if existing is not None and cell.text.strip() == lists.write_codes(existing.barcodes):
        return [lists.code_key(pack.code) for pack in existing.barcodes]
    try:
        return [lists.code_key(pack.code) for pack in lists.read_codes(cell)]
    except BadCell as bad:
        raise BadColumn("barcodes", bad.reason) from bad

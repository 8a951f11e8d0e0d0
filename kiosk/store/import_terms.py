"""Lists of what suppliers sell: packs, the least, prices by quantity, days to delivery."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from kiosk.i18n import M, Names
from kiosk.store import import_fields as column
from kiosk.store.document_base import Document
from kiosk.store.documents_buying import SupplierProductSaved, supplier_product_id
from kiosk.store.import_cells import BadCell, identifier_of, money_of, quantity_of, text_of, whole_of
from kiosk.store.import_fields import Field
from kiosk.store.import_kinds import BadColumn, Seen
from kiosk.store.import_known import Directory
from kiosk.store.spreadsheet import Cell, CellKind
from kiosk.trade.buying import PriceBreak
from kiosk.trade.money import CNY, format_money
from kiosk.trade.quantity import ONE, Quantity, format_quantity

_BREAK = re.compile(r"(?P<price>[^@;；]+)(?:@(?P<start>[^@;；]+))?")


def _product(cell: Cell, shop: Directory) -> str:
    """By number or by any of its codes."""
    text = identifier_of(cell)
    found = text if text and shop.known.product(text) is not None else shop.known.owner(text) if text else None
    if found is None:
        raise BadCell(M("There is no product {value}. Import the products first.", value=text))
    return found


def read_breaks(cell: Cell) -> tuple[PriceBreak, ...]:
    """`50.00; 45.00@240`: a pack costs 50.00, and 45.00 for who orders at least 240 base units."""
    if cell.kind is not CellKind.TEXT:
        return (PriceBreak(money_of(cell)),)
    found: dict[int, PriceBreak] = {}
    for part in filter(None, (p.strip() for p in re.split("[;；]", text_of(cell)))):
        match = _BREAK.fullmatch(part)
        if match is None:
            raise BadCell(M("{value} is no price. Write for example 50.00; 45.00@240.", value=part[:30]))
        start = quantity_of(Cell(match["start"].strip())) if match["start"] else Quantity(0)
        if start in found:
            raise BadCell(M("Two prices begin at {count}.", count=format_quantity(start)))
        found[start] = PriceBreak(money_of(Cell(match["price"].strip())), start)
    return tuple(found[start] for start in sorted(found))


def write_breaks(breaks: Iterable[PriceBreak]) -> str:
    """As `read_breaks` reads it."""
    return "; ".join(
        format_money(b.price, CNY) + (f"@{format_quantity(b.min_quantity)}" if b.min_quantity else "") for b in breaks
    )


def _quantity(name: str, title: Names, *aliases: str, default: int) -> Field:
    return Field(
        name, title, aliases, lambda cell, _: quantity_of(cell), lambda v, _: format_quantity(v) if v else "", default
    )


TERMS_FIELDS = (
    Field(
        "supplier_id",
        Names("供应商", "Supplier"),
        ("供货商", "vendor"),
        lambda cell, shop: shop.supplier(text_of(cell)),
        lambda value, shop: shop.supplier_name(value),
        required=True,
    ),
    Field(
        "product_id", Names("商品", "Product"), ("商品编号", "条码", "barcode"), _product, lambda v, _: v, required=True
    ),
    column.text("code", Names("供应商货号", "Supplier's number"), "货号", "supplier code"),
    _quantity("pack", Names("每包装数量", "Units in a pack"), "包装数", "pack", default=ONE),
    _quantity("min_quantity", Names("起订数量", "Least quantity"), "最低起订量", "minimum", default=0),
    Field(
        "prices",
        Names("包装进价", "Pack price"),
        ("进价", "价格", "prices", "price"),
        lambda cell, _: read_breaks(cell),
        lambda value, _: write_breaks(value),
        default=(),
    ),
    Field(
        "lead_days",
        Names("到货天数", "Lead time in days"),
        ("交货天数", "lead days", "lead time"),
        lambda cell, _: whole_of(cell),
        lambda value, _: "" if value is None else str(value),
        default=None,
    ),
    column.flag("active", Names("启用", "Active"), "状态", "是否启用", "enabled", default=True),
)


class TermsList:
    """Suppliers' terms: known again by supplier and product."""

    fields = TERMS_FIELDS

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._seen = Seen()

    def rows(self) -> Iterator[Document]:
        return iter(self._directory.known.all_terms())

    def identify(self, row: int, cells: Mapping[str, Cell]) -> Document | None:
        parts = []
        for field in TERMS_FIELDS[:2]:
            cell = cells.get(field.name)
            if cell is None or not cell.text.strip():
                raise BadColumn(field.name, M("Fill this in."))
            try:
                parts.append(str(field.read(cell, self._directory)))
            except BadCell as bad:
                raise BadColumn(field.name, bad.reason) from bad
        key = supplier_product_id(*parts)
        self._seen.once(row, "product_id", key)
        return self._directory.known.terms(key)

    def finish(self, row: int, values: Mapping[str, Any], existing: Document | None) -> Document:
        if isinstance(existing, SupplierProductSaved):
            found = msgspec.structs.replace(existing, **values)
        else:
            key = supplier_product_id(values["supplier_id"], values["product_id"])
            found = SupplierProductSaved(**{**values, "id": key})
        if found.pack <= 0:
            raise BadColumn("pack", M("A pack holds at least one."))
        return found

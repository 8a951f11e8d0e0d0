"""Lists of customers and suppliers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kiosk.i18n import M, Names
from kiosk.store import import_fields as column
from kiosk.store.documents import CustomerSaved, Document, SupplierSaved
from kiosk.store.import_kinds import BadColumn, Seen, cell_id
from kiosk.store.import_known import Directory, folded, id_of_name
from kiosk.store.spreadsheet import Cell

_NOTE = column.text("note", Names("备注", "Note"), "说明", "remarks", "comment")
_PHONE = column.identifier("phone", Names("电话", "Phone"), "手机", "手机号", "联系电话", "mobile", "telephone", "tel")
_ACTIVE = column.flag("active", Names("启用", "Active"), "状态", "是否启用", "enabled", default=True)

CUSTOMER_FIELDS = (
    column.identifier("id", Names("客户编号", "Customer number"), "编号", "客户号", "customer id", "number", "no"),
    column.text("name", Names("姓名", "Name"), "客户名称", "客户", "名称", "会员姓名", "customer", required=True),
    _PHONE,
    column.identifier("code", Names("会员卡号", "Card"), "卡号", "会员号", "member code", "card number"),
    column.text("level", Names("价格等级", "Price level"), "等级", "会员等级", "级别", "member level"),
    column.money("credit_limit", Names("信用额度", "Credit limit"), "赊账额度", "额度", "credit", default=0),
    _NOTE,
    _ACTIVE,
)

SUPPLIER_FIELDS = (
    column.identifier("id", Names("供应商编号", "Supplier number"), "编号", "supplier id", "number", "no"),
    column.text("name", Names("供应商名称", "Name"), "供应商", "名称", "supplier", "company", required=True),
    column.text("contact", Names("联系人", "Contact"), "contact person"),
    _PHONE,
    column.text("address", Names("地址", "Address")),
    column.whole("lead_days", Names("到货天数", "Lead time in days"), "交货天数", "lead days", "lead time"),
    column.money("min_order", Names("起订金额", "Minimum order"), "最低起订", "min order", default=0),
    _NOTE,
    _ACTIVE,
)


class CustomerList:
    """Customers: known again by number, then card, then phone."""

    fields = CUSTOMER_FIELDS

    def __init__(self, directory: Directory) -> None:
        self._known = directory.known
        self._seen = Seen()

    def rows(self) -> Iterator[Document]:
        return iter(self._known.customers())

    def identify(self, row: int, cells: Mapping[str, Cell]) -> Document | None:
        keys = {name: cell_id(cells, name) for name in ("id", "code", "phone")}
        if not any(keys.values()):
            raise BadColumn("id", M("Give this row a number, a card or a phone: how else would it be known again?"))
        for name, key in keys.items():
            if key:
                self._seen.once(row, name, key)
        existing = self._known.customer(keys["id"]) if keys["id"] else None
        for name in ("code", "phone"):
            owner = self._known.customer_by_code(keys[name]) if keys[name] else None
            if owner is None:
                continue
            if existing is None and not keys["id"]:
                existing = owner
            elif owner.id != keys["id"] and (existing is None or owner.id != existing.id):
                raise BadColumn(name, M("This belongs to {name} ({id}).", name=owner.name, id=owner.id))
        return existing

    def finish(self, row: int, values: Mapping[str, Any], existing: Document | None) -> Document:
        if isinstance(existing, CustomerSaved):
            return msgspec.structs.replace(existing, **{**values, "id": existing.id})
        return CustomerSaved(**{**values, "id": values.get("id") or self._known.new_customer_id()})


class SupplierList:
    """Suppliers: known again by number, then name."""

    fields = SUPPLIER_FIELDS

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._seen = Seen()

    def rows(self) -> Iterator[Document]:
        return iter(self._directory.known.suppliers())

    def identify(self, row: int, cells: Mapping[str, Cell]) -> Document | None:
        key, name = cell_id(cells), cell_id(cells, "name")
        if key:
            self._seen.once(row, "id", key)
        elif name:
            self._seen.once(row, "name", folded(name))
            key = self._directory.supplier_named(name) or ""
        return self._directory.known.supplier(key) if key else None

    def finish(self, row: int, values: Mapping[str, Any], existing: Document | None) -> Document:
        if isinstance(existing, SupplierSaved):
            return msgspec.structs.replace(existing, **{**values, "id": existing.id})
        return SupplierSaved(**{**values, "id": values.get("id") or id_of_name("V", values["name"])})

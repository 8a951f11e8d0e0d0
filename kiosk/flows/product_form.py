"""A product that the shop did not know: made at the counter, sold at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import BadInput
from kiosk.flows.amounts import read_amount
from kiosk.flows.sheets import FieldRefused, FormSheet
from kiosk.flows.views import Field, FormView, Option
from kiosk.i18n import M, Names, plain
from kiosk.store.documents import PackCode, ProductSaved
from kiosk.trade.quantity import UNITS

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


def new_product(counter: Counter, code: str, then: Callable[[str], None]) -> None:
    """Ask for permission, then name, price, tax, category and unit; `then` gets the new product's id."""
    detail = M("Make a new product for the code {code}", code=code)
    counter.with_permission("product.create", detail, lambda _approvals: _form(counter, code, then))


def _form(counter: Counter, code: str, then: Callable[[str], None]) -> None:
    catalogue = counter.store.catalogue
    taxes = tuple(Option(t.id, Names(t.name_zh, t.name_en)) for t in catalogue.taxes())
    categories = tuple(Option(c.id, Names(c.name_zh, c.name_en)) for c in catalogue.categories())
    units = tuple(Option(u.code, Names(u.name_zh, u.name_en)) for u in UNITS.values())

    def save(values: dict[str, str]) -> None:
        try:
            price = read_amount(values["price"], counter.settings.currency)
        except BadInput as error:
            raise FieldRefused("price", error.message) from error
        name = values["name"]
        if len(name) > 120:
            raise FieldRefused("name", M("At most {count} characters.", count=120))
        if code and catalogue.find_code(code) is not None:
            raise BadInput(M("The code {code} has a product by now. Scan it again.", code=code))
        chinese = any("\u3400" <= c <= "\u9fff" for c in name)
        document = ProductSaved(
            id=catalogue.next_product_id(),
            name_zh=name if chinese else "",
            name_en="" if chinese else name,
            unit=values["unit"],
            tax_id=values["tax"],
            price=price,
            category_id=values["category"],
            weighed=UNITS[values["unit"]].decimals == 3,
            barcodes=(PackCode(code),) if code else (),
        )
        counter.store.journal.append(document, actor=counter.actor)
        counter.ok()
        then(document.id)

    ask = FormView(
        M("New product"),
        (
            Field("name", M("Name"), "text", required=True),
            Field("price", M("Price"), "amount", required=True),
            Field("unit", M("Unit"), "choice", "pcs", units),
            Field("tax", M("Tax"), "choice", taxes[0].id if taxes else "", taxes, required=True),
            Field("category", M("Category"), "choice", "", categories),
        ),
        M("Save and sell"),
        plain(code) if code else None,
    )
    counter.sheet(FormSheet(counter, ask, save))

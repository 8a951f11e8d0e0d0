"""A product that the shop did not know: made at the counter, sold at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import BadInput
from kiosk.flows.amounts import read_amount
from kiosk.flows.sheets import FieldRefused, FormSheet
from kiosk.flows.views import Field, FormView, Option
from kiosk.i18n import M, Names, plain
from kiosk.store.documents import ActAudited, Approval, Document, PackCode, ProductSaved
from kiosk.trade.barcodes import EmbeddedCode, Gs1Code, ItemCode, item_key, read_code
from kiosk.trade.money import Money
from kiosk.trade.quantity import UNITS

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

LONGEST_NAME = 120


def new_product(counter: Counter, code: str, then: Callable[[str], None]) -> None:
    """Ask for permission, then name, price, tax, category and unit; `then` gets the new product's id.

    code: as it was scanned, "" for goods without one. Raises BadInput for a code that can't be one of goods.
    """
    key, weighed = _key(counter, code)
    detail = M("Make a new product for the code {code}", code=code)
    counter.with_permission(
        "product.create", detail, lambda approvals: _form(counter, code, key, approvals, then, weighed=weighed)
    )


def _key(counter: Counter, code: str) -> tuple[str, bool]:
    """The code as the catalogue keeps it, and whether it is of weighed goods: a scale's label has an item in it."""
    if not code:
        return "", False
    match read_code(code, "", counter.layouts):
        case ItemCode():
            return item_key(code), False
        case Gs1Code(gtin=gtin):
            return gtin, False
        case EmbeddedCode(item=item):
            return item, True
        case _:
            raise BadInput(M("{code} is no code of goods.", code=code))


def _form(
    counter: Counter,
    code: str,
    key: str,
    approvals: tuple[Approval, ...],
    then: Callable[[str], None],
    *,
    weighed: bool,
) -> None:
    catalogue = counter.store.catalogue
    rates = sorted(catalogue.taxes(), key=lambda t: -t.rate)  # the standard rate first: the safe one to forget about
    taxes = tuple(Option(t.id, Names(t.name_zh, t.name_en)) for t in rates)
    categories = tuple(Option(c.id, Names(c.name_zh, c.name_en)) for c in catalogue.categories())
    units = tuple(Option(u.code, Names(u.name_zh, u.name_en)) for u in UNITS.values())

    def save(values: dict[str, str]) -> None:
        name, price = values["name"], _price(counter, values["price"])
        if key and (found := catalogue.find_code(key)) is not None and found.active:
            raise BadInput(M("The code {code} has a product by now. Scan it again.", code=code))
        chinese = any("\u3400" <= c <= "\u9fff" for c in name)
        product = ProductSaved(
            id=catalogue.next_product_id(),
            name_zh=name if chinese else "",
            name_en="" if chinese else name,
            unit=values["unit"],
            tax_id=values["tax"],
            price=price,
            category_id=values["category"],
            weighed=UNITS[values["unit"]].decimals == 3,
            barcodes=(PackCode(key),) if key else (),
        )
        act = ActAudited(act="product.create", detail={"product": name, "code": key}, amount=price, approvals=approvals)
        documents: list[Document] = [product, act]
        counter.store.journal.append_many(documents, actor=counter.actor)
        counter.ok()
        then(product.id)

    ask = FormView(
        M("New product"),
        (
            Field("name", M("Name"), "text", required=True, longest=LONGEST_NAME),
            Field("price", M("Price"), "amount", required=True),
            Field("unit", M("Unit"), "choice", "kg" if weighed else "pcs", units, required=True),
            Field("tax", M("Tax"), "choice", taxes[0].id if taxes else "", taxes, required=True),
            Field("category", M("Category"), "choice", "", categories),
        ),
        M("Save and sell"),
        plain(code) if code else None,
    )
    counter.sheet(FormSheet(counter, ask, save))


def _price(counter: Counter, text: str) -> Money:
    try:
        price = read_amount(text, counter.settings.currency)
    except BadInput as error:
        raise FieldRefused("price", error.message) from error
    if price <= 0:
        raise FieldRefused("price", M("Type a price above zero."))
    return price

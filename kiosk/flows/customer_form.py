"""A customer who was not here before: three fields, with the network away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.flows.sheets import FieldRefused, FormSheet
from kiosk.flows.views import Field, FormView
from kiosk.i18n import M
from kiosk.store.documents import ActAudited, Approval, CustomerSaved, Document
from kiosk.trade.goods import Customer

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

_PHONE = re.compile(r"\+?[0-9]{5,20}")
LONGEST_NAME = 80
LONGEST_CODE = 40


def new_customer(counter: Counter, then: Callable[[Customer | None], None], typed: str = "") -> None:
    """Ask; what was searched for is filled in already. `then` gets the new customer."""
    is_phone = bool(_PHONE.fullmatch(read_phone(typed)))

    def save(values: dict[str, str]) -> None:
        document = _document(counter, values)
        detail = M("New customer {name}", name=document.name)
        counter.with_permission("customer.create", detail, lambda approvals: keep(document, approvals))

    def keep(document: CustomerSaved, approvals: tuple[Approval, ...]) -> None:
        documents: list[Document] = [document]
        if approvals:
            act = ActAudited(act="customer.create", detail={"customer": document.name}, approvals=approvals)
            documents.append(act)
        counter.store.journal.append_many(documents, actor=counter.actor)
        counter.ok()
        then(counter.store.people.customer(document.id))

    ask = FormView(
        M("New customer"),
        (
            Field("name", M("Name"), "text", "" if is_phone else typed, required=True, longest=LONGEST_NAME),
            Field("phone", M("Phone"), "phone", typed if is_phone else ""),
            Field("code", M("Member card"), "text", longest=LONGEST_CODE),
        ),
        M("Save customer"),
    )
    counter.sheet(FormSheet(counter, ask, save))


def read_phone(text: str) -> str:
    """A telephone number without what people put between its digits; full-width digits are understood."""
    return re.sub(r"[\s().-]", "", unicodedata.normalize("NFKC", text))


def _document(counter: Counter, values: dict[str, str]) -> CustomerSaved:
    """Raises FieldRefused, pointing at the field, for what can't be or belongs to somebody else."""
    name, phone, code = values["name"], read_phone(values["phone"]), values["code"]
    if phone and not _PHONE.fullmatch(phone):
        raise FieldRefused("phone", M("A phone number has 5 to 20 digits."))
    for field, value in (("phone", phone), ("code", code)):
        known = counter.store.people.customer_by_code(value)
        if known is not None:
            raise FieldRefused(field, M("{name} has it already.", name=known.name))
    return CustomerSaved(id=counter.store.people.next_customer_id(), name=name, phone=phone, code=code)

"""What a shop of its own begins with, before anybody sells there: roles, and rates of tax.

Rates: the People's Republic's law on value-added tax (增值税法, in force since 2026), articles 10 and 11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kiosk.store.documents import Document, RoleSaved, TaxSaved
from kiosk.trade.money import Rate
from kiosk.trade.permissions import ROLES

if TYPE_CHECKING:
    from kiosk.store.store import Store

TAXES = (
    TaxSaved(id="vat13", name_zh="增值税 13%", name_en="VAT 13%", rate=Rate(130_000)),
    TaxSaved(id="vat9", name_zh="增值税 9%", name_en="VAT 9%", rate=Rate(90_000)),
    TaxSaved(id="vat6", name_zh="增值税 6%", name_en="VAT 6%", rate=Rate(60_000)),
    TaxSaved(id="vat3", name_zh="小规模纳税人 3%", name_en="Small taxpayer 3%", rate=Rate(30_000)),
    TaxSaved(id="exempt", name_zh="免税", name_en="Tax-free", rate=Rate(0)),
)


def roles() -> list[RoleSaved]:
    """Those of a new shop."""
    return [RoleSaved(**msgspec.structs.asdict(role)) for role in ROLES.values()]


def beginnings(store: Store) -> list[Document]:
    """What of it is not there yet. Whatever has come from an office, or was changed, stays as it is."""
    documents: list[Document] = []
    if not store.people.roles():
        documents += roles()
    if not store.catalogue.taxes():
        documents += TAXES
    return documents

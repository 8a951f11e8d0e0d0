"""What the pages show, gathered in one question to the office."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec
import peewee

from kiosk.i18n import M, Message, Names
from kiosk.office.alarms import KINDS, Alarm
from kiosk.office.members import Terminal
from kiosk.office.office import Office
from kiosk.store import posting_registry
from kiosk.store.documents import MasterDocument
from kiosk.store.proposals import Proposal
from kiosk.store.queries import Query, arg
from kiosk.store.tables_people import ShopRow
from kiosk.store.tables_sales import SaleRow
from kiosk.trade.money import Currency, format_money

_SHOPS = Query(ShopRow.select(ShopRow.id, ShopRow.name_zh, ShopRow.name_en).order_by(ShopRow.id))
_SOLD = Query(
    SaleRow.select(
        peewee.fn.COUNT(peewee.Case(None, [(SaleRow.total > 0, SaleRow.seq)])), peewee.fn.SUM(SaleRow.total)
    ).where(SaleRow.store_id == arg(0), SaleRow.at >= arg(1))
)

QUIET_MS = 10 * 60_000
"""A terminal that said nothing for so long is shown as away."""

_FIELDS: dict[str, Message] = {
    "price": M("Price"), "name_zh": M("Chinese name"), "name_en": M("English name"), "active": M("In use"),
    "barcodes": M("Barcodes"), "category_id": M("Category"), "tax_id": M("Tax"), "unit": M("Unit"), "cost": M("Cost"),
    "prices": M("Price list"), "name": M("Name"), "phone": M("Phone"),
}  # fmt: skip
_HIDDEN = frozenset(("based_on", "answers", "id"))


class Shop(msgspec.Struct, frozen=True):
    """A shop and its day so far. sales: those that brought money. sold: less what went back, as people write it."""

    id: str
    name: Names
    sales: int
    sold: str
    terminals: int


class Change(msgspec.Struct, frozen=True):
    """One field of a proposal; before: None where the office has no such row yet."""

    field: Message | Names
    before: str | None
    after: str


class Wish(msgspec.Struct, frozen=True):
    """A proposal as one can judge it."""

    proposal: Proposal
    name: Names
    changes: list[Change]


class Overview(msgspec.Struct, frozen=True):
    """All of the first page."""

    shops: list[Shop]
    terminals: list[Terminal]
    alarms: list[tuple[Alarm, Message]]
    quarantined: list[tuple[str, str]]
    proposals: int
    now: int


def overview(office: Office) -> Overview:
    """How the chain stands now."""
    now = office.clock()
    local = datetime.datetime.fromtimestamp(now / 1000).astimezone()
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    terminals = office.members.all()
    shops = []
    for id_, zh, en in office.store.book.all(_SHOPS):
        count, total = office.store.book.one(_SOLD, id_, int(midnight.timestamp() * 1000)) or (0, 0)
        here = sum(1 for t in terminals if t.store_id == id_ and not t.revoked)
        shops.append(Shop(id_, Names(zh, en), count, format_money(total or 0, office.currency, symbol=True), here))
    return Overview(
        shops,
        terminals,
        [(alarm, KINDS[alarm.kind]) for alarm in office.alarms.open()],
        office.store.journal.quarantined()[:50],
        len(office.store.proposals.open()),
        now,
    )


def shops(office: Office) -> list[tuple[str, Names]]:
    """Every shop and its name."""
    return [(id_, Names(zh, en)) for id_, zh, en in office.store.book.all(_SHOPS)]


def wishes(office: Office) -> list[Wish]:
    """Every proposal, with what it would change."""
    return [_wish(office, proposal) for proposal in office.store.proposals.open()[:200]]


def _wish(office: Office, proposal: Proposal) -> Wish:
    document = office.store.journal.document(proposal.entry_id)
    assert isinstance(document, MasterDocument)
    stands = posting_registry.stands(office.store.book, document)
    own = office.store.journal.document(stands) if stands else None
    after: dict[str, Any] = msgspec.to_builtins(document)
    before: dict[str, Any] | None = msgspec.to_builtins(own) if own else None
    changes = [
        Change(
            _FIELDS.get(name, Names(name, name)),
            None if before is None else _shown(name, before.get(name), office.currency),
            _shown(name, after.get(name), office.currency),
        )
        for name in document.__struct_fields__
        if name not in _HIDDEN and (after.get(name) if before is None else after.get(name) != before.get(name))
    ]
    name = Names(after.get("name_zh") or after.get("name", ""), after.get("name_en", "") or after.get("name", ""))
    return Wish(proposal, name, changes)


def _shown(name: str, value: object, currency: Currency) -> str:
    if name == "price" and isinstance(value, int):
        return format_money(value, currency, symbol=True)
    if isinstance(value, list):
        return ", ".join(str(v.get("code", "")) if isinstance(v, dict) and "code" in v else str(v) for v in value)
    return {True: "✓", False: "—", None: "—"}.get(value, str(value)) if isinstance(value, bool | None) else str(value)

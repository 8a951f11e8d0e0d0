"""Posting of people and shops."""

from __future__ import annotations

import msgspec

from kiosk.store import search_index
from kiosk.store.documents import CustomerSaved, RoleSaved, StoreSaved, SupplierSaved, UserSaved
from kiosk.store.entry import Entry
from kiosk.store.posting import posts
from kiosk.store.posting_masters import Masters
from kiosk.store.queries import Book
from kiosk.store.tables_people import CustomerRow, RoleRow, ShopRow, SupplierRow, UserRow

USERS = Masters(UserRow)
ROLES = Masters(RoleRow)
CUSTOMERS = Masters(CustomerRow)
SUPPLIERS = Masters(SupplierRow)
SHOPS = Masters(ShopRow)


@posts(UserSaved)
def post_user(book: Book, entry: Entry, d: UserSaved) -> None:
    """The user's row."""
    USERS.post(book, entry, d, d.name, d.role_id, d.pin_hash, d.badge_hash, d.language, d.active)


@posts(RoleSaved)
def post_role(book: Book, entry: Entry, d: RoleSaved) -> None:
    """The role's row."""
    permissions = msgspec.json.encode(sorted(d.permissions)).decode()
    ROLES.post(book, entry, d, d.name_zh, d.name_en, permissions, d.discount_limit, d.refund_limit)


@posts(CustomerSaved)
def post_customer(book: Book, entry: Entry, d: CustomerSaved) -> None:
    """The customer's row and the words that find him."""
    if CUSTOMERS.post(book, entry, d, d.name, d.phone, d.code, d.level, d.credit_limit, d.note, d.active):
        # People give the last digits of their telephone number
        tails = (d.phone[-4:],) if len(d.phone) > 4 else ()
        words = search_index.words(d.name, "", d.id, d.phone, d.code, *tails) if d.active else ""
        search_index.put(book, "customer", d.id, words)


@posts(SupplierSaved)
def post_supplier(book: Book, entry: Entry, d: SupplierSaved) -> None:
    """The supplier's row."""
    SUPPLIERS.post(book, entry, d, d.name, d.phone, d.contact, d.address, d.lead_days, d.note, d.active)


@posts(StoreSaved)
def post_shop(book: Book, entry: Entry, d: StoreSaved) -> None:
    """The shop's row; its policies are read from the entry."""
    SHOPS.post(book, entry, d, d.name_zh, d.name_en)

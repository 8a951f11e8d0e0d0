"""Settings of this terminal, and what the shop says of itself."""

from __future__ import annotations

from typing import Any

import msgspec

from kiosk.store.documents import StoreSaved
from kiosk.store.journal import Journal
from kiosk.store.posting_people import SHOPS
from kiosk.store.queries import Book, Query, arg, put
from kiosk.store.records import Limits
from kiosk.store.tables_local import SettingRow

_GET = Query(SettingRow.select(SettingRow.value).where(SettingRow.key == arg(0)))
_PUT = put(SettingRow)
_DEFAULTS = Limits()
_CHOICES: dict[str, tuple[object, ...]] = {
    "negative_stock": ("allow", "approve", "refuse"),
    "expired_goods": ("allow", "approve", "refuse"),
    "cash_rounding": ("nearest", "down", "none"),
    "tax_per": ("line", "document"),
}


class Settings:
    """A terminal's own settings are kept here and sent nowhere; a shop's policies come with its document."""

    def __init__(self, book: Book, journal: Journal, store_id: str) -> None:
        self._book = book
        self._journal = journal
        self._store_id = store_id
        self._read: tuple[str, StoreSaved | None, Limits] | None = None

    def get(self, key: str, default: str = "") -> str:
        """A setting of this terminal."""
        value = self._book.value(_GET, key)
        return default if value is None else str(value)

    def put(self, key: str, value: str) -> None:
        """Set it."""
        self._book.run(_PUT, key, value)

    def store(self) -> StoreSaved | None:
        """The shop's own data; None until somebody entered them."""
        return self._current()[1]

    def limits(self) -> Limits:
        """The shop's policies, with the defaults for those that it does not set or that can't be read."""
        return self._current()[2]

    def _current(self) -> tuple[str, StoreSaved | None, Limits]:
        version = SHOPS.version(self._book, self._store_id)
        if self._read is None or self._read[0] != version:
            document = self._journal.document(version) if version else None
            shop = document if isinstance(document, StoreSaved) else None
            self._read = (version, shop, _limits(shop.policies if shop else {}))
        return self._read


def _limits(policies: dict[str, str]) -> Limits:
    """A policy that can't be read counts as not set: a slip in one must not close the shop."""
    values: dict[str, Any] = {}
    for name in Limits.__struct_fields__:
        default = getattr(_DEFAULTS, name)
        text = policies.get(name, "")
        try:
            values[name] = msgspec.convert(text, type(default), strict=False) if text else default
        except msgspec.ValidationError:
            values[name] = default
        if values[name] not in _CHOICES.get(name, (values[name],)):
            values[name] = default
    return Limits(**values)

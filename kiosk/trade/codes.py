"""What a scanned code can be: one frozen value for each meaning."""

from __future__ import annotations

import msgspec

from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity


class ItemCode(msgspec.Struct, frozen=True):
    """Goods, by GTIN or by a code of the shop's own. code: what the catalogue knows; a GTIN in its 14 digits."""

    code: str
    raw: str = ""


class EmbeddedCode(msgspec.Struct, frozen=True):
    """Goods with their weight or price in the code. item: prefix and item number, as the catalogue knows them."""

    item: str
    quantity: Quantity | None = None
    amount: Money | None = None
    raw: str = ""


class Gs1Code(msgspec.Struct, frozen=True):
    """A GS1 element string. gtin: 14 digits; dates ISO; count: pieces; amount: minor units of the shop's currency.

    others: application identifiers that have no field here, with their values.
    """

    gtin: str
    batch: str = ""
    expiry: str = ""
    best_before: str = ""
    serial: str = ""
    count: int | None = None
    weight: Quantity | None = None
    amount: Money | None = None
    others: tuple[tuple[str, str], ...] = ()
    raw: str = ""

    @property
    def one_piece(self) -> bool:
        """Whether it stands for one piece that no other is like: a serial number, and no batch that it belongs to."""
        return bool(self.serial) and not self.batch

    def lot(self, *, tracked: bool) -> str:
        """The batch; of tracked goods without one the serial number, which is a batch of one piece."""
        return self.serial if tracked and self.one_piece else self.batch


class DocumentCode(msgspec.Struct, frozen=True):
    """A document by its journal id, `K7QXMP-412`."""

    entry_id: str


class UserCode(msgspec.Struct, frozen=True):
    """A user's badge: who, and the secret that proves it."""

    id: str
    secret: str


class LocationCode(msgspec.Struct, frozen=True):
    """A bin or shelf."""

    location: str


class CommandCode(msgspec.Struct, frozen=True):
    """Something to do, as a code on the counter: pay, suspend, undo …"""

    name: str


Code = ItemCode | EmbeddedCode | Gs1Code | DocumentCode | UserCode | LocationCode | CommandCode

"""What can go wrong, in one tree.

KioskError                     says in a shopkeeper's words what happened, to what, and what to do next
├── Refused                    the rules say no; nothing was changed; the operator can do something else
│   ├── NeedsApproval          … unless somebody with the permission agrees
│   └── BadInput               what was scanned, typed or imported can't be read
├── StoreError                 the database: selling stops until it is mended
│   ├── StoreMissing           no database where one should be; never made anew in its place
│   ├── StoreDamaged           unreadable, broken chain, failed check
│   └── StoreUnwritable        full, read-only or locked
├── DeviceError                something plugged in failed; work goes on
│   ├── DeviceGone             unplugged or switched off
│   └── PaperOut               the printer waits for paper
└── ConfigError                kiosk.toml says something that can't be done
"""

from __future__ import annotations

from kiosk.i18n import Message


class KioskError(Exception):
    """Root of all. `message` is for people; the technical cause is chained with `raise … from`."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class Refused(KioskError):
    """The rules of the trade or of the shop say no. Nothing was changed."""


class NeedsApproval(Refused):
    """Refused to this user; in order if somebody who holds `permission` agrees on the spot."""

    def __init__(self, message: Message, permission: str) -> None:
        super().__init__(message)
        self.permission = permission


class BadInput(Refused):
    """A code, a number, a file that can't be read as what it should be."""


class StoreError(KioskError):
    """The database. Selling stops with a clear screen."""


class StoreMissing(StoreError):
    """No database at the configured place, though there should be one."""


class StoreDamaged(StoreError):
    """The file can't be read, or what it holds contradicts itself."""


class StoreUnwritable(StoreError):
    """The disk is full or read-only, or another program keeps the file locked."""


class DeviceError(KioskError):
    """A device failed. Its work waits; the shop goes on."""


class DeviceGone(DeviceError):
    """Unplugged, switched off, or out of reach."""


class PaperOut(DeviceError):
    """The printer answers, and has no paper."""


class ConfigError(KioskError):
    """kiosk.toml or a command's options ask for something that can't be done."""

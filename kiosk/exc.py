"""What can go wrong, in one tree.

KioskError                     says in a shopkeeper's words what happened, to what, and what to do next
├── Refused                    the rules say no; nothing was changed; the operator can do something else
│   ├── NeedsApproval          … unless somebody with the permission agrees
│   └── BadInput               what was scanned, typed or imported can't be read
├── StoreError                 the database: selling stops until it is mended
│   ├── StoreMissing           no database where one should be; never made anew in its place
│   │   └── StoreLost          its file was taken away or replaced under the running program
│   ├── StoreDamaged           unreadable, broken chain, failed check
│   └── StoreUnwritable        full, read-only or locked
├── DeviceError                something plugged in failed; work goes on
│   ├── DeviceGone             unplugged or switched off
│   └── PaperOut               the printer waits for paper
├── OfficeError                the head office was not reached, or did not agree; selling goes on, entries wait
│   ├── Unreachable            no network, no such name, nobody answers, cut off in the middle
│   ├── OfficeBusy             it asks to be tried again later
│   ├── NotTheOffice           something else answers in its place, or with another certificate
│   ├── NotAdmitted            the office does not (or no longer) let this terminal in
│   └── CursorLost             a feed's place is gone there: a fresh snapshot is wanted
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


class StoreLost(StoreMissing):
    """The file that is open has no name any more, or another file has it: what is sold now would be gone."""


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


class OfficeError(KioskError):
    """The head office: nothing was lost, it is tried again. code: of kiosk.wire.troubles, for tables and programs."""

    code = "office"

    def __init__(self, message: Message, code: str = "") -> None:
        super().__init__(message)
        self.code = code or self.code


class Unreachable(OfficeError):
    """No answer came from the address."""

    code = "unreachable"


class OfficeBusy(OfficeError):
    """Later. retry_after: seconds."""

    code = "busy"

    def __init__(self, message: Message, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotTheOffice(OfficeError):
    """What answered is not our office: a captive portal, a proxy, another program, another certificate."""

    code = "stranger"


class NotAdmitted(OfficeError):
    """A token that was revoked, a joining code that is not valid, a shop that is not this terminal's."""

    code = "token"


class CursorLost(OfficeError):
    """The office's feed does not have, or no longer has, the place where this terminal stands."""

    code = "cursor"


class ConfigError(KioskError):
    """kiosk.toml or a command's options ask for something that can't be done."""

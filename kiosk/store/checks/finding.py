"""What a check found."""

from __future__ import annotations

from typing import Literal

import msgspec

from kiosk.i18n import M, Message

Severity = Literal["ok", "warning", "fault"]
"""warning: somebody should look at it; work goes on. fault: what the database holds can't be trusted."""


class Finding(msgspec.Struct, frozen=True):
    """One check's answer: what it saw, and what to do about it."""

    check: str
    severity: Severity
    message: Message
    advice: Message = M("Nothing to do.")


RESTORE = M("Stop selling, keep this file, and restore the last backup; what was sold since is in this file's journal.")
"""The advice where the journal itself is hurt."""

REBUILD = M("Nothing is lost: the tables can be rebuilt from the journal. Make a backup, then have them rebuilt.")
"""The advice where the journal is whole and a table is not."""

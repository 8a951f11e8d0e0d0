"""What a check of the books or of the machine found, in a shopkeeper's words."""

from __future__ import annotations

from typing import Literal

import msgspec

from kiosk.i18n import M, Message

Severity = Literal["ok", "warning", "fault"]
"""warning: somebody should look at it; work goes on. fault: it can't be relied on."""


class Finding(msgspec.Struct, frozen=True):
    """One check's answer: what it saw, and what to do about it."""

    check: str
    severity: Severity
    message: Message
    advice: Message = M("Nothing to do.")

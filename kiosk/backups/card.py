"""Whether this card is encrypted, and what its copies are encrypted with then: a key that the one of the card gives.

The unit that opens the card derives it and hands it over as a credential of systemd's (docs/deploy/encryption.md); the
card's own key is seen by nobody but that unit.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.hw.health.secrecy import OPENED

CREDENTIAL = "kiosk-backup"


@dataclass(frozen=True)
class Card:
    """key: 32 bytes; None where it is not known, and nothing of an encrypted card is to be copied."""

    encrypted: bool = False
    key: bytes | None = None


PLAIN = Card()


def this_card(data: Path, environ: Mapping[str, str], sysfs: Path = Path("/sys")) -> Card:
    """The one that `data` lies on."""
    try:
        on = data.stat().st_dev
        name = (sysfs / f"dev/block/{os.major(on)}:{os.minor(on)}/dm/name").read_text(encoding="utf-8")
    except OSError:
        name = ""
    encrypted = name.strip() == OPENED
    try:
        key = bytes.fromhex(Path(environ.get("CREDENTIALS_DIRECTORY", ""), CREDENTIAL).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return Card(encrypted)
    return Card(encrypted, key if len(key) == 32 else None)

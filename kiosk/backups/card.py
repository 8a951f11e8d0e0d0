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
    """key: 32 bytes, that all copies get where it is known. What is not known for certain counts as encrypted."""

    encrypted: bool = False
    key: bytes | None = None

    @property
    def unknown(self) -> bool:
        """Encrypted, and with what is not known: nothing of it is to be copied."""
        return self.encrypted and self.key is None


PLAIN = Card()


def this_card(data: Path, environ: Mapping[str, str], sysfs: Path = Path("/sys")) -> Card:
    """The one that `data` lies on."""
    return Card(_is_encrypted(data, sysfs), _key(environ.get("CREDENTIALS_DIRECTORY", "")))


def _is_encrypted(data: Path, sysfs: Path) -> bool:
    try:
        on = data.stat().st_dev
        device = sysfs / f"dev/block/{os.major(on)}:{os.minor(on)}"
        return (device / "dm" / "name").read_text(encoding="utf-8").strip() == OPENED
    except FileNotFoundError:
        return not (sysfs / "dev" / "block").is_dir()  # on no mapping, if this kernel tells of any
    except (OSError, ValueError):
        return True


def _key(credentials: str) -> bytes | None:
    if not credentials:
        return None
    try:
        key = bytes.fromhex(Path(credentials, CREDENTIAL).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return key if len(key) == 32 else None

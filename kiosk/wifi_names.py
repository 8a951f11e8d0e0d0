"""What a Wi-Fi network can be called, and what its password can be."""

from __future__ import annotations

import re

_LONGEST = 32
"""Bytes of a network's name (IEEE 802.11, 9.4.2.2)."""


def possible_name(name: str) -> bool:
    """Whether a network could be called so."""
    return 0 < len(name.encode(errors="replace")) <= _LONGEST and name.isprintable() and not name.startswith("-")


def possible_password(password: str) -> bool:
    """A passphrase of WPA, or its 64 hexadecimal digits (IEEE 802.11, J.4.1); a longer one is SAE's own."""
    return (8 <= len(password) <= 63 and password.isascii() and password.isprintable()) or bool(
        re.fullmatch(r"[0-9A-Fa-f]{64}", password)
    )

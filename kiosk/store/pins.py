"""PINs and badges as the store keeps them: never themselves, only what they can be checked against.

A PIN has few digits, so its hash is made slow (argon2id); a badge's secret is long and random, so SHA-256 is enough
and finds its owner by an index.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from kiosk.exc import BadInput
from kiosk.i18n import M

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN_DIGITS, MAX_DIGITS = 4, 12

MEMORY_KIB = 32 * 1024
TIME_COST = 2
PARALLELISM = 2
"""About 100 ms on a Raspberry Pi 4: above the least that OWASP's Password Storage Cheat Sheet asks (19 MiB, 2, 1)."""


def hash_pin(pin: str) -> str:
    """The PIN's argon2id hash with its parameters and salt, encoded; different each time.

    Raises BadInput unless it is 4 to 12 digits.
    """
    if not (MIN_DIGITS <= len(pin) <= MAX_DIGITS and pin.isascii() and pin.isdigit()):
        raise BadInput(M("A PIN has {least} to {most} digits.", least=MIN_DIGITS, most=MAX_DIGITS))
    return _hasher().hash(pin)


def verify_pin(encoded: str, pin: str) -> bool:
    """Whether the hash was made of this PIN. A damaged or missing hash fits none."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(encoded, pin)
    except (InvalidHashError, VerificationError, UnicodeError):
        return False


def hash_badge(secret: str) -> str:
    """SHA-256 of the secret on a badge, in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=PARALLELISM)

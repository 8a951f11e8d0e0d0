"""The code by which a terminal joins: a QR on the office's screen, read by the terminal's own scanner, or typed.

`ZG1*HTTPS://192.168.1.5:8443*7Q2MK4RT*<fingerprint>*XX`: only signs of QR's alphanumeric mode (ISO/IEC 18004, 7.4.4),
which are also those that every scanner types the same on every keyboard layout but for case. The fingerprint is the
certificate's SHA-256, cut to 20 bytes, in Crockford's base 32; XX is a check over all before it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Literal

from kiosk.exc import BadInput
from kiosk.i18n import M, Message
from kiosk.store.entry import CROCKFORD

CODE_MINUTES = 15
"""How long a code can be used, once."""

CODE_LENGTH = 8
"""40 bits: with enrolment rate-limited and a quarter of an hour, more than can be guessed."""

_MARK = "ZG1"
_ADDRESS = re.compile(r"HTTPS?://(\[[0-9A-F:.]+\]|[0-9A-Z.-]{1,253})(:\d{1,5})?")
_FINGERPRINT = re.compile(rf"[{CROCKFORD}]{{32}}")
_CODE = re.compile(rf"[{CROCKFORD}]{{{CODE_LENGTH}}}")
_MISREAD = str.maketrans("OIL", "011", " -")


@dataclass(frozen=True, slots=True)
class Invitation:
    """address: the office's, lower case. code: one-time. fingerprint: of its certificate; "" over plain HTTP."""

    address: str
    code: str
    fingerprint: str

    def text(self) -> str:
        """As it stands in the QR code."""
        body = f"{_MARK}*{self.address.upper()}*{self.code}*{self.fingerprint}"
        return f"{body}*{_check(body)}"


@dataclass(frozen=True, slots=True)
class Joining:
    """How far a terminal's joining is. here, whole: bytes of its shop's copy. problem: why it failed."""

    state: Literal["idle", "asking", "fetching", "failed", "done"] = "idle"
    here: int = 0
    whole: int = 0
    problem: Message | None = None

    @property
    def busy(self) -> bool:
        """Whether something is under way that must not be begun again."""
        return self.state in {"asking", "fetching", "done"}


def new_code() -> str:
    """A one-time code."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(CODE_LENGTH))


def tidy_code(text: str) -> str:
    """A code as somebody typed it: case, blanks and dashes don't matter, O is 0, I and L are 1 (Crockford).

    Raises BadInput for what is none.
    """
    code = text.upper().translate(_MISREAD)
    if not _CODE.fullmatch(code):
        raise BadInput(M("A joining code has {count} letters and digits.", count=CODE_LENGTH))
    return code


def fingerprint_of(certificate: bytes) -> str:
    """The fingerprint of a certificate (DER) as it stands in an invitation."""
    value = int.from_bytes(hashlib.sha256(certificate).digest()[:20], "big")
    return "".join(CROCKFORD[value >> shift & 31] for shift in range(155, -1, -5))


def is_invitation(text: str) -> bool:
    """Whether a scanned code means to be an invitation."""
    return text[:4].upper() == _MARK + "*"


def read_invitation(text: str) -> Invitation:
    """What a scanned or typed invitation says. Raises BadInput for one that is damaged or none at all."""
    parts = text.strip().upper().split("*")
    if len(parts) != 5 or parts[0] != _MARK:
        raise BadInput(M("This is not a code for joining a head office."))
    _mark, address, code, fingerprint, check = parts
    if check != _check("*".join(parts[:4])):
        raise BadInput(M("The joining code was not read right. Scan it again."))
    secure = address.startswith("HTTPS:")
    if not _ADDRESS.fullmatch(address) or not _CODE.fullmatch(code):
        raise BadInput(M("This is not a code for joining a head office."))
    if (secure and not _FINGERPRINT.fullmatch(fingerprint)) or (not secure and fingerprint):
        raise BadInput(M("This is not a code for joining a head office."))
    return Invitation(address.lower(), code, fingerprint)


def invitation_of(text: str, address: str = "", fingerprint: str = "") -> Invitation:
    """What was scanned; or a code, an address and a fingerprint that somebody typed. Raises BadInput."""
    if not address:
        return read_invitation(text)
    mark = fingerprint.upper().translate(_MISREAD)
    return read_invitation(Invitation(address.strip().rstrip("/"), tidy_code(text), mark).text())


def _check(body: str) -> str:
    value = hashlib.sha256(body.encode()).digest()
    return CROCKFORD[value[0] & 31] + CROCKFORD[value[1] & 31]

"""Updates between office and terminals: what a terminal tells of itself, and what it is offered.

    POST /v1/updates             UpdateReport -> UpdateOffer
    GET  /v1/updates/<digest>    the bundle; Range and If-Range; ETag

A bundle is believed for its signature alone, which the terminal checks; the digest only says that it came whole.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec

from kiosk.wire.messages import Time

MAX_BUNDLE = 2 * 1024**3
"""Bytes. Two roots of this size would not fit on any card that is meant for this."""

Version = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,6}(\.[0-9]{1,6}){0,3}$", max_length=27)]
Machine = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]{0,64}$")]
Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
Stage = Literal["", "fetching", "ready", "installing", "installed", "trial", "done", "failed"]
"""Of an update at a terminal; "" where there is none. trial: it runs, and is not yet found healthy."""

_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")


class UpdateReport(msgspec.Struct, frozen=True):
    """What runs here, on what kind of machine, and how far `version` is. why: a code of kiosk.wire.update_words."""

    running: Annotated[str, msgspec.Meta(max_length=32)]
    machine: Machine = ""
    stage: Stage = ""
    version: Annotated[str, msgspec.Meta(max_length=32)] = ""
    why: Annotated[str, msgspec.Meta(max_length=32)] = ""


class Release(msgspec.Struct, frozen=True):
    """A bundle that may be had. size: bytes. digest: SHA-256 of the file. at: when the office got it."""

    version: Version
    digest: Digest
    size: Annotated[int, msgspec.Meta(ge=1, le=MAX_BUNDLE)]
    notes_zh: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    notes_en: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    at: Time = 0


class UpdateOffer(msgspec.Struct, frozen=True):
    """The newest that this terminal should have; None where it has it."""

    release: Release | None = None


def version_key(version: str) -> tuple[int, ...]:
    """Versions in their order; zeros at the end mean nothing. What is no version is before all."""
    if not _VERSION.fullmatch(version):
        return ()
    parts = [int(part) for part in version.split(".")]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return tuple(parts)


def is_newer(version: str, than: str) -> bool:
    """Whether one comes after the other."""
    return version_key(version) > version_key(than)

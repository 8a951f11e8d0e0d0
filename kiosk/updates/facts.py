"""What is written into the files of an update. Times are UTC milliseconds, digests SHA-256 in hexadecimal."""

from __future__ import annotations

from typing import Literal

import msgspec

from kiosk.wire.updates import Release, Stage

Source = Literal["office", "stick"]
MAX_BAD = 20


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far the update is.

    release: which one, None for none. here: bytes of it that are here. why: a code of kiosk.updates.words. boot: the
    start of the machine in which this stage began. before: what ran then. tries: how often installing was begun. bad:
    digests of those that failed, which are not tried again by themselves. percent: of installing. stick_why: what was
    wrong with the update on a stick, stick_ignored: how many other files lay there.
    """

    stage: Stage = ""
    source: Source = "office"
    release: Release | None = None
    here: int = 0
    percent: int = 0
    why: str = ""
    boot: str = ""
    before: str = ""
    since: int = 0
    tries: int = 0
    bad: tuple[str, ...] = ()
    stick_why: str = ""
    stick_ignored: int = 0

    @property
    def version(self) -> str:
        """Of the update; "" for none."""
        return self.release.version if self.release else ""

    @property
    def digest(self) -> str:
        """Of the update's bundle; "" for none."""
        return self.release.digest if self.release else ""


class Wish(msgspec.Struct, frozen=True):
    """Somebody who may wants an update now. although_open: he was told that a shift is open, and wants it still."""

    digest: str = ""
    although_open: bool = False


class Request(msgspec.Struct, frozen=True):
    """What the installer is to do with which bundle. number: another one for each request."""

    do: Literal["", "install", "restart"] = ""
    bundle: str = ""
    digest: str = ""
    number: int = 0


class Said(msgspec.Struct, frozen=True):
    """What the installer says of the request with that number."""

    number: int = 0
    stage: Literal["", "installing", "installed", "failed"] = ""
    percent: int = 0
    why: str = ""


class Found(msgspec.Struct, frozen=True):
    """What was on a memory stick. name: of the update on it, "" for none. ignored: other files. why: a code."""

    name: str = ""
    ignored: int = 0
    why: str = ""
    at: int = 0


class Answers(msgspec.Struct, frozen=True):
    """What was well on this machine under each version: names of checks."""

    well: dict[str, tuple[str, ...]] = {}


class Fit(msgspec.Struct, frozen=True):
    """What the health check found of a version under trial, at that start of the machine."""

    version: str = ""
    fit: bool = False
    why: str = ""
    boot: str = ""

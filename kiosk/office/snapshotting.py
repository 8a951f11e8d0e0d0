"""Snapshots as files to be sent: built on a connection of their own, compressed, named by their digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import zstandard

from kiosk.office.refusal import OfficeRefusal
from kiosk.store.snapshots import build_snapshot
from kiosk.store.store import Store

_STORE = re.compile(r"[\w-]{1,64}")


class Packed(NamedTuple):
    """A compressed snapshot. digest: SHA-256 of the file, hex."""

    path: Path
    digest: str


class Snapshots:
    """Makes them one at a time. directory: where they are kept, to be brought up to date the next time."""

    def __init__(self, database: Path | str, directory: Path, *, clock: Callable[[], int]) -> None:
        self._database = database
        self._directory = directory
        self._clock = clock

    def make(self, store_id: str) -> Packed:
        """The shop's snapshot as of now."""
        if not _STORE.fullmatch(store_id):
            raise OfficeRefusal(403, "store", "no such shop")
        self._directory.mkdir(parents=True, exist_ok=True)
        plain = self._directory / f"{store_id}.db"
        store = Store.open(self._database, clock=self._clock)
        try:
            at = build_snapshot(store.feeds, store.lineage, store_id, plain, clock=self._clock)
        finally:
            store.close()
        name = "-".join([store_id, store.lineage, *(str(position) for position in at.values())])
        packed, digest_file = self._directory / f"{name}.zst", self._directory / f"{name}.sha256"
        if not (packed.exists() and digest_file.exists()):
            for old in self._directory.glob(f"{store_id}-*"):
                old.unlink()
            with plain.open("rb") as source, packed.open("wb") as target:
                zstandard.ZstdCompressor(level=3).copy_stream(source, target)
            with packed.open("rb") as file:
                digest_file.write_text(hashlib.file_digest(file, "sha256").hexdigest())
        return Packed(packed, digest_file.read_text())

"""A snapshot's way here: in one file that grows, gone on with after a break, checked as a whole, then unpacked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

import httpx
import zstandard

from kiosk.disk import lacking, put_in_place
from kiosk.exc import NotTheOffice, OfficeError, StoreUnwritable
from kiosk.i18n import M
from kiosk.replicate.office import Progress
from kiosk.wire.http import SNAPSHOT_DIGEST
from kiosk.wire.troubles import trouble

W = TypeVar("W")
Stream = Callable[..., AbstractContextManager[httpx.Response]]


def fetch_snapshot(stream: Stream, path: str, into: Path, progress: Progress | None) -> None:
    """Fetch a packed snapshot, and unpack it to `into`. Raises as `fetch`."""
    part, tag_file = fetch(stream, path, into, progress)
    try:
        _unpack(part, into)
        tag_file.unlink(missing_ok=True)
    except OSError as problem:
        raise StoreUnwritable(trouble("store_full")) from problem


def fetch_bundle(stream: Stream, path: str, into: Path, digest: str, progress: Progress | None) -> None:
    """Fetch an update to `into`. Raises as `fetch`, also where it has another digest than the office said before."""
    part, tag_file = fetch(stream, path, into, progress)
    try:
        if _sha256(part) != digest:
            part.unlink()
            raise OfficeError(trouble("snapshot"), "snapshot")
        put_in_place(part, into)
        tag_file.unlink(missing_ok=True)
    except OSError as problem:
        raise StoreUnwritable(trouble("store_full")) from problem


def fetch(stream: Stream, path: str, into: Path, progress: Progress | None) -> tuple[Path, Path]:
    """Fetch what `path` gives to `into`.part, which outlives a power cut as its tag does, and check it as a whole.

    Both files are given back. Raises OfficeError, also where what came does not fit its hash (it is thrown away);
    StoreUnwritable.
    """
    part, tag_file = into.with_name(into.name + ".part"), into.with_name(into.name + ".tag")
    try:
        tag, digest = _known(part, tag_file)
        have = part.stat().st_size if tag else 0
        if not (have and _sha256(part) == digest):
            headers = {"Range": f"bytes={have}-", "If-Range": tag} if have else {}
            with stream("GET", path, headers={**headers, "Accept-Encoding": "identity"}) as answer:
                start, total = _place(answer, have)
                digest = answer.headers.get(SNAPSHOT_DIGEST, "")
                _written(lambda: tag_file.write_text(answer.headers.get("ETag", "") + "\n" + digest))
                _take(answer, part, start, total, progress)
            if _sha256(part) != digest:
                part.unlink()
                raise OfficeError(trouble("snapshot"), "snapshot")
    except OSError as problem:
        raise StoreUnwritable(trouble("store_full")) from problem
    return part, tag_file


def _known(part: Path, tag_file: Path) -> tuple[str, str]:
    """The tag of what is here of an earlier attempt, and the digest that the whole will have."""
    if not part.exists() or not tag_file.exists():
        return "", ""
    tag, _, digest = tag_file.read_text(errors="replace").partition("\n")
    return tag, digest


def _place(answer: httpx.Response, have: int) -> tuple[int, int]:
    """Where the answer's first byte belongs, and how many there are in all."""
    length = int(answer.headers.get("Content-Length") or 0)
    if answer.status_code == 206:
        if not answer.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            raise NotTheOffice(trouble("stranger"))
        return have, have + length
    if SNAPSHOT_DIGEST not in answer.headers:
        raise NotTheOffice(trouble("stranger"))
    return 0, length


def _take(answer: httpx.Response, part: Path, start: int, total: int, progress: Progress | None) -> None:
    if total:
        _room_for(part, total - start)
    with _written(lambda: part.open("r+b" if start else "wb")) as file:
        file.seek(start)
        file.truncate()
        for data in answer.iter_raw():
            _written(partial(file.write, data))
            if progress is not None:
                progress(file.tell(), total)
        _written(lambda: _settle(file))


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _written(write: Callable[[], W]) -> W:
    """The disk's errors told apart from the network's, which are OSError as well."""
    try:
        return write()
    except OSError as problem:
        raise StoreUnwritable(trouble("store_full")) from problem


def _sha256(part: Path) -> str:
    with part.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(part: Path, into: Path) -> None:
    making = into.with_name(into.name + ".unpacking")
    try:
        with part.open("rb") as packed, making.open("wb") as file:
            size = zstandard.frame_content_size(packed.read(18))
            packed.seek(0)
            if size > 0:
                _room_for(into, size)
            zstandard.ZstdDecompressor(max_window_size=2**27).copy_stream(packed, file)
            _settle(file)
    except zstandard.ZstdError as problem:
        making.unlink(missing_ok=True)
        part.unlink()
        raise OfficeError(trouble("snapshot"), "snapshot") from problem
    put_in_place(making, into)
    part.unlink()


def _room_for(path: Path, size: int) -> None:
    if lacks := lacking(path.parent, size):
        raise StoreUnwritable(
            M("The copy from the office needs {mb} MB more on this disk than are free.",
              mb=lacks // 1_000_000 + 1)
        )  # fmt: skip

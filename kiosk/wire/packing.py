"""Bodies to bytes and back: JSON, compressed with zstd, with a limit on what they may unpack to."""

from __future__ import annotations

import io
from typing import TypeVar

import msgspec
import zstandard

from kiosk.exc import BadInput
from kiosk.i18n import M
from kiosk.wire.messages import MAX_BYTES

T = TypeVar("T")

ENCODING = "zstd"
"""The Content-Encoding of bodies. A plain body is understood too, so that one can look with curl."""

_JSON = msgspec.json.Encoder()


def pack(message: object, *, level: int = 3) -> bytes:
    """A message as compressed bytes."""
    return zstandard.ZstdCompressor(level=level).compress(_JSON.encode(message))


def plain(message: object) -> bytes:
    """A message as JSON."""
    return _JSON.encode(message)


def unpacked(body: bytes, *, limit: int = MAX_BYTES) -> bytes:
    """What a compressed body holds. Raises BadInput for bytes that are no zstd, are cut off, or unpack to too much."""
    try:
        # Read to one byte past the limit: the size that a frame claims need not be true
        with zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(io.BytesIO(body)) as reader:
            text = reader.read(limit + 1)
        whole = zstandard.frame_content_size(body) in {-1, len(text)}
    except zstandard.ZstdError as problem:
        raise BadInput(M("The message can't be unpacked.")) from problem
    if len(text) > limit:
        raise BadInput(M("The message is too large: more than {limit} bytes.", limit=limit))
    if not whole:
        raise BadInput(M("The message is cut off."))
    return text


def read(body: bytes, kind: type[T], *, encoding: str = "", limit: int = MAX_BYTES) -> T:
    """The message of a body. encoding: its Content-Encoding. Raises BadInput for what is no such message."""
    if encoding == ENCODING:
        body = unpacked(body, limit=limit)
    elif encoding not in {"", "identity"}:
        raise BadInput(M("Messages packed as {encoding} are not understood.", encoding=encoding[:20]))
    if len(body) > limit:
        raise BadInput(M("The message is too large: more than {limit} bytes.", limit=limit))
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise BadInput(M("The message is not what it should be: {problem}", problem=str(problem)[:200])) from problem

"""Messages come back as they went, and nothing that comes from outside gets past their limits."""

import msgspec
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.exc import BadInput
from kiosk.store.entry import Entry, next_checksum
from kiosk.wire.messages import Health, Push, from_wire, to_wire
from kiosk.wire.packing import pack, plain, read, unpacked

HEALTH = Health("Head office", 1, "K7QXMP", "0.1", 1_700_000_000_000)


def test_a_packed_message_comes_back_equal() -> None:
    assert read(pack(HEALTH), Health, encoding="zstd") == HEALTH
    assert read(plain(HEALTH), Health) == HEALTH


def test_a_body_that_unpacks_to_too_much_is_refused_without_unpacking_it() -> None:
    bomb = zstandard.ZstdCompressor().compress(b"0" * 50_000_000)
    assert len(bomb) < 10_000
    with pytest.raises(BadInput, match="too large"):
        unpacked(bomb)


def test_every_cut_of_a_packed_message_is_refused() -> None:
    body = pack(HEALTH)
    for length in range(len(body)):
        with pytest.raises(BadInput):
            read(body[:length], Health, encoding="zstd")


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=200), st.sampled_from(["", "zstd", "identity", "gzip"]))
def test_any_bytes_are_a_message_or_refused(body: bytes, encoding: str) -> None:
    try:
        message = read(body, Push, encoding=encoding)
    except BadInput:
        return
    assert msgspec.json.decode(plain(message), type=Push) == message


def test_nesting_deeper_than_the_stack_is_refused() -> None:
    with pytest.raises(BadInput):
        read(b'{"x":' + b"[" * 200_000, Push)


def test_an_entry_survives_the_journey() -> None:
    entry = Entry("S01", "K7QXMP", 3, 5, "王芳", "act.audited", 1, '{"act":"签"}'.encode(), b"\x07" * 32)
    assert from_wire(to_wire(entry)) == entry


def test_the_running_checksum_tells_order_and_content() -> None:
    a, b = b"a" * 32, b"b" * 32
    forth = next_checksum(next_checksum(b"", a), b)
    assert forth != next_checksum(next_checksum(b"", b), a)
    assert len(forth) == 16

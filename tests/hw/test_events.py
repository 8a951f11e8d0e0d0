"""Codes to event bytes and back: what the simulator sends is what the reader reads."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.exc import BadInput
from kiosk.hw.events import EVENT, SUFFIX_KEYS, key_events, keypad_char, unpack
from kiosk.hw.layouts import LAYOUTS
from kiosk.hw.ports import Scan
from kiosk.hw.wedge import Wedge

SENDABLE = st.characters(codec="utf-8", exclude_characters="\0\r\n\t]").filter(
    lambda c: not 0x7F <= ord(c) < 0xA0 or c == "\x7f"
)


def test_events_are_the_kernels_struct() -> None:
    assert struct.calcsize("@llHHi") == EVENT.size
    events = list(unpack(key_events("1", at=7.25, step=0.5)))
    assert [(e.type, e.code, e.value, e.at) for e in events[:3]] == [
        (4, 4, 0x70002, 7.25),
        (1, 2, 1, 7.25),
        (0, 0, 0, 7.25),
    ]
    assert events[4].value == 0
    assert events[4].at == 7.75


def test_an_ean_and_enter_take_more_events_than_one_read_gives() -> None:
    assert len(key_events("6901234567892")) // EVENT.size == 84


@settings(max_examples=200, deadline=None)
@given(
    st.text(SENDABLE, min_size=1, max_size=20), st.sampled_from(sorted(LAYOUTS)), st.sampled_from(sorted(SUFFIX_KEYS))
)
def test_whatever_a_scanner_sends_is_read_as_it_was(text: str, layout: str, suffix: str) -> None:
    read = Wedge(layout=layout).feed(key_events(text, layout, suffix, at=1.0))
    assert [r.data for r in read if isinstance(r, Scan)] == [text]


@pytest.mark.parametrize(
    ("number", "char"),
    [("029", "\x1d"), ("29", "\x1d"), ("0163", "£"), ("156", "£"), ("0128", "€"), ("20013", "中"), ("65", "A")],
)
def test_numbers_on_the_keypad_are_read_as_windows_reads_them(number: str, char: str) -> None:
    assert keypad_char(number) == char


@pytest.mark.parametrize("number", ["", "0", "0129", "55296", "99999999"])
def test_a_number_without_a_character_is_none(number: str) -> None:
    assert keypad_char(number) is None


@pytest.mark.parametrize("char", ["\0", "\ud800", "\x81"])
def test_what_no_keyboard_can_send_is_refused(char: str) -> None:
    with pytest.raises(BadInput):
        key_events(char)

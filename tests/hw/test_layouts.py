"""A scanner's keyboard layout: what the keys say, and how a test code tells which it is."""

from __future__ import annotations

import pytest

from kiosk.hw.events import key_events
from kiosk.hw.layouts import LAYOUTS, TEST_CODE, Stroke, deduce_layout
from kiosk.hw.wedge import Wedge


@pytest.mark.parametrize("configured", LAYOUTS)
@pytest.mark.parametrize("scanner", LAYOUTS)
def test_the_test_code_tells_the_scanners_layout_whatever_is_configured(scanner: str, configured: str) -> None:
    (read,) = Wedge(layout=configured).feed(key_events(TEST_CODE, scanner))
    assert deduce_layout(read.data, configured) == scanner


@pytest.mark.parametrize("other", ["", "6901234567892", "KIOSK", TEST_CODE.lower()])
def test_another_code_tells_no_layout(other: str) -> None:
    assert deduce_layout(other, "us") is None


def test_one_key_says_at_in_britain_and_a_quotation_mark_in_america() -> None:
    key = Stroke(40, shift=True)
    assert (LAYOUTS["us"].char(key), LAYOUTS["uk"].char(key)) == ('"', "@")


def test_german_swaps_y_and_z_and_french_needs_shift_for_digits() -> None:
    assert LAYOUTS["de"].char(Stroke(21)) == "z"
    assert LAYOUTS["fr"].char(Stroke(2)) == "&"
    assert LAYOUTS["fr"].char(Stroke(2, shift=True)) == "1"


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_can_type_all_of_ascii_but_where_it_uses_the_keypad(name: str) -> None:
    typed = set(LAYOUTS[name].strokes)
    missing = {chr(c) for c in range(0x20, 0x7F)} - typed
    assert missing == set()

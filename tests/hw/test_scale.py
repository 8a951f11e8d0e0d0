"""Scales: what they say, read right or refused, and never an old weight for a new one."""

from __future__ import annotations

import os
import tty

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.config import Scale as Settings
from kiosk.exc import DeviceError, DeviceGone
from kiosk.hw.ports import DeviceState, Weight
from kiosk.hw.scale import FRESH_S, ScaleLines, SerialScale
from kiosk.hw.scale_formats import FORMATS
from tests.hw.listening import Listener


@pytest.mark.parametrize(
    ("kind", "line", "weight"),
    [
        ("ad", b"ST,GS,+  1.234kg\r\n", Weight(1234, True)),
        ("ad", b"US,GS,+00012.3  g\r\n", Weight(12, False)),
        ("ad", b"ST,NT,-  0.050kg\r\n", Weight(-50, True)),
        ("ad", b"ST,GS,+   2.00lb\r\n", Weight(907, True)),
        ("ad", b"ST,+0001.235 kg\r\n", Weight(1235, True)),
        ("ad", b"ST,GS,+ 0.0005kg\r\n", Weight(1, True)),
        ("sics", b"S S      1.234 kg\r\n", Weight(1234, True)),
        ("sics", b"S D     -0.5 kg\r\n", Weight(-500, False)),
        ("toledo", b"\x0201.234\r", Weight(1234, True)),
    ],
)
def test_a_weight_is_read(kind: str, line: bytes, weight: Weight) -> None:
    lines = ScaleLines(FORMATS[kind])
    lines.feed(line, 1.0)
    assert lines.weight(1.0) == weight


@pytest.mark.parametrize(
    ("kind", "line", "word"),
    [
        ("ad", b"OL,GS,+9999999kg\r\n", "overloaded"),
        ("ad", b"ST,GS,+  1.2.3kg\r\n", "can't be read"),
        ("ad", b"ST,GS,+  1.234stone\r\n", "can't be read"),
        ("ad", b"hello\r\n", "can't be read"),
        ("sics", b"S +\r\n", "overloaded"),
        ("sics", b"S -\r\n", "less than nothing"),
        ("sics", b"ES\r\n", "can't be read"),
        ("toledo", b"\x02?\x02\r", "overloaded"),
        ("toledo", b"\x02?\x04\r", "less than nothing"),
        ("toledo", b"01.234\r", "can't be read"),
    ],
)
def test_what_is_no_weight_is_refused_in_words(kind: str, line: bytes, word: str) -> None:
    lines = ScaleLines(FORMATS[kind])
    lines.feed(line, 1.0)
    with pytest.raises(DeviceError, match=word):
        lines.weight(1.0)


def test_the_newest_whole_line_counts() -> None:
    lines = ScaleLines(FORMATS["ad"])
    lines.feed(b"GS,+ 9.999kg\r\nST,GS,+ 1.000kg\r\nST,GS,+ 2.000kg\r\nST,GS,+ 3.0", 1.0)
    assert lines.weight(1.0).quantity == 2000
    lines.feed(b"00kg\r\n", 1.1)
    assert lines.weight(1.1).quantity == 3000


def test_an_old_weight_is_not_what_lies_on_the_scale() -> None:
    lines = ScaleLines(FORMATS["ad"])
    with pytest.raises(DeviceGone):
        lines.weight(0.0)
    lines.feed(b"ST,GS,+ 1.000kg\r\n", 1.0)
    assert lines.weight(1.0 + FRESH_S)
    with pytest.raises(DeviceGone, match="does not answer"):
        lines.weight(1.1 + FRESH_S)


def test_a_busy_scale_keeps_its_last_weight_for_a_moment() -> None:
    lines = ScaleLines(FORMATS["sics"])
    lines.feed(b"S S 1.000 kg\r\nS I\r\n", 1.0)
    assert lines.weight(1.0).quantity == 1000


def test_nothing_is_left_of_a_weight_when_the_line_breaks() -> None:
    lines = ScaleLines(FORMATS["ad"])
    lines.feed(b"ST,GS,+ 1.000kg\r\nST,GS,+ 2", 1.0)
    lines.cut()
    lines.feed(b".000kg\r\n", 1.0)
    with pytest.raises(DeviceError):
        lines.weight(1.0)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(FORMATS)),
    st.lists(
        st.binary(max_size=30) | st.text("STUGOL,+-. 0123456789kg\r\n\x02?", max_size=30).map(str.encode), max_size=6
    ),
)
def test_no_bytes_whatever_make_it_fail(kind: str, pieces: list[bytes]) -> None:
    lines = ScaleLines(FORMATS[kind])
    for piece in pieces:
        lines.feed(piece, 1.0)
    try:
        weight = lines.weight(1.0)
    except DeviceError:
        return
    assert isinstance(weight.quantity, int)


def test_a_scale_on_a_real_line_is_asked_and_read_and_its_end_is_noticed() -> None:
    theirs, ours = os.openpty()
    tty.setraw(ours)
    heard = Listener()
    scale = SerialScale(Settings(driver="serial", device=os.ttyname(ours), format="sics"))
    scale.start(heard.statuses.put)
    assert os.read(theirs, 10) == b"SI\r\n"
    os.write(theirs, b"S S 0.755 kg\r\n")
    heard.state(DeviceState.READY)
    assert scale.read() == Weight(755, True)
    os.write(theirs, b"S +\r\n")
    assert "overloaded" in str(heard.state(DeviceState.TROUBLE).detail)
    os.close(theirs)
    heard.state(DeviceState.ABSENT)
    with pytest.raises(DeviceGone):
        scale.read()
    scale.close()
    os.close(ours)


def test_a_scale_that_falls_silent_is_noticed() -> None:
    theirs, ours = os.openpty()
    tty.setraw(ours)
    heard = Listener()
    now = [100.0]
    scale = SerialScale(Settings(driver="serial", device=os.ttyname(ours), format="toledo"), clock=lambda: now[0])
    scale.start(heard.statuses.put)
    assert os.read(theirs, 10) == b"W\r"
    os.write(theirs, b"\x0201.000\r")
    heard.state(DeviceState.READY)
    now[0] += 10
    assert "does not answer" in str(heard.state(DeviceState.ABSENT).detail)
    scale.close()
    os.close(theirs)
    os.close(ours)

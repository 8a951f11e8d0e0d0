"""What printers answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hw.ports import Paper, PrinterStatus
from kiosk.hw.printer_status import (
    ASK_PAPER,
    ASK_PRINTER,
    Automatic,
    Done,
    RealTime,
    paper_of_real_time,
    paper_when_done,
    replies,
    status_of,
)


def test_silence_is_not_paper():
    assert status_of({}) is None
    assert status_of({ASK_PRINTER: b"", ASK_PAPER: b""}) is None
    answer = status_of({ASK_PRINTER: b"\x12", ASK_PAPER: b""})
    assert answer == PrinterStatus(online=True, paper=Paper.UNKNOWN, drawer_open=False)


@pytest.mark.parametrize(
    ("printer", "paper", "expected"),
    [
        (b"\x12", b"\x12", PrinterStatus(True, Paper.OK, False)),
        (b"\x16", b"\x1e", PrinterStatus(True, Paper.LOW, True)),
        (b"\x1a", b"\x72", PrinterStatus(False, Paper.OUT, False)),
        (b"\x1a", b"\x7e", PrinterStatus(False, Paper.OUT, False)),
        (b"", b"\x12", PrinterStatus(True, Paper.OK, None)),
        (b"\x11\x12\x13", b"\x12", PrinterStatus(True, Paper.OK, False)),
    ],
)
def test_real_time_status(printer, paper, expected):
    assert status_of({ASK_PRINTER: printer, ASK_PAPER: paper}) == expected


@pytest.mark.parametrize(("byte", "paper"), [(0x00, Paper.OK), (0x03, Paper.LOW), (0x0C, Paper.OUT), (0x0F, Paper.OUT)])
def test_paper_as_told_at_the_end_of_a_job(byte, paper):
    assert paper_when_done(byte) is paper


def test_replies_of_different_commands_are_told_apart():
    heard = list(replies(b"\x12\x00\x11\x13\x18\x00\x0f\x00"))
    assert heard == [RealTime(0x12), Done(0), Automatic(PrinterStatus(False, Paper.OUT, False))]


@given(st.binary(max_size=32))
def test_no_answer_breaks_the_reading(data):
    for reply in replies(data):
        if isinstance(reply, RealTime):
            assert paper_of_real_time(reply.byte) in Paper
    answer = status_of({ASK_PRINTER: data, ASK_PAPER: data})
    assert answer is None or any(byte & 0x93 == 0x12 for byte in data)

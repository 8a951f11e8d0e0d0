"""Scanners on a serial line: the same promises as in keyboard mode."""

from __future__ import annotations

import os
import tty
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.config import Scanner as Settings
from kiosk.hw.ports import DeviceState, Scan
from kiosk.hw.scanner_code import LONGEST, STALE_S, Loss, Lost, Read
from kiosk.hw.serial_line import open_port
from kiosk.hw.serial_scanner import SerialCodes, SerialScanner
from tests.hw.listening import Listener

EAN = "6901234567892"


def texts(reads: list[Read]) -> list[str]:
    return [read.data for read in reads if isinstance(read, Scan)]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t", "\x03\r\n"])
def test_a_code_ends_with_whatever_line_end_the_scanner_sends(end: str) -> None:
    codes = SerialCodes("hand")
    assert codes.feed((EAN + end + "2" + end).encode(), 4.0) == [Scan(EAN, "", "hand", 4.0), Scan("2", "", "hand", 4.0)]


def test_a_code_may_come_byte_by_byte() -> None:
    codes = SerialCodes()
    assert texts([r for byte in b"]C10112\x1d21AB\r\n" for r in codes.feed(bytes((byte,)), 1.0)]) == ["0112\x1d21AB"]


def test_symbology_is_found_behind_a_start_of_text() -> None:
    assert SerialCodes().feed(b"\x02]Q3hello\x03\r", 1.0) == [Scan("hello", "Q3", "", 1.0)]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_comes_right_in_both_encodings(encoding: str) -> None:
    assert texts(SerialCodes().feed("掌柜的茶叶é".encode(encoding) + b"\r", 1.0)) == ["掌柜的茶叶é"]


def test_bytes_that_are_no_text_are_a_lost_code() -> None:
    assert SerialCodes("hand").feed(b"12\xff\xff34\r", 1.0) == [Lost(Loss.UNREADABLE, "hand")]


def test_a_code_without_end_is_lost_not_glued_to_the_next() -> None:
    codes = SerialCodes()
    codes.feed(EAN.encode(), 1.0)
    assert codes.deadline == 1.0 + STALE_S
    assert codes.expire(2.1) == [Lost(Loss.STALE)]
    assert texts(codes.feed(b"2\r", 5.0)) == []
    assert texts(codes.feed(b"3\r", 6.0)) == ["3"]


def test_silence_ends_a_code_where_that_is_set() -> None:
    codes = SerialCodes(suffix="none", timeout=0.1)
    codes.feed(EAN.encode(), 1.0)
    assert texts(codes.expire(1.2)) == [EAN]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=8), st.sampled_from(["any", "enter", "tab"]))
def test_no_bytes_whatever_make_it_fail_and_pieces_change_nothing(pieces: list[bytes], suffix: str) -> None:
    split, whole = SerialCodes(suffix=suffix), SerialCodes(suffix=suffix)
    reads = [read for piece in pieces for read in split.feed(piece, 1.0)]
    assert reads == whole.feed(b"".join(pieces), 1.0)
    assert all(0 < len(text) <= LONGEST for text in texts(reads))


@pytest.fixture
def line() -> Iterator[tuple[int, str]]:
    """A pseudo terminal: the scanner's end, and the name of ours."""
    scanner, ours = os.openpty()
    tty.setraw(ours)
    name = os.ttyname(ours)
    yield scanner, name
    os.close(ours)


def test_a_real_serial_line_is_read_and_its_end_is_noticed(line: tuple[int, str]) -> None:
    end, name = line
    heard = Listener()
    scanner = SerialScanner(Settings(driver="serial", name="hand", device=name))
    scanner.start(heard.scans.put, heard.statuses.put)
    heard.state(DeviceState.READY)
    os.write(end, b"]E0" + EAN.encode() + b"\r\n" + "茶".encode("gb18030") + b"\r\n")
    first, second = heard.scan(), heard.scan()
    assert (first.data, first.symbology, first.device) == (EAN, "E0", "hand")
    assert second.data == "茶"
    os.write(end, b"690")
    while scanner.due() is None:  # half a code has been read
        os.sched_yield()
    os.close(end)
    assert "unplugged" in str(heard.state(DeviceState.TROUBLE).detail)
    assert "hand" in str(heard.state(DeviceState.ABSENT).detail)
    scanner.stop()


def test_a_serial_scanner_that_is_not_there_is_waited_for() -> None:
    heard = Listener()
    scanner = SerialScanner(Settings(driver="serial", device="/dev/serial/by-id/none"))
    scanner.start(heard.scans.put, heard.statuses.put)
    heard.state(DeviceState.ABSENT)
    scanner.stop()
    assert scanner.status.state is DeviceState.ABSENT


def test_a_usb_id_that_no_port_has_is_an_absent_device() -> None:
    with pytest.raises(FileNotFoundError, match="ffff:fffe"):
        open_port("ffff:fffe", 9600)

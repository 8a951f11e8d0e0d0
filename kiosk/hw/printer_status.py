"""What a printer's status bytes say (Epson's ESC/POS command reference: DLE EOT, GS r, GS a).

Replies of different commands carry different fixed bits, so that one that comes late is not taken for another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from kiosk.hw.ports import Paper, PrinterStatus

ASK_PRINTER = b"\x10\x04\x01"
ASK_PAPER = b"\x10\x04\x04"
"""DLE EOT n: answered at once, even when the printer is offline or busy."""

ASK_WHEN_DONE = b"\x1dr\x01"
"""GS r 1: answered when everything sent before it has been taken from the buffer."""


class RealTime(msgspec.Struct, frozen=True):
    """One byte of DLE EOT."""

    byte: int


class Done(msgspec.Struct, frozen=True):
    """One byte of GS r 1: the printer has come so far."""

    byte: int


class Automatic(msgspec.Struct, frozen=True):
    """The four bytes of Automatic Status Back."""

    status: PrinterStatus


Reply = RealTime | Done | Automatic


def replies(data: bytes) -> Iterator[Reply]:
    """The replies in what a printer sent; flow control and noise are passed over."""
    at = 0
    while at < len(data):
        byte = data[at]
        if byte & 0x93 == 0x12:
            yield RealTime(byte)
        elif byte & 0x93 == 0x10 and len(data) >= at + 4 and not any(b & 0x90 for b in data[at + 1 : at + 4]):
            yield Automatic(automatic_status(data[at : at + 4]))
            at += 3
        elif byte & 0x90 == 0:
            yield Done(byte)
        at += 1


def paper_of_real_time(byte: int) -> Paper:
    """DLE EOT 4: bits 5 and 6 the paper's end, bits 2 and 3 its near end."""
    if byte & 0x60:
        return Paper.OUT
    return Paper.LOW if byte & 0x0C else Paper.OK


def paper_when_done(byte: int) -> Paper:
    """GS r 1: bits 2 and 3 the paper's end, bits 0 and 1 its near end."""
    if byte & 0x0C:
        return Paper.OUT
    return Paper.LOW if byte & 0x03 else Paper.OK


def automatic_status(data: bytes) -> PrinterStatus:
    """The four bytes of GS a: offline and the drawer's pin in bits 3 and 2 of the first, paper in the third."""
    return PrinterStatus(not data[0] & 0x08, paper_when_done(data[2]), bool(data[0] & 0x04))


def status_of(answers: Mapping[bytes, bytes]) -> PrinterStatus | None:
    """What the answers to ASK_PRINTER and ASK_PAPER say; None if there was no answer at all.

    A question that was not answered leaves its part unknown: silence is not paper.
    """
    printer = _real_time(answers.get(ASK_PRINTER, b""))
    paper = _real_time(answers.get(ASK_PAPER, b""))
    if printer is None and paper is None:
        return None
    return PrinterStatus(
        online=printer is None or not printer & 0x08,
        paper=Paper.UNKNOWN if paper is None else paper_of_real_time(paper),
        drawer_open=None if printer is None else bool(printer & 0x04),
    )


def _real_time(data: bytes) -> int | None:
    found = [reply.byte for reply in replies(data) if isinstance(reply, RealTime)]
    return found[-1] if found else None

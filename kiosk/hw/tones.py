"""Sounds as WAV files: each signal sounds as its buzzer would, at a pitch that tells right from wrong. Pure."""

from __future__ import annotations

import math
import struct
from functools import cache

from kiosk.hw.lights_patterns import PATTERNS, STATES
from kiosk.hw.ports import Signal

RATE = 22_050
"""Samples a second."""
PITCH = {Signal.OK: 1320.0, Signal.UNKNOWN: 440.0, Signal.ATTENTION: 660.0}
"""Hertz. High is right, low is wrong, and between them: look at the screen."""
_LOUD = 0.6
_EDGE_S = 0.005
"""Each beep swells and dies away within this, or it would begin and end with a click."""


@cache
def tone_of(signal: Signal) -> bytes:
    """A signal's sound; empty for one that is silent."""
    if signal in STATES:
        return b""
    frames = PATTERNS[signal]
    last = max((n for n, (frame, _) in enumerate(frames) if frame.buzzer), default=-1)
    samples: list[int] = []
    for frame, seconds in frames[: last + 1]:
        count = round(RATE * seconds)
        samples += _beep(PITCH[signal], count) if frame.buzzer else [0] * count
    return _wav(samples) if samples else b""


def _beep(hertz: float, count: int) -> list[int]:
    edge = max(1, round(RATE * _EDGE_S))
    return [
        round(32767 * _LOUD * min(1.0, n / edge, (count - 1 - n) / edge) * math.sin(2 * math.pi * hertz * n / RATE))
        for n in range(count)
    ]


def _wav(samples: list[int]) -> bytes:
    """16-bit mono PCM (Multimedia Programming Interface 1.0, RIFF WAVE)."""
    data = struct.pack(f"<{len(samples)}h", *samples)
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1, RATE, RATE * 2, 2, 16,
                       b"data", len(data))  # fmt: skip
    return head + data

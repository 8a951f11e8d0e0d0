"""A GPIO chip as libgpiod's Python shows it, whose lines a test drives and reads. Every request is kept."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import gpiod
from gpiod.line import Bias, Direction, Edge, Value


@dataclass
class Line:
    """driven: what the outside puts on it. levels: what it drove, as it changed; settings: each it was given."""

    driven: bool | None = None
    levels: list[bool] = field(default_factory=list)
    settings: list[gpiod.LineSettings] = field(default_factory=list)
    request: FakeRequest | None = None

    @property
    def level(self) -> bool:
        now = self.settings[-1]
        if now.direction is Direction.OUTPUT:
            return self.levels[-1]
        return self.driven if self.driven is not None else now.bias is Bias.PULL_UP


class FakeChip:
    """open() gives itself; closed tells whether all is given back."""

    def __init__(self, label: str = "pinctrl-bcm2711") -> None:
        self.lines = [Line() for _ in range(54)]
        self.label = label
        self.closed = False

    def __enter__(self) -> FakeChip:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        self.closed = True

    def get_info(self) -> Any:
        return SimpleNamespace(label=self.label)

    def request_lines(self, config: dict[int, gpiod.LineSettings], consumer: str) -> FakeRequest:
        ((offset, settings),) = config.items()
        line = self.lines[offset]
        if line.request is not None:
            raise OSError(16, f"line {offset} is busy: {consumer}")
        line.request = FakeRequest(line, settings)
        return line.request

    def drive(self, offset: int, level: bool) -> None:
        """Put a level on an input from outside; an edge goes to who asked for edges."""
        line = self.lines[offset]
        changed = line.level is not level
        line.driven = level
        if changed and line.request is not None and line.settings[-1].edge_detection is not Edge.NONE:
            line.request.edge(level)


class FakeRequest:
    def __init__(self, line: Line, settings: gpiod.LineSettings) -> None:
        self._line = line
        self.fd, self._write = os.pipe()
        self._events: list[gpiod.EdgeEvent] = []
        self.reconfigure_lines({0: settings})

    def reconfigure_lines(self, config: dict[int, gpiod.LineSettings]) -> None:
        (settings,) = config.values()
        self._line.settings.append(settings)
        if settings.direction is Direction.OUTPUT:
            self._line.levels.append(bool(settings.output_value))

    def get_value(self, _offset: int) -> Value:
        return Value.ACTIVE if self._line.level else Value.INACTIVE

    def set_value(self, _offset: int, value: Value) -> None:
        self._line.levels.append(bool(value))

    def edge(self, rising: bool) -> None:
        kind = gpiod.EdgeEvent.Type.RISING_EDGE if rising else gpiod.EdgeEvent.Type.FALLING_EDGE
        self._events.append(gpiod.EdgeEvent(kind.value, 5_000_000_000, 0, 1, 1))
        os.write(self._write, b"x")

    def read_edge_events(self) -> list[gpiod.EdgeEvent]:
        count = len(os.read(self.fd, 64))
        events, self._events = self._events[:count], self._events[count:]
        return events

    def release(self) -> None:
        self._line.request = None
        os.close(self.fd)
        os.close(self._write)

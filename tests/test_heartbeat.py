"""What the supervisor hears, on a real pipe."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from kiosk.heartbeat import Heartbeat, Line


class Ear:
    """The supervisor's end."""

    def __init__(self) -> None:
        self._fd, mouth = os.pipe()
        os.set_blocking(self._fd, False)
        self.line = Line(mouth, 9.0)
        self._mouth = mouth

    def heard(self) -> int:
        """Words since the last time."""
        try:
            return len(os.read(self._fd, 100))
        except BlockingIOError:
            return 0

    def gone(self) -> None:
        os.close(self._fd)

    def close(self) -> None:
        os.close(self._mouth)


@pytest.fixture
def ear() -> Iterator[Ear]:
    other = Ear()
    yield other
    other.close()


class Flows:
    """A flow thread that answers when told to."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def answer(self) -> None:
        while self.waiting:
            self.waiting.pop()()


def test_it_says_once_that_the_screen_stands(ear: Ear) -> None:
    heart = Heartbeat(Flows().waiting.append, ear.line)
    heart.ready()
    heart.ready()
    assert ear.heard() == 1


def test_it_beats_three_times_as_often_as_is_asked(ear: Ear) -> None:
    assert ear.line.interval_s == 3.0


def test_it_beats_while_the_store_answers(ear: Ear) -> None:
    flows = Flows()
    heart = Heartbeat(flows.waiting.append, ear.line)
    heart.ready()
    assert ear.heard() == 1
    for _ in range(3):
        heart.beat()
        flows.answer()
    assert ear.heard() == 3


def test_a_long_start_is_no_hang(ear: Ear) -> None:
    flows = Flows()
    Heartbeat(flows.waiting.append, ear.line).beat()
    assert ear.heard() == 0
    assert not flows.waiting


def test_it_is_silent_while_the_store_does_not_answer_and_asks_it_no_more(ear: Ear) -> None:
    flows = Flows()
    heart = Heartbeat(flows.waiting.append, ear.line)
    heart.ready()
    for _ in range(5):
        heart.beat()
    assert ear.heard() == 2
    assert len(flows.waiting) == 1
    flows.answer()
    heart.beat()
    assert ear.heard() == 1


def test_a_counter_that_nobody_looks_after_any_more_ends(ear: Ear) -> None:
    heart = Heartbeat(Flows().waiting.append, ear.line)
    heart.ready()
    ear.gone()
    with pytest.raises(BrokenPipeError):
        heart.beat()

"""What each signal looks and sounds like, moment by moment."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.hw.lights_patterns import PATTERNS, STATES, Frame, Player
from kiosk.hw.ports import Signal


def seen(player: Player, start: float, seconds: float, step: float = 0.01) -> list[Frame]:
    """The frames of a span of time, each change once."""
    frames: list[Frame] = []
    for n in range(round(seconds / step)):
        frame, _ = player.frame(start + n * step)
        if not frames or frames[-1] != frame:
            frames.append(frame)
    return frames


def beeps(frames: list[Frame]) -> int:
    return sum(frame.buzzer for frame in frames)


def test_at_rest_it_is_green_and_silent_and_nothing_is_due() -> None:
    assert Player(0.0).frame(50.0) == (Frame(green=True), None)


@pytest.mark.parametrize(
    ("signal", "count", "colour"), [(Signal.OK, 1, "green"), (Signal.UNKNOWN, 3, "red"), (Signal.ATTENTION, 1, "amber")]
)
def test_each_event_has_its_colour_and_its_number_of_beeps(signal: Signal, count: int, colour: str) -> None:
    player = Player(0.0)
    player.show(signal, 1.0)
    frames = seen(player, 1.0, 5.0)
    assert beeps(frames) == count
    assert {frame.colour for frame in frames if frame.buzzer} == {colour}
    assert player.frame(10.0) == (Frame(green=True), None)


def test_a_newer_signal_replaces_the_older_at_once() -> None:
    player = Player(0.0)
    player.show(Signal.UNKNOWN, 1.0)
    assert player.frame(1.05)[0].colour == "red"
    player.show(Signal.OK, 1.1)
    assert {frame.colour for frame in seen(player, 1.1, 2.0)} == {"", "green"}


def test_every_scan_of_a_quick_run_is_heard() -> None:
    player = Player(0.0)
    total = 0
    for n in range(5):
        player.show(Signal.OK, n * 0.1)
        total += beeps(seen(player, n * 0.1, 0.1))
    assert total == 5


def test_offline_lasts_and_returns_after_a_scan_until_ready() -> None:
    player = Player(0.0)
    player.show(Signal.OFFLINE, 1.0)
    player.show(Signal.OK, 2.0)
    assert {frame.colour for frame in seen(player, 3.0, 4.0)} == {"amber", "green"}
    player.show(Signal.READY, 8.0)
    assert player.frame(8.0) == (Frame(green=True), None)


def test_a_state_told_again_does_not_begin_anew() -> None:
    player = Player(0.0)
    player.show(Signal.OFFLINE, 0.0)
    player.show(Signal.OFFLINE, 0.15)
    assert player.frame(0.21)[0].colour == "green"


def test_every_signal_has_a_pattern_and_only_lasting_ones_are_silent() -> None:
    assert set(PATTERNS) == set(Signal)
    for signal, pattern in PATTERNS.items():
        assert any(frame.buzzer for frame, _ in pattern) is (signal not in STATES)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(Signal)), st.floats(0, 3)), max_size=6), st.floats(0, 1e6))
def test_the_next_change_is_always_ahead_and_rest_is_always_reached(
    shown: list[tuple[Signal, float]], start: float
) -> None:
    now = start
    player = Player(now)
    for signal, later in shown:
        player.show(signal, now)
        now += later
        _, due = player.frame(now)
        assert due is None or due >= now
    player.show(Signal.READY, now)
    assert player.frame(now + 5) == (Frame(green=True), None)

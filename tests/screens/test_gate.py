from __future__ import annotations

from types import SimpleNamespace

from kiosk.screens.gate import SETTLE_S, Gate


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def touch() -> SimpleNamespace:
    return SimpleNamespace(ud={})


def test_what_has_just_appeared_takes_no_touch_and_then_does() -> None:
    clock = Clock()
    gate = Gate(clock)
    gate.changed()
    assert not gate.admit(touch())
    clock.now += SETTLE_S
    assert gate.admit(touch())


def test_a_touch_that_began_before_the_screen_changed_is_known_again() -> None:
    gate = Gate(Clock())
    finger = touch()
    gate.admit(finger)
    assert gate.same(finger)
    gate.changed()
    assert not gate.same(finger)

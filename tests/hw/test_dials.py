"""Brightness and volume are turned at once, done beside, and turned to what was kept when the program begins."""

from __future__ import annotations

import threading

from kiosk.hw.backlight import NoBacklight, SimulatedBacklight
from kiosk.hw.dials import Dials
from kiosk.hw.ports import Signal
from kiosk.hw.sound import NoSound, SimulatedSound
from kiosk.hw.tones import tone_of


def done(dials: Dials) -> None:
    """All that was sent is done."""
    reached = threading.Event()
    dials._errands.send(reached.set)
    assert reached.wait(10)


def test_at_the_start_they_are_as_they_were_kept_and_the_screen_is_lit() -> None:
    light, sound = SimulatedBacklight(100), SimulatedSound(100)
    light.on = False
    dials = Dials(light, sound)
    assert dials.level("brightness") is None
    dials.begin({"brightness": 40})
    dials.begin_sound({"brightness": 40})
    done(dials)
    assert (light.percent, light.on, sound.percent) == (40, True, 100)
    assert (dials.level("brightness"), dials.level("volume")) == (40, 100)


def test_what_is_not_there_is_not_turned_whatever_was_kept() -> None:
    dials = Dials(NoBacklight(), NoSound())
    dials.begin({"brightness": 40, "volume": 20})
    dials.begin_sound({"brightness": 40, "volume": 20})
    done(dials)
    dials.turn("volume", 50)
    assert (dials.level("brightness"), dials.level("volume")) == (None, None)


def test_turning_is_seen_at_once_and_heard_soon() -> None:
    sound = SimulatedSound()
    dials = Dials(NoBacklight(), sound)
    dials.begin_sound({"volume": 70})
    done(dials)
    dials.turn("volume", 20)
    assert dials.level("volume") == 20
    done(dials)
    assert sound.percent == 20


def test_of_several_sounds_that_wait_only_the_newest_is_heard() -> None:
    sound = SimulatedSound()
    dials = Dials(NoBacklight(), sound)
    hold = threading.Event()
    dials._errands.send(hold.wait)
    for signal in (Signal.OK, Signal.OK, Signal.READY, Signal.UNKNOWN):
        dials.play(signal)
    hold.set()
    done(dials)
    assert sound.played == [tone_of(Signal.UNKNOWN)]


def test_one_that_fails_stops_no_other() -> None:
    def fails() -> None:
        raise RuntimeError

    light = SimulatedBacklight()
    dials = Dials(light, NoSound())
    dials._errands.send(fails)
    dials.light(False)
    done(dials)
    assert not light.on
    dials.close()
    assert light.on, "what comes after the program must be seen"

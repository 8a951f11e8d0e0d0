"""How often a turn of the main loop is made: each costs a little, also when nothing is drawn."""

from __future__ import annotations

from kivy.clock import Clock
from kivy.config import Config

ASLEEP_FPS = 10
"""A touch on a dark screen is noticed within a tenth of a second."""


def set_pace(*, asleep: bool) -> None:
    """The configured one, or a sleeper's. Kivy reads its setting only at the start, so its clock is told itself."""
    Clock._max_fps = float(ASLEEP_FPS if asleep else Config.getint("graphics", "maxfps"))

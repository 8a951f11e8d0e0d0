"""Kivy's settings, made before Kivy is first imported: nothing read from or written to a home directory."""

from __future__ import annotations

import ctypes
import logging
import os
import re
import sys
from contextlib import suppress
from pathlib import Path

from kiosk.exc import DeviceGone
from kiosk.i18n import M


def configure(
    width: int = 1280, height: int = 800, *, fullscreen: bool = False, max_fps: int = 60, rotation: int = 0
) -> None:
    """Set Kivy up for a till. Call it before anything imports kivy; later it has no effect and raises RuntimeError.

    width, height: pixels of what is seen; a full screen takes the display's. rotation: how far the display was turned
    clockwise, 0, 90, 180 or 270 degrees; picture and touches are turned back.
    """
    if "kivy" in sys.modules and not os.environ.get("KIVY_NO_CONFIG"):
        raise RuntimeError("kivy was imported before its settings were made")
    os.environ.update(_ENVIRONMENT)
    os.environ.setdefault("SDL_TOUCH_MOUSE_EVENTS", "0")  # or a finger would press twice, as a finger and as a mouse
    os.environ.setdefault("SDL_IME_SHOW_UI", "1")
    os.environ.setdefault("KIVY_WINDOW", "sdl2")  # its other one ends the program where there is no X server

    # A filter, since Kivy sets its logger's level itself, more than once
    logging.getLogger("kivy").addFilter(lambda record: record.levelno >= logging.WARNING)
    from kivy.config import Config

    for section, values in _settings(width, height, fullscreen, max_fps, rotation).items():
        for key, value in values.items():
            Config.set(section, key, value)
    # Kivy's default probes every input device: a scanner passes for a touchscreen, touches come twice
    Config.remove_section("input")
    Config.add_section("input")
    Config.set("input", "mouse", "mouse,disable_multitouch")
    _take_our_style()


def load_driver() -> None:
    """Have Mesa loaded and tied together, its compiler too, where the window will want it: 27 ms on a PC."""
    with suppress(OSError):  # another driver, or none of its own
        ctypes.CDLL("libEGL_mesa.so.0")


def open_window() -> None:
    """Have Kivy open its window; before whatever of ours needs it. Raises DeviceGone where there is no screen."""
    kivys, heard = logging.getLogger("kivy"), _Heard()
    kivys.addFilter(heard)
    try:
        from kivy.core.window import Window
    finally:
        kivys.removeFilter(heard)
    if Window is None:
        raise DeviceGone(
            M("No screen was found ({reason}). Look at its cable and its supply; the counter begins when one is there.",
              reason=heard.reason or "Kivy")
        )  # fmt: skip


class _Heard(logging.Filter):
    """Keeps Kivy's page about a window that can't be opened out of the log, and what in it says why."""

    reason = ""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.CRITICAL:
            return True
        found = _REASON.search(record.getMessage())
        self.reason = self.reason or (found[1].strip("b'\"") if found else "")
        return False


def _take_our_style() -> None:
    """Kivy describes the looks of sixty widgets at its start, of which a till has one: a tenth of a second of reading.

    It finds that description beside its pictures and shaders, so only while it looks is it shown another place.
    """
    if "kivy.lang.builder" in sys.modules:
        return
    import kivy

    kivys = kivy.kivy_data_dir
    kivy.kivy_data_dir = str(Path(__file__).with_name("base_style"))
    try:
        import kivy.lang.builder
    finally:
        kivy.kivy_data_dir = kivys
    import kivy.resources

    kivy.resources.resource_paths[:] = [
        str(Path(kivys, "..")) if path.startswith(str(Path(__file__).parent)) else path
        for path in kivy.resources.resource_paths
    ]


_REASON = re.compile(r"^sdl2 - \w+: (.{1,100})", re.MULTILINE)
_ENVIRONMENT = {
    "KIVY_NO_ARGS": "1",
    "KIVY_NO_CONFIG": "1",
    "KIVY_NO_ENV_CONFIG": "1",
    "KIVY_NO_FILELOG": "1",
    "KIVY_NO_CONSOLELOG": "1",
    "KIVY_LOG_MODE": "PYTHON",  # its messages go to our log; ours do not go to its
    "KIVY_DPI": "96",
    "KIVY_METRICS_DENSITY": "1",
    "KIVY_METRICS_FONTSCALE": "1",
    "KIVY_CLIPBOARD": "dummy",
    "KIVY_IMAGE": "sdl2",
    "KIVY_TEXT": "sdl2",
}


def _settings(
    width: int, height: int, fullscreen: bool, max_fps: int, rotation: int
) -> dict[str, dict[str, str | int]]:
    if rotation in (90, 270):
        width, height = height, width  # of the window itself
    return {
        "kivy": {"exit_on_escape": 0, "keyboard_mode": "system", "log_level": "warning", "pause_on_minimize": 0},
        "graphics": {
            "width": width,
            "height": height,
            "rotation": rotation,
            "fullscreen": "auto" if fullscreen else 0,
            "maxfps": max_fps,
            "vsync": 1,
            "multisamples": 0,
            "resizable": 1,
            "minimum_width": 640,
            "minimum_height": 400,
            "show_cursor": int(not fullscreen),
        },
    }

"""The Kivy application: a terminal's states drawn, a person's touches passed on. Nothing is decided here."""

from __future__ import annotations

import gc
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kiosk.config import Config
from kiosk.config_own import OwnFile, with_own
from kiosk.config_start import Start
from kiosk.exc import DeviceGone
from kiosk.flows.views import CounterView, SignInView
from kiosk.heartbeat import Heartbeat, Line
from kiosk.hw.build import load_libraries
from kiosk.hw.screen import DRM, wait_until_plugged
from kiosk.i18n import LANGUAGES, translate
from kiosk.screens.window import configure, load_driver, open_window
from kiosk.supervisor import ANEW, Patience, Supervisor, begin_anew

if TYPE_CHECKING:
    from kiosk.terminal import Terminal

log = logging.getLogger(__name__)


def run_counter(start: Start, drm: Path = DRM) -> None:
    """Open the counter, and stay until the window is closed. Settings that were mended meanwhile begin it anew.

    Where systemd watches, this goes on in a copy of the process, which a supervisor looks after. Raises DeviceGone
    without a screen: at once, if one is plugged in that can't be used; else when one was plugged in, or after a while,
    for whoever started this to try again.
    """
    directory = start.config.data.directory

    def load() -> None:
        load_driver()
        screen = with_own(start.config, OwnFile(directory).read()).screen
        configure(screen.width, screen.height, fullscreen=screen.fullscreen, rotation=screen.rotation)
        load_program()
        load_libraries(start.config)

    line = None
    if patience := Patience.of(os.environ):
        line = Supervisor(patience, os.environ.get("KIOSK_CRASHES", "")).run(load)
    else:
        load()
    own = OwnFile(directory)  # not the one of before: a copy that is made later is to know what was set since
    start = replace(start, config=with_own(start.config, own.read()))
    try:
        app = open_app(start.config, line=line, started=start, own=own)
    except DeviceGone as problem:
        log.error("%s", problem)  # noqa: TRY400  (said in one line, for a person)
        wait_until_plugged(drm)
        raise
    app.run()
    if app.anew and line:
        sys.exit(ANEW)
    if app.anew:
        begin_anew()


def load_program() -> None:
    """All that the first screen needs, but for the window."""
    # Nothing is thrown away while all is made; looking for it would cost a tenth of a second until the first screen
    gc.disable()
    import kivy.app
    import kivy.input
    import kivy.uix.behaviors  # noqa: F401
    from kivy.core.text import LabelBase

    import kiosk.screens.root
    import kiosk.terminal  # noqa: F401
    from kiosk.screens import skin
    from kiosk.screens.registry import SCREENS, class_for

    class_for(SignInView, SCREENS)
    skin.reckon()
    LabelBase.get_system_fonts_dir()  # walks through all folders of fonts, and remembers them
    for language in LANGUAGES:
        translate(".", language)


def open_app(config: Config, *, panel: bool = False, line: Line | None = None, **terminal: Any) -> Any:
    """The application, not yet running. configure() was called before. panel: simulated devices at its side.

    line: where it says that it stands, and that it lives. terminal: what else `Terminal` takes.
    """
    gc.disable()
    from kivy.app import App
    from kivy.clock import Clock

    open_window()
    from kiosk.screens.root import Root
    from kiosk.terminal import Terminal

    class Counter(App):
        """Joins the flow thread, which publishes, and the screen's thread, which draws the newest once a frame."""

        title = "掌柜 Zhanggui"

        def __init__(self) -> None:
            super().__init__()
            self.terminal: Terminal = Terminal(config, self._published, again=self._begin_anew, **terminal)
            self.newest: CounterView | None = None
            self.drawn = -1
            self.anew = False
            self._draw_soon = Clock.create_trigger(self._draw)
            self._heart = Heartbeat(self.terminal.answer, line) if line else None

        def build(self) -> Any:
            """The root of all widgets, beside the panel of devices where it is wanted."""
            # Begins before the window is there: the database is opened while the screen is put together
            self.terminal.start(shown=True)
            if line and self._heart:
                Clock.schedule_interval(self._heart.beat, line.interval_s)
            self.screen = Root(self.terminal)
            if not panel:
                return self.screen
            from kiosk.panel import beside

            return beside(self.screen, self.terminal)

        def on_stop(self) -> None:
            """The window is closed."""
            self.terminal.stop()

        def _begin_anew(self) -> None:
            """On the flow thread: the window closes in the next frame, and the program begins once more."""
            self.anew = True
            Clock.schedule_once(lambda _dt: self.stop())

        def _published(self, view: CounterView) -> None:
            """On the flow thread: keep the newest, and have it drawn in the next frame."""
            self.newest = view
            self._draw_soon()

        def _draw(self, _dt: float) -> None:
            view = self.newest
            if view is not None and view.serial != self.drawn:
                if self.drawn < 0:
                    # In the next frame, this one is on the screen: whoever waits for the counter can see it then
                    Clock.schedule_once(self._stands)
                self.drawn = view.serial
                self.screen.show(view)

        def _stands(self, _dt: float) -> None:
            gc.enable()
            if self._heart:
                self._heart.ready()
            self.terminal.stands()

    return Counter()

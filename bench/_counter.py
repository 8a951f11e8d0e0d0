"""The counter: says when its first screen was drawn and what it keeps in memory. Argument 1 is its data directory."""

import sys
from pathlib import Path

from bench._resident import copied, say_ready
from kiosk.app import load_program, open_app
from kiosk.config import default_demo_config
from kiosk.screens.window import configure


def main() -> None:
    config = default_demo_config(Path(sys.argv[1]))
    configure(config.screen.width, config.screen.height)
    load_program()
    copied()
    from kivy.clock import Clock

    app = open_app(config)

    def look(_dt: float) -> None:
        if app.drawn >= 0:
            Clock.unschedule(look)
            Clock.schedule_once(lambda _dt: say_ready(app))

    Clock.schedule_interval(look, 0)
    app.run()


if __name__ == "__main__":
    main()

"""How long the counter takes to its first usable screen, and what it keeps in memory, against an empty Kivy program.

Both are processes of their own, started the same way; the clock runs from before the process to its word that a frame
with the first screen has been drawn. The best of several is taken: the program is measured, not the machine's mood.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5

EMPTY = """
import os
os.environ["KIVY_NO_ARGS"] = os.environ["KIVY_NO_CONSOLELOG"] = "1"
from kivy.app import App
from kivy.clock import Clock
from kivy.uix.label import Label
class Empty(App):
    def build(self):
        Clock.schedule_once(lambda dt: Clock.schedule_once(lambda dt: self.told()))
        return Label(text="ready")
    def told(self):
        print("ready", open("/proc/self/status").read().split("VmRSS:")[1].split()[0], flush=True)
        self.stop()
Empty().run()
"""

COUNTER = """
import sys
from pathlib import Path
from kiosk.config import default_demo_config
from kiosk.screens.window import configure
configure(1280, 800)
from kivy.clock import Clock
from kiosk.app import open_app
app = open_app(default_demo_config(Path(sys.argv[1])))
def look(dt):
    if app.drawn >= 0:
        Clock.unschedule(look)
        Clock.schedule_once(lambda dt: told())
def told():
    print("ready", open("/proc/self/status").read().split("VmRSS:")[1].split()[0], flush=True)
    app.stop()
Clock.schedule_interval(look, 0)
app.run()
"""


def measure(code: str, *args: str) -> tuple[float, int]:
    """Seconds to the first screen and resident KiB there, the best of each."""
    environment = os.environ | {"SDL_VIDEODRIVER": "offscreen", "KIVY_HOME": tempfile.mkdtemp()}
    times, sizes = [], []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", code, *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(b"ready"):
                times.append(time.perf_counter() - begin)
                sizes.append(int(line.split()[1]))
                break
        process.wait(timeout=60)
    return min(times), min(sizes)


def main() -> None:
    from kiosk.config import default_demo_config
    from kiosk.terminal import create_store

    with tempfile.TemporaryDirectory() as directory:
        create_store(default_demo_config(Path(directory)), with_demo=True).close()
        empty_s, empty_kib = measure(EMPTY)
        counter_s, counter_kib = measure(COUNTER, directory)
    rows = [
        row("start.first_screen", counter_s, "s", empty_s),
        row("start.resident_memory", counter_kib / 1024, "MiB", empty_kib / 1024),
    ]
    print(json.dumps(rows, indent=2))


def row(name: str, value: float, unit: str, bound: float) -> dict[str, object]:
    return {"name": name, "value": round(value, 3), "unit": unit, "bound": round(bound, 3),
            "ratio": round(value / bound, 3), "limit": 1.5}  # fmt: skip


if __name__ == "__main__":
    main()

"""The whole counter on a screen that nobody sees, in the hands of its supervisor."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from kiosk.config import default_demo_config
from kiosk.config_own import Own, OwnFile
from kiosk.database import create_store

PROGRAM = """
import sys
from pathlib import Path
from kiosk import app, cli
from kiosk.config import default_demo_config
from kiosk.config_start import Start
data = Path(sys.argv[1])
run, app.Patience.of = app.run_counter, lambda _environ: app.Patience(silence_s=2.0, proven_s=0.0)
app.run_counter = lambda start: run(Start(default_demo_config(data), data))
opens = app.open_app
def open_app(config, **more):
    print("in", config.screen.language, more["own"].read().levels, file=sys.stderr, flush=True)
    return opens(config, **more)
app.open_app = open_app
sys.argv[1:] = ["run"]
cli.main()
"""


def ready(systemd: socket.socket) -> tuple[float, float]:
    """When the counter was begun and stood, as systemd hears it."""
    while not (said := systemd.recv(200).decode()).startswith("READY=1"):
        pass
    stands, begun = said.split("Stands since ")[1].split(", begun at ")
    return float(begun.split()[0]), float(stands)


def counter_of(supervisor: int) -> int:
    """The process that shows the screen."""
    for child in Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text(encoding="ascii").split():
        if Path(f"/proc/{child}/comm").read_text(encoding="ascii") == "kiosk-counter\n":
            return int(child)
    raise AssertionError("there is none")


def test_a_counter_that_hangs_stands_again_with_what_was_set_since(tmp_path: Path) -> None:
    create_store(default_demo_config(tmp_path), with_demo=True).close()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(60)
        program = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path)], stderr=subprocess.PIPE, text=True,
            env=os.environ | {"SDL_VIDEODRIVER": "offscreen", "NOTIFY_SOCKET": str(tmp_path / "notify")},
        )  # fmt: skip
        try:
            ready(systemd)
            first = counter_of(program.pid)
            OwnFile(tmp_path).write(Own(language="en", levels={"brightness": 40}))
            os.kill(first, signal.SIGSTOP)
            begun, stands = ready(systemd)
            assert counter_of(program.pid) != first
            assert stands - begun < 30
        finally:
            program.terminate()
            # Waits for the counter, too, which ends with its supervisor: both hold this pipe
            said = program.communicate(timeout=30)[1]
    assert "no sign of life for 2 s" in said
    assert [line for line in said.splitlines() if line.startswith("in ")] == ["in  {}", "in en {'brightness': 40}"]

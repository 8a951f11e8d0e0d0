"""A terminal without a screen says so in one line and ends, for its machine to try again; one plugged in is seen."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.hw.screen import plugged, wait_until_plugged

PROGRAM = """
import sys
from pathlib import Path
from kiosk import cli, app
from kiosk.config import default_demo_config
from kiosk.config_start import Start
data, drm = map(Path, sys.argv[1:])
run = app.run_counter
app.run_counter = lambda start: run(Start(default_demo_config(data), data), drm)
sys.argv[1:] = ["run"]
cli.main()
"""


def connector(drm: Path, name: str, state: str) -> Path:
    file = drm / name / "status"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{state}\n", encoding="ascii")
    return file


def begin(data: Path, drm: Path) -> subprocess.Popen[str]:
    environ = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(data), str(drm)],
        env=environ | {"SDL_VIDEODRIVER": "wayland"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_it_ends_with_a_sentence_and_a_code_that_says_so(tmp_path: Path) -> None:
    program = begin(tmp_path, tmp_path / "none")
    _out, said = program.communicate(timeout=60)
    assert program.returncode == 2
    assert "No screen was found (wayland not available)" in said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 2, "once in the log, once at the end"
    assert not list(tmp_path.glob("*.db")), "nothing was begun"


def test_without_a_screen_it_waits_for_one_and_ends_when_it_is_plugged_in(tmp_path: Path) -> None:
    status = connector(tmp_path / "drm", "card1-HDMI-A-1", "disconnected")
    program = begin(tmp_path, tmp_path / "drm")
    assert program.stderr is not None
    assert "No screen was found" in program.stderr.readline()
    time.sleep(1.5)
    assert program.poll() is None, "it waits"
    status.write_text("connected\n", encoding="ascii")
    program.communicate(timeout=30)
    assert program.returncode == 2


def test_it_does_not_wait_for_ever(tmp_path: Path) -> None:
    connector(tmp_path, "card1-HDMI-A-1", "disconnected")
    slept: list[float] = []
    assert wait_until_plugged(tmp_path, seconds=100, sleep=slept.append) is False
    assert sum(slept) == 100


@pytest.mark.parametrize(
    ("states", "there"),
    [((), None), (("disconnected", "connected"), True), (("disconnected",), False), (("unknown",), False)],
)
def test_what_the_connectors_say(tmp_path: Path, states: tuple[str, ...], there: bool | None) -> None:
    for n, state in enumerate(states):
        connector(tmp_path, f"card1-HDMI-A-{n}", state)
    (tmp_path / "renderD128").mkdir(parents=True)
    assert plugged(tmp_path) is there
    assert plugged(tmp_path / "gone") is None


@pytest.mark.parametrize("plug", [True, False])
def test_the_rescue_screen_too_gives_way_to_a_screen_that_is_plugged_in(tmp_path: Path, plug: bool) -> None:
    status = connector(tmp_path, "card1-HDMI-A-1", "disconnected")
    shown = subprocess.Popen(
        ["sh", str(Path(__file__).parent.parent / "systemd" / "rescue")], env=os.environ | {"DRM": str(tmp_path)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    if plug:
        time.sleep(0.5)
        status.write_text("connected\n", encoding="ascii")
    try:
        shown.wait(timeout=7)
    except subprocess.TimeoutExpired:
        assert not plug
    else:
        assert plug
    finally:
        shown.kill()
        shown.communicate()

"""How long the counter takes to its first usable screen, and what it keeps in memory, against an empty Kivy program.

Both are processes of their own, started the same way; the clock runs from before the process to its word that a frame
with the first screen has been drawn. They take turns, and the best of several is taken: the programs are measured, not
the machine's mood.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 8


def _environment(home: str) -> dict[str, str]:
    """As on a till: no display server, and modules compiled once, not at each start."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"SDL_VIDEODRIVER": "offscreen", "KIVY_HOME": home}


def measure(*programs: tuple[str, ...]) -> list[tuple[float, int]]:
    """Seconds to the first screen and resident KiB there, the best of each, of modules run with arguments."""
    found: list[list[tuple[float, int]]] = [[] for _ in programs]
    with tempfile.TemporaryDirectory() as home:
        environment = _environment(home)
        for _ in range(ROUNDS):
            for program, each in zip(programs, found, strict=True):
                each.append(_start(program, environment))
    return [(min(seconds for seconds, _ in each), min(kib for _, kib in each)) for each in found]


def _start(program: tuple[str, ...], environment: dict[str, str]) -> tuple[float, int]:
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", *program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(b"ready"):
                _, kib, *took = line.split()
                return float(took[0]) if took else time.perf_counter() - begin, int(kib)
    raise RuntimeError(f"{program[0]} ended before its first screen")


def main() -> None:
    from kiosk.config import default_demo_config
    from kiosk.database import create_store

    with tempfile.TemporaryDirectory() as directory:
        create_store(default_demo_config(Path(directory)), with_demo=True).close()
        programs = ("bench._empty",), ("bench._counter", directory)
        (empty_s, empty_kib), (counter_s, counter_kib) = measure(*programs)
        (empty_again_s, _), (again_s, _) = measure(*((*program, "again") for program in programs))
    rows = [
        row("start.first_screen", counter_s, "s", empty_s),
        row("start.begun_anew", again_s, "s", empty_again_s, 2.0),
        row("start.resident_memory", counter_kib / 1024, "MiB", empty_kib / 1024),
    ]
    print(json.dumps(rows, indent=2))


def row(name: str, value: float, unit: str, bound: float, limit: float = 1.5) -> dict[str, object]:
    return {"name": name, "value": round(value, 3), "unit": unit, "bound": round(bound, 3),
            "ratio": round(value / bound, 3), "limit": limit}  # fmt: skip


if __name__ == "__main__":
    main()

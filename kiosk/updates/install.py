"""The installer's part: takes one request, has RAUC do it, and says how far it is. Runs as a user of its own.

Whoever writes requests need not be believed: RAUC installs only what is signed, and all else is restarting.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from kiosk.updates.facts import Request, Said
from kiosk.updates.files import Files, read_file, write_file

INSTALL = ("/usr/bin/rauc", "install")
RESTART = ("/usr/bin/systemctl", "--no-ask-password", "--no-block", "reboot")
_PERCENT = re.compile(r"^\s*(\d{1,3})% ")

Run = Callable[[tuple[str, ...]], Iterator[str]]
"""A command's lines, as it prints them. Raises CalledProcessError at its end where it failed; OSError."""


def serve(files: Files, run: Run | None = None) -> None:
    """Do what is requested, once for each number."""
    request, said = read_file(files.request, Request), read_file(files.said, Said)
    run = run or _run
    if not request.do or (request.number == said.number and said.stage in ("installed", "failed")):
        return

    def say(stage: Any, percent: int = 0, why: str = "") -> None:
        write_file(files.said, Said(request.number, stage, percent, why), mode=0o644)

    if request.do == "restart":
        for _line in run(RESTART):
            pass
        return
    say("installing")
    try:
        for percent in _percents(run((*INSTALL, str(_ours(files, request))))):
            say("installing", percent)
    except (subprocess.CalledProcessError, OSError, ValueError):
        say("failed", why="install")
    else:
        say("installed", 100)


def _ours(files: Files, request: Request) -> Path:
    """The bundle; one of two places, whatever the request says."""
    path = Path(request.bundle)
    if path not in (files.bundle, files.stick_bundle):
        raise ValueError(request.bundle)
    return path


def _percents(lines: Iterable[str]) -> Iterator[int]:
    last = 0
    for line in lines:
        found = _PERCENT.match(line)
        if found and last < int(found[1]) <= 100:
            last = int(found[1])
            yield last


def _run(command: tuple[str, ...]) -> Iterator[str]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace") as child:  # noqa: S603
        assert child.stdout is not None
        yield from child.stdout
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)

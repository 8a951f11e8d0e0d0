"""Plays a tape: starts the counter as a process of its own, sends it each step, collects what came of it.

The parent half. It knows no Kivy: it writes steps to the child and reads answers and device events, one JSON value a
line. `kill` ends the child as a power cut does, and a new child goes on with the same data.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from kiosk.exc import KioskError
from kiosk.i18n import M
from kiosk.play.tape import Step, span_s


class TapeFailed(KioskError):
    """A step could not be done, or an expectation was not met."""


@dataclass
class Report:
    """What a tape brought about. failed: the step and reason at which it ended, or ""."""

    steps: int = 0
    failed: str = ""
    receipts: list[str] = field(default_factory=list)
    pulses: int = 0
    lights: list[str] = field(default_factory=list)
    shots: list[str] = field(default_factory=list)
    kills: int = 0
    sales: list[dict[str, Any]] = field(default_factory=list)
    entries: int = 0
    screen: str = ""
    texts: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Setup:
    """Where and how the child runs. data: its directory, made as a demo shop if empty. shots: where pictures go."""

    data: Path
    width: int = 1280
    height: int = 800
    language: str = "zh_CN"
    role: str = "counter"
    shots: Path | None = None
    config: Path | None = None
    driver: str = "offscreen"
    step_timeout: float = 30.0
    slow_s: float = 0.0
    """A pause after each step, for somebody who watches."""
    ahead_s: int = 0
    """The clock goes ahead by so much."""


SIZES = {"counter": (1280, 800), "warehouse": (480, 800)}
"""Of each kind of terminal's screen."""


def play(steps: Iterable[Step], setup: Setup) -> Report:
    """Play all steps; a failed one ends the tape and is named in the report.

    `terminal` ends the program in good order and begins it as another terminal of the shop, with the same data.
    """
    report = Report()
    began = time.monotonic()
    child = _Child(setup, report)
    try:
        for step in steps:
            if step.word == "kill":
                child.kill()
                report.kills += 1
                child = _Child(setup, report)
            elif step.word == "terminal":
                child.finish()
                width, height = SIZES[step.args[0]]
                setup = replace(setup, role=step.args[0], width=width, height=height)
                child = _Child(setup, report)
            else:
                child.do(step)
            if step.word == "clock":
                setup = replace(setup, ahead_s=setup.ahead_s + span_s(step.args[0]))
            report.steps += 1
            time.sleep(setup.slow_s)
        child.finish()
    except TapeFailed as failure:
        report.failed = str(failure)
        child.kill()
    report.seconds = round(time.monotonic() - began, 3)
    return report


class _Child:
    """One run of the counter under a tape."""

    def __init__(self, setup: Setup, report: Report) -> None:
        self._report = report
        self._timeout = setup.step_timeout
        environment = dict(os.environ)
        if setup.driver:
            environment["SDL_VIDEODRIVER"] = setup.driver
        arguments = [
            "--data", str(setup.data), "--width", str(setup.width), "--height", str(setup.height),
            "--language", setup.language, "--role", setup.role, "--timeout", str(setup.step_timeout),
            "--ahead", str(setup.ahead_s),
        ]  # fmt: skip
        if setup.shots:
            setup.shots.mkdir(parents=True, exist_ok=True)
            arguments += ["--shots", str(setup.shots)]
        if setup.config:
            arguments += ["--config", str(setup.config)]
        self._process = subprocess.Popen(  # noqa: S603  (our own module, our own arguments)
            [sys.executable, "-m", "kiosk.play.player", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        self._answer("start")

    def do(self, step: Step) -> None:
        """One step; returns when the child has done it."""
        self._send({"word": step.word, "args": step.args})
        self._answer(f"line {step.line}: {step.source}")

    def finish(self) -> None:
        """Ask for the final state and let the child end in order."""
        self._send({"word": "finish", "args": []})
        final = self._answer("finish")
        self._report.sales = final["sales"]
        self._report.entries = final["entries"]
        self._report.screen = final["screen"]
        self._report.texts = final["texts"]
        self._wait()

    def kill(self) -> None:
        """As in a power cut: nothing is closed, nothing is said."""
        self._process.send_signal(signal.SIGKILL)
        for line in self._out:
            self._event(json.loads(line)) if line.startswith("{") else None
        self._wait()

    def _wait(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self._process.wait(timeout=30)

    @property
    def _out(self) -> IO[str]:
        assert self._process.stdout is not None
        return self._process.stdout

    def _send(self, command: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(command) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise TapeFailed(M("The counter has ended by itself.")) from error

    def _answer(self, what: str) -> dict[str, Any]:
        for line in self._out:
            if not line.startswith("{"):
                continue  # a library that prints
            message: dict[str, Any] = json.loads(line)
            if "event" in message:
                self._event(message)
            elif message.get("ok"):
                return message
            else:
                raise TapeFailed(M("{step}: {why}", step=what, why=message["error"]))
        raise TapeFailed(M("{step}: the counter has ended by itself.", step=what))

    def _event(self, message: dict[str, Any]) -> None:
        value = message.get("value")
        match message.get("event"):
            case "receipt":
                self._report.receipts.append(str(value))
            case "pulse":
                self._report.pulses += 1
            case "light":
                self._report.lights.append(str(value))
            case "shot":
                self._report.shots.append(str(value))

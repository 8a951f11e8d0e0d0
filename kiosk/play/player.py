"""The child half of a tape: a whole counter in this process, its screen touched, its scanner fed, by lines of JSON.

Reads one command a line on standard input, answers one line each on the real standard output; anything a library
prints goes to standard error. A command is done when what it set off has been drawn.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiosk.play.acts import Act, Acts, Condition


class Channel:
    """Answers and events to the parent, whole lines, from any thread."""

    def __init__(self, fd: int) -> None:
        self._out = os.fdopen(fd, "w", encoding="utf-8")
        self._lock = threading.Lock()

    def send(self, message: dict[str, Any]) -> None:
        """One JSON value, at once: a kill may follow."""
        with self._lock:
            self._out.write(json.dumps(message, ensure_ascii=False) + "\n")
            self._out.flush()

    def event(self, name: str, value: object) -> None:
        """Something a device saw."""
        self.send({"event": name, "value": value})


class Conductor:
    """Runs one act at a time on the screen's thread: each yields conditions, looked at once a frame.

    timeout: seconds that one condition may take.
    """

    def __init__(self, channel: Channel, acts: Acts, mono: Callable[[], float], timeout: float) -> None:
        self._channel = channel
        self._acts = acts
        self._mono = mono
        self._timeout = timeout
        self._act: Act | None = None
        self._condition: Condition = lambda: True
        self._until = 0.0

    def begin(self, word: str, args: list[str]) -> None:
        """Start an act; its answer is sent when it ends."""
        self._act = self._acts.act(word, args)
        self._next()

    @property
    def busy(self) -> bool:
        """Whether an act is under way."""
        return self._act is not None

    def frame(self, _dt: float) -> None:
        """Go on with the act as far as it can."""
        while self._act is not None:
            try:
                met = self._condition()
            except Exception as error:
                self._fail(error)
                return
            if met:
                self._next()
            elif self._mono() > self._until:
                self._fail(TimeoutError(self._acts.why_not()))
            else:
                return

    def _next(self) -> None:
        if self._act is None:
            return
        try:
            self._condition = next(self._act)
            self._until = self._mono() + self._timeout
        except StopIteration as end:
            self._act = None
            self._channel.send({"ok": True, **(end.value or {})})
        except Exception as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._act = None
        self._channel.send({"ok": False, "error": str(error) or repr(error)})


def main() -> None:
    """Take the standard output for answers, build the counter, and follow the commands until `finish`."""
    channel = Channel(os.dup(1))
    os.dup2(2, 1)
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--language", default="zh_CN")
    parser.add_argument("--role", default="counter")
    parser.add_argument("--ahead", type=int, default=0, help="Seconds that the clock goes ahead.")
    parser.add_argument("--timeout", type=float, default=30.0)
    parser.add_argument("--shots", type=Path)
    options = parser.parse_args()

    from kiosk.play.stage import open_stage

    stage = open_stage(options, channel)

    def commands() -> None:
        for line in sys.stdin:
            command = json.loads(line)
            stage.post(command["word"], command["args"])
        stage.post("finish", [])

    threading.Thread(target=commands, name="tape", daemon=True).start()
    stage.run()


if __name__ == "__main__":
    main()

"""That the counter stands, and that it lives: said by the process that shows it to the one that looks after it.

The screen's loop sends the beat, and only while the flow thread, which owns the store, goes on answering. So a loop
that hangs, or a store call that never returns, ends in a restart; a store that says what is wrong with it does not.
"""

from __future__ import annotations

import os
from collections.abc import Callable

BEATS = 3
"""In the time after which the counter is given up."""


class Line:
    """One end of a pipe, the supervisor's is the other. silence_s: after so many seconds without a word it acts."""

    def __init__(self, fd: int, silence_s: float) -> None:
        self._fd = fd
        self.interval_s = silence_s / BEATS

    def beat(self) -> None:
        """The first says that the counter stands. Raises BrokenPipeError when nobody listens: then it is to end."""
        os.write(self._fd, b".")


class Heartbeat:
    """ask: has a call made on the flow thread, soon. `beat` wants to be called every `Line.interval_s`."""

    def __init__(self, ask: Callable[[Callable[[], None]], None], line: Line) -> None:
        self._ask = ask
        self._line = line
        self._asked = False
        self._ready = False

    def ready(self) -> None:
        """The first screen stands. Said once."""
        if not self._ready:
            self._ready = True
            self._line.beat()

    def beat(self, *_: object) -> None:
        """On the screen's thread. The store was asked at the last beat: has it answered?

        A start has a limit of its own, so there is no beat before the screen stands.
        """
        if self._ready and not self._asked:
            self._line.beat()
            self._asked = True
            self._ask(self._answer)

    def _answer(self) -> None:
        self._asked = False

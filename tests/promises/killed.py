"""A terminal in a process of its own: it follows a script, tells what it shows, and is killed at a chosen moment."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kiosk.flows.views import CounterView, DoneView, SellView
from tests.promises.tills import Till

Told = list[tuple[str, Any]]
"""What a terminal told before it ended, in order: ("shown", lines), ("done", sale), ("paper", (text, codes)) …"""

Script = Sequence[Callable[[Till], object]]

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.promises.killed", "tests.promises.test_kills", "argon2"])


@dataclass(frozen=True, slots=True)
class At:
    """The moment of the kill: after a step of the script, before a statement that writes, at a byte of a paper, or when
    a paper is out and nobody knows it yet.
    """

    step: int = -1
    statement: int = -1
    byte: int = -1
    cut: bool = False


def die() -> None:
    """As when the plug is pulled: no handler runs, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


def run(directory: Path, script: Script, at: At) -> tuple[Told, bool]:
    """Start a terminal there and let it follow the script. What it told, and whether it was killed on the way."""
    return in_a_process(_follow, directory, script, at)


def in_a_process(work: Callable[..., None], *args: object) -> tuple[Told, bool]:
    """`work(tell, *args)` in a process of its own. What it told, and whether it was killed on the way."""
    ours, theirs = _processes.Pipe(duplex=False)
    process = _processes.Process(target=_work, args=(theirs, work, args))
    process.start()
    theirs.close()
    told: Told = []
    try:
        while True:
            told.append(ours.recv())
    except EOFError:
        pass
    process.join(30)
    assert process.exitcode in (0, -signal.SIGKILL), told[-1][1]
    return told, process.exitcode != 0


def _work(pipe: Connection, work: Callable[..., None], args: tuple[object, ...]) -> None:
    tell = Telling(pipe)
    try:
        work(tell, *args)
    except BaseException:
        tell("error", traceback.format_exc())
        raise


class Telling:
    """Says on the pipe what a person would see and hear, before the terminal goes on."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def __call__(self, kind: str, what: object) -> None:
        with self._lock:
            self._pipe.send((kind, what))

    def view(self, view: CounterView) -> None:
        body = view.body
        if isinstance(body, SellView):
            self("shown", [(line.name.en, line.quantity, line.total) for line in body.lines])
        elif isinstance(body, DoneView):
            self("done", (body.sale_id, body.total))


def _follow(tell: Telling, directory: Path, script: Script, at: At) -> None:
    till = Till(directory)
    publish = till.terminal.counter._publish_to

    def shown(view: CounterView) -> None:
        tell.view(view)
        publish(view)

    till.sign_in()
    till.when(lambda body: isinstance(body, SellView))
    terminal: Any = till.terminal
    terminal.counter._publish_to = shown
    tell_papers(tell, terminal.printer)
    opens = terminal.plugged.drawer.open
    terminal.plugged.drawer.open = lambda: (tell("pulse", 1), opens())
    written = terminal.flows.run(_count_statements, terminal, at.statement)
    if at.cut:
        terminal.printer.observe(lambda printer: die() if printer._papers else None)
    if at.byte >= 0:
        _count_bytes(terminal.printer, at.byte)
    for number, step in enumerate(script):
        step(till)
        if number == at.step:
            die()
    tell("statements", len(written))
    terminal.stop()


def tell_papers(tell: Telling, printer: Any) -> None:
    """Every paper that is cut off, with what its codes say."""
    last: Any = None
    lock = threading.Lock()  # it is told by whoever changes the printer, from any thread

    def printed(_printer: Any) -> None:
        nonlocal last
        with lock:
            out = printer._papers  # those that were cut; the oldest are thrown away
            told = next((n for n in range(len(out), 0, -1) if out[n - 1] is last), 0)
            for paper in out[told:]:
                tell("paper", (paper.text, paper.barcodes))
                last = paper

    printer.observe(printed)


def _count_statements(terminal: Any, at: int) -> list[str]:
    written: list[str] = []

    def statement(sql: str) -> None:
        if not re.match(r"\s*(SELECT|--)", sql, re.IGNORECASE):
            if len(written) == at:
                die()
            written.append(sql)

    terminal.counter.store.book.db.connection().set_trace_callback(statement)
    return written


def _count_bytes(printer: Any, at: int) -> None:
    printed, feed = 0, printer._renderer.feed

    def fed(data: bytes) -> None:
        nonlocal printed
        if printed + len(data) > at:
            feed(data[: at - printed])
            die()
        printed += len(data)
        feed(data)

    printer._renderer.feed = fed

"""The counter is a copy of a process that has loaded it and stays behind to look after it: when the copy hangs or falls
over, it is ended and another one made, in a fraction of the time that loading takes.

The supervisor has one thread and opens no window, device or database, so a copy (fork(2)) begins with nothing half
done. It speaks for both to systemd: sd_notify(3) and sd_watchdog_enabled(3). A counter that does not stay up is
systemd's affair: then all begins anew, the compositor too, and after some tries there is the rescue screen.
"""

from __future__ import annotations

import gc
import io
import logging
import os
import select
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kiosk.heartbeat import Line
from kiosk.hw.splash import PICTURE, end, keep, stay

if TYPE_CHECKING:
    import subprocess

log = logging.getLogger(__name__)

ANEW = 75
"""A copy ends with this when the settings were mended, and the whole program is to begin with them."""
GAVE_UP = 70


@dataclass(frozen=True)
class Patience:
    """Seconds. silence: without a sign of life. start: until it stands; longer than one waits for a screen that is not
    plugged in. proven: what stood so long may be begun anew, `again` times `within`.
    """

    silence_s: float
    start_s: float = 130.0
    proven_s: float = 60.0
    again: int = 4
    within_s: float = 900.0

    @staticmethod
    def of(environ: Mapping[str, str]) -> Patience | None:
        """None where systemd does not watch. Half of systemd's own: the supervisor is to act before it does. A machine
        that is given more, for it is slow, is slow at a start, too.

        WATCHDOG_PID is not looked at: the service's main process is the compositor.
        """
        try:
            seconds = int(environ.get("WATCHDOG_USEC", "")) / 1_000_000
        except ValueError:
            return None
        return Patience(seconds / 2, start_s=max(Patience.start_s, 11 * seconds)) if seconds > 0 else None


def tell(text: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Send a state to systemd, `READY=1` or the like; whether it was taken. Never raises, and never waits for long."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.settimeout(1.0)  # its queue may be full: it has other things to do, or hangs itself
            line.connect(address)
            line.sendall(text.encode())
    except OSError:
        return False
    return True


class Supervisor:
    """crashes: a folder where a file is touched when a counter was begun anew, for whoever keeps its last words.
    picture: what is to be seen while there is no counter.
    """

    def __init__(self, patience: Patience, crashes: str = "", *, picture: Path = PICTURE) -> None:
        self._patience = patience
        self._crashes = crashes
        self._picture = picture
        self._again: deque[float] = deque(maxlen=patience.again)
        """When it was begun anew."""
        self._splash: subprocess.Popen[bytes] | None = None

    def run(self, load: Callable[[], None]) -> Line:
        """Returns in each copy, and in none but a copy: how it says that it lives. Raises SystemExit otherwise."""
        _named("kiosk-supervise")
        self._splash = stay(picture=self._picture)
        load()
        keep(self._splash)
        gc.freeze()  # what both have in common is not looked through, and so not copied
        while True:
            ear, mouth = os.pipe()
            if not (pid := os.fork()):
                os.close(ear)
                _named("kiosk-counter")
                return Line(mouth, self._patience.silence_s)
            os.close(mouth)
            with io.FileIO(ear) as line:
                stood = self._listen(line, pid)
            self._ended(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), stood)

    def _listen(self, line: io.FileIO, pid: int) -> float | None:
        """Until the copy ends, or is ended. When it stood first, of the monotonic clock."""
        began = heard = time.monotonic()
        stood, limit = None, began + self._patience.start_s
        while (now := time.monotonic()) < limit:
            tell("WATCHDOG=1")
            if not select.select([line], [], [], min(limit - now, self._patience.silence_s))[0]:
                continue
            said, heard = line.read(64), time.monotonic()
            if not said:
                return stood
            if stood is None:
                stood = heard
                tell(f"READY=1\nSTATUS=Stands since {stood:.2f}, begun at {began:.2f} s after the machine")
            limit = heard + self._patience.silence_s
        log.error("the counter gave no sign of life for %.0f s", now - heard)
        os.kill(pid, signal.SIGKILL)
        return stood

    def _ended(self, code: int, stood: float | None) -> None:
        """Returns if another is to begin. code: as `os.waitstatus_to_exitcode` has it."""
        now, patience = time.monotonic(), self._patience
        if code == ANEW:
            end(self._splash)
            begin_anew()
        if code == 0:
            sys.exit(0)
        often = len(self._again) == patience.again and now - self._again[0] < patience.within_s
        if stood is None or now - stood < patience.proven_s or often:
            log.error("the counter ended (%d) and is not begun anew", code)
            sys.exit(code if code > 0 else GAVE_UP)
        log.error("the counter ended (%d) and is begun anew", code)
        self._again.append(now)
        if self._crashes:
            _touch(Path(self._crashes, ".begun-anew"))


def begin_anew() -> NoReturn:
    """This very program, with the words it was begun with."""
    os.execv(sys.executable, sys.orig_argv)  # noqa: S606


def _touch(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"\n")
    except OSError as problem:
        log.warning("%s", problem)


def _named(name: str) -> None:
    """What `ps` calls this process: at most 15 letters, proc_pid_comm(5)."""
    Path("/proc/self/comm").write_text(name, encoding="ascii")

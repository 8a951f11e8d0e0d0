"""What the `kiosk` commands share: their options, words in the shell's language, bars for who watches."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from kiosk.i18n import shell_language

Config = Annotated[Path | None, typer.Option("--config", help="kiosk.toml of this terminal.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
DEFAULT_CONFIG = Path("/etc/zhanggui/kiosk.toml")


def say(text: Any) -> str:
    """A text in the language of whoever types here."""
    return str(text.in_(shell_language()))


class the_store:  # noqa: N801  (used as a function)
    """This terminal's store, closed at the end."""

    def __init__(self, config: Path | None) -> None:
        from kiosk.config import load_config
        from kiosk.database import open_store

        self._store = open_store(load_config(config or DEFAULT_CONFIG))

    def __enter__(self) -> Any:
        return self._store

    def __exit__(self, *_error: object) -> None:
        self._store.close()


class progress_shown:  # noqa: N801  (used as a function)
    """A progress bar on the terminal, or nothing where output is read by a program."""

    def __init__(self, quiet: bool) -> None:
        from rich.progress import Progress

        self._bar = None if quiet or not sys.stderr.isatty() else Progress(transient=True)

    def __enter__(self) -> Any:
        if self._bar is None:
            return None
        self._bar.start()
        bar, task = self._bar, self._bar.add_task("", total=None)
        return lambda done: bar.update(task, completed=done, description=str(done))

    def __exit__(self, *_error: object) -> None:
        if self._bar is not None:
            self._bar.stop()


class bytes_shown:  # noqa: N801  (used as a function)
    """A bar with the bytes that are here and their speed, or nothing where nobody looks."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

        columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, transient=True) if sys.stderr.isatty() else None

    def __enter__(self) -> Any:
        if self._bar is None:
            return None
        self._bar.start()
        bar, task = self._bar, self._bar.add_task("", total=None)
        return lambda here, whole: bar.update(task, completed=here, total=whole or None)

    def __exit__(self, *_error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

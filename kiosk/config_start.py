"""What a terminal starts with: kiosk.toml; if that has a mistake, the settings of last time; never a dead screen."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec

from kiosk.config import Config, load_config
from kiosk.config_read import Read, read_settings
from kiosk.disk import whole_file
from kiosk.findings import Finding
from kiosk.i18n import M, Message

log = logging.getLogger(__name__)

KEPT = "kiosk.toml.kept"
"""In the data directory: the last kiosk.toml without a mistake."""


class Start(msgspec.Struct, frozen=True):
    """config: what to start with. problems: what is wrong in kiosk.toml, in words. new: nothing was ever set."""

    config: Config
    path: Path
    problems: tuple[Message, ...] = ()
    new: bool = False
    kept: bool = False
    """The settings are those of last time. Without them and with a problem, nobody may sell: in what money?"""


def settings_in_force(path: Path) -> Start:
    """As the counter takes them, for what works beside it. Raises ConfigError where the counter would not sell."""
    start = settings_at_start(path, keep=False)
    if start.new or (start.problems and not start.kept):
        return Start(load_config(path), path)
    return start


def settings_at_start(path: Path, data: Path | None = None, *, keep: bool = True) -> Start:
    """Read kiosk.toml, and keep a copy of it while it is right. Raises nothing.

    No such file, and none was ever kept: a terminal that nothing is set for yet. It is a counter with whatever
    scanner is plugged in, and joins an office by it. data: where to look instead of the data directory.
    """
    read = read_settings(path)
    file = (data or read.config.data.directory) / KEPT
    if not read.problems:
        if keep:
            _keep(file, read.raw)
        return Start(read.config, path)
    kept = read_settings(file, path.parent)
    if not kept.problems:
        return Start(kept.config, path, read.problems, kept=True)
    if read.missing and kept.missing and not _sold_here(file.parent):
        return Start(read.config, path, new=True)
    return Start(_harmless(read), path, read.problems)


def settings_found(problems: tuple[Message, ...]) -> tuple[Finding, ...]:
    """What is wrong in kiosk.toml, as the doctor and the status screen say it."""
    advice = M("Put the card into a computer, mend the line in kiosk.toml, and switch on again.")
    return tuple(Finding("settings", "warning", problem, advice) for problem in problems)


def _harmless(read: Read) -> Config:
    """Enough for a screen that says what is wrong: no device is driven by settings that have a mistake."""
    right = read.config
    return Config(store=right.store, terminal=right.terminal, data=right.data, screen=right.screen)


def _sold_here(directory: Path) -> bool:
    """Whether there is a database: then its kiosk.toml is not missing because none was ever written."""
    try:
        return any(directory.glob("*.db"))
    except OSError:
        return False


def _keep(file: Path, raw: bytes) -> None:
    try:
        if not file.parent.is_dir() or (file.is_file() and file.read_bytes() == raw):
            return
        with whole_file(file) as target:
            target.write(raw)
    except (OSError, ValueError):
        log.warning("the settings can't be kept in %s", file, exc_info=True)

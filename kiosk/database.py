"""Where a terminal's database is, how it is opened, and the time it goes by."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kiosk.config import Config
from kiosk.exc import StoreMissing
from kiosk.flows.ports import Clock
from kiosk.i18n import M
from kiosk.store.store import Store

DATABASE = "shop.db"


def now_ms() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


def utc_offset(at: int) -> int:
    """Minutes that this machine's local time is ahead of UTC at `at`, UTC milliseconds."""
    offset = datetime.fromtimestamp(at / 1000, UTC).astimezone().utcoffset()
    return int(offset.total_seconds() // 60) if offset is not None else 0


def local_day(at: int) -> str:
    """UTC milliseconds as this machine's calendar day, ISO 8601."""
    return Clock(now_ms, time.monotonic, utc_offset).local(at).date().isoformat()


def database_path(config: Config) -> Path:
    """Where this terminal's database is."""
    return config.data.directory / DATABASE


def read_key(config: Config) -> bytes | None:
    """The database's key, None for a plain database. Raises StoreMissing if its file can't be read."""
    if not config.data.key_file:
        return None
    try:
        return bytes.fromhex(Path(config.data.key_file).read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise StoreMissing(
            M("The key of the database can't be read from {file}.", file=config.data.key_file)
        ) from error


def open_store(config: Config, clock: Callable[[], int] = now_ms) -> Store:
    """Open this terminal's database. Raises StoreError; never makes a new one."""
    return Store.open(database_path(config), read_key(config), clock=clock)


def create_store(
    config: Config, *, with_demo: bool = False, language: str = "", clock: Callable[[], int] = now_ms
) -> Store:
    """Make this terminal's database, empty or with the demo shop. Raises StoreError where there is one.

    language: of everybody in the demo shop; "" where each reads his own.
    """
    path = database_path(config)
    path.parent.mkdir(parents=True, exist_ok=True)
    store = Store.create(path, config.store.id, config.terminal.name, key=read_key(config), clock=clock)
    if with_demo:
        from kiosk.store.demo import build_demo

        build_demo(store, now_ms=clock(), language=language)
    return store

"""How a terminal comes to its database: opened, brought back from a copy, mended by its office, or not there yet."""

from __future__ import annotations

import shutil

import msgspec

from kiosk.backups.files import BackupFiles
from kiosk.config import Config
from kiosk.database import create_store, database_path, open_store, read_key
from kiosk.exc import StoreError, StoreMissing
from kiosk.flows.base import Flow
from kiosk.flows.blocked import Blocked
from kiosk.flows.counter import Counter
from kiosk.flows.joining import Joining
from kiosk.replicate.joiner import BackgroundJoiner
from kiosk.replicate.place import MENDED, Place
from kiosk.store.checkpoints import Checkpoints
from kiosk.store.store import Store
from kiosk.wire.clock import OfficeClock
from kiosk.wire.state import read_state


class Opening:
    """Of one terminal, on the flow thread."""

    def __init__(self, config: Config, clock: OfficeClock) -> None:
        self._config = config
        self._clock = clock
        self._was_open = False
        self._checkpoints: Checkpoints | None = None

    def open(self) -> Store:
        """The database; what lies ready to take its place is taken first. Raises StoreError."""
        path = database_path(self._config)
        if path.with_name(MENDED).exists():
            from kiosk.replicate.mending import take_fetched

            take_fetched(self._place())
        if BackupFiles(path.parent).restore.exists():
            from kiosk.backups.restoring import take_restored

            take_restored(path, read_key(self._config), self._config.terminal.name, clock=self._clock)
        store = open_store(self._config, self._clock)
        store.leave_checkpoints()
        if self._checkpoints is None:
            self._checkpoints = store.checkpoints()
            self._checkpoints.start()
        self._was_open = True
        self._clock.learn(read_state(store))
        return store

    def blocked(self, counter: Counter, error: StoreError) -> Flow:
        """Selling has stopped; or it never began, for this terminal has no database yet and may join an office."""
        if not isinstance(error, StoreMissing) or database_path(self._config).exists() or self._was_open:
            return Blocked(counter, error)
        try:
            return Joining(counter, error, self.joiner())
        except StoreMissing:
            return Blocked(counter, error)

    def joiner(self) -> BackgroundJoiner:
        """Brings this terminal into an office. Raises StoreMissing if the key can't be read."""
        return BackgroundJoiner(self._place(), self._config.terminal.name)

    def _place(self) -> Place:
        """Raises StoreMissing if the key can't be read."""
        return Place(database_path(self._config), read_key(self._config), self._clock)

    def make_training(self) -> Store:
        """A new demo shop each time: whoever practises begins afresh, and leaves nothing behind."""
        directory = self._config.data.directory / "training"
        shutil.rmtree(directory, ignore_errors=True)
        data = msgspec.structs.replace(self._config.data, path=str(directory), key_file="")
        return create_store(msgspec.structs.replace(self._config, data=data), with_demo=True, clock=self._clock)

    def stop(self) -> None:
        """No checkpoint is made any more."""
        if self._checkpoints is not None:
            self._checkpoints.stop()

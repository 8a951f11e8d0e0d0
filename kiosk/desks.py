"""What comes to a terminal, and leaves it, on memory sticks: updates, lists, backups. The image's units handle the
sticks, and the counter reads what they leave; nothing of it is loaded before somebody looks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.config import Config
from kiosk.database import open_store
from kiosk.lists import FOLDER, WORK

if TYPE_CHECKING:
    from kiosk.backups.desk import BackupDesk
    from kiosk.lists.desk import ListDesk
    from kiosk.updates.desk import UpdateDesk


class Desks:
    """Of one terminal. has_office: what its shop's office does needs no stick. Used by the flow thread."""

    def __init__(self, config: Config, clock: Callable[[], int], has_office: Callable[[], bool]) -> None:
        self._config = config
        self._clock = clock
        self._has_office = has_office
        self._lists: ListDesk | None = None

    def updates(self) -> UpdateDesk | None:
        """None on a machine that can't be updated as a whole."""
        from kiosk.updates.desk import open_desk

        return open_desk(self._config)

    def backups(self) -> BackupDesk | None:
        """None on a machine whose units look at no stick."""
        from kiosk.backups.desk import BackupDesk
        from kiosk.updates.bundle import updatable

        return BackupDesk(self._config.data.directory) if updatable() else None

    def lists(self) -> ListDesk | None:
        """Goods, customers, suppliers."""
        from kiosk.updates.bundle import updatable

        if self._has_office() or not updatable():
            return None
        if self._lists is None:
            from kiosk.lists.desk import ListDesk

            self._lists = ListDesk(self._config.data.directory, lambda: open_store(self._config, self._clock))
        return self._lists

    def go_on(self) -> None:
        """Finish the import that was under way when the power went."""
        work = self._config.data.directory / FOLDER / WORK
        if any(work.glob("*")) and (lists := self.lists()) is not None:
            lists.go_on()

    def stop(self) -> None:
        """Leave it to the next start."""
        if self._lists is not None:
            self._lists.stop()

"""An update as the counter sees it: how far it is, and that somebody wants it now."""

from __future__ import annotations

from kiosk.config import Config, Updates
from kiosk.updates.bundle import updatable
from kiosk.updates.facts import Standing, Wish
from kiosk.updates.files import Files, read_file, write_file


class UpdateDesk:
    """files: of this terminal. rules: kiosk.toml's."""

    def __init__(self, files: Files, rules: Updates) -> None:
        self._files = files
        self.rules = rules

    def standing(self) -> Standing:
        """How far it is; one small file is read."""
        return read_file(self._files.state, Standing)

    def want(self, digest: str, *, although_open: bool) -> None:
        """Have this one installed, or restarted into, as soon as can be. Raises OSError."""
        write_file(self._files.wish, Wish(digest, although_open))


def open_desk(config: Config) -> UpdateDesk | None:
    """Of this terminal; None on a machine that can't be updated as a whole."""
    return UpdateDesk(Files(config.data.directory), config.updates) if updatable() else None

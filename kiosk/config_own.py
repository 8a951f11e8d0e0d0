"""What a terminal is told on its own screen: kept in the data directory, never on the card that kiosk.toml is on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from kiosk.config import Config
from kiosk.disk import whole_file

Trial = Literal["works", "fails"]
Level = Annotated[int, msgspec.Meta(ge=0, le=100)]
FILE = "own.json"


class Own(msgspec.Struct, frozen=True):
    """language, rotation: instead of kiosk.toml's, "" and None to leave that. tried: device → what a person saw.

    touch: where its touches belong (kiosk.hw.calibration). levels: brightness and volume, percent. done: somebody went
    through the setting up to its end.
    """

    language: Literal["", "zh_CN", "en"] = ""
    rotation: Literal[0, 90, 180, 270] | None = None
    touch: tuple[float, float, float, float, float, float] | None = None
    levels: dict[str, Level] = {}
    tried: dict[str, Trial] = {}
    done: bool = False


class OwnFile:
    """The file. Without a directory: kept as long as the program runs."""

    def __init__(self, directory: Path | None = None) -> None:
        self._path = directory / FILE if directory else None
        self._own = self._read()

    def read(self) -> Own:
        """What is set. A file that can't be read is one that nothing was set in."""
        return self._own

    def write(self, own: Own) -> None:
        """Keep it: all of it or, after a power cut, what was before. Raises OSError."""
        if self._path is not None:
            with whole_file(self._path) as file:
                file.write(msgspec.json.encode(own))
        self._own = own

    def _read(self) -> Own:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Own) if self._path else Own()
        except (OSError, ValueError, RecursionError):
            return Own()


def with_own(config: Config, own: Own) -> Config:
    """kiosk.toml's settings, with those of this terminal's own screen in their place."""
    screen = config.screen
    if own.language:
        screen = msgspec.structs.replace(screen, language=own.language)
    if own.rotation is not None:
        screen = msgspec.structs.replace(screen, rotation=own.rotation)
    return msgspec.structs.replace(config, screen=screen)

"""Compiles the gettext catalogues when the package is built or installed for editing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""Babel dates by the clock what has no date; the same texts are to be the same bytes, whenever they are built."""


class Catalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Writes a .mo beside each .po: the program reads only the compiled form."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for po in Path(self.root, "kiosk/locale").rglob("*.po"):
            with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
                compile_catalogue(source, target)


def compile_catalogue(source: IO[bytes], target: IO[bytes]) -> None:
    """A .po as a .mo."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    catalogue = read_po(source)
    catalogue.creation_date = catalogue.revision_date = MADE
    write_mo(target, catalogue)

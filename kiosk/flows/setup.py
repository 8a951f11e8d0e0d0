"""What was set at a terminal's own screen, as its flows read and keep it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from kiosk.config_own import Own, OwnFile
from kiosk.exc import Refused
from kiosk.flows.base import Flow
from kiosk.flows.calibrating import Calibrating
from kiosk.hw.calibration import Matrix, sensible
from kiosk.i18n import M

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class Setup(msgspec.Struct, frozen=True):
    """own: where it is kept. rotation: kiosk.toml's. first: nobody works here yet. again: begins the program anew."""

    own: OwnFile
    rotation: int = 0
    first: bool = False
    again: Callable[[], None] = lambda: None

    @property
    def touch(self) -> Matrix | None:
        """Where touches belong, if that was ever set to something that can be."""
        touch = self.own.read().touch
        return touch if touch is not None and sensible(touch) else None

    def calibrating(self, counter: Counter) -> Flow:
        """The five crosses; what comes of them is kept."""
        own = self.own
        return Calibrating(counter, lambda found: keep(own, msgspec.structs.replace(own.read(), touch=found)))


def keep(file: OwnFile, own: Own) -> None:
    """Raises Refused where it can't be."""
    try:
        file.write(own)
    except OSError as error:
        raise Refused(M("This can't be kept: {reason}.", reason=error.strerror or "")) from error

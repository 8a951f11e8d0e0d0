"""All that a screen can do: hand a call to a flow, and say that somebody is there."""

from __future__ import annotations

from typing import Protocol


class Desk(Protocol):
    """Moves what the operator did from the screen to the flow thread."""

    def post(self, flow: object, method: str, *args: object) -> None:
        """Have `flow.method(*args)` run on the flow thread, soon. Returns at once; nothing comes back but a view."""

    def stir(self) -> None:
        """Somebody touches the screen or a keyboard. Returns at once."""

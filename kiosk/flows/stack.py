"""The stack of flows, and the sheets above the one in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.base import Flow

if TYPE_CHECKING:
    from kiosk.flows.sheets import Sheet


class Stack:
    """Where an operator is: the last flow is on the screen, the last sheet lies above it."""

    def __init__(self) -> None:
        self.stack: list[Flow] = []
        self.sheets: list[Sheet] = []
        self._cover: Flow | None = None

    @property
    def front(self) -> Flow:
        """The flow whose screen is shown."""
        return self.stack[-1]

    @property
    def blocked(self) -> bool:
        """Whether the store failed, and everything is covered by the screen that says so."""
        return bool(self.stack) and self.stack[-1] is self._cover

    @property
    def target(self) -> Flow:
        """Whoever gets taps and scans: the sheet on top, else the flow in front."""
        return self.sheets[-1] if self.sheets else self.stack[-1]

    def enter(self, flow: Flow) -> None:
        """Go to another flow; `back` returns here."""
        self.sheets.clear()
        self.stack.append(flow)
        flow.entered()

    def replace(self, flow: Flow) -> None:
        """Go to another flow instead of the one in front."""
        self.sheets.clear()
        self.stack[-1] = flow
        flow.entered()

    def leave(self, flow: Flow) -> None:
        """Leave `flow` and whatever lies above it. The last flow stays."""
        if flow in self.stack[1:]:
            self.sheets.clear()
            del self.stack[self.stack.index(flow) :]
            self.front.entered()

    def home(self, flow: Flow) -> None:
        """Clear the stack down to `flow`."""
        self.sheets.clear()
        self.stack = [flow]
        flow.entered()

    def sheet(self, sheet: Sheet) -> None:
        """Ask something above the flow in front."""
        self.sheets.append(sheet)

    def close_sheet(self, sheet: Sheet) -> None:
        """Take a sheet away, with all above it."""
        if sheet in self.sheets:
            del self.sheets[self.sheets.index(sheet) :]

    def reopen_sheet(self, sheet: Sheet) -> None:
        """Put a sheet back whose answer was refused."""
        self.sheets.append(sheet)

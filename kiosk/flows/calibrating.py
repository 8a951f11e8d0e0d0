"""A touchscreen whose touches land beside the finger, or mirrored: five crosses are pressed, and it is put right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import BadInput
from kiosk.flows.base import Flow
from kiosk.flows.views import Action, CalibrateView
from kiosk.hw.calibration import Matrix, Point, fitted
from kiosk.i18n import M

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

CODE = "KIOSK-TOUCH"
"""Scanned at sign-in or while setting up, it leads here: who can't press anything has a scanner."""
CROSSES: tuple[Point, ...] = ((0.12, 0.15), (0.88, 0.15), (0.88, 0.85), (0.12, 0.85), (0.5, 0.5))
"""On the screen below the bar, from the upper left."""
APART_S = 0.5
"""What comes sooner is the same press: fingers bounce."""
LEAVE_S = 45.0
"""Without a press for so long, all stays as it was."""
TRY_S = 20.0
"""To press "Keep": a mapping by which nobody can is not kept."""


class Calibrating(Flow):
    """keep: called with the matrix that is to stay."""

    def __init__(self, counter: Counter, keep: Callable[[Matrix], None]) -> None:
        super().__init__(counter)
        self.signed_in = False
        self._keep = keep
        self._before = counter.touch
        self._touches: list[tuple[Point, Point]] = []
        self._found: Matrix | None = None
        self._last = counter.clock.mono()

    def view(self) -> CalibrateView:
        if self._found is not None:
            left = max(0, round(TRY_S - self._since))
            actions = (Action("again", M("Again"), "undo"), Action("keep", M("Keep"), "check"))
            return CalibrateView(None, len(CROSSES), len(CROSSES), left, actions, self.strip)
        done = len(self._touches)
        return CalibrateView(CROSSES[done], done, len(CROSSES), 0, (), self.strip)

    # --- inputs

    def touched(self, at: Point, meant: Point) -> None:
        """A finger on the glass: where the glass says, and where the cross stands, both as shares of the panel."""
        if self._found is not None or self._since < APART_S:
            return
        self._last = self.counter.clock.mono()
        self._touches.append((at, meant))
        self.clear_strip()
        if len(self._touches) == len(CROSSES):
            self._try()

    def act_keep(self) -> None:
        """It was pressed where it stands: so it is right."""
        if self._found is not None:
            self._before = self._found
            self._keep(self._found)
            self.counter.leave(self)

    def act_again(self) -> None:
        """From the first cross."""
        self.counter.touch = self._before
        self._touches, self._found = [], None
        self._last = self.counter.clock.mono()

    def back(self) -> None:
        """As it was before."""
        self.counter.touch = self._before
        self.counter.leave(self)

    def tick(self) -> None:
        """Nobody can press anything, or nobody is there."""
        if self._since >= (LEAVE_S if self._found is None else TRY_S):
            self.back()

    # --- inside

    def _try(self) -> None:
        try:
            self._found = fitted(self._touches)
        except BadInput as problem:
            self.act_again()
            self.tell(problem.message, "warn")
        else:
            self.counter.touch = self._found

    @property
    def _since(self) -> float:
        return self.counter.clock.mono() - self._last

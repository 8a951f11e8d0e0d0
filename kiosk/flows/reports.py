"""What devices and the machine report, from other threads by way of the flow thread; each is published once."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from kiosk.exc import DeviceError
from kiosk.findings import Finding
from kiosk.flows.printing import Printing
from kiosk.flows.statusbar import Lamps
from kiosk.hw.ports import DeviceState, DeviceStatus
from kiosk.i18n import Message

if TYPE_CHECKING:
    from kiosk.flows.base import Flow
    from kiosk.flows.views.common import Tone


class Reports:
    """Nobody asked for these: they do not count as a sign of an operator."""

    lamps: Lamps
    printing: Printing
    drawer_open: bool
    machine: tuple[Finding, ...] = ()
    """What the last look at the machine found."""

    if TYPE_CHECKING:

        @property
        def front(self) -> Flow:
            """The flow whose screen is shown."""

        @property
        def blocked(self) -> bool:
            """Whether the store failed."""

        def attention(self, why: Message, tone: Tone = "error") -> None:
            """A sound, a light, and words."""

        def _input(self, *, touched: bool = True) -> AbstractContextManager[None]: ...

    def device_status(self, status: DeviceStatus) -> None:
        """A device came, went, or has something to say."""
        with self._input(touched=False):
            self.lamps.update(status)
            if self.blocked:
                return
            self.printing.device_status(status)
            if status.name == "scanner" and status.state is DeviceState.TROUBLE and status.detail is not None:
                self.attention(status.detail, "warn")  # a scan was lost: nobody may think that it was taken

    def drawer_changed(self, is_open: bool) -> None:
        """The drawer's sensor."""
        with self._input(touched=False):
            self.drawer_open = is_open
            self.front.drawer_changed(is_open)

    def printed(self, job_id: int) -> None:
        """A paper came out whole."""
        with self._input(touched=False):
            self.printing.printed(job_id)

    def print_failed(self, job_id: int, problem: DeviceError, uncertain: bool) -> None:
        """A paper did not come out, or (uncertain) may have in part."""
        with self._input(touched=False):
            self.printing.failed(job_id, problem, uncertain)

    def notice(self, text: Message) -> None:
        """Something that whoever stands here should know, though nobody asked."""
        with self._input(touched=False):
            if not self.blocked:
                self.front.tell(text, "warn")

    def examined(self, found: tuple[Finding, ...]) -> None:
        """The machine was looked at."""
        with self._input(touched=False):
            self.machine = found

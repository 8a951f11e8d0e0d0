"""How a counter answers an operator: a sound, a light, words where the eye is; the drawer."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from kiosk.exc import DeviceError
from kiosk.flows.views.common import Tone
from kiosk.hw.ports import Signal
from kiosk.i18n import Message

if TYPE_CHECKING:
    from kiosk.flows.base import Flow
    from kiosk.flows.ports import Devices

log = logging.getLogger(__name__)


class Answers:
    """What follows an input. A device that fails is told or logged, and undoes nothing."""

    devices: Devices
    training: bool

    if TYPE_CHECKING:

        @property
        def front(self) -> Flow:
            """The flow whose screen is shown."""

    def ok(self) -> None:
        """The good sound and light."""
        self._signal(Signal.OK)

    def unknown(self) -> None:
        """The sound and light for a code that was not taken."""
        self._signal(Signal.UNKNOWN)

    def refuse_scan(self, why: Message) -> None:
        """Say that a scan was not taken, where the eye is, with the sound for it."""
        self.unknown()
        self.front.tell(why)

    def attention(self, why: Message, tone: Tone = "error") -> None:
        """Say something at the head of the screen in front, with the sound for it."""
        self._signal(Signal.ATTENTION)
        self.front.tell(why, tone)

    def open_drawer(self) -> None:
        """Pulse the drawer, except in training; one that fails is told and undoes nothing."""
        if self.training:
            return
        try:
            self.devices.open_drawer()
        except DeviceError as error:
            self.front.tell(error.message, "warn")

    def _signal(self, signal: Signal) -> None:
        try:
            self.devices.signal(signal)
        except DeviceError as error:
            log.warning("lights: %s", error)

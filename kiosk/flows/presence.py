"""Whether anybody is there: a counter left alone is locked, and later its screen goes dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class Presence:
    """When the last person was felt. A scan, a key or a touch is one; a device's or the office's word is not."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._felt = counter.clock.mono()
        self.asleep = False

    def felt(self) -> None:
        """Somebody is there: the screen wakes."""
        self._felt = self._counter.clock.mono()
        self._sleep(False)

    def tick(self) -> None:
        """About once a second."""
        counter, settings = self._counter, self._counter.settings
        idle = counter.clock.mono() - self._felt
        if counter.user and counter.front.signed_in and 0 < settings.idle_lock_s <= idle:
            counter.lock()
        self._sleep(0 < settings.blank_s <= idle and not self._waited_on)

    @property
    def _waited_on(self) -> bool:
        """A customer looks at it, or something must be read: a basket, a payment, a return, a fault."""
        counter = self._counter
        return any(flow.stays_lit for flow in counter.stack) or not (counter.blocked or counter.cart.empty)

    def _sleep(self, asleep: bool) -> None:
        if asleep != self.asleep:
            self.asleep = asleep
            self._counter.devices.light_screen(not asleep)

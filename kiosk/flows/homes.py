"""Where a signed-in user begins: the till's basket or its shift, the warehouse terminal's tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.flows.base import Flow
    from kiosk.flows.counter import Counter


def home_of(counter: Counter) -> Flow:
    """The first flow of this terminal's role."""
    if counter.settings.role == "warehouse":
        from kiosk.flows.warehouse import WarehouseHome

        return WarehouseHome(counter)
    if counter.shift is None:
        from kiosk.flows.shifts import OpeningShift

        return OpeningShift(counter)
    from kiosk.flows.selling import Selling

    return Selling(counter)

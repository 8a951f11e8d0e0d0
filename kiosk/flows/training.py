"""Practising: another store, nothing posted, nothing printed, the drawer shut; marked across the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.homes import home_of
from kiosk.i18n import M
from kiosk.store.documents import ShiftOpened
from kiosk.trade.money import Money

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


def toggle(counter: Counter) -> None:
    """Begin to practise, or go back to the shop. The real basket waits where it was."""
    begin = not counter.training
    if begin and not counter.can_train:
        raise Refused(M("Training is not set up on this terminal."))
    if begin:
        if not counter.may("training"):
            raise Refused(M("Training needs another role."))
        counter.audit("training.started")
    counter.train(begin)
    if begin and counter.shift is None and counter.settings.role == "counter":
        _open_shift(counter)
    counter.home(home_of(counter))
    if begin:
        counter.front.tell(M("Training: nothing is booked, nothing is printed. Try everything."), "info")
    else:
        counter.front.tell(M("Back in the shop. What was practised is gone."), "info")


def _open_shift(counter: Counter) -> None:
    terminal = counter.settings.terminal
    opened = ShiftOpened(terminal=terminal, float_amount=Money(0))
    counter.store.journal.append(opened, actor=counter.actor)
    counter.shift = counter.store.shifts.current(terminal)

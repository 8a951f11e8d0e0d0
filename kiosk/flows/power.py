"""Restarting and switching off, from the status screen: by who may, after he was told what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.sheets import ChoiceSheet, ConfirmSheet
from kiosk.flows.views import ChoiceView, ConfirmView, Option
from kiosk.hw.machine import Power
from kiosk.i18n import M, Message, below_each_other
from kiosk.store.documents import Approval

if TYPE_CHECKING:
    from kiosk.flows.base import Flow
    from kiosk.flows.counter import Counter

PERMISSION = "settings.change"
_ACTS: dict[Power, Message] = {"restart": M("Restart"), "off": M("Switch off")}
_ICONS: dict[Power, str] = {"restart": "sync", "off": "power"}
_TOLD: dict[Power, Message] = {
    "restart": M("The till restarts. In a minute it is back."),
    "off": M("The till switches itself off. Pull the plug when its green light no longer blinks."),
}


def offer_power(flow: Flow) -> None:
    """Which of the two. Raises Refused where this program may do neither."""
    counter = flow.counter
    if not counter.devices.has_power:
        raise Refused(M("This can't be done from here: the till was not started by its machine."))
    options = tuple(Option(what, act, icon=_ICONS[what]) for what, act in _ACTS.items())
    ask = ChoiceView(M("Restart or switch off?"), options)
    counter.sheet(ChoiceSheet(counter, ask, lambda chosen: _chosen(flow, "off" if chosen == "off" else "restart")))


def _chosen(flow: Flow, what: Power) -> None:
    counter = flow.counter

    def agreed(by: tuple[Approval, ...]) -> None:
        ask = ConfirmView(M("This is open now"), open_now(counter), _ACTS[what])
        counter.sheet(ConfirmSheet(counter, ask, lambda: _do(flow, what, by)))

    counter.with_permission(PERMISSION, _ACTS[what], agreed)


def _do(flow: Flow, what: Power, by: tuple[Approval, ...]) -> None:
    flow.counter.audit(f"terminal.{what}", approvals=by)
    flow.tell(_TOLD[what], "info")
    flow.counter.devices.power(what)


def open_now(counter: Counter) -> Message:
    """What lies open, and what becomes of it; a line for each."""
    papers, waiting = counter.printing.jobs_waiting, counter.printing.entries_waiting
    said = [
        M("The shift stays open.") if counter.shift is not None else None,
        M("The basket comes back with its {count} lines.", count=len(counter.cart.basket.lines))
        if not counter.cart.empty
        else None,
        M("{count} papers are printed afterwards.", count=papers) if papers else None,
        M("{count} entries are sent to the office afterwards.", count=waiting)
        if counter.settings.office and waiting
        else None,
    ]
    found = tuple(line for line in said if line is not None)
    return below_each_other(found) if found else M("Nothing: no shift, no basket, no paper.")

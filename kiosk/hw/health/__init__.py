"""Is this machine fit to be a till? One small file for each thing that is looked at, none of which changes anything.

They read what the kernel says in its files; a check that finds no such file has nothing to say: a PC has no
under-voltage alarm. All of it may take seconds, so it runs beside the counter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kiosk.config import Config
from kiosk.findings import Finding
from kiosk.hw.health import card, clock, crashes, heat, network, plugged, power, secrecy, speed, strangers
from kiosk.hw.health.host import Host

__all__ = ["CHECKS", "Host", "examine"]

CHECKS: dict[str, Callable[[Host, Config], Iterable[Finding]]] = {
    "card": card.check,
    "speed": speed.check,
    "power": power.check,
    "heat": heat.check,
    "clock": clock.check,
    "network": network.check,
    "printer": plugged.printer,
    "scanner": plugged.scanner,
    "pins": plugged.pins,
    "strangers": strangers.check,
    "crashes": crashes.check,
    "secrecy": secrecy.check,
}


def examine(config: Config, host: Host | None = None) -> tuple[Finding, ...]:
    """All findings about this machine. Raises nothing: what can't be read is no finding."""
    found: list[Finding] = []
    for check in CHECKS.values():
        found += check(host or Host(config.data.directory), config)
    return tuple(found)

"""The doctor's checks: one small file each, with a function `check` that looks at one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from kiosk.exc import StoreError
from kiosk.store.checks import (
    cards,
    chain,
    conflicts,
    customers,
    disk,
    documents,
    file,
    money,
    pending,
    prints,
    quarantine,
    returns,
    sales,
    schema,
    stock,
    transit,
)
from kiosk.store.checks.finding import RESTORE, Finding, Severity

if TYPE_CHECKING:
    from kiosk.store.store import Store

__all__ = ["CHECKS", "Finding", "Severity", "run_checks"]

CHECKS: dict[str, Callable[[Store], Iterable[Finding]]] = {
    "file": file.check,
    "schema": schema.check,
    "chain": chain.check,
    "documents": documents.check,
    "cards": cards.check,
    "sales": sales.check,
    "money": money.check,
    "customers": customers.check,
    "stock": stock.check,
    "transit": transit.check,
    "returns": returns.check,
    "pending": pending.check,
    "quarantine": quarantine.check,
    "conflicts": conflicts.check,
    "prints": prints.check,
    "disk": disk.check,
}
"""In the order in which they are run: if the file is hurt, what follows from it is read with that in mind."""


def run_checks(store: Store, *, progress: Callable[[str], None] = lambda _name: None) -> list[Finding]:
    """Run them all; one that can't read what it needs is a fault itself, and stops no other.

    progress: told each check's name as it begins.
    """
    found: list[Finding] = []
    for name, check in CHECKS.items():
        progress(name)
        try:
            found += check(store)
        except StoreError as problem:
            found.append(Finding(name, "fault", problem.message, RESTORE))
    return found

"""The doctor: says what is wrong with a database in words that help, also when it can't be opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.exc import StoreError
from kiosk.i18n import M
from kiosk.store.checks import Finding, Severity, run_checks
from kiosk.store.store import Clock, Store

__all__ = ["Finding", "as_json", "diagnose", "run_checks", "worst"]

_ORDER: tuple[Severity, ...] = ("ok", "warning", "fault")


def diagnose(
    path: Path, key: bytes | None = None, *, clock: Clock, progress: Callable[[str], None] = lambda _name: None
) -> list[Finding]:
    """All findings about the database at `path`. Never raises for what it finds; never makes a file."""
    try:
        store = Store.open(path, key, clock=clock)
    except StoreError as problem:
        advice = M("Do not make a new database in its place: what was sold is in this one, or on its card.")
        return [Finding("file", "fault", problem.message, advice)]
    try:
        return run_checks(store, progress=progress)
    finally:
        store.close()


def worst(findings: Sequence[Finding]) -> Severity:
    """How bad it is in all."""
    return max((f.severity for f in findings), key=_ORDER.index, default="ok")


def as_json(findings: Sequence[Finding], language: str) -> list[dict[str, str]]:
    """Findings for machines: check, severity, message, advice."""
    return [
        {
            "check": f.check,
            "severity": f.severity,
            "message": f.message.in_(language),
            "advice": f.advice.in_(language),
        }
        for f in findings
    ]

"""What a check found, and the two pieces of advice that many give."""

from __future__ import annotations

from kiosk.findings import Finding, Severity
from kiosk.i18n import M

__all__ = ["REBUILD", "RESTORE", "Finding", "Severity"]

RESTORE = M("Stop selling, keep this file, and restore the last backup; what was sold since is in this file's journal.")
"""The advice where the journal itself is hurt."""

REBUILD = M("Nothing is lost: the tables can be rebuilt from the journal. Make a backup, then run “kiosk rebuild”.")
"""The advice where the journal is whole and a table is not."""

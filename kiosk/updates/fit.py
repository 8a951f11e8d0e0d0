"""Is the version under trial fit to sell? What was well before the update must be well now, and an entry must post.

A mistake in kiosk.toml that was there before is none of the update's; one that only the new version sees is. So
settings are compared as devices are. Where nothing is known of before, there is nothing to compare.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kiosk.exc import KioskError
from kiosk.findings import Finding
from kiosk.store.documents import ActAudited
from kiosk.store.store import Store
from kiosk.updates.facts import Answers, Fit, Standing
from kiosk.updates.files import Files, read_file, write_file

COMPARED = ("printer", "scanner", "pins", "settings")
SETTINGS = "settings"
_KEPT = 2


def keep_answers(files: Files, version: str, findings: Iterable[Finding], silent: Iterable[str] = ()) -> None:
    """Note what is well on this machine under a version; that of the version before is kept to compare with.

    silent: devices that the counter itself does not hear, whether they are plugged in or not.
    """
    bad = {f.check for f in findings if f.severity != "ok"} | set(silent)
    seen = {f.check for f in findings} | {SETTINGS}
    well = tuple(name for name in COMPARED if name in seen - bad)
    known = read_file(files.answers, Answers).well
    others = {v: names for v, names in known.items() if v != version}
    kept = dict(list(others.items())[1 - _KEPT :]) | {version: well}
    if kept != known:
        write_file(files.answers, Answers(kept))


def judge(files: Files, running: str, boot: str, store: Store | None) -> Fit | None:
    """What is found of the version under trial, written down; None where the counter has not looked around yet.

    store: None where this terminal has none yet.
    """
    standing, answers = read_file(files.state, Standing), read_file(files.answers, Answers).well
    if running not in answers:
        return None
    before = answers.get(standing.before) or next((w for v, w in answers.items() if v != running), ())
    lost = [name for name in before if name not in answers[running]]
    fit = Fit(version=running, boot=boot)
    if lost:
        fit = replace(fit, why=SETTINGS if SETTINGS in lost else "devices")
    elif store is not None and not _posts(store, standing, running):
        fit = replace(fit, why="entry")
    else:
        fit = replace(fit, fit=True)
    write_file(files.fit, fit)
    return fit


def give_up(files: Files, running: str, boot: str, why: str) -> None:
    """Nothing came of the trial; why, unless the reason is known already."""
    known = read_file(files.fit, Fit)
    if known.version != running or not known.why:
        write_file(files.fit, Fit(version=running, boot=boot, why=why))


def _posts(store: Store, standing: Standing, running: str) -> bool:
    """Whether an entry is written and posted: the one that says which version is tried here."""
    detail = {"from": standing.before, "to": running}
    try:
        entry = store.journal.append(ActAudited(act="update.tried", detail=detail), actor="-")
        return store.journal.get(entry.id) == entry
    except KioskError:
        return False

"""Updates that the office gives out: which bundle, to whom, and how far each terminal is with it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import NamedTuple

from kiosk.disk import whole_file
from kiosk.exc import BadInput
from kiosk.i18n import M
from kiosk.office.members import Terminal
from kiosk.office.refusal import OfficeRefusal
from kiosk.office.tables import ReleaseRow as R
from kiosk.office.tables import TerminalUpdateRow as U
from kiosk.store.queries import Book, Query, arg, put
from kiosk.wire.updates import MAX_BUNDLE, Release, UpdateOffer, UpdateReport, is_newer, version_key

RELEASES = "releases"
EVERYBODY = "*"
_PACKED = b"hsqs"
"""A bundle is a squashfs file with its signature behind it."""

_FIELDS = (R.digest, R.version, R.machine, R.size, R.notes_zh, R.notes_en, R.scope, R.at)
_ALL = Query(R.select(*_FIELDS))
_PUT = put(R)
_GIVE = Query(R.update({R.scope: arg(1)}).where(R.digest == arg(0)))
_PROGRESS = Query(U.select(U.origin, U.stage, U.version, U.why, U.at).order_by(U.origin))
_PROGRESS_OF = Query(U.select(U.stage, U.version, U.why).where(U.origin == arg(0)))
_TELL = put(U)


class Kept(NamedTuple):
    """A release as the office keeps it. scope: as of ReleaseRow. at: UTC milliseconds."""

    digest: str
    version: str
    machine: str
    size: int
    notes_zh: str
    notes_en: str
    scope: str
    at: int

    def is_for(self, store_id: str, name: str) -> bool:
        """Whether a shop's terminal gets it."""
        return bool({EVERYBODY, store_id, f"{store_id}/{name}"} & set(self.scope.split()))


class Told(NamedTuple):
    """What a terminal said of its update last."""

    origin: str
    stage: str
    version: str
    why: str
    at: int


class Releases:
    """All releases of an office, and what terminals say of them."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def add(self, release: Release, *, scope: str = EVERYBODY, machine: str = "") -> None:
        """Give a bundle out; the same one again changes its words and who gets it."""
        r = release
        words = " ".join(scope.split())
        self._book.run(_PUT, r.digest, r.version, machine.strip(), r.size, r.notes_zh, r.notes_en, words, r.at)

    def all(self) -> list[Kept]:
        """Every one, the newest version first."""
        return sorted((Kept(*row) for row in self._book.all(_ALL)), key=lambda r: version_key(r.version), reverse=True)

    def give(self, version: str, scope: str) -> None:
        """Give a version, or the bundle of a digest, to others than before; to nobody by "". Raises BadInput."""
        found = [r for r in self.all() if version in (r.version, r.digest)]
        if not found:
            raise BadInput(M("There is no update {version} here.", version=version))
        for kept in found:
            self._book.run(_GIVE, kept.digest, scope)

    def offer(self, terminal: Terminal, report: UpdateReport) -> UpdateOffer:
        """The newest for this terminal and its kind of machine that is newer than what it runs."""
        for kept in self.all():
            if is_newer(kept.version, report.running) and _fits(kept, terminal, report.machine):
                k = kept
                return UpdateOffer(Release(k.version, k.digest, k.size, k.notes_zh, k.notes_en, k.at))
        return UpdateOffer()

    def check_may_have(self, terminal: Terminal, digest: str) -> None:
        """Raises OfficeRefusal for a bundle that is not there, or not for this terminal."""
        kept = next((r for r in self.all() if r.digest == digest), None)
        if kept is None:
            raise OfficeRefusal(404, "path", "no such bundle")
        if not kept.is_for(terminal.store_id, terminal.name):
            raise OfficeRefusal(403, "store", "this bundle is not for this terminal")

    def take_report(self, terminal: Terminal, report: UpdateReport, now: int) -> bool:
        """Note how far a terminal is; whether it is news."""
        said = (report.stage, report.version, report.why)
        if not report.stage or self._book.one(_PROGRESS_OF, terminal.origin) == said:
            return False
        self._book.run(_TELL, terminal.origin, *said, now)
        return True

    def progress(self) -> list[Told]:
        """What every terminal said last."""
        return [Told(*row) for row in self._book.all(_PROGRESS)]


def keep_bundle(directory: Path, source: Path, version: str, notes_zh: str, notes_en: str, now: int) -> Release:
    """Copy a bundle to where the office keeps them, under its digest. Raises BadInput for what can be none."""
    if not version_key(version):
        raise BadInput(M("“{version}” is no version: write it like 1.4.0.", version=version[:40]))
    try:
        size = source.stat().st_size
        with source.open("rb") as file:
            if not (0 < size <= MAX_BUNDLE) or file.read(4) != _PACKED:
                raise BadInput(M("{name} is no update bundle.", name=source.name))
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        directory.mkdir(parents=True, exist_ok=True)
        kept = bundle_file(directory, digest)
        if not (kept.exists() and kept.stat().st_size == size):
            with source.open("rb") as file, whole_file(kept) as target:
                shutil.copyfileobj(file, target)
    except OSError as problem:
        raise BadInput(M("{name} can't be read or kept: {why}", name=source.name, why=str(problem))) from problem
    return Release(version, digest, size, notes_zh[:4000], notes_en[:4000], now)


def bundle_file(directory: Path, digest: str) -> Path:
    """Where a bundle is kept."""
    return directory / f"{digest}.raucb"


def _fits(kept: Kept, terminal: Terminal, machine: str) -> bool:
    return kept.is_for(terminal.store_id, terminal.name) and (not kept.machine or kept.machine == machine)

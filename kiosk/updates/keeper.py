"""How an update goes on, from what is offered to what came of it: one small step at a time, each written down first.

The power may go between any two steps, and within one. What was being fetched is gone on with; what was being written
beside the running system is written again; what was restarted into is judged by what runs afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from kiosk.config import Updates
from kiosk.updates import bundle, policy
from kiosk.updates.facts import MAX_BAD, Fit, Found, Request, Said, Standing, Wish
from kiosk.updates.files import Files, read_file, write_file
from kiosk.wire.updates import Release, UpdateReport, is_newer

SILENT_MS = 15 * 60_000
"""An installer that says nothing for so long does not run."""
TRIES = 3
"""How often writing is begun again after the power went in the middle of it."""

Now = Callable[[], policy.Now]


class Keeper:
    """files: of this terminal. running: the program's version. clock: UTC milliseconds. boot: this start's id."""

    def __init__(
        self, files: Files, rules: Updates, *, running: str, machine: str, clock: Callable[[], int], boot: str
    ) -> None:
        self._files = files
        self._rules = rules
        self._running = running
        self._machine = machine
        self._clock = clock
        self._boot = boot

    @property
    def standing(self) -> Standing:
        """How far it is."""
        return read_file(self._files.state, Standing)

    def report(self) -> UpdateReport:
        """What the office is told."""
        now = self.standing
        return UpdateReport(self._running, self._machine, now.stage, now.version, now.why)

    def take_offer(self, release: Release | None) -> None:
        """The office says what this terminal should have; None for what it has."""
        now = self.standing
        if now.stage in ("installing", "installed", "trial") or (now.stage == "ready" and now.source == "stick"):
            return
        if release is None or not is_newer(release.version, self._running):
            if now.stage in ("fetching", "ready"):
                self._files.bundle.unlink(missing_ok=True)
                self._put(now, stage="", release=None)  # it was withdrawn
        elif release.digest != now.digest:
            if release.digest not in now.bad:
                self._put(now, stage="fetching", source="office", release=release, here=0, why="", tries=0)
        elif now.stage in ("", "done"):
            self._put(now, stage="fetching", source="office", here=0, why="", tries=0)

    def here(self, count: int) -> None:
        """So many bytes of it were fetched."""
        self._put(self.standing, here=count)

    def no_room(self) -> None:
        """It can't be fetched now for want of room, and is tried again."""
        self._put(self.standing, why="space")

    def fetched(self) -> None:
        """It is here as a whole: is it ours, for this machine, newer?"""
        now = self.standing
        try:
            self._check(self._files.bundle, now.version)
        except bundle.BadBundle as problem:
            self._files.bundle.unlink(missing_ok=True)
            self._fail(now, problem.code)
        else:
            self._put(now, stage="ready", why="")

    def step(self, ask: Now) -> None:
        """Go on, if it may. ask: what is so now; asked only where it matters."""
        now = self.standing
        match now.stage:
            case "ready" if self._may(now, ask):
                self._request(now, "install", stage="installing", percent=0, tries=now.tries + 1)
            case "installing":
                self._listen(now)
            case "installed" if now.boot != self._boot:
                self._judge(now)  # switched off and on: that was the restart
            case "installed" if self._may(now, ask):
                self._request(now, "restart", stage="trial", before=self._running)
            case "trial":
                self._judge(now)
            case "" | "done" | "failed" | "fetching":
                self._try_again(now)
                self._look_at_stick(now)

    # --- inside

    def _may(self, now: Standing, ask: Now) -> bool:
        return policy.may_go_on(self._rules, now, read_file(self._files.wish, Wish), ask())

    def _put(self, now: Standing, **change: Any) -> None:
        after = replace(now, **change)
        if after == now:
            return
        if after.stage != now.stage:
            after = replace(after, boot=self._boot, since=self._clock())
        write_file(self._files.state, after)

    def _request(self, now: Standing, do: Any, **change: Any) -> None:
        self._put(now, **change)
        before = read_file(self._files.request, Request)
        path = self._files.bundle if now.source == "office" else self._files.stick_bundle
        # The installer is another user, of our group
        write_file(self._files.request, Request(do, str(path), now.digest, before.number + 1), mode=0o640)

    def _listen(self, now: Standing) -> None:
        said, number = read_file(self._files.said, Said), read_file(self._files.request, Request).number
        if now.boot != self._boot:
            if now.tries < TRIES:
                self._put(now, stage="ready", percent=0)
            else:
                self._fail(now, "cut")
        elif said.number == number and said.stage == "installing":
            self._put(now, percent=said.percent)
        elif said.number == number and said.stage == "installed":
            self._put(now, stage="installed", percent=100, before=self._running)
        elif said.number == number and said.stage == "failed":
            self._fail(now, said.why or "install")
        elif self._clock() - now.since > SILENT_MS:
            self._fail(now, "no_installer")

    def _judge(self, now: Standing) -> None:
        """It was restarted into: what runs, and does it stay?"""
        fit = read_file(self._files.fit, Fit)
        if now.boot == self._boot and now.stage == "trial" and self._running != now.version:
            if self._clock() - now.since > SILENT_MS:
                self._put(now, stage="installed")  # the restart did not come about: it is asked for again
        elif self._running != now.version:
            self._fail(now, fit.why if fit.version == now.version and fit.why else "unfit")
        elif fit.version == now.version and fit.fit:
            self._files.bundle.unlink(missing_ok=True)
            self._files.stick_bundle.unlink(missing_ok=True)
            self._files.wish.unlink(missing_ok=True)
            self._put(now, stage="done", why="")
        elif now.stage != "trial":
            self._put(now, stage="trial")

    def _fail(self, now: Standing, code: str) -> None:
        self._files.wish.unlink(missing_ok=True)
        bad = (*(b for b in now.bad if b != now.digest), now.digest)[-MAX_BAD:]
        self._put(now, stage="failed", why=code, bad=bad, percent=0)

    def _try_again(self, now: Standing) -> None:
        """Somebody wants one that failed once more."""
        wish = read_file(self._files.wish, Wish)
        if now.stage == "failed" and wish.digest and wish.digest == now.digest:
            there = self._files.bundle if now.source == "office" else self._files.stick_bundle
            bad = tuple(b for b in now.bad if b != now.digest)
            if there.exists():
                self._put(now, stage="ready", why="", tries=0, bad=bad)
            elif now.source == "office":
                self._put(now, stage="fetching", why="", here=0, tries=0, bad=bad)

    def _look_at_stick(self, now: Standing) -> None:
        """Was an update brought on a stick?"""
        found = read_file(self._files.stick, Found)
        if not found.at:
            return
        self._files.stick.unlink(missing_ok=True)
        now, path = self.standing, self._files.stick_bundle
        if found.why or not found.name:
            self._put(now, stick_why=found.why, stick_ignored=found.ignored)
            return
        try:
            inside = self._check(path)
            release = Release(inside.version, bundle.digest_of(path), path.stat().st_size, at=self._clock())
        except (bundle.BadBundle, OSError) as problem:
            path.unlink(missing_ok=True)
            self._put(now, stick_why=getattr(problem, "code", "damaged"), stick_ignored=found.ignored)
        else:
            self._put(
                now, stage="ready", source="stick", release=release, here=release.size, why="", tries=0,
                stick_why="", stick_ignored=found.ignored,
            )  # fmt: skip

    def _check(self, path: Path, version: str = "") -> bundle.Bundle:
        return bundle.check(
            path, keyring=Path(self._rules.keyring), machine=self._machine, running=self._running, version=version
        )

"""An update from the offer to what came of it, with the power going in between."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.config import Updates
from kiosk.updates import bundle
from kiosk.updates.bundle import BadBundle, Bundle
from kiosk.updates.facts import Fit, Found, Request, Said, Standing, Wish
from kiosk.updates.files import Files, read_file, write_file
from kiosk.updates.keeper import SILENT_MS, Keeper
from kiosk.updates.policy import Now
from kiosk.wire.updates import Release

NEW = Release("0.2.0", "a" * 64, 4, "新", "New")
NEWER = Release("0.3.0", "b" * 64, 4)
NIGHT = Now(datetime.datetime(2026, 3, 4, 23, 0), shift_open=False)
NOON = Now(datetime.datetime(2026, 3, 4, 12, 0), shift_open=True)


class Machine:
    """A terminal whose power can go, and whose installer the test plays."""

    def __init__(self, directory: Path) -> None:
        self.files = Files(directory, directory / "said.json")
        self.running, self.boot, self.now, self.when = "0.1.0", "b1", 1000, NIGHT
        self.keeper = self._keeper()

    def _keeper(self) -> Keeper:
        return Keeper(
            self.files, Updates(), running=self.running, machine="m", clock=lambda: self.now, boot=self.boot
        )  # fmt: skip

    def restart(self, running: str = "") -> None:
        self.running, self.boot = running or self.running, self.boot + "+"
        self.files.said.unlink(missing_ok=True)
        self.keeper = self._keeper()

    def step(self) -> Standing:
        self.keeper.step(lambda: self.when)
        return self.keeper.standing

    def fetch(self, release: Release = NEW) -> Standing:
        self.keeper.take_offer(release)
        if self.keeper.standing.stage == "fetching":
            self.files.bundle.write_bytes(b"hsqs")
            self.keeper.fetched()
        return self.keeper.standing

    @property
    def request(self) -> Request:
        return read_file(self.files.request, Request)

    def say(self, stage: str, **more: object) -> None:
        write_file(self.files.said, Said(self.request.number, stage, **more))  # type: ignore[arg-type]

    def install(self) -> None:
        self.fetch()
        self.step()
        self.say("installed")
        assert self.step().stage == "installed"

    def find(self, **what: object) -> None:
        write_file(self.files.fit, Fit(version="0.2.0", **what))  # type: ignore[arg-type]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(bundle, "look_at", lambda path, keyring: Bundle("m", "0.2.0"))
    (tmp_path / "updates").mkdir()
    return Machine(tmp_path)


def test_an_update_is_fetched_installed_at_night_restarted_into_and_found_good(machine: Machine) -> None:
    assert machine.fetch().stage == "ready"
    machine.when = NOON
    assert machine.step().stage == "ready"
    machine.when = NIGHT
    assert machine.step().stage == "installing"
    assert machine.request == Request("install", str(machine.files.bundle), NEW.digest, 1)
    machine.say("installing", percent=40)
    assert machine.step().percent == 40
    machine.say("installed")
    assert machine.step().stage == "installed"
    assert machine.step().stage == "trial"
    assert machine.request.do == "restart"
    machine.restart("0.2.0")
    assert machine.step().stage == "trial"
    machine.find(fit=True)
    assert machine.step().stage == "done"
    assert not machine.files.bundle.exists()
    assert machine.keeper.report().running == "0.2.0"


def test_one_that_went_back_is_remembered_and_not_tried_again_by_itself(machine: Machine) -> None:
    machine.install()
    machine.step()
    machine.find(why="devices")
    machine.restart()
    went_back = machine.step()
    assert (went_back.stage, went_back.why, went_back.bad) == ("failed", "devices", (NEW.digest,))
    report = machine.keeper.report()
    assert (report.stage, report.version, report.why) == ("failed", "0.2.0", "devices")
    for _ in range(3):
        assert machine.fetch().stage == "failed"
        assert machine.step().stage == "failed"
    assert machine.request.do == "restart"
    machine.keeper.take_offer(NEWER)
    assert machine.keeper.standing.stage == "fetching"
    machine.keeper.take_offer(NEW)
    assert machine.keeper.standing.version == "0.3.0"


def test_somebody_may_have_one_that_failed_tried_once_more(machine: Machine) -> None:
    machine.install()
    machine.step()
    machine.restart()
    assert machine.step().stage == "failed"
    write_file(machine.files.wish, Wish(NEW.digest))
    assert machine.step().stage == "ready"
    assert machine.step().stage == "installing"


def test_the_power_going_while_it_is_written_is_no_failure_until_it_happens_again_and_again(machine: Machine) -> None:
    machine.fetch()
    for _ in range(3):
        assert machine.step().stage == "installing"
        machine.restart()
        stage = machine.step().stage
    assert (stage, machine.keeper.standing.why) == ("failed", "cut")


def test_switching_off_and_on_is_a_restart_too(machine: Machine) -> None:
    machine.install()
    machine.restart("0.2.0")
    assert machine.step().stage == "trial"
    machine.find(fit=True)
    assert machine.step().stage == "done"


def test_an_installed_update_waits_while_a_shift_is_open(machine: Machine) -> None:
    machine.install()
    machine.when = NOON
    assert machine.step().stage == "installed"


def test_what_the_installer_says_of_an_earlier_request_is_not_believed(machine: Machine) -> None:
    machine.fetch()
    machine.step()
    write_file(machine.files.said, Said(machine.request.number - 1, "installed"))
    assert machine.step().stage == "installing"


def test_an_installer_that_says_nothing_is_given_up(machine: Machine) -> None:
    machine.fetch()
    machine.step()
    machine.now += SILENT_MS + 1
    assert (machine.step().stage, machine.keeper.standing.why) == ("failed", "no_installer")


def test_a_release_that_is_withdrawn_before_it_is_installed_goes_away(machine: Machine) -> None:
    machine.fetch()
    machine.keeper.take_offer(None)
    assert machine.keeper.standing.stage == ""
    assert not machine.files.bundle.exists()


def test_a_bundle_that_is_not_ours_is_thrown_away_and_told(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def forged(path: Path, keyring: Path) -> Bundle:
        raise BadBundle("forged")

    monkeypatch.setattr(bundle, "look_at", forged)
    assert (machine.fetch().stage, machine.keeper.standing.why) == ("failed", "forged")
    assert not machine.files.bundle.exists()


def test_an_update_on_a_stick_is_offered_and_waits_for_a_person(machine: Machine) -> None:
    machine.files.stick_bundle.write_bytes(b"hsqs")
    write_file(machine.files.stick, Found("zhanggui.raucb", ignored=3, at=5))
    found = machine.step()
    assert (found.stage, found.source, found.version, found.stick_ignored) == ("ready", "stick", "0.2.0", 3)
    assert machine.step().stage == "ready"
    write_file(machine.files.wish, Wish(found.digest))
    assert machine.step().stage == "installing"
    assert machine.request.bundle == str(machine.files.stick_bundle)


def test_a_bad_update_on_a_stick_is_told_and_leaves_nothing(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.running = "0.2.0"
    machine.restart()
    machine.files.stick_bundle.write_bytes(b"hsqs")
    write_file(machine.files.stick, Found("old.raucb", ignored=1, at=5))
    found = machine.step()
    assert (found.stage, found.stick_why, found.stick_ignored) == ("", "older", 1)
    assert not machine.files.stick_bundle.exists()


@given(st.binary(max_size=200), st.sampled_from(["state", "wish", "request", "said", "stick", "fit"]))
@settings(max_examples=60, deadline=None)
def test_no_file_at_all_stops_it(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    machine = Machine(tmp_path_factory.getbasetemp() / "fuzz")
    machine.files.directory.mkdir(parents=True, exist_ok=True)
    path: Path = getattr(machine.files, name)
    path.write_bytes(content)
    machine.step()
    machine.keeper.report()
    path.unlink(missing_ok=True)

"""Updates come beside replication: slowly, told to the office, and also without one."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from kiosk.config import Updates
from kiosk.replicate.backoff import Line
from kiosk.replicate.membership import keep_membership
from kiosk.replicate.office import Membership
from kiosk.replicate.updating import ASK_S, Updating, _Slowly, _Stopped
from kiosk.store.store import Store
from kiosk.updates import bundle
from kiosk.updates.bundle import Bundle
from kiosk.updates.facts import Request
from kiosk.updates.files import Files, read_file
from kiosk.updates.keeper import Keeper
from kiosk.wire.updates import Release
from tests.replicate.memory import MemoryOffice
from tests.store.shop import Clock, open_shift

D = "a" * 64


class Beside:
    """A terminal's updates, with time in the test's hand."""

    def __init__(self, till: Store, office: MemoryOffice, directory: Path) -> None:
        self.time = 0.0
        self.files = Files(directory, directory / "said.json")
        self.keeper = Keeper(self.files, Updates(), running="0.1.0", machine="m", clock=lambda: 5, boot="b")
        self.updating = Updating(
            lambda: Store.open(till.path, clock=Clock()), self.files, self.keeper, "T1",
            connect=lambda _membership: office, local=lambda: datetime.datetime(2026, 3, 4, 23, 0),
            mono=lambda: self.time, speed=10**12,
        )  # fmt: skip
        self.line = Line(lambda: "")

    def step(self, after: float = 0) -> str:
        self.time += after
        self.updating.step(self.line)
        return self.keeper.standing.stage


@pytest.fixture
def beside(till: Store, office: MemoryOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Beside:
    monkeypatch.setattr(bundle, "look_at", lambda path, keyring: Bundle("m", "0.2.0"))
    keep_membership(till, Membership("http://office", "secret", "", "HQ"))
    office.release, office.bundles = Release("0.2.0", D, 4), {D: b"hsqs"}
    return Beside(till, office, tmp_path)


def test_what_the_office_offers_is_fetched_and_installed_when_no_shift_is_open(
    beside: Beside, till: Store, office: MemoryOffice
) -> None:
    shift = open_shift(till)
    assert shift
    assert beside.step() == "ready"
    assert [beside.step(3) for _ in range(3)] == ["ready"] * 3
    assert read_file(beside.files.request, Request).do == ""


def test_without_an_open_shift_it_is_installed_in_the_night(beside: Beside) -> None:
    assert beside.step() == "ready"
    assert beside.step(3) == "installing"
    assert read_file(beside.files.request, Request).digest == D


def test_the_office_is_told_news_at_once_and_asked_every_quarter_of_an_hour(
    beside: Beside, office: MemoryOffice
) -> None:
    office.release = None
    for _ in range(100):
        beside.step(3)
    assert len(office.reports) == 1
    beside.step(ASK_S)
    assert len(office.reports) == 2
    assert office.reports[-1].running == "0.1.0"
    assert office.reports[-1].machine == "m"


def test_a_terminal_without_an_office_asks_nobody(till: Store, office: MemoryOffice, tmp_path: Path) -> None:
    beside = Beside(till, office, tmp_path)
    for _ in range(5):
        assert beside.step(100) == ""
    assert office.reports == []


def test_a_download_rests_so_long_that_it_keeps_to_its_speed(beside: Beside) -> None:
    rests: list[float] = []
    beside.updating._speed = 1000
    slowly = _Slowly(beside.updating, beside.line)
    slowly._rest = lambda seconds: bool(rests.append(seconds))  # type: ignore[assignment, func-returns-value]
    slowly.take(500, 10_000)
    beside.time += 1
    slowly.take(4500, 10_000)
    assert rests == [0, 3]
    assert beside.keeper.standing.here == 4500


def test_the_end_of_the_process_ends_a_download(beside: Beside) -> None:
    beside.line.stop()
    with pytest.raises(_Stopped):
        _Slowly(beside.updating, beside.line).take(1, 10)

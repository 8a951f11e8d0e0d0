"""Updates that the office gives out: to whom, which one, and whole."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.config import Updates
from kiosk.exc import BadInput, OfficeError
from kiosk.office.members import Terminal
from kiosk.office.office import Office
from kiosk.office.releases import RELEASES, keep_bundle
from kiosk.replicate.backoff import Line
from kiosk.replicate.membership import membership_of
from kiosk.replicate.updating import Updating
from kiosk.store.store import Store
from kiosk.updates.facts import Request
from kiosk.updates.files import Files, read_file
from kiosk.updates.keeper import Keeper
from kiosk.wire.updates import Release, UpdateReport, is_newer, version_key
from tests.office.conftest import Running, now
from tests.office.test_server import client, connect, join
from tests.updates.conftest import MACHINE, Maker, maker, stranger

__all__ = ["maker", "stranger"]

BUNDLE = b"hsqs" + bytes(range(256)) * 40
TILL = Terminal("t", "S01", "AAAAAA", "T1", 0, False, 0, 0, "0.1.0")
OTHER = TILL._replace(store_id="S02", origin="BBBBBB")


def file(tmp_path: Path, content: bytes = BUNDLE) -> Path:
    (tmp_path / "up.raucb").write_bytes(content)
    return tmp_path / "up.raucb"


def release(version: str, mark: str = "a") -> Release:
    return Release(version, mark * 64, 100, "新", "New", 1)


def offered(office: Office, terminal: Terminal = TILL, running: str = "0.1.0", machine: str = "") -> str:
    found = office.releases.offer(terminal, UpdateReport(running, machine)).release
    return found.version if found else ""


def test_a_terminal_gets_the_newest_that_is_newer_than_its_own(office: Office) -> None:
    for version, mark in (("0.9.0", "a"), ("0.10.0", "b"), ("0.2.0", "c")):
        office.releases.add(release(version, mark))
    assert [offered(office, running=r) for r in ("0.1.0", "0.9.0", "0.10.0", "1.0")] == ["0.10.0", "0.10.0", "", ""]


def test_a_few_get_it_first_then_all_then_nobody(office: Office) -> None:
    office.releases.add(release("0.2.0"), scope="S03 S01/T1")
    assert (offered(office), offered(office, TILL._replace(name="T2")), offered(office, OTHER)) == ("0.2.0", "", "")
    office.releases.give("0.2.0", "*")
    assert offered(office, OTHER) == "0.2.0"
    office.releases.give("0.2.0", "")
    assert offered(office) == ""
    with pytest.raises(BadInput, match="no update"):
        office.releases.give("7.0", "*")


def test_a_bundle_for_another_kind_of_machine_is_not_offered(office: Office) -> None:
    office.releases.add(release("0.2.0"), machine="zhanggui-rpi-arm64")
    assert (offered(office, machine="zhanggui-virtual-amd64"), offered(office, machine="zhanggui-rpi-arm64")) == (
        "", "0.2.0",
    )  # fmt: skip


def test_a_failed_update_is_an_alarm_once(office: Office) -> None:
    failed = UpdateReport("0.1.0", "", "failed", "0.2.0", "unfit")
    for _ in range(3):
        office.update_of(TILL, failed)
    assert [(a.kind, a.detail) for a in office.alarms.open()] == [("update", "0.2.0 unfit")]
    assert [(u.origin, u.stage, u.version) for u in office.releases.progress()] == [("AAAAAA", "failed", "0.2.0")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip", b"hsq"])
def test_what_is_no_bundle_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadInput, match="no update bundle"):
        keep_bundle(tmp_path / RELEASES, file(tmp_path, content), "1.0", "", "", 1)
    assert not (tmp_path / RELEASES).exists()


@pytest.mark.parametrize("version", ["", "new", "1.0-beta", "1..2", "1.2.3.4.5", "١.٢"])
def test_a_version_is_numbers_with_dots(tmp_path: Path, version: str) -> None:
    with pytest.raises(BadInput, match="no version"):
        keep_bundle(tmp_path / RELEASES, file(tmp_path), version, "", "", 1)


@given(st.lists(st.integers(0, 999_999), min_size=1, max_size=4), st.lists(st.integers(0, 999_999), min_size=1))
@settings(max_examples=50)
def test_versions_are_ordered_by_their_numbers(one: list[int], two: list[int]) -> None:
    first, second = (".".join(map(str, parts[:4])) for parts in (one, two))
    pad = [[*parts[:4], 0, 0, 0, 0][:4] for parts in (one, two)]
    assert is_newer(first, second) == (pad[0] > pad[1])


@given(st.text(max_size=30))
@settings(max_examples=50)
def test_no_text_at_all_is_a_fault_as_a_version(text: str) -> None:
    assert not is_newer(text, text)
    assert version_key(text) >= ()


def test_a_bundle_travels_whole_and_from_its_middle_to_whom_it_is_for(running: Running, tmp_path: Path) -> None:
    kept = keep_bundle(tmp_path / RELEASES, file(tmp_path), "9.9", "新", "New", now())
    running.desk.releases.add(kept, scope="S01")
    store = join(running, tmp_path / "one.db")
    membership = membership_of(store)
    assert membership is not None
    with client(running, membership.token) as web:
        offer = web.post("/v1/updates", json={"running": "0.1.0"}).json()["release"]
        assert (offer["version"], offer["size"], offer["notes_zh"]) == ("9.9", len(BUNDLE), "新")
        assert offer["digest"] == hashlib.sha256(BUNDLE).hexdigest()
        path = f"/v1/updates/{offer['digest']}"
        whole = web.get(path)
        rest = web.get(path, headers={"Range": "bytes=1000-", "If-Range": whole.headers["ETag"]})
        assert (whole.content, rest.status_code, rest.content) == (BUNDLE, 206, BUNDLE[1000:])
        running.desk.releases.give("9.9", "S02")
        assert web.get(path).status_code == 403
        assert web.get("/v1/updates/" + "0" * 64).status_code == 404
    with client(running, "nobody") as web:
        assert (web.post("/v1/updates", json={"running": "1"}).status_code, web.get(path).status_code) == (401, 401)
    store.close()


def test_a_download_that_broke_off_goes_on_where_it_was_and_a_damaged_one_begins_anew(
    running: Running, tmp_path: Path
) -> None:
    kept = keep_bundle(tmp_path / RELEASES, file(tmp_path), "9.9", "", "", now())
    running.desk.releases.add(kept)
    store = join(running, tmp_path / "one.db")
    office, into = connect(store), tmp_path / "office.raucb"
    part, tag = tmp_path / "office.raucb.part", tmp_path / "office.raucb.tag"
    part.write_bytes(BUNDLE[:5000])
    tag.write_text(f'"{kept.digest}"\n{kept.digest}')
    begun: list[int] = []
    office.update(kept.digest, into, progress=lambda here, _total: begun.append(here))
    assert into.read_bytes() == BUNDLE
    assert begun[0] > 5000
    assert not part.exists()
    assert not tag.exists()
    part.write_bytes(b"x" * 5000)
    tag.write_text(f'"{kept.digest}"\n{kept.digest}')
    with pytest.raises(OfficeError):
        office.update(kept.digest, into)
    office.update(kept.digest, into)
    assert into.read_bytes() == BUNDLE
    offer = office.update_offer(UpdateReport("0.1.0", "", "fetching", "9.9"))
    assert offer.release == kept
    office.close()
    store.close()


def test_an_update_goes_from_the_office_to_the_installer_signed_by_its_maker(
    running: Running, tmp_path: Path, maker: Maker
) -> None:
    """Real HTTPS, the real RAUC's signature; only the installer is not there."""
    source = maker.bundle("0.9.0")
    running.desk.releases.add(keep_bundle(tmp_path / RELEASES, source, "0.9.0", "新", "New", now()), scope="S01")
    store = join(running, tmp_path / "one.db")
    files = Files(tmp_path / "till", tmp_path / "said.json")
    keeper = Keeper(
        files, Updates(keyring=str(maker.cert), from_hour=0, to_hour=0), running="0.1.0", machine=MACHINE, clock=now,
        boot="b",
    )  # fmt: skip
    updating = Updating(lambda: Store.open(store.path, clock=now), files, keeper, "T1", mono=lambda: 0.0, speed=1 << 40)
    updating.step(Line(lambda: ""))
    assert (keeper.standing.stage, keeper.standing.why) == ("ready", "")
    assert files.bundle.read_bytes() == source.read_bytes()
    updating.step(Line(lambda: ""))
    assert read_file(files.request, Request).do == "install"
    store.close()


def test_a_bundle_that_somebody_put_at_the_office_is_not_installed(
    running: Running, tmp_path: Path, maker: Maker, stranger: Maker
) -> None:
    kept = keep_bundle(tmp_path / RELEASES, stranger.bundle("0.9.0"), "0.9.0", "", "", now())
    running.desk.releases.add(kept)
    store = join(running, tmp_path / "one.db")
    files = Files(tmp_path / "till", tmp_path / "said.json")
    keeper = Keeper(
        files, Updates(keyring=str(maker.cert)), running="0.1.0", machine=MACHINE, clock=now, boot="b"
    )  # fmt: skip
    time = iter(range(0, 10_000, 100))
    updating = Updating(
        lambda: Store.open(store.path, clock=now), files, keeper, "T1", mono=lambda: next(time), speed=1 << 40
    )
    for _ in range(2):
        updating.step(Line(lambda: ""))
    assert (keeper.standing.stage, keeper.standing.why) == ("failed", "forged")
    assert [a.kind for a in running.desk.alarms.open()] == ["update"]
    assert not files.bundle.exists()
    store.close()

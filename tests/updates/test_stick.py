"""A memory stick: one update of ours is taken, the newest; anything else is left alone and counted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk import disk
from kiosk.updates.facts import Found
from kiosk.updates.files import Files, read_file
from kiosk.updates.stick import read_stick
from tests.updates.conftest import Maker


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "data")


@pytest.fixture
def mount(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_the_newest_that_is_ours_is_taken_and_the_rest_is_left_alone(
    maker: Maker, stranger: Maker, files: Files, mount: Path
) -> None:
    for source, name in ((maker.bundle("0.2.0"), "a.raucb"), (maker.bundle("0.10.0"), "B.RAUCB"),
                         (stranger.bundle("9.0"), "c.raucb")):  # fmt: skip
        shutil.copy(source, mount / name)
    (mount / "autorun.inf").write_text("[autorun]")
    (mount / "d.raucb").mkdir()
    (mount / "e.raucb").symlink_to("/etc/passwd")
    found = read_stick(mount, files, keyring=maker.cert, at=7)
    assert found == Found("stick.raucb", 5, "", 7) == read_file(files.stick, Found)
    assert files.stick_bundle.read_bytes() == maker.bundle("0.10.0").read_bytes()


def test_a_forged_or_a_broken_update_is_told_and_nothing_is_taken(
    maker: Maker, stranger: Maker, files: Files, mount: Path
) -> None:
    shutil.copy(stranger.bundle("9.0"), mount / "a.raucb")
    assert read_stick(mount, files, keyring=maker.cert, at=7).why == "forged"
    (mount / "a.raucb").write_bytes(maker.bundle("0.2.0").read_bytes()[:-100])
    assert read_stick(mount, files, keyring=maker.cert, at=8).why == "damaged"
    (mount / "a.raucb").write_bytes(b"photo")
    assert read_stick(mount, files, keyring=maker.cert, at=9).why == "no_bundle"
    assert not files.stick_bundle.exists()


def test_a_stick_with_photographs_says_only_how_many(files: Files, mount: Path, tmp_path: Path) -> None:
    for name in ("一.jpg", "b.jpg", "kiosk.toml"):
        (mount / name).write_bytes(b"x")
    assert read_stick(mount, files, keyring=tmp_path / "none", at=7) == Found("", 3, "", 7)


def test_a_stick_that_was_pulled_out_is_no_fault(files: Files, mount: Path, tmp_path: Path) -> None:
    assert read_stick(mount / "gone", files, keyring=tmp_path / "none", at=7).why == "damaged"


def test_an_update_that_has_no_room_is_not_begun(
    maker: Maker, files: Files, mount: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(maker.bundle("0.2.0"), mount / "a.raucb")
    monkeypatch.setattr(disk, "_SPARE", 1 << 60)
    assert read_stick(mount, files, keyring=maker.cert, at=7).why == "space"
    assert not files.stick_bundle.exists()

"""Whether the card is encrypted, by the disk that the database lies on; the key that its copies get."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.backups.card import Card, this_card

KEY = bytes(range(32))


@pytest.fixture
def mapped(tmp_path: Path) -> Path:
    """A machine where what tests write to is called by its mapping's name."""
    on = tmp_path.stat().st_dev
    name = tmp_path / "sys" / "dev" / "block" / f"{os.major(on)}:{os.minor(on)}" / "dm" / "name"
    name.parent.mkdir(parents=True)
    name.write_text("kiosk-data\n")
    return name


def test_a_plain_card_needs_no_key(tmp_path: Path, mapped: Path) -> None:
    mapped.write_text("vg-somebodys\n")
    assert this_card(tmp_path, {}, tmp_path / "sys") == Card()
    mapped.unlink()
    assert this_card(tmp_path, {}, tmp_path / "sys") == Card()


def test_one_of_which_nothing_is_known_counts_as_encrypted(tmp_path: Path, mapped: Path) -> None:
    assert this_card(tmp_path, {}, tmp_path / "elsewhere").unknown
    mapped.unlink()
    mapped.mkdir()  # whatever it is, it can't be read
    assert this_card(tmp_path, {}, tmp_path / "sys").unknown


def test_an_encrypted_one_has_its_key_from_systemd(tmp_path: Path, mapped: Path) -> None:
    (tmp_path / "kiosk-backup").write_text(KEY.hex() + "\n")
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert this_card(tmp_path, environ, tmp_path / "sys") == Card(encrypted=True, key=KEY)


@pytest.mark.parametrize("said", ["", "aa", KEY.hex() + "00", "z" * 64, "中" * 64])
def test_without_a_whole_key_there_is_none(tmp_path: Path, mapped: Path, said: str) -> None:
    (tmp_path / "kiosk-backup").write_text(said)
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert this_card(tmp_path, environ, tmp_path / "sys") == Card(encrypted=True)


def test_a_file_that_lies_about_is_not_taken_for_it(
    tmp_path: Path, mapped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kiosk-backup").write_text(KEY.hex())
    monkeypatch.chdir(tmp_path)
    assert this_card(tmp_path, {}, tmp_path / "sys") == Card(encrypted=True)

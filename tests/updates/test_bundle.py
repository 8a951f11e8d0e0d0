"""Only what the maker signed is an update, as the real RAUC sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.updates import bundle
from kiosk.updates.bundle import BadBundle, check, look_at, machine, read_told
from tests.updates.conftest import MACHINE, Maker


def refusal(path: Path, maker: Maker, **asked: str) -> str:
    wanted = {"machine": MACHINE, "running": "0.1.0"} | asked
    with pytest.raises(BadBundle) as raised:
        check(path, keyring=maker.cert, **wanted)
    return raised.value.code


def copy(source: Path, target: Path, content: bytes) -> Path:
    path = target / source.name
    path.write_bytes(content)
    return path


def test_what_the_maker_signed_is_read(maker: Maker) -> None:
    found = check(maker.bundle("0.2.0"), keyring=maker.cert, machine=MACHINE, running="0.1.0")
    assert (found.version, found.compatible) == ("0.2.0", MACHINE)


def test_what_somebody_else_signed_is_forged(maker: Maker, stranger: Maker) -> None:
    assert refusal(stranger.bundle("0.2.0"), maker) == "forged"


def test_a_signature_put_behind_other_contents_is_forged_or_damaged(maker: Maker, tmp_path: Path) -> None:
    good = maker.bundle("0.2.0").read_bytes()
    for at in (len(good) - 200, len(good) - 1200):
        changed = good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]
        assert refusal(copy(maker.bundle("0.2.0"), tmp_path, changed), maker) in {"forged", "damaged"}


@pytest.mark.parametrize("part", [0.2, 0.9, 0.999])
def test_a_file_that_was_not_copied_whole_is_damaged(maker: Maker, tmp_path: Path, part: float) -> None:
    good = maker.bundle("0.2.0").read_bytes()
    assert refusal(copy(maker.bundle("0.2.0"), tmp_path, good[: int(len(good) * part)]), maker) == "damaged"


def test_what_is_older_or_the_same_or_for_another_machine_is_not_installed(maker: Maker) -> None:
    path = maker.bundle("0.2.0")
    assert refusal(path, maker, running="0.2.0") == "older"
    assert refusal(path, maker, running="0.10") == "older"
    assert refusal(path, maker, machine="zhanggui-rpi-arm64") == "machine"
    assert refusal(path, maker, machine="") == "no_installer"
    assert refusal(path, maker, version="0.3.0") == "damaged"


@pytest.mark.parametrize("content", [b"", b"hsq", b"MZ not a bundle", b"<html>"])
def test_any_other_file_is_no_update(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.raucb"
    path.write_bytes(content)
    with pytest.raises(BadBundle) as raised:
        look_at(path, keyring=tmp_path / "none.pem")
    assert raised.value.code == "no_bundle"


def test_a_file_that_is_gone_is_told_from_a_machine_without_rauc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadBundle) as raised:
        look_at(tmp_path / "gone.raucb")
    assert raised.value.code == "damaged"
    path = tmp_path / "x.raucb"
    path.write_bytes(b"hsqs....")
    monkeypatch.setattr(bundle, "RAUC", tmp_path / "no-rauc")
    with pytest.raises(BadBundle) as raised:
        look_at(path)
    assert raised.value.code == "no_installer"


def test_the_machine_is_named_by_its_image(tmp_path: Path) -> None:
    assert machine(tmp_path / "none") == ""
    (tmp_path / "system.conf").write_text("[system]\ncompatible=zhanggui-rpi-arm64\nbootloader=custom\n")
    assert machine(tmp_path / "system.conf") == "zhanggui-rpi-arm64"


@given(st.one_of(st.binary(max_size=200), st.text(max_size=100).map(str.encode), st.just(b"[" * 100_000)))
@settings(max_examples=60, deadline=None)
def test_an_answer_of_rauc_that_is_not_understood_is_no_update(output: bytes) -> None:
    with pytest.raises(BadBundle):
        read_told(output)

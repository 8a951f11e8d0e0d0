"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kiosk.disk import whole_file


def test_a_file_gets_its_name_when_all_of_it_is_written_and_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings"
    path.write_bytes(b"before")
    synced: list[str] = []
    fsync = os.fsync

    def watched(fd: int) -> None:
        synced.append(Path(f"/proc/self/fd/{fd}").readlink().name)
        fsync(fd)

    monkeypatch.setattr(os, "fsync", watched)
    with whole_file(path) as file:
        file.write(b"after")
        assert path.read_bytes() == b"before"
    assert path.read_bytes() == b"after"
    assert synced == ["settings.new", tmp_path.name]  # what is in it, then its name
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_stays_where_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "settings"
    path.write_bytes(b"before")
    with pytest.raises(OSError, match="No space"), whole_file(path) as file:
        file.write(b"half")
        raise OSError(28, "No space left on device")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_who_may_read_it_does_not_depend_on_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        for mode, expected in ((None, 0o640), (0o600, 0o600), (0o644, 0o644)):
            with whole_file(tmp_path / "file", mode=mode) as file:
                file.write(b"x")
            assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == expected
    finally:
        os.umask(before)


def test_nobody_reads_along_through_a_file_or_a_link_that_lay_there(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "token.new").symlink_to(elsewhere)
    with whole_file(tmp_path / "token", mode=0o600) as file:
        file.write(b"secret")
    assert not elsewhere.exists()
    assert not (tmp_path / "token").is_symlink()

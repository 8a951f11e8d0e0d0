"""The installer does what is asked once, and says how far it is; nothing but our two bundles is ever handed on."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.updates.facts import Request, Said
from kiosk.updates.files import Files, read_file, write_file
from kiosk.updates.install import INSTALL, RESTART, serve


class Rauc:
    """Prints what RAUC prints."""

    def __init__(self, files: Files, *, fails: bool = False) -> None:
        self.files, self.fails = files, fails
        self.commands: list[tuple[str, ...]] = []
        self.seen: list[int] = []

    def __call__(self, command: tuple[str, ...]) -> Iterator[str]:
        self.commands.append(command)
        for line in ("installing\n", "  0% Installing\n", " 20% Determining slot states done.\n",
                     " 20% Checking bundle\n", " 70% Copying image to rootfs.1\n"):  # fmt: skip
            yield line
            self.seen.append(read_file(self.files.said, Said).percent)
        if self.fails:
            raise subprocess.CalledProcessError(1, command)
        yield "100% Installing done.\n"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path, tmp_path / "run" / "said.json")


def ask(files: Files, do: str, bundle: Path | None = None, number: int = 1) -> None:
    write_file(files.request, Request(do, str(bundle or files.bundle), "a" * 64, number), mode=0o640)  # type: ignore[arg-type]


def test_an_update_is_handed_to_rauc_and_its_progress_is_said(files: Files) -> None:
    ask(files, "install")
    rauc = Rauc(files)
    serve(files, rauc)
    assert rauc.commands == [(*INSTALL, str(files.bundle))]
    assert rauc.seen == [0, 0, 20, 20, 70]
    assert read_file(files.said, Said) == Said(1, "installed", 100)
    serve(files, rauc)
    assert len(rauc.commands) == 1


def test_what_rauc_refuses_is_said_and_asked_anew_is_tried_anew(files: Files) -> None:
    ask(files, "install")
    serve(files, Rauc(files, fails=True))
    assert read_file(files.said, Said) == Said(1, "failed", 0, "install")
    ask(files, "install", number=2)
    serve(files, Rauc(files))
    assert read_file(files.said, Said).stage == "installed"


def test_no_other_file_is_ever_handed_on(files: Files, tmp_path: Path) -> None:
    ask(files, "install", tmp_path / "elsewhere.raucb")
    rauc = Rauc(files)
    serve(files, rauc)
    assert rauc.commands == []
    assert read_file(files.said, Said).stage == "failed"


def test_a_restart_is_asked_of_the_machine(files: Files) -> None:
    ask(files, "restart")
    rauc = Rauc(files)
    serve(files, rauc)
    assert rauc.commands == [RESTART]


def test_nothing_asked_is_nothing_done(files: Files) -> None:
    rauc = Rauc(files)
    serve(files, rauc)
    assert rauc.commands == []


def test_the_request_can_be_read_by_the_installer_and_what_it_says_by_all(files: Files) -> None:
    ask(files, "install")
    serve(files, Rauc(files))
    assert files.request.stat().st_mode & 0o777 == 0o640
    assert files.directory.stat().st_mode & 0o777 == 0o750
    assert files.said.stat().st_mode & 0o777 == 0o644

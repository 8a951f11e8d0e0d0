"""What the initramfs does of ours: a root with nothing to begin with restarts the machine, and gets no shell."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path("image/root/etc/initramfs-tools/scripts/init-bottom/kiosk-init")
FUNCTIONS = 'panic() { echo "$@"; exit 9; }\n'
RUN_INIT = '#!/bin/sh\n[ "$1" = -n ] && [ -x "$2$3" ]\n'
"""As klibc's: -n looks whether it could be begun."""


def begun(folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "functions").write_text(FUNCTIONS, encoding="ascii")
    tool = folder / "bin/run-init"
    tool.parent.mkdir()
    tool.write_text(RUN_INIT, encoding="ascii")
    tool.chmod(0o755)
    script = SCRIPT.read_text(encoding="ascii").replace("/scripts/functions", str(folder / "functions"))
    where = {"PATH": str(tool.parent), "rootmnt": str(folder / "root")}
    return subprocess.run(["/bin/sh", "-c", script], env=where, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("mode", "code"), [(0o755, 0), (0o644, 9), (None, 9)])
def test_a_root_without_an_init_that_can_begin_gives_way(tmp_path: Path, mode: int | None, code: int) -> None:
    init = tmp_path / "root/sbin/init"
    init.parent.mkdir(parents=True)
    if mode is not None:
        init.touch(mode)
    assert begun(tmp_path).returncode == code


def test_it_is_run_by_the_initramfs_and_asks_for_nothing_before_it() -> None:
    assert SCRIPT.stat().st_mode & 0o111
    said = subprocess.run(["/bin/sh", SCRIPT, "prereqs"], capture_output=True, text=True, check=True)
    assert said.stdout == ""

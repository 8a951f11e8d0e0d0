"""The power goes while the terminal works: here a few times; hundreds by `python -m tests.system.virtual.powercuts`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.system.virtual.powercuts import run

pytestmark = pytest.mark.skipif(not shutil.which("nbdkit"), reason="no nbdkit")


@pytest.mark.parametrize(("during", "cuts"), [("trading", 6), ("office", 6), ("update", 3)])
def test_nothing_that_was_seen_is_lost_or_doubled(tmp_path: Path, during: str, cuts: int) -> None:
    report = run(tmp_path, cuts=cuts, seed=7, boots=6, during=during)
    assert report.fine, report
    assert during == "update" or report.sales > 0
    assert report.boot_s


def test_without_flushes_sales_are_lost(tmp_path: Path) -> None:
    report = run(tmp_path, cuts=6, seed=7, boots=0, lying=True)
    assert report.lost or report.damaged

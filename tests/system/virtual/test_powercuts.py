"""The power goes while the terminal sells: here a few times; hundreds by `python -m tests.system.virtual.powercuts`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.system.virtual.powercuts import run
from tests.system.virtual.qemu import IMAGE

pytestmark = [
    pytest.mark.system,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(not IMAGE.exists(), reason="no image: make image"),
    pytest.mark.skipif(not shutil.which("nbdkit"), reason="no nbdkit"),
]


def test_no_sale_that_was_seen_is_lost_or_doubled(tmp_path: Path) -> None:
    report = run(Path(os.environ.get("KIOSK_MACHINES", tmp_path)), cuts=6, seed=7, boots=6)
    assert (report.lost, report.doubled, report.damaged) == ([], [], [])
    assert report.sales > 0
    assert len(report.boot_s) == 1


def test_without_flushes_sales_are_lost(tmp_path: Path) -> None:
    report = run(Path(os.environ.get("KIOSK_MACHINES", tmp_path)), cuts=6, seed=7, boots=0, lying=True)
    assert report.lost or report.damaged

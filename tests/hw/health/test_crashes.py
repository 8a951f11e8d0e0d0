"""A counter that broke down lately is told of, and where its last words are."""

from __future__ import annotations

import os
import time
from pathlib import Path

from kiosk.config import Config
from kiosk.hw.health import Host, crashes


def kept(data: Path, name: str, days: float) -> None:
    (data / "crashes").mkdir(exist_ok=True)
    file = data / "crashes" / name
    file.write_text("...", encoding="ascii")
    at = time.time() - days * 86400
    os.utime(file, (at, at))


def test_a_counter_that_never_broke_down_has_nothing_to_say(tmp_path: Path) -> None:
    assert list(crashes.check(Host(tmp_path), Config())) == []


def test_what_broke_down_this_week_is_counted_and_the_newest_file_named(tmp_path: Path) -> None:
    kept(tmp_path, "20260101-100000-watchdog.log", 30)
    kept(tmp_path, "20261101-100000-signal.log", 2)
    kept(tmp_path, "20261102-100000-watchdog.log", 1)
    (found,) = crashes.check(Host(tmp_path), Config())
    assert found.severity == "warning"
    assert "2 ×" in str(found.message)
    assert "20261102-100000-watchdog.log" in found.advice.in_("zh_CN")


def test_what_broke_down_long_ago_is_not_told_any_more(tmp_path: Path) -> None:
    kept(tmp_path, "20260101-100000-watchdog.log", 8)
    assert list(crashes.check(Host(tmp_path), Config())) == []

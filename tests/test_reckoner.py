"""What to order is worked out in another process, while the counter goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.reckoner import Reckoner, work_out
from tests.flows.buyer import OFFSET, open_desk


def test_another_process_works_it_out_and_the_counter_sees_it_as_news(tmp_path: Path) -> None:
    shop = open_desk(tmp_path)
    reckoner = Reckoner(lambda: tmp_path / "shop.db", lambda: None)
    shop.counter._reckoner = reckoner.begin
    shop.act("what_to_order")
    assert "being worked out" in shop.strip
    shop.counter.reckon()  # there is one already
    reckoner.wait(60)
    shop.tick()
    assert shop.strip == ""
    assert [row.id for row in shop.body.rows] == ["V1"]
    reckoner.stop()
    shop.close()


def test_it_is_worked_out_where_nobody_may_change_priorities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = open_desk(tmp_path)

    def refused(_by: int) -> int:
        raise PermissionError

    monkeypatch.setattr("os.nice", refused)
    work_out(str(tmp_path / "shop.db"), None, shop.time.at, OFFSET)
    assert shop.store.advice.day != ""
    shop.close()


def test_in_training_it_is_worked_out_at_once(tmp_path: Path) -> None:
    shop = open_desk(tmp_path, "lee")
    reckoner = Reckoner(lambda: tmp_path / "shop.db", lambda: None)
    shop.counter._reckoner = reckoner.begin
    shop.act("training")
    shop.act("what_to_order")
    assert shop.store.advice.day == ""
    assert shop.counter.store.advice.day != ""
    assert "worked out" not in shop.strip
    reckoner.stop()
    shop.close()

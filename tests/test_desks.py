"""Which sticks a terminal has a use for: those of a shop without an office, on a machine whose units look at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.config import default_demo_config
from kiosk.database import create_store, now_ms
from kiosk.desks import Desks


def desks(folder: Path, *, office: bool = False) -> Desks:
    return Desks(default_demo_config(folder), now_ms, lambda: office)


@pytest.fixture
def image(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.updates.bundle.updatable", lambda: True)


@pytest.mark.usefixtures("image")
def test_a_shop_alone_has_backups_and_lists(tmp_path: Path) -> None:
    create_store(default_demo_config(tmp_path)).close()
    alone = desks(tmp_path)
    assert alone.backups() is not None
    lists = alone.lists()
    assert lists is not None
    assert alone.lists() is lists
    alone.go_on()
    alone.stop()


@pytest.mark.usefixtures("image")
def test_a_shop_with_an_office_has_its_lists_from_there(tmp_path: Path) -> None:
    shop = desks(tmp_path, office=True)
    assert shop.lists() is None
    shop.go_on()
    shop.stop()


def test_a_machine_that_was_set_up_by_hand_has_neither(tmp_path: Path) -> None:
    assert (desks(tmp_path).backups(), desks(tmp_path).lists()) == (None, None)

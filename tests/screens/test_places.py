"""Where the finger of the whole machine's tests presses: what it means is still there, or it would press beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.config import default_demo_config
from kiosk.database import create_store
from kiosk.flows.views import MoreView, SellView, ShiftCountView, SignInView
from tests.system.virtual.machines import BADGE
from tests.system.virtual.test_day import CLOSE_SHIFT
from tests.system.virtual.updating import STATUS_TILE
from tests.till import Till


@pytest.fixture
def more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What the virtual terminal's manager sees there, in a shift, without an office."""
    monkeypatch.setattr("kiosk.updates.bundle.updatable", lambda: True)
    config = default_demo_config(tmp_path)
    create_store(config, with_demo=True).close()
    till = Till(tmp_path, config)
    till.terminal.start()
    till.when(lambda body: isinstance(body, SignInView))
    till.scan(BADGE)
    till.act(ShiftCountView, "accept")
    till.when(lambda body: isinstance(body, SellView))
    till.scan("ZGC-MORE")
    yield till.when(lambda body: isinstance(body, MoreView))
    till.terminal.stop()


@pytest.mark.parametrize(("place", "what"), [(STATUS_TILE, "status"), (CLOSE_SHIFT, "close_shift")])
def test_a_tile_of_more_is_where_it_is_pressed(stage: Any, more: Any, place: tuple[float, float], what: str) -> None:
    stage.resize(800, 480)
    stage.show(more)
    from kiosk.screens.find import find_tappable

    tile = find_tappable(stage.root, what)
    assert tile is not None
    assert tile.collide_point(place[0] * 800, (1 - place[1]) * 480)

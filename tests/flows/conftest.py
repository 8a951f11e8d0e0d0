"""A small shop with a real store on disk, a clock that tests turn, and devices that remember what they were told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.shop import Shop


@pytest.fixture
def empty_shop(tmp_path: Path) -> Iterator[Shop]:
    """Nobody is signed in; no shift is open."""
    shop = Shop(tmp_path / "shop.db")
    shop.start()
    yield shop
    shop.close()


@pytest.fixture
def shop(empty_shop: Shop) -> Shop:
    """Amy, a cashier, has opened a shift and sees an empty basket."""
    empty_shop.sign_in("amy")
    empty_shop.open_shift()
    return empty_shop

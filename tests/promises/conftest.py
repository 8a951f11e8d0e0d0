"""The shop of the flows' tests, and a whole terminal on the demo shop."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.config import default_demo_config
from kiosk.database import create_store
from tests.flows.conftest import empty_shop, shop
from tests.promises.tills import Till

__all__ = ["empty_shop", "shop"]


@pytest.fixture(scope="session")
def demo_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo shop before its first day; to be copied, never opened."""
    folder = tmp_path_factory.mktemp("demo")
    create_store(default_demo_config(folder), with_demo=True).close()
    return folder


@pytest.fixture
def demo(demo_shop: Path, tmp_path: Path) -> Path:
    """A demo shop of one's own."""
    return Path(shutil.copytree(demo_shop, tmp_path / "demo"))


@pytest.fixture
def till(demo: Path) -> Iterator[Till]:
    """A whole terminal, not yet started."""
    till = Till(demo)
    yield till
    till.terminal.stop()

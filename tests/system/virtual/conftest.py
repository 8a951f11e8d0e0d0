from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.virtual.machines import drive, frozen, installed, overlay, woken
from tests.system.virtual.qemu import IMAGE, Machine, place


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.system)
            item.add_marker(pytest.mark.timeout(3600))
            item.add_marker(pytest.mark.skipif(not IMAGE.exists(), reason="no image: make image"))


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """Just switched on; it has its database."""
    overlay(tmp_path / "disk.qcow2", installed(place()))
    machine = Machine(tmp_path, drive(tmp_path / "disk.qcow2"))
    yield machine
    machine.close()


@pytest.fixture
def selling(tmp_path: Path) -> Iterator[Machine]:
    """In the middle of a shift, with an empty basket."""
    machine = woken(frozen(place()), tmp_path)
    yield machine
    machine.close()

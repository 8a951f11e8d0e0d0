"""What tests of backups share."""

from pathlib import Path

import pytest


@pytest.fixture
def engine() -> str:
    """What is tested here is the file."""
    return "sqlite"


@pytest.fixture
def mount(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"

"""One window for all tests of the screens; each test that asks for `stage` gets a fresh Root in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

os.environ["SDL_VIDEODRIVER"] = "offscreen"


@pytest.fixture(scope="session")
def window_stage() -> Any:
    from kiosk.screens.stage import Stage

    return Stage()


@pytest.fixture
def stage(window_stage: Any) -> Iterator[Any]:
    """A Root of 1280×800 that has shown nothing yet; `stage.desk.posted` is what it sends."""
    window_stage.resize(1280, 800)
    window_stage.fresh()
    yield window_stage
    window_stage.frames(1)

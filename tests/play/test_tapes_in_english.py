"""The same tapes, read and shown in English: in a file of their own, for a worker of its own."""

import pytest

from tests.play.test_tapes import NAMES, plays


@pytest.mark.parametrize("name", NAMES)
def test_every_tape_plays_to_its_end_in_english(name: str) -> None:
    plays(name, "en")

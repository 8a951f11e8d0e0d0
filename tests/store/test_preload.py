from __future__ import annotations

from pathlib import Path

from kiosk.store.preload import PART, available_memory, preload


def test_the_whole_file_is_read_part_by_part_with_a_rest_after_each(tmp_path: Path) -> None:
    file = tmp_path / "till.db"
    file.write_bytes(b"x" * (2 * PART + 5))
    rests: list[None] = []
    assert preload(file, rest=lambda: rests.append(None), memory=1 << 30) == 2 * PART + 5
    assert len(rests) == 3


def test_no_more_than_half_of_the_free_memory_is_filled(tmp_path: Path) -> None:
    file = tmp_path / "till.db"
    file.write_bytes(b"x" * PART)
    assert preload(file, memory=1000) == 500


def test_a_file_that_cannot_be_read_is_left_to_who_opens_it(tmp_path: Path) -> None:
    assert preload(tmp_path / "gone.db", memory=1 << 30) == 0


def test_the_system_says_how_much_memory_is_free() -> None:
    assert available_memory() > 1 << 20

"""The first picture, on screens of several sizes and kinds: a framebuffer is a file here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PICTURE = Path("image/root/usr/lib/kiosk/picture").absolute()
BLACK, WHITE = b"\x00\x00\x00\x00", b"\xff\xff\xff\xff"


def drawn(folder: Path, width: int, height: int, *, bits: int = 32, tail: int = 0) -> subprocess.CompletedProcess[str]:
    """Draw a white 4 × 2 picture with a black first pixel on a screen full of noise."""
    (folder / "dot").write_bytes(b"4 2\n" + BLACK + 7 * WHITE)
    about = {"virtual_size": f"{width},{height}", "bits_per_pixel": str(bits), "stride": str(width * bits // 8 + tail)}
    for name, text in about.items():
        (folder / name).write_text(text + "\n", encoding="ascii")
    (folder / "screen").write_bytes(b"\xaa" * (width * bits // 8 + tail) * height)
    names = {"KIOSK_SCREEN": "screen", "KIOSK_SCREEN_ABOUT": ".", "KIOSK_PICTURES": "."}
    there = {name: str(folder / value) for name, value in names.items()}
    return subprocess.run([PICTURE, "dot"], env={**os.environ, **there}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("width", "height", "tail"), [(8, 4, 0), (9, 5, 12), (4, 2, 0)])
def test_it_stands_in_the_middle_and_the_rest_is_its_ground(tmp_path: Path, width: int, height: int, tail: int) -> None:
    assert drawn(tmp_path, width, height, tail=tail).returncode == 0
    left, top = (width - 4) // 2, (height - 2) // 2
    white = {(left + x, top + y) for x in range(4) for y in range(2)} - {(left, top)}
    line = b"".join
    rows = [
        line(WHITE if (x, y) in white else BLACK for x in range(width)) + bytes(tail) for y in range(height)
    ]  # fmt: skip
    assert (tmp_path / "screen").read_bytes() == b"".join(rows)


def test_a_screen_of_sixteen_bits_gets_the_same_colours(tmp_path: Path) -> None:
    assert drawn(tmp_path, 4, 2, bits=16).returncode == 0
    assert (tmp_path / "screen").read_bytes() == b"\x00\x00" + 7 * b"\xff\xff"


def test_a_screen_that_is_too_small_keeps_what_it_shows(tmp_path: Path) -> None:
    assert "smaller" in drawn(tmp_path, 3, 2).stderr
    assert set((tmp_path / "screen").read_bytes()) == {0xAA}


def test_a_machine_without_a_screen_is_no_fault(tmp_path: Path) -> None:
    there = {"KIOSK_SCREEN_ABOUT": str(tmp_path / "nothing")}
    assert subprocess.run([PICTURE, "dot"], env={**os.environ, **there}, check=False).returncode == 0


def test_every_picture_goes_on_the_narrowest_screen_and_says_what_the_script_shows(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "image/parts/pictures.py", tmp_path], check=True)
    for path in tmp_path.iterdir():
        head, pixels = path.read_bytes().split(b"\n", 1)
        width, height = map(int, head.split())
        assert (width <= 480, height <= 480, len(pixels)) == (True, True, width * height * 4)
    made = {path.name for path in tmp_path.iterdir()}
    script = (PICTURE.parent / "unlock").read_text(encoding="utf-8")
    assert made & set(script.replace(";", " ").split()) == made - {"splash"}

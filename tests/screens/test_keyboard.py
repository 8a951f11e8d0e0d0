"""The keys that are drawn: large enough for a finger on every screen, and none is missing on an upright one."""

from __future__ import annotations

import string
from typing import Any

import pytest

from kiosk.screens.gallery import example


def keys_on(stage: Any, width: int, height: int) -> list[Any]:
    from kiosk.screens.widgets.keyboard import Keyboard

    stage.resize(width, height)
    stage.show(example("signin", "en"))
    board = Keyboard(shown=True, size=(width - 16, Keyboard.wanted()))
    board._place(0)
    return [key for row in board._keys for key in row]


@pytest.mark.parametrize(("width", "height"), [(480, 800), (800, 480), (1280, 800)])
def test_every_key_is_as_large_as_a_finger(stage: Any, width: int, height: int) -> None:
    from kiosk.screens.theme import sizes_for

    least = sizes_for(width, height).target
    for key in keys_on(stage, width, height):
        assert min(key.size) >= least, key.token


def test_an_upright_keyboard_has_every_letter_and_digit_and_each_once(stage: Any) -> None:
    from kiosk.screens.widgets.keyboard import UPRIGHT

    del stage
    letters, signs = "".join(UPRIGHT.letters), "".join(UPRIGHT.signs)
    assert set(string.ascii_lowercase) <= set(letters)
    assert set(string.digits) <= set(signs)
    assert len(set(letters)) == len(letters)
    assert len(set(signs)) == len(signs)
    assert {len(row) for row in (*UPRIGHT.letters, *UPRIGHT.signs)} == {UPRIGHT.columns} == {sum(UPRIGHT.last)}


def test_every_sign_of_a_password_can_be_typed(stage: Any) -> None:
    from kiosk.screens.widgets.keyboard import UPRIGHT, WIDE, Keyboard

    for size, board in (((1280, 800), WIDE), ((480, 800), UPRIGHT)):
        stage.resize(*size)
        stage.show(example("ask_voucher", "en"))
        keys = next(w for w in stage.root.sheet.walk() if isinstance(w, Keyboard))
        seen: set[str] = set()
        for keys.upper, keys.signs in ((False, False), (True, False), (False, True), (True, True)):
            stage.frames(2)
            seen |= {str(key.token) for row in keys._keys for key in row}
        missing = {chr(code) for code in range(0x20, 0x7F)} - seen
        assert not missing - set("[]{}<>|\\" if board is UPRIGHT else ""), missing
    stage.resize(1280, 800)

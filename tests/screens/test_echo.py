from __future__ import annotations

from kiosk.screens.echo import Echo


def test_letters_typed_while_an_earlier_search_comes_back_are_kept() -> None:
    echo = Echo()
    echo.sent("n")
    echo.sent("ni")
    assert echo.heard("n", "ni") == "ni"
    assert echo.heard("ni", "ni") == "ni"


def test_a_search_that_the_flow_ended_is_gone_from_the_field() -> None:
    echo = Echo()
    echo.sent("cola")
    echo.heard("cola", "cola")
    assert echo.heard("", "cola") == ""


def test_a_search_that_the_flow_began_is_shown_in_the_field() -> None:
    assert Echo().heard("茶", "") == "茶"

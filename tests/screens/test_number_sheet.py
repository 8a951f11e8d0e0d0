from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.flows.views import NumberView
from kiosk.i18n import M
from kiosk.screens.gallery import example
from kiosk.trade.money import CNY, JPY, Currency
from tests.screens.fingers import calls, key, write


def ask(stage: Any, view: NumberView, currency: Currency = CNY) -> None:
    stage.show(replace(example("sell", "en"), overlay=view, overlay_flow=view, currency=currency))


@pytest.mark.parametrize(
    ("mode", "decimals", "typed", "answer"),
    [
        ("amount", 2, "12.5", 1250),
        ("amount", 2, "0.05", 5),
        ("amount", 2, "1.239", 123),
        ("quantity", 3, "1.235", 1235),
        ("quantity", 0, "12", 12000),
        ("percent", 1, "12.5", 125_000),
    ],
)
def test_what_is_typed_is_answered_in_the_smallest_unit(
    stage: Any, mode: Any, decimals: int, typed: str, answer: int
) -> None:
    ask(stage, NumberView(M("Amount"), mode, decimals))
    for char in typed:
        write(stage, char)
    key(stage, "enter")
    assert calls(stage) == [("answer", answer)]


def test_a_currency_without_minor_units_takes_no_decimal_mark(stage: Any) -> None:
    ask(stage, NumberView(M("Amount"), "amount"), JPY)
    for char in "1.5":
        write(stage, char)
    key(stage, "enter")
    assert calls(stage) == [("answer", 15)]


def test_the_first_digit_replaces_what_was_shown_and_enter_alone_takes_it(stage: Any) -> None:
    ask(stage, NumberView(M("Amount"), "amount", start=8250))
    assert stage.root.sheet.shown_text == "¥82.50"
    key(stage, "enter")
    write(stage, "9")
    assert stage.root.sheet.shown_text == "¥9"
    assert calls(stage) == [("answer", 8250)]


def test_a_code_keeps_its_leading_zeros(stage: Any) -> None:
    ask(stage, NumberView(M("Code"), "code"))
    for char in "0071":
        write(stage, char)
    key(stage, "enter")
    assert calls(stage) == [("answer_text", "0071")]


def test_nothing_typed_is_no_answer(stage: Any) -> None:
    ask(stage, NumberView(M("Amount"), "amount"))
    key(stage, "enter")
    assert calls(stage) == []


def test_a_refused_number_stays_as_typed_beside_its_reason(stage: Any) -> None:
    view = NumberView(M("Amount"), "amount")
    flow = object()
    front = replace(example("sell", "en"), overlay=view, overlay_flow=flow)
    stage.show(front)
    write(stage, "7")
    stage.show(replace(front, overlay=replace(view, error=M("Too little."))))
    assert stage.root.sheet.shown_text == "¥7"
    assert stage.root.sheet.ids.detail.text == "Too little."

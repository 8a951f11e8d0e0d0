from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.exc import BadInput
from kiosk.play.tape import FORMS, Step, minor, read_tape, scanned, span_s


def test_a_tape_reads_line_by_line_without_comments_and_blanks() -> None:
    steps = read_tape(["# a day", "", "signin 1111  # the cashier", 'tap "Open shift"'])
    assert steps == (
        Step("signin", ("1111",), 3, "signin 1111  # the cashier"),
        Step("tap", ("Open shift",), 4, 'tap "Open shift"'),
    )


@pytest.mark.parametrize(
    "line",
    ["sell 1", "signin", "signin abc", "scanraw 0", "pay gold", "pay cash ten", 'tap "x', "clock 2h", "expect total",
     "expect weather fine", "paper wet", "unplug keyboard", "shot ../x", "language de",
     "terminal kitchen", "office near", "scan 17<+x>10A"],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_before_anything_is_played(line: str) -> None:
    with pytest.raises(BadInput, match=r"day\.tape:2: "):
        read_tape(["signin 1111", line], "day.tape")


@given(st.lists(st.text()))
def test_any_text_is_a_tape_or_says_why_not(lines: list[str]) -> None:
    try:
        steps = read_tape(lines)
    except BadInput:
        return
    assert all(step.word in FORMS for step in steps)


def test_a_code_names_a_day_by_how_far_it_is() -> None:
    assert scanned("0195<GS>17<+30d>10A", date(2026, 11, 29)) == "0195\x1d1726122910A"


def test_spans_are_read_in_seconds() -> None:
    assert (span_s("+2h"), span_s("-1d"), span_s("+90s")) == (7200, -86_400, 90)


def test_amounts_are_read_in_the_currency_s_minor_unit() -> None:
    assert (minor("12.5", 2), minor("-3", 2), minor("500", 0)) == (1250, -300, 500)
    with pytest.raises(BadInput):
        minor("0.125", 2)

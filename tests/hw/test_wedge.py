"""A scanner in keyboard mode: every code comes whole and alone, or is said to be lost."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.hw.events import (
    DOWN,
    EV_KEY,
    EV_SYN,
    EVENT,
    FUNCTION_KEYS,
    KEY_CAPSLOCK,
    KEY_ENTER,
    KEY_KPENTER,
    KEY_LEFTALT,
    KEY_LEFTCTRL,
    KEY_LEFTSHIFT,
    KEY_RIGHTALT,
    KEY_TAB,
    KEYPAD_DIGITS,
    SYN_DROPPED,
    SYN_REPORT,
    UP,
    Event,
    key_events,
)
from kiosk.hw.ports import Scan
from kiosk.hw.scanner_code import LONGEST, STALE_S, Loss, Lost, Read
from kiosk.hw.wedge import Wedge

EAN = "6901234567892"
OTHER = "4006381333931"
REPEAT = 2
KEY_A, KEY_1, KEY_RIGHTBRACE, KEY_F5, KEY_Q = 30, 2, 27, 63, 16


def press(*codes: int, at: float = 1.0) -> bytes:
    """Keys one after the other, each down and up."""
    return b"".join(Event(EV_KEY, code, value, at).pack() for code in codes for value in (DOWN, UP))


def hold(code: int, inner: bytes, at: float = 1.0) -> bytes:
    return Event(EV_KEY, code, DOWN, at).pack() + inner + Event(EV_KEY, code, UP, at).pack()


def texts(reads: list[Read]) -> list[str]:
    return [read.data for read in reads if isinstance(read, Scan)]


def losses(reads: list[Read]) -> list[Loss]:
    return [read.loss for read in reads if isinstance(read, Lost)]


def test_a_scan_says_what_was_read_by_which_scanner_and_when() -> None:
    assert Wedge("hand").feed(key_events(EAN, at=5.0, step=0.0)) == [Scan(EAN, "", "hand", 5.0)]


def test_a_scan_may_come_in_any_pieces() -> None:
    data = key_events(EAN + "\x1dAb")
    for size in (1, 7, 24, 25, 64 * 24):
        wedge = Wedge()
        reads = [r for start in range(0, len(data), size) for r in wedge.feed(data[start : start + size])]
        assert texts(reads) == [EAN + "\x1dAb"], size


def test_several_scans_in_one_read_stay_apart_and_in_order() -> None:
    assert texts(Wedge().feed(key_events(EAN, at=1.0) + key_events(OTHER, at=1.1))) == [EAN, OTHER]


@pytest.mark.parametrize(
    ("suffix", "key", "ends"),
    [
        ("any", KEY_ENTER, True), ("any", KEY_KPENTER, True), ("any", KEY_TAB, True),
        ("enter", KEY_ENTER, True), ("enter", KEY_KPENTER, True), ("enter", KEY_TAB, False),
        ("tab", KEY_TAB, True), ("tab", KEY_ENTER, False), ("none", KEY_ENTER, False),
    ],
)  # fmt: skip
def test_a_code_ends_with_the_suffix_that_is_set(suffix: str, key: int, ends: bool) -> None:
    wedge = Wedge(suffix=suffix, timeout=0.1 if suffix == "none" else 0.0)
    assert (texts(wedge.feed(press(KEY_A, key))) == ["a"]) is ends


def test_carriage_return_and_line_feed_end_one_code_and_begin_none() -> None:
    assert Wedge().feed(press(KEY_A, KEY_ENTER, KEY_TAB, KEY_ENTER)) == [Scan("a", at=1.0)]


def test_a_held_key_that_the_kernel_repeats_counts_once() -> None:
    repeated = Event(EV_KEY, KEY_A, DOWN, 1.0).pack() + Event(EV_KEY, KEY_A, REPEAT, 1.3).pack() * 5
    assert texts(Wedge().feed(repeated + press(KEY_ENTER, at=1.4))) == ["a"]


def test_shift_and_caps_lock_make_capitals_and_cancel_each_other() -> None:
    capital = hold(KEY_LEFTSHIFT, press(KEY_A, KEY_1))
    assert texts(Wedge().feed(capital + press(KEY_A, KEY_ENTER))) == ["A!a"]
    caps = press(KEY_CAPSLOCK)
    assert texts(Wedge().feed(caps + press(KEY_A, KEY_1) + capital + caps + press(KEY_A, KEY_ENTER))) == ["A1a!a"]


def test_gs_comes_by_ctrl_and_bracket_whatever_the_layout() -> None:
    for layout in ("us", "uk", "de", "fr"):
        data = press(KEY_1) + hold(KEY_LEFTCTRL, press(KEY_RIGHTBRACE)) + press(KEY_1, KEY_ENTER)
        (text,) = texts(Wedge(layout=layout).feed(data))
        assert text[1] == "\x1d", layout


def test_gs_comes_by_alt_and_the_keypad() -> None:
    number = press(*(KEYPAD_DIGITS[digit] for digit in "029"))
    assert texts(Wedge().feed(press(KEY_1) + hold(KEY_LEFTALT, number) + press(KEY_1, KEY_ENTER))) == ["1\x1d1"]


def test_gs_comes_by_a_function_key_if_that_is_set() -> None:
    data = press(KEY_1, FUNCTION_KEYS["f8"], KEY_1, KEY_ENTER)
    assert texts(Wedge(gs_key="f8").feed(data)) == ["1\x1d1"]
    assert losses(Wedge().feed(data)) == [Loss.UNKNOWN_KEY]


def test_keypad_digits_are_digits_without_alt() -> None:
    assert texts(Wedge().feed(press(*(KEYPAD_DIGITS[d] for d in "0147"), KEY_KPENTER))) == ["0147"]


def test_the_aim_identifier_becomes_the_symbology() -> None:
    gs1 = "0104006381333931\x1d10AB"
    assert Wedge().feed(key_events("]C1" + gs1, at=1.0, step=0)) == [Scan(gs1, "C1", at=1.0)]
    assert Wedge().feed(key_events("]d2" + gs1, at=1.0, step=0)) == [Scan(gs1, "d2", at=1.0)]
    assert texts(Wedge().feed(key_events("]C"))) == ["]C"]


def test_at_sign_and_brackets_come_right_from_a_german_scanner() -> None:
    assert texts(Wedge(layout="de").feed(key_events("a@b[1]ß^", "de"))) == ["a@b[1]ß^"]
    assert texts(Wedge(layout="de").feed(hold(KEY_RIGHTALT, press(KEY_Q)) + press(KEY_ENTER))) == ["@"]


def test_a_key_that_says_nothing_spoils_its_code_and_no_other() -> None:
    wedge = Wedge()
    assert losses(wedge.feed(press(KEY_A, KEY_F5, KEY_A))) == [Loss.UNKNOWN_KEY]
    assert wedge.feed(press(KEY_ENTER)) == []
    assert texts(wedge.feed(key_events(EAN, at=1.0))) == [EAN]


def test_a_scanner_unplugged_within_a_code_leaves_nothing_to_be_glued_on() -> None:
    wedge = Wedge("hand")
    data = key_events(EAN, at=1.0)
    wedge.feed(data[: len(data) // 2 + 5])
    assert wedge.unplugged() == [Lost(Loss.UNPLUGGED, "hand")]
    assert texts(wedge.feed(key_events(OTHER, at=2.0))) == [OTHER]
    assert wedge.unplugged() == []


def test_a_code_without_end_is_lost_and_so_is_the_one_that_it_would_be_glued_to() -> None:
    wedge = Wedge()
    assert wedge.feed(key_events(EAN, suffix="none", at=1.0, step=0)) == []
    assert wedge.deadline == 1.0 + STALE_S
    assert wedge.expire(1.0 + STALE_S) == []
    assert losses(wedge.expire(1.01 + STALE_S)) == [Loss.STALE]
    assert losses(wedge.feed(key_events(OTHER, at=5.0, step=0))) == [Loss.STALE]
    assert texts(wedge.feed(key_events(OTHER, at=6.0, step=0))) == [OTHER]


def test_a_gap_is_seen_by_the_events_own_time_though_nobody_looked_meanwhile() -> None:
    late = key_events(EAN, suffix="none", at=1.0, step=0) + key_events(OTHER, at=9.0, step=0)
    assert texts(Wedge().feed(late)) == []
    assert texts(Wedge(timeout=0.1).feed(late)) == [EAN, OTHER]


def test_slow_keys_make_one_code_however_slow_the_scanner_is() -> None:
    for step in (0.001, 0.055, 0.15, 0.4):
        assert texts(Wedge().feed(key_events(EAN, at=1.0, step=step))) == [EAN], step


def test_silence_ends_a_code_only_where_that_is_set() -> None:
    wedge = Wedge(suffix="none", timeout=0.1)
    wedge.feed(key_events(EAN, suffix="none", at=1.0, step=0))
    assert wedge.deadline == pytest.approx(1.1)
    assert wedge.expire(1.05) == []
    assert wedge.expire(1.2) == [Scan(EAN, at=1.0)]
    assert wedge.deadline is None


def test_an_accent_at_the_end_is_kept_when_silence_ends_the_code() -> None:
    wedge = Wedge(layout="de", suffix="none", timeout=0.1)
    wedge.feed(press(KEY_A, 41))
    assert texts(wedge.expire(2.0)) == ["a^"]


def test_when_the_kernels_queue_ran_over_the_scan_is_lost_never_wrong() -> None:
    data = key_events(EAN, at=1.0)
    half = len(data) // EVENT.size // 2 * EVENT.size
    overrun = Event(EV_SYN, SYN_DROPPED, 0, 1.0).pack()
    wedge = Wedge()
    reads = wedge.feed(data[:half] + overrun + data[half + 9 * EVENT.size :])
    assert (losses(reads), texts(reads)) == ([Loss.DROPPED], [])
    assert texts(wedge.feed(key_events(OTHER, at=2.0))) == [OTHER]


def test_keys_between_an_overrun_and_the_next_report_are_ignored() -> None:
    wedge = Wedge()
    wedge.feed(Event(EV_SYN, SYN_DROPPED, 0, 1.0).pack() + press(KEY_ENTER))
    wedge.feed(Event(EV_SYN, SYN_REPORT, 0, 1.0).pack() + press(KEY_A, KEY_ENTER))
    assert texts(wedge.feed(press(KEY_1, KEY_ENTER))) == ["1"]


def test_a_code_too_long_for_any_article_is_given_up() -> None:
    wedge = Wedge()
    assert texts(wedge.feed(key_events("1" * LONGEST, step=0))) == ["1" * LONGEST]
    assert losses(wedge.feed(key_events("1" * (LONGEST + 1) + EAN, step=0))) == [Loss.TOO_LONG]
    assert texts(wedge.feed(key_events(EAN))) == [EAN]


def test_a_code_begun_before_the_scanner_was_held_is_not_taken_for_a_whole_one() -> None:
    wedge = Wedge(deaf_until=1.0)
    assert losses(wedge.feed(key_events(EAN[5:], at=0.98))) == [Loss.JOINED]
    assert texts(wedge.feed(key_events(OTHER, at=1.2))) == [OTHER]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([EAN, OTHER, "]C101\x1d2", "aZ_@"]), min_size=1, max_size=4), st.integers(0, 10_000))
def test_two_scanners_at_once_never_mix(codes: list[str], seed: int) -> None:
    chance = random.Random(seed)
    streams = {name: key_events("x", at=1.0) + b"".join(key_events(c, at=1.0) for c in codes) for name in "AB"}
    wedges = {name: Wedge(name) for name in streams}
    reads: list[Read] = []
    while any(streams.values()):
        name = chance.choice([n for n, left in streams.items() if left])
        size = chance.randrange(1, 400)
        reads += wedges[name].feed(streams[name][:size])
        streams[name] = streams[name][size:]
    plain = ["x", *(c.removeprefix("]C1") for c in codes)]
    for name in "AB":
        assert [r.data for r in reads if isinstance(r, Scan) and r.device == name] == plain


KEYS = st.sampled_from([*range(1, 90), KEY_KPENTER, 97, 100, 125, 240, 600])
EVENTS = st.builds(
    Event,
    st.sampled_from([EV_KEY, EV_KEY, EV_KEY, EV_SYN, 4, 17]),
    KEYS | st.integers(0, 65_535),
    st.sampled_from([UP, DOWN, DOWN, REPEAT, -1]),
    st.floats(-10, 1e9),
)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.binary(max_size=400), st.lists(EVENTS, max_size=60).map(lambda es: b"".join(e.pack() for e in es))),
    st.sampled_from(["us", "uk", "de", "fr"]),
    st.sampled_from([("any", 0.0), ("tab", 0.0), ("none", 0.1), ("enter", 0.1)]),
)
def test_no_bytes_whatever_make_it_fail(data: bytes, layout: str, end: tuple[str, float]) -> None:
    wedge = Wedge(layout=layout, suffix=end[0], timeout=end[1], gs_key="f8")
    for read in [*wedge.feed(data), *wedge.expire(2e9), *wedge.unplugged()]:
        if isinstance(read, Scan):
            assert 0 < len(read.data) <= LONGEST + 1


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 100), max_size=6), st.integers(0, 40), st.integers(0, 10_000))
def test_however_events_get_lost_with_word_of_it_no_code_is_wrong(gaps: list[int], length: int, seed: int) -> None:
    """The kernel drops a run of events and says so; what is read is a subset of what was sent."""
    chance = random.Random(seed)
    sent = [f"{n}{n}{n}{n}AB{n}" for n in range(8)]
    data = b"".join(key_events(c, at=n) for n, c in enumerate(sent))
    events = [data[at : at + EVENT.size] for at in range(0, len(data), EVENT.size)]
    overrun = Event(EV_SYN, SYN_DROPPED, 0, 1.0).pack()
    for _ in gaps:
        start = chance.randrange(len(events))
        events[start : start + length + 1] = [overrun]
    assert set(texts(Wedge().feed(b"".join(events)))) <= set(sent)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["whole", "pulled", "silent", "endless"]), st.integers(1, 60)), max_size=8))
def test_whatever_happens_to_a_scanner_between_codes_and_within_no_two_are_joined(days: list[tuple[str, int]]) -> None:
    wedge, now, sent = Wedge(), 100.0, []
    reads: list[Read] = []
    for n, (what, cut) in enumerate(days):
        code = f"{n}{n}Ab{n}{n}"
        data = key_events(code, suffix="none" if what == "endless" else "any", at=now, step=0.0)
        sent.append(code)
        reads += wedge.feed(data if what in ("whole", "endless") else data[: cut * EVENT.size])
        now += 5.0
        if what == "pulled":
            reads += wedge.unplugged()
        elif what == "silent":
            reads += wedge.silence()
    assert set(texts(reads)) <= set(sent)
    assert len(texts(reads)) == len(set(texts(reads)))
    if all(what == "whole" for what, _ in days):
        assert texts(reads) == sent

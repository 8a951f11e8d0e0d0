"""What a scanner may send, as a keyboard's event bytes into a whole terminal: nothing is sold that was not meant, no
good code is lost after a bad one."""

from __future__ import annotations

import threading
import time

import pytest

from kiosk.flows.views import SellView
from kiosk.hw.events import key_events
from kiosk.hw.ports import Scan
from tests.promises.tills import MINERAL_WATER, WATER, Till

BAD = {
    "unknown": "9529999999993",
    "a wrong check digit": "9521010000016",
    "short": "952101000",
    "one digit": "7",
    "long": "9" * 300,
    "two run together": WATER + MINERAL_WATER,
    "the same twice without end": WATER + WATER,
    "a code and a half": WATER + MINERAL_WATER[:6],
    "zeros": "0" * 13,
    "letters": "HELLO WORLD",
    "a web address": "HTTPS://EXAMPLE.COM/MENU?TABLE=4",
    "SQL": "'; DROP TABLE PRODUCT; --",
    "markup": "[B]{0}%S[/B]",
    "a command that is not there": "ZGC-FORMAT",
    "somebody's badge who is not here": "ZGU-9999-NOBODY",
    "a receipt of another shop": "T9ZZZZ-123",
    "a shelf": "ZGL-A01",
    "a weight of nothing": "2101301000001",
    "a label with a wrong check digit": "2101301012347",
    "a GS1 code that breaks off": "]d20109521010000",
    "blanks": "   ",
}
WORDS = {
    "Chinese": "矿泉水",
    "full-width digits": "９５２１０１０００００１５",
    "Arabic digits": "٩٥٢١٠١٠٠٠٠٠١٥",
    "superscripts": "²³¹",
    "an emoji": "🍜",
    "half a pair": "\ud83c",
    "control characters": "\x00\x1b[2J\x7f",
    "nothing": "",
    "a page": "漢" * 5000,
}


@pytest.fixture
def counter(till: Till) -> Till:
    till.open_shift()
    return till


def sent(till: Till, text: str) -> None:
    """As the scanner sends it, keys and Enter, until all that comes of it has been decided."""
    scanner = till.terminal.plugged.scanner.scanners[0]  # type: ignore[attr-defined]
    scanner.send(key_events(text, "us", "enter", at=time.monotonic(), step=0.0))
    deadline = time.monotonic() + 10
    while not scanner.drained and time.monotonic() < deadline:
        threading.Event().wait(0.001)
    till.terminal.flows.run(lambda: None)


def seen(till: Till) -> SellView:
    body = till.when(lambda body: isinstance(body, SellView)).body
    assert isinstance(body, SellView)
    return body


def test_whatever_a_scanner_sends_nothing_is_sold_by_mistake_and_the_next_code_is_read(counter: Till) -> None:
    good = 0
    for what, code in BAD.items():
        sent(counter, code)
        view = seen(counter)
        assert view.strip is not None, f"{what}: refused without a word"
        assert view.count == good, f"{what}: sold something"
        assert counter.terminal.counter.sheets == [], f"{what}: asks something"
        sent(counter, WATER)
        good += 1
        view = seen(counter)
        assert (view.count, view.strip) == (good, None), f"the code after {what} was not read"
    assert view.total == 200 * good


def test_whatever_text_comes_from_a_serial_scanner_is_refused_in_words(counter: Till) -> None:
    def told(data: str) -> None:
        counter.terminal.flows.run(counter.terminal.counter.scan, Scan(data, "", "serial", 0.0))

    for what, text in WORDS.items():
        told(text)
        view = seen(counter)
        assert view.strip is not None, f"{what}: refused without a word"
        assert len(str(view.strip.text)) < 200, f"{what}: floods the screen"
        assert view.count == 0, f"{what}: sold something"
    told(WATER)
    assert seen(counter).count == 1

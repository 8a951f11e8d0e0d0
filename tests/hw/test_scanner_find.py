"""Which devices are scanners: never a person's keyboard, always the one that is named."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.config import Scanner
from kiosk.hw.scanner_find import InputInfo, choose, says_scanner

KEYBOARD = InputInfo("/dev/input/event0", "Logitech K120", 0x046D, 0xC31C, "usb-1.4/input0", frozenset(range(1, 120)))
ZEBRA = replace(KEYBOARD, path="/dev/input/event1", name="DS2208", vendor=0x05E0, product=0x1200, phys="usb-1.1/input0")
CHEAP = replace(KEYBOARD, path="/dev/input/event2", name="USB Barcode Scanner", vendor=0x1A86, phys="usb-1.2/input0")
NAMELESS = replace(
    KEYBOARD, path="/dev/input/event3", name="HID 0581:011c", vendor=0x0581, product=0x011C, phys="usb-1.3"
)
POWER = InputInfo("/dev/input/event4", "Power Button", 0, 1, "PNP0C0C/button", frozenset({116}))
TOUCH = replace(KEYBOARD, path="/dev/input/event5", name="Touch scanner", phys="usb-2", pointer=True)
ALL = (KEYBOARD, ZEBRA, CHEAP, NAMELESS, POWER, TOUCH)


def taken(*settings: Scanner, infos: tuple[InputInfo, ...] = ALL) -> dict[str, str]:
    links = {"/dev/input/by-path/left": ZEBRA.path}
    chosen = choose(infos, settings, lambda path: links.get(path, path))
    return {path: setting.name for path, setting in chosen.items()}


def test_without_an_id_only_what_says_it_is_a_scanner_is_taken() -> None:
    assert set(taken(Scanner())) == {ZEBRA.path, CHEAP.path}


@pytest.mark.parametrize("info", [KEYBOARD, NAMELESS, POWER, TOUCH])
def test_a_keyboard_a_button_and_a_touchscreen_say_no_such_thing(info: InputInfo) -> None:
    assert not says_scanner(info)


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("0581:011C", NAMELESS.path),
        ("hid 0581:011c", NAMELESS.path),
        ("usb-1.3", NAMELESS.path),
        ("/dev/input/event3", NAMELESS.path),
        ("/dev/input/by-path/left", ZEBRA.path),
        ("Logitech K120", KEYBOARD.path),
    ],
)
def test_a_device_that_is_named_is_taken_and_no_other(wanted: str, path: str) -> None:
    assert set(taken(Scanner(id=wanted))) == {path}


def test_the_power_button_is_not_taken_even_if_named() -> None:
    assert taken(Scanner(id="Power Button")) == {}


def test_twins_are_told_apart_by_their_sockets_in_whatever_order_they_come() -> None:
    twins = (ZEBRA, replace(ZEBRA, path="/dev/input/event9", phys="usb-1.9/input0"))
    settings = (Scanner(name="left", id="usb-1.1/input0"), Scanner(name="right", id="usb-1.9/input0"))
    wanted = {"/dev/input/event1": "left", "/dev/input/event9": "right"}
    assert taken(*settings, infos=twins) == wanted
    assert taken(*settings[::-1], infos=twins[::-1]) == wanted
    moved = tuple(replace(t, path=p) for t, p in zip(twins, ("/dev/input/event9", "/dev/input/event1"), strict=True))
    assert taken(*settings, infos=moved) == {"/dev/input/event9": "left", "/dev/input/event1": "right"}


def test_the_setting_that_names_a_device_most_exactly_wins() -> None:
    settings = (Scanner(name="any"), Scanner(name="kind", id="05e0:1200"), Scanner(name="socket", id="usb-1.1/input0"))
    assert taken(*settings) == {ZEBRA.path: "socket", CHEAP.path: "any"}
    assert taken(*settings[:2]) == {ZEBRA.path: "kind", CHEAP.path: "any"}

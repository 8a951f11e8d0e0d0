"""What the screen shows from power-on. And its cable: not in when the terminal is switched on, or pulled while it
sells. The kernel is told that none is plugged in, as it finds out by itself on a Pi.
"""

from __future__ import annotations

import base64
import time

from PIL import Image, ImageStat

from kiosk.hw.splash import frame
from tests.system.virtual.machines import BADGE
from tests.system.virtual.qemu import Machine
from tests.system.virtual.trade import BREAD, WATER, began, lines, scans, sells, up_again
from tests.system.virtual.wires import SLOW

CONNECTOR = "/sys/class/drm/card0-Virtual-1/status"
PAGE = 100
"""The counter's first page is paper; all before is dark. Of 255."""
DARK_S = 20
"""While the compositor takes the screen over, emulated."""


def cable(machine: Machine, *, there: bool) -> None:
    machine.run(f"echo {'on' if there else 'off'} > {CONNECTOR}")


def seen_now(machine: Machine) -> Image.Image:
    """What the screen shows."""
    with Image.open(machine.look("now")) as file:
        return file.convert("RGB")


def the_name(machine: Machine, size: tuple[int, int]) -> Image.Image:
    """What it shows while there is no counter."""
    kept = base64.b64decode(machine.run("base64 -w0 /usr/share/kiosk/pictures/splash", 120))
    return Image.frombuffer("RGB", size, frame(kept, *size), "raw", "BGRX")


def test_a_screen_that_is_pulled_and_put_in_again_shows_the_same_basket(selling: Machine) -> None:
    scans(selling, WATER)
    cable(selling, there=False)
    selling.until(f"grep -qx disconnected {CONNECTOR}", 30)
    cable(selling, there=True)
    selling.until("systemctl is-active kiosk.service", 300)
    if lines(selling) == 0:
        raise AssertionError("the basket is gone")
    selling.waits_until_still()
    assert "天然饮用水" in sells(selling, BREAD)


def test_a_counter_that_starts_without_a_screen_waits_for_one(selling: Machine) -> None:
    scans(selling, WATER)
    was = began(selling)
    cable(selling, there=False)
    selling.run("systemctl --no-block restart kiosk.service")
    selling.until("journalctl -u kiosk.service -b -o cat | tail -5 | grep -q screen", 120)
    cable(selling, there=True)
    up_again(selling, was)
    selling.goes_on(lambda: selling.scan(BADGE))
    assert lines(selling) == 1
    assert "天然饮用水" in sells(selling, BREAD)


def test_while_a_counter_is_begun_anew_there_is_the_name_and_it_is_never_dark(selling: Machine) -> None:
    was, name = began(selling), the_name(selling, seen_now(selling).size)
    selling.run("pkill -KILL -x kiosk-counter")
    end = time.monotonic() + 60 * SLOW
    seen: list[Image.Image] = []
    while not seen or seen[-1] == name or name not in seen:
        assert time.monotonic() < end, "no page comes"
        seen.append(seen_now(selling))
        time.sleep(0.1)
    assert all(picture.getbbox() for picture in seen), "it was dark"
    assert ImageStat.Stat(seen[-1].convert("L")).mean[0] > PAGE
    up_again(selling, was)


def test_from_power_on_there_is_the_name_until_there_is_the_counter(machine: Machine) -> None:
    seen: list[tuple[float, Image.Image]] = []
    while not seen or ImageStat.Stat(seen[-1][1].convert("L")).mean[0] < PAGE:
        assert machine.age < 400 * SLOW, "no page comes"
        picture = seen_now(machine)
        if not seen or picture != seen[-1][1]:
            seen.append((machine.age, picture))
        time.sleep(0.2)
    machine.until("systemctl is-active kiosk.service", 60)
    name = the_name(machine, seen[-1][1].size)
    began = next(number for number, (_, picture) in enumerate(seen) if picture == name)
    until = [since for since, _ in seen[began + 1 :]]
    dark = 0.0
    for (since, picture), end in zip(seen[began:-1], until, strict=True):
        if picture != name:
            assert not picture.getbbox(), f"something else is on the screen after {since:.1f} s"
            dark += end - since
    assert seen[-2][1] == name
    assert dark < DARK_S * SLOW

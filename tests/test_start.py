"""What a till does not load, so that its first screen stands soon."""

import subprocess
import sys

LATER = {"psycopg", "psycopg2", "escpos", "PIL", "pypinyin", "babel", "biip", "openpyxl", "evdev", "gpiozero", "serial"}
"""Loaded when first wanted, or by an office alone; each takes from 10 to 100 ms."""

ROOMS = {
    f"kiosk.store.{room}"
    for room in ("adjustments", "advice", "proposals", "purchases", "recalls", "stockroom", "stocktakes", "suppliers")
}
"""Of warehouse and purchasing: together they take 10 ms."""


def test_a_till_starts_without_what_its_first_screen_does_not_need() -> None:
    loaded = "{name for name, module in sys.modules.items() if module}"
    program = f"import sys, kiosk.app, kiosk.terminal\nprint(sorted({LATER | ROOMS!r} & {loaded}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


def test_what_is_loaded_before_the_counter_is_copied_leaves_the_window_and_all_else_to_the_copy() -> None:
    program = """
import os, sys, threading
from kiosk.app import load_program
from kiosk.config import Config, Drawer, Lights, Scanner
from kiosk.hw.build import load_libraries
from kiosk.screens.window import configure, load_driver
before = set(os.listdir("/proc/self/fd"))
load_driver()
configure()
load_program()
load_libraries(Config(scanner=(Scanner(driver="evdev"),), drawer=Drawer(driver="gpio"), lights=Lights(driver="gpio")))
print({"evdev", "gpiozero"} - set(sys.modules))
print("kivy.core.window" in sys.modules, threading.active_count(), set(os.listdir("/proc/self/fd")) - before)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "set()\nFalse 1 set()\n"

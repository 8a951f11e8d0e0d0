"""From kiosk.toml to devices: what can't be had is said, and work goes on without it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from gpiozero.pins.mock import MockFactory

from kiosk.config import Config, Drawer, Lights, Scale, Scanner, default_demo_config
from kiosk.exc import ConfigError, DeviceGone
from kiosk.hw.build import open_devices
from kiosk.hw.drawer import GpioDrawer, PrinterDrawer
from kiosk.hw.lights import GpioLights
from kiosk.hw.ports import DeviceState, Signal
from kiosk.hw.scale import SerialScale
from kiosk.hw.scanner import EvdevScanner
from kiosk.hw.serial_scanner import SerialScanner
from kiosk.hw.simulated import SimulatedDrawer, SimulatedLights, SimulatedScale, SimulatedScanner
from tests.hw.listening import Listener

NOTHING = Config(scanner=())


def test_the_demo_shop_has_all_devices_and_they_all_say_that_they_are_ready(tmp_path: Path) -> None:
    heard = Listener()
    moved: list[bool] = []
    devices = open_devices(default_demo_config(tmp_path))
    devices.start(heard.scans.put, heard.statuses.put, moved.append)
    ready = {heard.state(DeviceState.READY).name for _ in range(4)}
    assert ready == {"scanner", "drawer", "lights", "scale"}
    (scanner,) = devices.scanner.scanners
    assert isinstance(scanner, SimulatedScanner)
    assert isinstance(devices.drawer, SimulatedDrawer)
    assert isinstance(devices.lights, SimulatedLights)
    assert isinstance(devices.scale, SimulatedScale)
    scanner.scan("6901234567892")
    assert heard.scan().device == "counter"
    devices.drawer.open()
    assert moved == [True]
    devices.stop()


def test_a_counter_without_devices_says_that_it_has_none() -> None:
    heard = Listener()
    devices = open_devices(NOTHING)
    devices.start(heard.scans.put, heard.statuses.put)
    assert {heard.state(DeviceState.OFF).name for _ in range(3)} == {"scanner", "drawer", "lights"}
    assert devices.scale is None
    devices.lights.show(Signal.OK)
    with pytest.raises(DeviceGone):
        devices.drawer.open()
    devices.stop()


def test_each_driver_opens_its_device() -> None:
    kicks: list[str] = []
    config = Config(
        scanner=(
            Scanner(id="a"),
            Scanner(id="b"),
            Scanner(driver="serial", device="/dev/none"),
            Scanner(driver="none"),
        ),
        drawer=Drawer(driver="printer"),
        lights=Lights(driver="gpio", red=27),
        scale=Scale(driver="serial", device="/dev/none"),
    )
    devices = open_devices(config, lambda: kicks.append("kick"), pin_factory=MockFactory())
    assert [type(each) for each in devices.scanner.scanners] == [EvdevScanner, SerialScanner]
    assert isinstance(devices.drawer, PrinterDrawer)
    assert isinstance(devices.lights, GpioLights)
    assert isinstance(devices.scale, SerialScale)
    devices.drawer.open()
    assert kicks == ["kick"]
    devices.stop()


def test_a_drawer_on_the_printer_needs_the_printer() -> None:
    with pytest.raises(ConfigError):
        open_devices(Config(drawer=Drawer(driver="printer")))


def test_pins_that_cannot_be_had_are_trouble_and_the_rest_works() -> None:
    heard, pins = Listener(), MockFactory()
    first = open_devices(Config(scanner=(), drawer=Drawer(driver="gpio", pin=17)), pin_factory=pins)
    assert isinstance(first.drawer, GpioDrawer)
    both = Config(scanner=(), drawer=Drawer(driver="gpio", pin=17), lights=Lights(driver="gpio", red=17))
    second = open_devices(both, pin_factory=pins)
    second.start(heard.scans.put, heard.statuses.put)
    told = [heard.state(DeviceState.TROUBLE) for _ in range(2)]
    assert {status.name for status in told} == {"drawer", "lights"}
    with pytest.raises(DeviceGone, match="pins"):
        second.drawer.open()
    second.lights.show(Signal.OK)
    second.stop()
    first.stop()


def test_drivers_that_are_not_used_are_not_loaded() -> None:
    code = (
        "import sys, pathlib; from kiosk.config import default_demo_config; from kiosk.hw.build import open_devices;"
        "d = open_devices(default_demo_config(pathlib.Path('/nowhere')));"
        "d.start(print, lambda s: None); d.stop();"
        "print(sorted({'evdev', 'gpiozero', 'serial', 'pyudev', 'lgpio', 'escpos'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

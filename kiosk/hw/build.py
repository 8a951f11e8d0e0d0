"""Opens the devices that kiosk.toml names, the printer aside (kiosk.hw.printer)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

import msgspec

from kiosk.config import Config
from kiosk.config import Scanner as ScannerSettings
from kiosk.exc import ConfigError, DeviceError
from kiosk.hw.backlight import Backlight, NoBacklight, SimulatedBacklight, SysfsBacklight
from kiosk.hw.dials import Dials
from kiosk.hw.drawer import NoDrawer
from kiosk.hw.lights import NoLights
from kiosk.hw.ports import DeviceState, DeviceStatus, Drawer, Lights, OnScan, OnStatus, Scale, Scanner
from kiosk.hw.scanner_group import ScannerGroup
from kiosk.hw.sound import AlsaSound, NoSound, SimulatedSound, Sound
from kiosk.i18n import M

log = logging.getLogger(__name__)


def _ignore(_: object) -> None:
    pass


class Devices(msgspec.Struct, frozen=True):
    """What is plugged in. scale: None without one. statuses: how those are that do not report by themselves."""

    scanner: ScannerGroup
    drawer: Drawer
    lights: Lights
    scale: Scale | None
    dials: Dials
    statuses: tuple[DeviceStatus, ...]

    def start(self, on_scan: OnScan, on_status: OnStatus, on_drawer: Callable[[bool], None] = _ignore) -> None:
        """Begin to listen. The callbacks come on the devices' threads, the first ones before this returns."""
        for status in self.statuses:
            on_status(status)
        self.drawer.watch(on_drawer)
        for device in (self.drawer, self.lights, self.scale):
            start = getattr(device, "start", None)
            if start is not None:
                start(on_status)
        self.scanner.start(on_scan, on_status)

    def stop(self) -> None:
        """End listening, give everything back: dark, silent, no current in the drawer's coil."""
        self.scanner.stop()
        for device in (self.drawer, self.lights, self.scale):
            try:
                device.close() if device is not None else None
            except DeviceError as error:
                log.warning("a device could not be given back: %s", error)
        self.dials.close()


def load_libraries(config: Config) -> None:
    """Load what `open_devices` will want, lest it does so while the first screen is drawn. It tells what is missing."""
    drivers = {config.scale.driver, config.drawer.driver, config.lights.driver, *(s.driver for s in config.scanner)}
    if config.drawer.sensor_pin is not None:
        drivers.add("gpio")
    for name in (name for driver in drivers for name in _LIBRARIES.get(driver, ())):
        with suppress(ImportError):
            import_module(name)


_LIBRARIES = {
    "evdev": ("evdev", "pyudev", "kiosk.hw.scanner", "kiosk.hw.scanner_inputs"),
    "serial": ("serial",),
    "gpio": ("kiosk.hw.gpiod_factory",),
}
"""What each driver takes long to load."""


def open_devices(config: Config, kick: Callable[[], None] | None = None, *, pin_factory: Any = None) -> Devices:
    """The devices of `config`. One that can't be had is reported, and work goes on without it.

    kick: has the printer pulse its drawer, needed for [drawer] driver = "printer". pin_factory: gpiozero's, None for
    the machine's own. Raises ConfigError if kick is needed and missing.
    """
    statuses: list[DeviceStatus] = []
    scanner = ScannerGroup(_scanners(config.scanner))
    drawer = _drawer(config, kick, pin_factory, statuses)
    lights = _lights(config, pin_factory, statuses)
    scale = _scale(config)
    return Devices(scanner, drawer, lights, scale, Dials(_backlight(config), _sound(config)), tuple(statuses))


def _scanners(settings: tuple[ScannerSettings, ...]) -> list[Scanner]:
    """One for all in keyboard mode, since each of them sees all devices; one each for the rest."""
    scanners: list[Scanner] = []
    wedges = [each for each in settings if each.driver == "evdev"]
    if wedges:
        from kiosk.hw.scanner import EvdevScanner
        from kiosk.hw.scanner_inputs import EvdevInputs

        scanners.append(EvdevScanner(wedges, EvdevInputs()))
    for each in settings:
        if each.driver == "serial":
            from kiosk.hw.serial_scanner import SerialScanner

            scanners.append(SerialScanner(each))
        elif each.driver == "simulated":
            from kiosk.hw.simulated import SimulatedScanner

            scanners.append(SimulatedScanner(each))
    return scanners


def _drawer(config: Config, kick: Callable[[], None] | None, pin_factory: Any, statuses: list[DeviceStatus]) -> Drawer:
    settings = config.drawer
    if settings.driver == "simulated":
        from kiosk.hw.simulated import SimulatedDrawer

        return SimulatedDrawer()
    if settings.driver == "none":
        statuses.append(DeviceStatus("drawer", DeviceState.OFF))
        return NoDrawer()
    drawer: Drawer
    try:
        if settings.driver == "gpio":
            from kiosk.hw.drawer import GpioDrawer

            drawer = GpioDrawer(settings, pin_factory=pin_factory)
        else:
            from kiosk.hw.drawer import PrinterDrawer

            if kick is None:
                raise ConfigError(M('[drawer] driver = "printer" needs a printer that opens it.'))
            drawer = PrinterDrawer(settings, kick, pin_factory=pin_factory)
    except DeviceError as error:
        statuses.append(DeviceStatus("drawer", DeviceState.TROUBLE, error.message))
        return NoDrawer(error.message)
    statuses.append(DeviceStatus("drawer", DeviceState.READY))
    return drawer


def _lights(config: Config, pin_factory: Any, statuses: list[DeviceStatus]) -> Lights:
    settings = config.lights
    if settings.driver == "simulated":
        from kiosk.hw.simulated import SimulatedLights

        return SimulatedLights()
    if settings.driver == "none":
        statuses.append(DeviceStatus("lights", DeviceState.OFF))
        return NoLights()
    from kiosk.hw.lights import GpioLights

    try:
        lights = GpioLights(settings, pin_factory=pin_factory)
    except DeviceError as error:
        statuses.append(DeviceStatus("lights", DeviceState.TROUBLE, error.message))
        return NoLights()
    statuses.append(DeviceStatus("lights", DeviceState.READY))
    return lights


def _scale(config: Config) -> Scale | None:
    """A counter without a scale has no lamp for one."""
    if config.scale.driver == "simulated":
        from kiosk.hw.simulated import SimulatedScale

        return SimulatedScale()
    if config.scale.driver == "serial":
        from kiosk.hw.scale import SerialScale

        return SerialScale(config.scale)
    return None


def _backlight(config: Config) -> Backlight:
    match config.screen.backlight:
        case "sysfs":
            return SysfsBacklight()
        case "simulated":
            return SimulatedBacklight()
    return NoBacklight()


def _sound(config: Config) -> Sound:
    match config.sound.driver:
        case "alsa":
            return AlsaSound()
        case "simulated":
            return SimulatedSound()
    return NoSound()

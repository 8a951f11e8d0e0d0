"""Settings of kiosk.toml that are right each by itself, and impossible together. One rule, one small function."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.config import Config
from kiosk.exc import ConfigError
from kiosk.i18n import M, Message
from kiosk.trade.embedded import read_layouts
from kiosk.wifi_names import possible_name, possible_password

Rule = Callable[[Config], Iterator[Message]]


def check_together(config: Config, file: str) -> None:
    """Raises ConfigError for the first rule that is broken."""
    for problem in problems_together(config, file):
        raise ConfigError(problem)


def problems_together(config: Config, file: str) -> tuple[Message, ...]:
    """All rules that are broken, in words."""
    return tuple(M("{file}: {problem}", file=file, problem=problem) for rule in RULES for problem in rule(config))


def _scanners_end(config: Config) -> Iterator[Message]:
    for scanner in config.scanner:
        if scanner.suffix == "none" and not scanner.timeout_ms:
            yield M('[scanner] suffix = "none" needs timeout_ms, or no code would ever end. 100 is a good start.')


def _scanners_differ(config: Config) -> Iterator[Message]:
    names = [s.name for s in config.scanner if s.name]
    if len(set(names)) != len(names):
        yield M("two [[scanner]] have the same name.")
    ids = [s.id.lower() for s in config.scanner if s.driver == "evdev"]
    if len(set(ids)) != len(ids):
        yield M("two [[scanner]] have the same id. Twins are told apart by the path of their socket.")
    if sum(s.driver == "simulated" and not s.name for s in config.scanner) > 1:
        yield M("several simulated [[scanner]] need a name each.")


def _lines_named(config: Config) -> Iterator[Message]:
    lines: list[tuple[str, str, str]] = [("scanner", s.driver, s.device) for s in config.scanner]
    lines += [
        ("printer", config.printer.driver, config.printer.device),
        ("scale", config.scale.driver, config.scale.device),
    ]
    for section, driver, device in lines:
        if driver in ("serial", "file") and not device:
            yield M('[{section}] driver = "{driver}" needs device.', section=section, driver=driver)
    taken = [device for _, driver, device in lines if driver == "serial"]
    if len(set(taken)) != len(taken):
        yield M("two devices can't share one serial line.")


def _printer_reachable(config: Config) -> Iterator[Message]:
    printer = config.printer
    if printer.driver == "network" and not printer.host:
        yield M('[printer] driver = "network" needs host.')
    if printer.driver == "usb" and bool(printer.vendor) != bool(printer.product):
        yield M("[printer] needs both vendor and product, or neither for the first printer found.")


def _drawer_wired(config: Config) -> Iterator[Message]:
    drawer = config.drawer
    if drawer.driver == "gpio" and drawer.pin is None:
        yield M('[drawer] driver = "gpio" needs pin.')
    if drawer.driver == "printer" and config.printer.driver == "none":
        yield M('[drawer] driver = "printer" needs a printer that opens it.')


def _lights_wired(config: Config) -> Iterator[Message]:
    lights = config.lights
    if lights.driver == "gpio" and not any(
        p is not None for p in (lights.green, lights.amber, lights.red, lights.buzzer)
    ):
        yield M('[lights] driver = "gpio" needs a pin: green, amber, red or buzzer.')


def _pins_differ(config: Config) -> Iterator[Message]:
    pins: list[int | None] = []
    if config.drawer.driver == "gpio":
        pins += [config.drawer.pin]
    if config.drawer.driver in ("gpio", "printer"):
        pins += [config.drawer.sensor_pin]
    if config.lights.driver == "gpio":
        lights = config.lights
        pins += [lights.green, lights.amber, lights.red, lights.buzzer]
    used = [pin for pin in pins if pin is not None]
    for pin in used:
        if used.count(pin) > 1:
            yield M("pin {pin} can't do two things.", pin=pin)


def _network_possible(config: Config) -> Iterator[Message]:
    wifi = config.wifi
    if wifi.name and not possible_name(wifi.name):
        yield M("[wifi] name: no network can be called so.")
    if wifi.password and not wifi.name:
        yield M("[wifi] password needs the name of its network.")
    if wifi.password and not possible_password(wifi.password):
        yield M("[wifi] password: a Wi-Fi password has 8 to 63 characters.")


def _barcodes_readable(config: Config) -> Iterator[Message]:
    try:
        read_layouts(config.barcodes.layouts)
    except ConfigError as error:
        yield error.message


RULES: tuple[Rule, ...] = (
    _scanners_end,
    _scanners_differ,
    _lines_named,
    _printer_reachable,
    _drawer_wired,
    _lights_wired,
    _pins_differ,
    _network_possible,
    _barcodes_readable,
)

"""The header's pins through the kernel's interface: levels without a blip, edges told once, everything given back."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest
from gpiod.line import Bias, Direction, Edge
from gpiozero import PWMLED, DigitalInputDevice, DigitalOutputDevice, GPIOPinInUse
from gpiozero.exc import BadPinFactory, PinFixedPull, PinInvalidBounce, PinInvalidPull, PinPWMUnsupported, PinSetInput

from kiosk.config import Drawer as DrawerSettings
from kiosk.config import Lights as LightsSettings
from kiosk.exc import DeviceError
from kiosk.hw import gpio
from kiosk.hw.drawer import DrawerSensor, GpioDrawer
from kiosk.hw.gpiod_factory import GpiodFactory, header_chip
from kiosk.hw.lights import GpioLights
from kiosk.hw.ports import Signal
from tests.hw.fake_gpio_chip import FakeChip
from tests.hw.listening import PATIENCE_S


@pytest.fixture
def chip() -> FakeChip:
    return FakeChip()


@pytest.fixture
def pins(chip: FakeChip) -> Iterator[GpiodFactory]:
    factory = GpiodFactory("/dev/gpiochip0", lambda _path: chip)
    yield factory
    factory.close()
    assert all(line.request is None for line in chip.lines)


def test_a_drawer_on_an_active_low_relay_does_not_open_when_the_counter_starts(
    chip: FakeChip, pins: GpiodFactory
) -> None:
    output = DigitalOutputDevice(17, active_high=False, pin_factory=pins)
    assert chip.lines[17].levels == [True]
    assert chip.lines[17].settings[0].direction is Direction.OUTPUT
    output.close()


def test_a_drawer_pulses_once_and_leaves_its_line_an_input(chip: FakeChip, pins: GpiodFactory) -> None:
    drawer = GpioDrawer(DrawerSettings(driver="gpio", pin=17, pulse_ms=20), pin_factory=pins)
    drawer.open()
    drawer._output._blink_thread.join(PATIENCE_S)
    assert chip.lines[17].levels == [False, True, False]
    drawer.close()
    assert chip.lines[17].settings[-1].direction is Direction.INPUT
    assert chip.lines[17].settings[-1].bias is Bias.AS_IS
    assert chip.lines[17].request is None


def test_the_sensor_tells_of_each_change_and_has_the_kernel_filter_the_bounces(
    chip: FakeChip, pins: GpiodFactory
) -> None:
    told: queue.Queue[bool] = queue.Queue()
    sensor = DrawerSensor(22, pin_factory=pins)
    sensor.watch(told.put)
    assert sensor.is_open()  # nothing pulls it down
    chip.drive(22, False)
    assert told.get(timeout=PATIENCE_S) is False
    chip.drive(22, True)
    assert told.get(timeout=PATIENCE_S) is True
    settings = chip.lines[22].settings[-1]
    assert settings.bias is Bias.PULL_UP
    assert settings.edge_detection is Edge.BOTH
    assert settings.debounce_period.total_seconds() == 0.03
    sensor.close()
    chip.drive(22, False)
    assert told.empty()


def test_a_pin_given_back_can_be_taken_again(chip: FakeChip, pins: GpiodFactory) -> None:
    for _ in range(2):
        told: queue.Queue[bool] = queue.Queue()
        sensor = DrawerSensor(22, pin_factory=pins)
        sensor.watch(told.put)
        chip.drive(22, False)
        assert told.get(timeout=PATIENCE_S) is False
        sensor.close()
        chip.drive(22, True)


def test_whoever_is_told_of_an_edge_may_close_the_pin(chip: FakeChip, pins: GpiodFactory) -> None:
    closed: queue.Queue[bool] = queue.Queue()
    device = DigitalInputDevice(5, pull_up=True, pin_factory=pins)

    def close() -> None:
        device.close()
        closed.put(device.closed)

    device.when_activated = close
    chip.drive(5, False)
    assert closed.get(timeout=PATIENCE_S)
    assert chip.lines[5].request is None


def test_lamps_light_on_their_lines(chip: FakeChip, pins: GpiodFactory) -> None:
    lights = GpioLights(LightsSettings(driver="gpio", green=5, red=6), pin_factory=pins)
    lights.show(Signal.OK)
    lights.close()
    assert chip.lines[5].request is None
    assert chip.lines[6].levels[-1] is False


def test_two_devices_on_one_pin_are_refused(pins: GpiodFactory) -> None:
    first = DigitalOutputDevice(5, pin_factory=pins)
    with pytest.raises(GPIOPinInUse):
        DigitalOutputDevice(5, pin_factory=pins)
    first.close()


def test_a_line_that_another_program_holds_is_said_in_words(chip: FakeChip, pins: GpiodFactory) -> None:
    held = chip.request_lines({17: chip_settings()}, "another")
    with pytest.raises(DeviceError, match="pins of this machine"):
        GpioDrawer(DrawerSettings(driver="gpio", pin=17), pin_factory=pins)
    held.release()


def chip_settings() -> object:
    import gpiod

    return gpiod.LineSettings(direction=Direction.OUTPUT)


def test_what_a_pin_can_not_do_is_refused(pins: GpiodFactory) -> None:
    with pytest.raises(PinPWMUnsupported):
        PWMLED(5, pin_factory=pins)
    pin = pins.pin("GPIO6")
    with pytest.raises(PinSetInput):
        pin.state = 1
    with pytest.raises(PinInvalidPull):
        pin.input_with_pull("sideways")
    with pytest.raises(PinInvalidBounce):
        pin.bounce = -1
    with pytest.raises(PinFixedPull):
        pins.pin("GPIO2").pull = "down"  # the I²C lines have resistors on the board
    pin.output_with_state(0)
    with pytest.raises(PinFixedPull):
        pin.pull = "up"


def test_the_header_is_found_by_its_label_whatever_its_number() -> None:
    chips = {"/dev/gpiochip0": FakeChip("gpio-brcmstb@107d508500"), "/dev/gpiochip4": FakeChip("pinctrl-rp1")}
    assert header_chip(list(chips), chips.__getitem__) == "/dev/gpiochip4"
    assert all(chip.closed for chip in chips.values())


def test_a_machine_without_a_header_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadPinFactory):
        header_chip([], FakeChip)
    with pytest.raises(BadPinFactory):
        header_chip(["/dev/gpiochip0"], lambda _path: FakeChip("gpio-ich"))
    monkeypatch.delenv("GPIOZERO_PIN_FACTORY", raising=False)
    monkeypatch.setattr("pathlib.Path.glob", lambda _path, _pattern: iter(()))
    gpio._gpiod_pins.cache_clear()
    with pytest.raises(DeviceError, match="no GPIO header"):
        GpioDrawer(DrawerSettings(driver="gpio", pin=17))


def test_another_factory_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GPIOZERO_PIN_FACTORY", "mock")
    assert gpio.machine_pins() is None

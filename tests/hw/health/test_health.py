"""What a machine's files say of it, in words; on files that look like a Pi's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.config import Config, Drawer, Printer, Scanner
from kiosk.findings import Finding
from kiosk.hw.health import CHECKS, Host, clock, examine, heat, network, plugged, power, speed
from kiosk.hw.health import card as card_check

ROUTES = "Iface\tDestination\tGateway\tFlags\n"
KEYBOARD = 'I: Bus=0003 Vendor=05e0 Product=1200\nN: Name="Symbol Scanner"\nH: Handlers=kbd event3\n\n'


@pytest.fixture
def pi(tmp_path: Path) -> Host:
    """A machine of which nothing is known."""
    for name in ("data", "sys", "proc", "run", "dev"):
        (tmp_path / name).mkdir()
    return Host(*(tmp_path / name for name in ("data", "sys", "proc", "run", "dev")))


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="ascii")


def told(findings: object) -> list[tuple[str, str]]:
    return [(f.severity, str(f.message)) for f in findings]  # type: ignore[attr-defined]


def severities(findings: object) -> list[str]:
    return [severity for severity, _ in told(findings)]


# --- the card


@pytest.mark.parametrize(
    ("life", "spare", "severity"),
    [("0x01 0x02", "0x01", "ok"), ("0x09 0x01", "0x01", "warning"), ("0x03 0x03", "0x02", "warning"),
     ("0x0B 0x01", "0x01", "fault"), ("0x01 0x01", "0x03", "fault"), ("", "", "ok")],
)  # fmt: skip
def test_a_card_says_how_worn_it_is(pi: Host, life: str, spare: str, severity: str) -> None:
    put(pi.sys / "block" / "mmcblk0" / "device" / "life_time", life)
    put(pi.sys / "block" / "mmcblk0" / "device" / "pre_eol_info", spare)
    assert severities(card_check.check(pi, Config())) == [severity]


def test_errors_of_the_file_system_are_a_fault(pi: Host) -> None:
    device = pi.data.stat().st_dev
    link = pi.sys / "dev" / "block" / f"{device >> 8}:{device & 0xFF}"
    (pi.sys / "devices" / "mmcblk0p7").mkdir(parents=True)
    link.parent.mkdir(parents=True)
    link.symlink_to(pi.sys / "devices" / "mmcblk0p7")
    put(pi.sys / "fs" / "ext4" / "mmcblk0p7" / "errors_count", "0")
    assert severities(card_check.check(pi, Config())) == ["ok"]
    put(pi.sys / "fs" / "ext4" / "mmcblk0p7" / "errors_count", "3")
    assert told(card_check.check(pi, Config())) == [("fault", "The file system has had 3 errors.")]


@pytest.mark.parametrize(
    ("ms", "severity"), [(1.5, "ok"), (59, "ok"), (61, "warning"), (349, "warning"), (400, "fault")]
)
def test_a_card_is_fast_slow_or_too_slow(ms: float, severity: str) -> None:
    assert speed.judged(ms).severity == severity


def test_a_write_is_measured_on_the_very_directory_and_leaves_nothing(pi: Host) -> None:
    assert 0 < speed.durable_write_ms(pi.data, 3) < 60_000
    assert list(pi.data.iterdir()) == []


def test_where_nothing_can_be_written_that_is_said(pi: Host) -> None:
    gone = Host(pi.data / "gone")
    assert told(speed.check(gone, Config())) == [("fault", "Nothing can be written to the card.")]


# --- power, heat


@pytest.mark.parametrize(("bits", "severity"), [("0x0", "ok"), ("0x50000", "warning"), ("0x50005", "fault")])
def test_too_little_voltage_is_told_as_the_firmware_says_it(pi: Host, bits: str, severity: str) -> None:
    put(pi.sys / "devices" / "platform" / "soc" / "soc:firmware" / "get_throttled", bits)
    assert severities(power.check(pi, Config())) == [severity]


@pytest.mark.parametrize(("alarm", "severity"), [("0", "ok"), ("1", "fault")])
def test_or_as_its_driver_says_it(pi: Host, alarm: str, severity: str) -> None:
    put(pi.sys / "class" / "hwmon" / "hwmon1" / "name", "rpi_volt")
    put(pi.sys / "class" / "hwmon" / "hwmon1" / "in0_lcrit_alarm", alarm)
    assert severities(power.check(pi, Config())) == [severity]


@pytest.mark.parametrize(("millidegrees", "severity"), [("54321", "ok"), ("79000", "warning"), ("86000", "fault")])
def test_the_hottest_zone_counts(pi: Host, millidegrees: str, severity: str) -> None:
    put(pi.sys / "class" / "thermal" / "thermal_zone0" / "temp", "40000")
    put(pi.sys / "class" / "thermal" / "thermal_zone1" / "temp", millidegrees)
    assert severities(heat.check(pi, Config())) == [severity]


# --- clock, network


def test_a_clock_is_believed_that_was_set_or_has_a_battery(pi: Host) -> None:
    assert severities(clock.check(pi, Config())) == ["warning"]
    (pi.sys / "class" / "rtc" / "rtc0").mkdir(parents=True)
    assert severities(clock.check(pi, Config())) == ["ok"]


def test_a_clock_that_the_network_set_is_believed(pi: Host) -> None:
    put(pi.run / "systemd" / "timesync" / "synchronized", "")
    assert severities(clock.check(pi, Config())) == ["ok"]


def test_a_clock_of_before_the_program_is_wrong(pi: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock.time, "time", lambda: 0.0)
    assert severities(clock.check(pi, Config())) == ["fault"]


def test_the_network_is_judged_by_a_way_out(pi: Host) -> None:
    assert told(network.check(pi, Config())) == [("warning", "No network is connected.")]
    put(pi.sys / "class" / "net" / "eth0" / "carrier", "1")
    put(pi.proc / "net" / "route", ROUTES + "eth0\t0001A8C0\t00000000\t0001\n")
    assert told(network.check(pi, Config())) == [("warning", "The network is plugged in, but gives no way out.")]
    put(pi.proc / "net" / "route", ROUTES + "eth0\t00000000\t0101A8C0\t0003\n")
    assert told(network.check(pi, Config())) == [("ok", "The network is connected (eth0).")]


# --- what is plugged in


def plug_printer(pi: Host, name: str, vendor: str, product: str) -> None:
    devices = pi.sys / "bus" / "usb" / "devices"
    put(devices / name / "idVendor", vendor)
    put(devices / name / "idProduct", product)
    put(devices / f"{name}:1.0" / "bInterfaceClass", "07")


def test_the_printer_that_was_named_is_looked_for(pi: Host) -> None:
    config = Config(printer=Printer(driver="usb", vendor=0x04B8, product=0x0202))
    plug_printer(pi, "1-1", "04b8", "0e15")
    assert severities(plugged.printer(pi, config)) == ["warning"]
    plug_printer(pi, "1-2", "04b8", "0202")
    assert severities(plugged.printer(pi, config)) == ["ok"]


def test_of_two_printers_none_of_which_was_named_one_is_told(pi: Host) -> None:
    config = Config(printer=Printer(driver="usb"))
    assert severities(plugged.printer(pi, config)) == ["warning"]
    plug_printer(pi, "1-1", "04b8", "0e15")
    assert severities(plugged.printer(pi, config)) == ["ok"]
    plug_printer(pi, "1-2", "0519", "0001")
    assert severities(plugged.printer(pi, config)) == ["warning"]


def test_a_scanner_is_what_types_on_usb(pi: Host) -> None:
    assert severities(plugged.scanner(pi, Config())) == ["warning"]
    put(pi.proc / "bus" / "input" / "devices", KEYBOARD)
    assert told(plugged.scanner(pi, Config())) == [("ok", "Plugged in with keys: Symbol Scanner.")]


def test_a_serial_line_is_there_or_not(pi: Host) -> None:
    config = Config(
        printer=Printer(driver="serial", device="/dev/ttyS1"),
        scanner=(Scanner(driver="serial", device="/dev/ttyACM0"),),
    )
    assert severities(plugged.printer(pi, config)) == ["warning"]
    put(pi.dev / "ttyS1", "")
    assert severities(plugged.printer(pi, config)) == ["ok"]
    assert severities(plugged.scanner(pi, config)) == ["warning"]


def test_pins_are_asked_for_only_where_something_hangs_on_them(pi: Host) -> None:
    assert severities(plugged.pins(pi, Config())) == []
    config = Config(drawer=Drawer(driver="gpio", pin=17))
    assert severities(plugged.pins(pi, config)) == ["warning"]
    put(pi.dev / "gpiochip0", "")
    assert severities(plugged.pins(pi, config)) == ["ok"]


# --- all of it

FILES = (
    "sys/block/mmcblk0/device/life_time", "sys/devices/platform/soc/soc:firmware/get_throttled",
    "sys/class/thermal/thermal_zone0/temp", "proc/net/route", "proc/bus/input/devices",
    "sys/bus/usb/devices/1-1:1.0/bInterfaceClass", "sys/class/net/eth0/carrier",
)  # fmt: skip


@given(texts=st.lists(st.binary(max_size=60), min_size=len(FILES), max_size=len(FILES)))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_files_say_there_is_an_answer(pi: Host, texts: list[bytes]) -> None:
    for name, content in zip(FILES, texts, strict=True):
        path = pi.data.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    found = examine(Config(printer=Printer(driver="usb")), pi)
    assert all(isinstance(f, Finding) and f.check in CHECKS for f in found)


def test_this_very_machine_can_be_looked_at(tmp_path: Path) -> None:
    found = examine(Config(), Host(tmp_path))
    assert {"card", "speed", "clock", "network"} <= {f.check for f in found}

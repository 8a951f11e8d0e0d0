"""What is plugged in and not used is told by name and socket, with what to do; on files as the kernel has them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.config import Config, Printer, Scanner
from kiosk.hw.health import Host, plugged, strangers
from kiosk.hw.health.usb import usb_devices
from tests.hw.health.test_health import pi, put

__all__ = ["pi"]

KEYS = "B: KEY=1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"
"""Of a common keyboard."""


def keyboard(
    pi: Host, event: int, name: str, ids: str, phys: str, *, able: str = "120013", ignored: bool = True
) -> None:
    vendor, product = ids.split(":")
    block = (
        f"I: Bus=0003 Vendor={vendor} Product={product} Version=0110\nN: Name=\"{name}\"\nP: Phys={phys}\n"
        f"S: Sysfs=/devices/x\nU: Uniq=\nH: Handlers=sysrq kbd event{event} leds \nB: PROP=0\nB: EV={able}\n{KEYS}\n"
        "B: MSC=10\n\n"
    )  # fmt: skip
    file = pi.proc / "bus" / "input" / "devices"
    before = file.read_text(encoding="ascii") if file.exists() else ""
    put(file, before + block)
    put(pi.sys / "class" / "input" / f"event{event}" / "dev", f"13:{64 + event}\n")
    put(pi.run / "udev" / "data" / f"c13:{64 + event}", "E:LIBINPUT_IGNORE_DEVICE=1\n" if ignored else "E:ID_INPUT=1\n")


def usb(pi: Host, socket: str, kind: int, ids: str = "046d:0001", maker: str = "", product: str = "") -> Path:
    path = pi.sys / "bus" / "usb" / "devices" / socket
    put(path / "idVendor", ids[:4])
    put(path / "idProduct", ids[5:])
    put(path / "manufacturer", maker)
    put(path / "product", product)
    put(path.with_name(f"{socket}:1.0") / "bInterfaceClass", f"{kind:02x}")
    return path


def told(pi: Host, config: Config) -> list[str]:
    return [f"{f.severity}: {f.message} {f.advice}" for f in strangers.check(pi, config)]


def test_a_keyboard_that_nobody_asked_for_is_told_and_what_to_write_if_it_is_the_scanner(pi: Host) -> None:
    keyboard(pi, 3, "Logitech USB Keyboard", "046d:c31c", "usb-0000:01:00.0-1.3/input0")
    (said,) = told(pi, Config())
    assert "Logitech USB Keyboard, socket usb-0000:01:00.0-1.3/input0" in said
    assert 'id = "046d:c31c" under [scanner]' in said


@pytest.mark.parametrize("wanted", ["046d:c31c", "Logitech USB Keyboard", "usb-0000:01:00.0-1.3/input0"])
def test_one_that_is_named_as_the_scanner_is_none(pi: Host, wanted: str) -> None:
    keyboard(pi, 3, "Logitech USB Keyboard", "046d:c31c", "usb-0000:01:00.0-1.3/input0")
    assert told(pi, Config(scanner=(Scanner(id=wanted),))) == []


def test_a_scanner_that_says_so_is_none_and_one_too_many_is(pi: Host) -> None:
    keyboard(pi, 3, "Symbol Bar Code Scanner", "05e0:1200", "usb-1/input0")
    assert told(pi, Config()) == []
    assert len(told(pi, Config(scanner=(Scanner(id="1234:5678"),)))) == 1


def test_where_a_keyboard_is_for_typing_nothing_is_said(pi: Host) -> None:
    keyboard(pi, 3, "Logitech USB Keyboard", "046d:c31c", "usb-1/input0", ignored=False)
    assert told(pi, Config()) == []


def test_a_mouse_with_keys_is_no_keyboard(pi: Host) -> None:
    keyboard(pi, 3, "Receiver", "046d:c52b", "usb-1/input0", able="17")
    assert told(pi, Config()) == []


def test_a_memory_stick_is_told_but_not_the_disk_that_all_of_it_lies_on(pi: Host) -> None:
    usb(pi, "1-1.1", 0x08, maker="SanDisk", product="Ultra")
    disk = usb(pi, "2-1", 0x08, maker="Crucial", product="X6")
    number = pi.data.stat().st_dev
    (disk / "host0" / "sda2").mkdir(parents=True)
    link = pi.sys / "dev" / "block" / f"{os.major(number)}:{os.minor(number)}"
    link.parent.mkdir(parents=True)
    link.symlink_to(disk / "host0" / "sda2")
    (said,) = told(pi, Config())
    assert "SanDisk Ultra, socket 1-1.1" in said


def test_a_stick_for_backups_may_stay(pi: Host) -> None:
    ours, other = usb(pi, "1-1.1", 0x08, maker="SanDisk", product="Ultra"), usb(pi, "1-1.2", 0x08, product="Other")
    for disk, name in ((ours, "sda1"), (other, "sdb1")):
        (disk / "host0" / name).mkdir(parents=True)
        (pi.sys / "class" / "block").mkdir(parents=True, exist_ok=True)
        (pi.sys / "class" / "block" / name).symlink_to(disk / "host0" / name)
    label = pi.dev / "disk" / "by-label" / "ZG-BACKUP"
    label.parent.mkdir(parents=True)
    label.symlink_to("../../sda1")
    (said,) = told(pi, Config())
    assert "Other, socket 1-1.2" in said


@pytest.mark.parametrize("driver", ["none", "network", "usb"])
def test_a_printer_that_is_not_the_one_is_told_with_what_to_write(pi: Host, driver: str) -> None:
    usb(pi, "1-1.2", 0x07, "04b8:0e15", "EPSON", "TM-T20III")
    usb(pi, "1-1.4", 0x07, "0519:0003", "Star", "TSP100")
    config = Config(printer=Printer(driver=driver, vendor=0x0519, product=0x0003, host="x"))  # type: ignore[arg-type]
    said = told(pi, config)
    assert len(said) == (1 if driver == "usb" else 2)
    assert "EPSON TM-T20III, socket 1-1.2" in said[0]
    assert "vendor = 0x04b8 and product = 0x0e15" in said[0]


def test_of_two_printers_that_would_do_it_is_said_which_one_prints(pi: Host) -> None:
    usb(pi, "1-1.10", 0x07, "04b8:0e15", "EPSON", "TM-T20III")
    usb(pi, "1-1.9", 0x07, "0519:0003", "Star", "TSP100")
    config = Config(printer=Printer(driver="usb"))
    assert told(pi, config) == []
    (found,) = plugged.printer(pi, config)
    assert str(found.message).endswith("the one at socket 1-1.9 is used: Star TSP100.")


def test_of_two_of_one_kind_it_is_said_too(pi: Host) -> None:
    for socket in ("1-1.2", "1-1.1"):
        usb(pi, socket, 0x07, "04b8:0e15", "EPSON", "TM-T20III")
    (found,) = plugged.printer(pi, Config(printer=Printer(driver="usb", vendor=0x04B8, product=0x0E15)))
    assert found.severity == "warning"
    assert "socket 1-1.1 " in str(found.message)


def test_a_device_may_call_itself_anything(pi: Host) -> None:
    path = usb(pi, "1-1", 0x08)
    (path / "product").write_bytes(b"\x1b[2J\xff\x00{name}" + b"x" * 500)
    (device,) = usb_devices(pi)
    assert device.name == "[2J {name}" + "x" * 30
    assert "{name}" in told(pi, Config())[0]


@given(content=st.binary(max_size=400) | st.text("INPSHB:= \nkbdevent0123456789abcdef", max_size=300).map(str.encode))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_kernel_lists_there_is_an_answer(pi: Host, content: bytes) -> None:
    put(pi.proc / "bus" / "input" / "devices", "")
    (pi.proc / "bus" / "input" / "devices").write_bytes(content)
    assert isinstance(told(pi, Config()), list)

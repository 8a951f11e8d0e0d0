"""What somebody plugs into a terminal that does not belong there: it is left alone, and told."""

from __future__ import annotations

import json
from pathlib import Path

from tests.system.virtual.qemu import Machine
from tests.system.virtual.trade import BREAD, WATER, lines, scans, sells

BY_SOCKET = (
    "mount -o remount,rw /boot/setup;"
    ' sed -i \'s|^id = "0627:0001"|id = "usb-0000:00:04.0-1/input0"|\' /boot/setup/kiosk.toml;'
    " mount -o remount,ro /boot/setup; systemctl restart kiosk"
)
PHYS = "cat /sys/class/input/event*/device/phys"


def test_a_keyboard_that_no_setting_names_types_nothing_into_the_shop(selling: Machine) -> None:
    socket = next(
        line for line in selling.run(PHYS).splitlines() if line.startswith("usb") and line.endswith("-1/input0")
    )
    selling.goes_on(lambda: selling.run(BY_SOCKET.replace("usb-0000:00:04.0-1/input0", socket), 300))
    selling.plug("usb-kbd", "stranger", bus="usb.0", port="3")  # what is typed goes to the newest keyboard
    selling.until(f"grep -q {socket.replace('-1/', '-3/')} /sys/class/input/event*/device/phys", 60)
    selling.scan(WATER)
    selling.press("ctrl", "alt", "f3", hold_ms=80)
    selling.waits_until_still()
    assert lines(selling) == 0
    assert selling.run("cat /sys/class/tty/tty0/active") == "tty1\n"
    selling.unplug("stranger")


def test_a_mouse_and_a_stick_with_pictures_change_nothing(selling: Machine, tmp_path: Path) -> None:
    scans(selling, WATER)
    selling.plug("usb-mouse", "mouse", bus="usb.0", port="3")
    junk = tmp_path / "junk.img"
    junk.write_bytes(bytes(range(256)) * 40_000)  # no file system at all
    selling.plug_stick(junk)
    selling.until("udevadm settle", 60)
    assert selling.run("ls /run/kiosk-stick 2>/dev/null; mount | grep -c /dev/sd; true").strip() == "0"
    selling.unplug_stick()
    assert "天然饮用水" in sells(selling, BREAD)


def test_the_machine_is_looked_at_and_says_what_it_has(selling: Machine) -> None:
    said = selling.run(
        "runuser -u kiosk -- /opt/kiosk/bin/kiosk doctor --config /etc/kiosk/kiosk.toml --json; true", 240
    )
    checks = {finding["check"]: finding["severity"] for finding in json.loads(said)}
    assert checks["printer"] == "ok"
    assert checks["scanner"] == "ok"
    assert "fault" not in checks.values()

"""Wi-Fi as a terminal has it: two radios of the kernel's own simulator, of which one is the shop's router."""

from __future__ import annotations

import pytest

from tests.system.virtual.qemu import Machine

PASSWORD = "to-the-shop"
ROUTER = f"""
modprobe mac80211_hwsim radios=2
udevadm settle
nmcli connection add type wifi ifname wlan1 con-name router autoconnect no ssid Shop wifi.mode ap wifi.band bg \
    wifi-sec.key-mgmt wpa-psk wifi-sec.psk {PASSWORD} ipv4.method disabled ipv6.method disabled
nmcli --wait 60 connection up router
"""
STATE = "nmcli -g GENERAL.STATE device show wlan0"


def settings(machine: Machine, words: str) -> None:
    """More lines in kiosk.toml, and the counter begun anew with them."""
    machine.run(
        "mount -o remount,rw /boot/setup;"
        f" printf '{words}' >> /boot/setup/kiosk.toml;"
        " mount -o remount,ro /boot/setup; systemctl restart kiosk",
        300,
    )


def test_the_network_that_the_settings_name_is_joined_by_itself(selling: Machine) -> None:
    selling.run(ROUTER, 180)
    settings(selling, f'[wifi]\\nname = "Shop"\\npassword = "{PASSWORD}"\\n')
    # Past the password, and asking for an address, which nobody gives here
    selling.until(f"{STATE} | grep -Eq '^(70|80|90|100) '", 240)
    assert selling.run("nmcli -g NAME connection show --active | grep '^kiosk'") == "kiosk Shop\n"
    kept = selling.run("ls -l /data/network/ | grep -c kiosk; stat -c %a /data/network/*kiosk*")
    assert kept.split() == ["1", "600"]


def test_a_wrong_password_lets_nobody_in_and_the_shop_sells_on(selling: Machine) -> None:
    selling.run(ROUTER, 180)
    settings(selling, '[wifi]\\nname = "Shop"\\npassword = "to-another-shop"\\n')
    selling.until("nmcli -g NAME connection show | grep -qx 'kiosk Shop'", 240)
    with pytest.raises((RuntimeError, TimeoutError)):
        selling.until(f"{STATE} | grep -Eq '^(70|80|90|100) '", 40)

"""NetworkManager's command is a program in the way of the real one, which answers as that does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.exc import DeviceError, DeviceGone
from kiosk.hw import wifi
from kiosk.hw.wifi import Network, NmcliWifi, open_wifi, read_code, read_networks
from kiosk.hw.wifi_desk import WifiDesk
from kiosk.wifi_names import possible_name, possible_password

NMCLI = r"""#!/bin/sh
for word; do printf '[%s]' "$word"; done >> "{log}"
echo >> "{log}"
case "$*" in
*"wifi list"*)
    printf '%s\n' ' :40:WPA2:Caf\:e \\ 1' '*:77:WPA2 WPA3:Shop' ' :88::Shop guests' ' :20:WPA1:' ' :64:WPA2:Shop' ;;
*"connect Shop "*"password right-one"*) echo "Device 'wlan0' successfully activated." ;;
*"connect Shop "*) echo "Error: Connection activation failed: Secrets were required, but not provided." >&2; exit 4 ;;
*"connect Slow "*) echo "Error: Timeout expired (45 seconds)" >&2; exit 3 ;;
*"connect "*) echo "Error: No network with SSID 'x' found." >&2; exit 10 ;;
*"connection delete"*) exit 10 ;;
*"connection modify id kiosk Known "*) ;;
*"connection modify"*) echo "Error: unknown connection" >&2; exit 10 ;;
*"connection add"*"psk refused!"*) echo "Error: Failed to add: Insufficient privileges." >&2; exit 4 ;;
esac
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "bin" / "nmcli"
    program.parent.mkdir()
    program.write_text(NMCLI.replace("{log}", str(tmp_path / "log")), encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return tmp_path / "log"


def test_what_is_heard_stands_once_the_joined_one_first_then_the_nearest(log: Path) -> None:
    assert NmcliWifi().networks() == (
        Network("Shop", 77, True, True), Network("Shop guests", 88, False), Network("Caf:e \\ 1", 40, True),
    )  # fmt: skip


def test_a_network_is_joined_in_a_profile_of_our_own(log: Path) -> None:
    NmcliWifi().join("Shop", "right-one")
    assert log.read_text(encoding="ascii").splitlines() == [
        "[connection][delete][id][kiosk Shop]",
        "[--wait][45][device][wifi][connect][Shop][name][kiosk Shop][password][right-one]",
    ]


def test_a_wrong_password_is_told_and_leaves_no_profile_behind(log: Path) -> None:
    with pytest.raises(DeviceError, match="password is not right"):
        NmcliWifi().join("Shop", "wrong-one")
    assert log.read_text(encoding="ascii").splitlines()[-1] == "[connection][delete][id][kiosk Shop]"


def test_a_network_of_the_settings_is_added_once_and_known_from_then_on(log: Path) -> None:
    NmcliWifi().provide("Shop", "right-one", hidden=True)
    NmcliWifi().provide("Known", "right-one")
    secured = "[wifi-sec.key-mgmt][wpa-psk][wifi-sec.psk][right-one]"
    assert log.read_text(encoding="ascii").splitlines() == [
        f"[connection][modify][id][kiosk Shop][wifi.hidden][yes]{secured}",
        f"[connection][add][type][wifi][ifname][*][con-name][kiosk Shop][ssid][Shop][wifi.hidden][yes]{secured}",
        f"[connection][modify][id][kiosk Known][wifi.hidden][no]{secured}",
    ]


def test_an_open_network_of_the_settings_keeps_no_secret_of_before(log: Path) -> None:
    NmcliWifi().provide("Known", "")
    assert log.read_text(encoding="ascii").splitlines() == [
        "[connection][delete][id][kiosk Known]",
        "[connection][modify][id][kiosk Known][wifi.hidden][no]",
    ]


def test_a_network_of_the_settings_that_may_not_be_added_is_told(log: Path) -> None:
    desk = WifiDesk(NmcliWifi())
    desk.provide("Shop", "refused!")
    desk._errands.stop()
    assert desk.standing.state == "failed"
    assert "may not choose" in str(desk.standing.problem)


@pytest.mark.parametrize(("name", "said"), [("Slow", "did not answer in time"), ("Gone", "not heard here")])
def test_why_not_is_said_in_words(log: Path, name: str, said: str) -> None:
    with pytest.raises(DeviceError, match=said):
        NmcliWifi().join(name, "12345678", hidden=True)


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        (8, "", "service does not run"),
        (4, "Error: Failed to add connection: Insufficient privileges.", "may not choose"),
        (1, "Error: something new.\n\x1b[0m\n", "something new"),
        (7, "", "joined: 7"),
    ],
)
def test_what_else_networkmanager_says(code: int, text: str, said: str) -> None:
    assert said in str(wifi.why(code, text))


def test_without_networkmanager_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeviceGone):
        NmcliWifi().networks()


def test_it_is_offered_where_there_is_a_radio_and_somebody_to_look_after_it(log: Path, tmp_path: Path) -> None:
    assert open_wifi("networkmanager", tmp_path / "net") is None
    (tmp_path / "net" / "wlan0" / "phy80211").mkdir(parents=True)
    assert isinstance(open_wifi("networkmanager", tmp_path / "net"), NmcliWifi)
    assert open_wifi("none", tmp_path / "net") is None


@given(said=st.text("*:\\ 0123456789WPA-\n\x1b名é", max_size=200) | st.text(max_size=200))
@settings(deadline=None)
def test_whatever_is_in_the_air_there_is_a_list(said: str) -> None:
    for network in read_networks(said):
        assert network.name
        assert network.name.isprintable()
        assert 0 <= network.signal <= 100


@given(name=st.text(min_size=1, max_size=8), password=st.text(st.characters(codec="ascii"), min_size=8, max_size=20))
@settings(deadline=None)
def test_a_routers_code_is_read_back_whatever_stands_in_it(name: str, password: str) -> None:
    def escaped(text: str) -> str:
        return "".join(f"\\{c}" if c in '\\;,:"' else c for c in text)

    read = read_code(f"WIFI:T:WPA;S:{escaped(name)};P:{escaped(password)};;")
    if possible_name(name) and "\n" not in password:
        assert read == (name, password, False)


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("WIFI:S:Shop;T:WPA;P:right-one;H:true;;", ("Shop", "right-one", True)),
        ("wifi:T:nopass;S:guests;;", ("guests", "", False)),
        ("WIFI:S:guests;P:ignored;;", ("guests", "", False)),
        ("WIFI:T:WPA;P:x;;", None),
        ("WIFI:S:--ask;T:nopass;;", None),
        ("WIFI:S:" + "長" * 11 + ";;", None),
        ("9521010000015", None),
        ("WIFI:", None),
    ],
)
def test_codes(code: str, read: tuple[str, str, bool] | None) -> None:
    assert read_code(code) == read


@pytest.mark.parametrize(
    ("password", "possible"),
    [
        ("1234567", False),
        ("12345678", True),
        ("a" * 63, True),
        ("a" * 64, True),
        ("g" * 64, False),
        ("密码密码密码密码", False),
    ],
)
def test_what_a_password_can_be(password: str, possible: bool) -> None:
    assert possible_password(password) is possible

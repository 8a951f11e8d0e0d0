"""Wi-Fi: which networks are heard, and joining one. Asked of NetworkManager, which asks polkit whether it may be."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import msgspec

from kiosk.exc import DeviceError, DeviceGone
from kiosk.i18n import M, Message
from kiosk.wifi_names import possible_name

NMCLI = "nmcli"
NET = Path("/sys/class/net")
JOIN_S = 45
"""Seconds that NetworkManager may take over it."""
_MARK = "kiosk "
"""Before the names of the profiles that are ours: those of an installer are left alone."""
_FIELDS = re.compile(r"(?:[^:\\]|\\.)*(?::|$)")

Run = Callable[[tuple[str, ...]], str]
"""nmcli with these words; what it printed. Raises CalledProcessError, OSError or TimeoutExpired."""


class Network(msgspec.Struct, frozen=True):
    """signal: 0 to 100. secured: it wants a password. joined: this terminal is in it."""

    name: str
    signal: int
    secured: bool
    joined: bool = False


class Wifi(Protocol):
    """Both may take half a minute."""

    def networks(self) -> tuple[Network, ...]:
        """Those that are heard now, the nearest first. Raises DeviceError."""

    def join(self, name: str, password: str, *, hidden: bool = False) -> None:
        """Be in this one from now on. password: "" for an open one. Raises DeviceError, and leaves all as it was."""

    def provide(self, name: str, password: str, *, hidden: bool = False) -> None:
        """Be in this one whenever it is heard and no other is joined. Waits for nothing. Raises DeviceError."""


class NmcliWifi:
    """By NetworkManager's own command. What was joined is kept by it, in the order of its use."""

    def __init__(self, run: Run | None = None) -> None:
        self._run = run or _run

    def networks(self) -> tuple[Network, ...]:
        said = self._asked("-t", "-f", "IN-USE,SIGNAL,SECURITY,SSID", "device", "wifi", "list", "--rescan", "yes")
        return read_networks(said)

    def join(self, name: str, password: str, *, hidden: bool = False) -> None:
        profile = _MARK + name
        self._forget(profile)
        words = ["--wait", str(JOIN_S), "device", "wifi", "connect", name, "name", profile]
        words += ["password", password] if password else []
        words += ["hidden", "yes"] if hidden else []
        try:
            self._asked(*words)
        except DeviceError:
            self._forget(profile)
            raise

    def provide(self, name: str, password: str, *, hidden: bool = False) -> None:
        profile = _MARK + name
        rest: tuple[str, ...] = ("wifi.hidden", "yes" if hidden else "no")
        if password:
            rest += ("wifi-sec.key-mgmt", "wpa-psk", "wifi-sec.psk", password)
        else:
            self._forget(profile)  # the secret of a network that has none any more would stay
        with suppress(OSError, subprocess.SubprocessError):
            # In its place: who is in this network stays there
            self._run(("connection", "modify", "id", profile, *rest))
            return
        self._asked("connection", "add", "type", "wifi", "ifname", "*", "con-name", profile, "ssid", name, *rest)

    def _forget(self, profile: str) -> None:
        with suppress(OSError, subprocess.SubprocessError):  # there was none
            self._run(("connection", "delete", "id", profile))

    def _asked(self, *words: str) -> str:
        try:
            return self._run(words)
        except subprocess.CalledProcessError as error:
            raise DeviceError(why(error.returncode, str(error.stderr or ""))) from error
        except subprocess.TimeoutExpired as error:
            raise DeviceError(why(3, "")) from error
        except OSError as error:
            raise DeviceGone(M("Nothing on this machine looks after its networks.")) from error


class SimulatedWifi:
    """Three networks, one of which takes the password "12345678"."""

    def __init__(self) -> None:
        self._joined = ""

    def networks(self) -> tuple[Network, ...]:
        heard = (("Shop", 82, True), ("Shop guests", 61, False), ("咖啡馆", 23, True))
        return tuple(Network(name, signal, secured, name == self._joined) for name, signal, secured in heard)

    def join(self, name: str, password: str, *, hidden: bool = False) -> None:
        if not hidden and not any(each.name == name for each in self.networks()):
            raise DeviceError(why(10, ""))
        if password and password != "12345678":  # noqa: S105  (of a shop that is not there)
            raise DeviceError(why(4, "Secrets were required"))
        self._joined = name

    def provide(self, name: str, password: str, *, hidden: bool = False) -> None:
        if not self._joined:
            self.join(name, password, hidden=hidden)


def open_wifi(driver: str, net: Path = NET) -> Wifi | None:
    """None where there is nothing that could join: no radio, or nobody who looks after it."""
    if driver == "simulated":
        return SimulatedWifi()
    radio = any(net.glob("*/wireless")) or any(net.glob("*/phy80211"))
    return NmcliWifi() if driver == "networkmanager" and radio and shutil.which(NMCLI) else None


def read_networks(said: str) -> tuple[Network, ...]:
    """nmcli's terse table (nmcli(1), --terse, --escape): each name once, at its best; those without a name left out."""
    found: dict[str, Network] = {}
    for line in said.splitlines():
        fields = [re.sub(r"\\(.)", r"\1", each.removesuffix(":")) for each in _FIELDS.findall(line)]
        if len(fields) < 4 or not fields[1].isascii() or not fields[1].isdigit():
            continue
        name = "".join(c for c in fields[3] if c.isprintable())
        network = Network(name, min(int(fields[1][:4]), 100), fields[2] not in ("", "--"), fields[0] == "*")
        known = found.get(name)
        if name and (known is None or (network.joined, network.signal) > (known.joined, known.signal)):
            found[name] = network
    return tuple(sorted(found.values(), key=lambda each: (not each.joined, -each.signal, each.name)))


def read_code(text: str) -> tuple[str, str, bool] | None:
    """A router's or a telephone's QR code (`WIFI:S:name;T:WPA;P:password;H:true;;`): name, password, hidden."""
    if text[:5].upper() != "WIFI:":
        return None
    fields: dict[str, str] = {}
    for key, value in re.findall(r"([A-Za-z]):((?:[^;\\]|\\.)*);", text[5:]):
        fields.setdefault(key.upper(), re.sub(r"\\(.)", r"\1", value))
    name = fields.get("S", "")
    if not possible_name(name):
        return None
    open_one = fields.get("T", "").lower() in ("", "nopass")
    return name, "" if open_one else fields.get("P", ""), fields.get("H", "").lower() == "true"


def why(code: int, said: str) -> Message:
    """nmcli's exit code (nmcli(1), EXIT STATUS), and what it said, in words."""
    if "ecrets were required" in said or "802-11-wireless-security" in said:
        return M("The password is not right. Type it again, capitals and small letters as they are.")
    match code:
        case 3:
            return M("The network did not answer in time. Go nearer to it, or try again.")
        case 8:
            return M("The network's service does not run. Restart this till.")
        case 10:
            return M("This network is not heard here.")
        case 4 if "not authorized" in said.lower() or "insufficient privileges" in said.lower():
            return M("This till may not choose its network itself.")
    return M("The network could not be joined: {reason}.", reason=_reason(said) or str(code))


def _reason(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    line = next((line for line in lines if line.startswith("Error: ")), lines[-1] if lines else "")
    return "".join(c for c in line.removeprefix("Error: ") if c.isprintable())[:120].rstrip(".")


def _run(words: tuple[str, ...]) -> str:
    done = subprocess.run(  # noqa: S603  (no shell; a name beginning with "-" is not taken)
        (NMCLI, *words), check=True, capture_output=True, text=True, errors="replace", timeout=JOIN_S + 15,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return done.stdout

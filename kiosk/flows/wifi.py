"""Choosing a Wi-Fi network on the till's own screen: from the list, by a QR code, or by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import BadInput, Refused
from kiosk.flows.base import Flow
from kiosk.flows.sheets import TextSheet
from kiosk.flows.views import Action, Strip, TableRow, TableView, TextView
from kiosk.hw.ports import Scan
from kiosk.hw.wifi import Network, read_code
from kiosk.hw.wifi_desk import WifiDesk
from kiosk.i18n import M, Message, Text, plain
from kiosk.wifi_names import possible_name, possible_password

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

_NEAR, _FAR = 60, 35
"""Percent."""


class WifiPage(Flow):
    """The networks that are heard; one that is chosen is joined beside the counter."""

    def __init__(self, counter: Counter, desk: WifiDesk, *, signed_in: bool = True) -> None:
        super().__init__(counter)
        self.signed_in = signed_in
        self._desk = desk

    def entered(self) -> None:
        self._desk.look()

    def view(self) -> TableView:
        now = self._desk.standing
        empty = M("Listening for networks …") if now.busy else M("No network is heard here.")
        return TableView(
            M("Wi-Fi"),
            (M("Network"), M("Signal")),
            tuple(_row(at, network) for at, network in enumerate(now.networks)),
            empty,
            actions=(
                Action("hidden", M("Another network"), "pencil"),
                Action("look", M("Look again"), "sync", enabled=not now.busy),
            ),
            strip=self.strip or _strip(self._desk),
        )

    # --- inputs

    def choose(self, row: str) -> None:
        """Join it; a secured one after its password."""
        network = next((n for at, n in enumerate(self._desk.standing.networks) if f"{at} {n.name}" == row), None)
        if network is None:
            raise Refused(M("This network is no longer in the list. Choose again."))
        self.clear_strip()
        if network.secured:
            self._ask_password(network.name, hidden=False)
        else:
            self._join(network.name, "")

    def scan(self, scan: Scan) -> None:
        """The code on the router, or the one a telephone shows to share its network."""
        code = read_code(scan.data)
        if code is None:
            self.counter.refuse_scan(M("This is not the code of a Wi-Fi network."))
            return
        name, password, hidden = code
        self.counter.ok()
        self._join(name, password, hidden=hidden)

    def act_look(self) -> None:
        """Which are heard now."""
        self.clear_strip()
        self._desk.look()

    def act_hidden(self) -> None:
        """One that does not tell its name."""

        def named(name: str) -> None:
            if not possible_name(name):
                raise BadInput(M("No network can be called so."))
            self._ask_password(name, hidden=True)

        self.counter.sheet(TextSheet(self.counter, TextView(M("Name of the network")), named))

    # --- inside

    def _ask_password(self, name: str, *, hidden: bool) -> None:
        def typed(password: str) -> None:
            if not possible_password(password):
                raise BadInput(M("A Wi-Fi password has 8 to 63 characters."))
            self._join(name, password, hidden=hidden)

        ask = TextView(M("Password of {name}", name=plain(name)))
        self.counter.sheet(TextSheet(self.counter, ask, typed, scans=True))

    def _join(self, name: str, password: str, *, hidden: bool = False) -> None:
        if self._desk.standing.state == "joining":
            raise Refused(M("Wait until the other network has answered."))
        self.clear_strip()
        if not self.counter.blocked and self.counter.user is not None:
            self.counter.audit("wifi.joined", {"network": name})
        self._desk.join(name, password, hidden=hidden)


def state_of(desk: WifiDesk) -> Text:
    """In a few words, for the list of what a till is set up with."""
    now = desk.standing
    joined = next((network.name for network in now.networks if network.joined), "")
    if now.state == "joining":
        return M("joining {name} …", name=plain(now.name))
    return plain(joined) if joined else M("press to choose one")


def _strip(desk: WifiDesk) -> Strip | None:
    now = desk.standing
    match now.state:
        case "joining":
            return Strip("info", M("Joining {name} …", name=plain(now.name)))
        case "joined":
            return Strip("ok", M("This till is in {name} now.", name=plain(now.name)))
        case "failed" if now.problem is not None:
            return Strip("warn", now.problem)
    return None


def _row(at: int, network: Network) -> TableRow:
    strength: Message = M("strong") if network.signal >= _NEAR else M("fair") if network.signal >= _FAR else M("weak")
    said = strength if network.secured else M("{strength}, open to everybody", strength=strength)
    if network.joined:
        said = M("{strength}, in use", strength=strength)
    return TableRow(f"{at} {network.name}", (plain(network.name), said), tone="ok" if network.joined else "")

"""An office on a real file, and one behind real HTTPS."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from kiosk.office.certificate import der, ensure_certificate
from kiosk.office.office import Office
from kiosk.office.releases import RELEASES
from kiosk.office.server import Server, make_app
from kiosk.office.snapshotting import Snapshots
from kiosk.office.web.guard import Place
from kiosk.store.documents import ProductSaved, TaxSaved
from kiosk.trade.money import Money, Rate
from kiosk.wire.joining import Invitation, fingerprint_of
from tests.postgres import Cluster, Kept


def now() -> int:
    return time.time_ns() // 1_000_000


def stock_office(office: Office) -> None:
    office.store.journal.append(TaxSaved(id="vat13", name_zh="增值税", name_en="VAT", rate=Rate(1300)), actor="admin")
    office.store.journal.append(water(200), actor="admin")


def water(price: int) -> ProductSaved:
    return ProductSaved(id="W1", name_zh="水", name_en="Water", unit="pc", tax_id="vat13", price=Money(price))


@pytest.fixture(scope="session")
def offices_on_server() -> list[Kept]:
    """Offices on a server that know nothing, for one test after the other: making one takes seconds."""
    return []


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, offices_on_server: list[Kept]) -> Iterator[Path | str]:
    """Where an office can keep what it knows: a file that is not there yet, or a database on a server."""
    if request.param == "sqlite":
        yield tmp_path / "office.db"
        return
    kept = offices_on_server.pop() if offices_on_server else new_on_server(request.getfixturevalue("cluster"))
    yield kept.url
    if kept.put_back():
        offices_on_server.append(kept)


def new_on_server(cluster: Cluster) -> Kept:
    url = cluster.make()
    Office.open(url, clock=now).store.close()
    return Kept(url)


@pytest.fixture
def office(database: Path | str) -> Iterator[Office]:
    found = Office.open(database, clock=now)
    stock_office(found)
    yield found
    found.store.close()


@dataclass(frozen=True)
class Running:
    """An office that serves; `desk` is its owner's own connection to the database."""

    address: str
    fingerprint: str
    certificate: Path
    desk: Office
    app: object

    def invitation(self, store_id: str = "S01", terminal: str = "T1") -> Invitation:
        return Invitation(self.address, self.desk.invite(store_id, terminal), self.fingerprint)


@pytest.fixture
def running(tmp_path: Path, database: Path | str) -> Iterator[Running]:
    desk = Office.open(database, clock=now)
    stock_office(desk)
    certificate, key = ensure_certificate(tmp_path)
    server = Server(
        lambda: Office.open(database, clock=now),
        Snapshots(database, tmp_path / "copies", clock=now),
        tmp_path / RELEASES,
    )
    app = make_app(server, Place(tmp_path / "uploads", fingerprint_of(der(certificate))))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, log_level="error", ssl_certfile=certificate, ssl_keyfile=key, ws="none",
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    web = uvicorn.Server(config)
    thread = threading.Thread(target=web.run)
    thread.start()
    while not web.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield Running(f"https://127.0.0.1:{port}", fingerprint_of(der(certificate)), certificate, desk, app)
    web.should_exit = True
    thread.join(10)
    desk.store.close()

"""The chain's places: an office with the demo shop's catalogue, shops, and tills that have joined it."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kiosk.database import now_ms
from kiosk.office.certificate import der, ensure_certificate
from kiosk.office.office import Office
from kiosk.replicate.joining import ask_in, fetch
from kiosk.replicate.place import Place
from kiosk.store.demo import demo_documents
from kiosk.store.documents import StockAdjusted, StoreSaved
from kiosk.store.feeds import store_feed
from kiosk.wire.joining import Invitation, fingerprint_of

CONFIG = """[store]
id = "{shop}"
[terminal]
name = "{name}"
[data]
path = "{path}"
[scanner]
driver = "simulated"
name = "counter"
[printer]
driver = "simulated"
[drawer]
driver = "simulated"
[lights]
driver = "simulated"
[scale]
driver = "simulated"
"""


@dataclass(frozen=True)
class TillPlace:
    """A till's folder, its kiosk.toml and its database."""

    shop: str
    name: str
    config: Path
    database: Path


def make_office(folder: Path, shops: list[str], database: str = "") -> Office:
    """The office's database with the demo shop's goods, people and prices for all. database: if not a file."""
    folder.mkdir(parents=True, exist_ok=True)
    office = Office.open(database or folder / "office.db", clock=now_ms)
    documents = demo_documents("HQ", now_ms=now_ms())
    shop_facts = next(d for d in documents if isinstance(d, StoreSaved))
    shared = [d for d in documents if not isinstance(d, StockAdjusted | StoreSaved)]
    named = [msgspec.structs.replace(shop_facts, id=s, name_zh=f"{s} 店", name_en=f"Shop {s}") for s in shops]
    office.store.journal.append_many([*shared, *named], actor="office")
    for shop in shops:
        office.store.feeds.ensure(store_feed(shop))
    ensure_certificate(folder)
    return office


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def join_till(root: Path, office: Office, address: str, shop: str, name: str) -> TillPlace:
    """A till in its folder, joined over the network as any other."""
    folder = root / f"{shop}-{name}"
    folder.mkdir(parents=True)
    config = folder / "kiosk.toml"
    config.write_text(CONFIG.format(shop=shop, name=name, path=folder), encoding="utf-8")
    fingerprint = fingerprint_of(der(root / "office" / "office.crt"))
    place = Place(folder / "shop.db", None, now_ms)
    fetch(place, ask_in(place, Invitation(address, office.invite(shop, name), fingerprint), name))
    return TillPlace(shop, name, config, place.database)


def answers(port: int, seconds: float = 20.0) -> bool:
    """Whether somebody listens there before the time is up."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False

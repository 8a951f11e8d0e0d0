"""A shop that trades, and a terminal at its first start; what lies on the stick between them."""

from __future__ import annotations

from pathlib import Path

from kiosk.replicate.membership import keep_membership
from kiosk.replicate.office import Membership
from kiosk.store import schema
from kiosk.store.store import Store
from tests.store.shop import Clock, new_store, open_shift, sale, stock_up

DAY = "2026-11-30"
KEY = bytes(range(32))


def trading(folder: Path, key: bytes | None = None) -> Path:
    """A shop that has sold once; its database."""
    folder.mkdir(exist_ok=True)
    store = new_store(folder, "S1", key=key)
    stock_up(store)
    store.journal.append(sale(open_shift(store)), actor="1001")
    store.close()
    return (folder / "S1.db").rename(folder / "shop.db")


def begun(folder: Path, key: bytes | None = None) -> Path:
    """A terminal at its first start."""
    folder.mkdir(exist_ok=True)
    Store.create(folder / "shop.db", "S1", "T1", key, clock=Clock()).close()
    return folder / "shop.db"


def sales(database: Path, key: bytes | None = None) -> list[str]:
    store = Store.open(database, key, clock=Clock())
    try:
        return [one.id for one in store.sales.recent()]
    finally:
        store.close()


def origin(database: Path, key: bytes | None) -> str:
    store = Store.open(database, key, clock=Clock())
    store.close()
    return store.origin


def copy_on(mount: Path) -> Path:
    """The only one."""
    (found,) = mount.glob("zhanggui-*.db")
    return found


def joined(database: Path) -> None:
    store = Store.open(database, clock=Clock())
    keep_membership(store, Membership("https://office:8443", "token", ""))
    store.close()


def rename(database: Path, terminal: str) -> None:
    store = Store.open(database, clock=Clock())
    schema.set_meta(store.book, "terminal", terminal)
    store.close()


def days(mount: Path, series: str) -> list[str]:
    return sorted(path.stem[-10:] for path in mount.glob(f"{series}*.db"))

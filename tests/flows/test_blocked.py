import sqlite3
from pathlib import Path

import pytest

from kiosk.exc import StoreDamaged, StoreError, StoreMissing, StoreUnwritable
from kiosk.flows.blocked import Blocked
from kiosk.flows.selling import Selling
from kiosk.hw.ports import DeviceState, DeviceStatus, Signal
from kiosk.i18n import M
from tests.flows.goods import COLA, RICE
from tests.flows.shop import Shop


def break_(shop: Shop, error: StoreError | None = None) -> None:
    """The next scan can't be saved."""
    error = error or StoreUnwritable(M("The disk is full."))
    mend = shop.fail_store("save", error, room="baskets")
    shop.scan(RICE)
    mend()
    assert isinstance(shop.front, Blocked)


def aside(shop: Shop) -> Path:
    """The database file goes away, as with a card that comes loose."""
    away = shop.path.with_name("away.db")
    shop.store.close()
    for end in ("", "-wal", "-shm"):
        file = Path(f"{shop.path}{end}")
        if file.exists():
            file.rename(f"{away}{end}")
    return away


def back(shop: Shop, away: Path) -> None:
    """It is put where it was."""
    for end in ("", "-wal", "-shm"):
        file = Path(f"{away}{end}")
        if file.exists():
            file.rename(f"{shop.path}{end}")


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (StoreMissing(M("No database is there.")), "mounted"),
        (StoreDamaged(M("The file is damaged.")), "nobody delete the file"),
        (StoreUnwritable(M("The disk is full.")), "Free space"),
    ],
)
def test_selling_stops_with_what_happened_and_what_to_do(shop: Shop, error: StoreError, advice: str) -> None:
    error.__cause__ = sqlite3.OperationalError("disk I/O error")
    break_(shop, error)
    assert str(shop.body.title) == "Selling has stopped"
    assert str(shop.body.text) == str(error.message)
    assert advice in str(shop.body.advice)
    assert "disk I/O error" in shop.body.technical
    assert shop.devices.signals[-1] is Signal.ATTENTION


def test_scans_are_refused_with_their_sound_meanwhile(shop: Shop) -> None:
    break_(shop)
    shop.scan(COLA)
    assert shop.devices.signals[-1] is Signal.UNKNOWN
    assert isinstance(shop.front, Blocked)


def test_time_passes_and_devices_come_and_go_without_harm(shop: Shop) -> None:
    break_(shop)
    shop.tick(1000)
    shop.counter.device_status(DeviceStatus("printer", DeviceState.READY))
    shop.counter.drawer_changed(True)
    assert isinstance(shop.front, Blocked)


def test_once_it_works_again_everything_is_where_it_was(shop: Shop) -> None:
    shop.scan(COLA)
    break_(shop)
    shop.do("retry")
    assert isinstance(shop.front, Selling)
    assert [x.total for x in shop.body.lines] == [350]
    shop.pay_cash()
    assert len(shop.sales()) == 1


def test_a_database_that_is_gone_is_never_made_anew(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    break_(shop)
    away = aside(shop)
    for _ in range(3):
        shop.do("retry")
        assert isinstance(shop.front, Blocked)
        assert "mounted" in str(shop.body.advice)
        assert not shop.path.exists()
    back(shop, away)
    shop.do("retry")
    assert isinstance(shop.front, Selling)
    assert shop.store.sales.get(sale_id) is not None


def test_a_damaged_database_is_left_as_it_is(shop: Shop) -> None:
    break_(shop)
    aside(shop)
    shop.path.write_bytes(b"not a database" * 1000)
    shop.do("retry")
    assert isinstance(shop.front, Blocked)
    assert "nobody delete" in str(shop.body.advice)
    assert shop.path.read_bytes() == b"not a database" * 1000


def test_a_file_taken_away_while_selling_stops_it_and_the_copy_goes_on_with_the_basket(shop: Shop) -> None:
    shop.scan(RICE)
    shop.path.unlink()
    shop.scan(COLA)
    assert isinstance(shop.front, Blocked)
    (copy,) = shop.path.parent.glob("*.rescued-*")
    assert copy.name in str(shop.body.text)
    assert "help" in str(shop.body.advice)
    shop.do("retry")
    assert isinstance(shop.front, Blocked)
    assert copy.name in str(shop.body.text)
    copy.rename(shop.path)
    shop.do("retry")
    assert isinstance(shop.front, Selling)
    assert len(shop.body.lines) == 1


def test_a_database_that_comes_late_is_found_without_anybody(shop: Shop) -> None:
    shop.scan(COLA)
    break_(shop)
    away = aside(shop)
    shop.do("retry")
    said = len(shop.devices.signals)
    for _ in range(3):
        shop.tick(60)
    assert isinstance(shop.front, Blocked)
    assert len(shop.devices.signals) == said, "it looks without a sound"
    back(shop, away)
    shop.tick(60)
    assert isinstance(shop.front, Selling)
    assert [x.total for x in shop.body.lines] == [350]
    assert "there again" in str(shop.body.strip.text)


def test_a_full_disk_waits_for_somebody_who_reads_why(shop: Shop) -> None:
    break_(shop)
    shop.tick(1000)
    assert isinstance(shop.front, Blocked)

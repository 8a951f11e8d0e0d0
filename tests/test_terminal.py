"""A whole terminal without a screen: real event bytes in, printed bytes out, the real store between."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.backups.stick import attend
from kiosk.config import Printer, default_demo_config
from kiosk.database import create_store, database_path, now_ms
from kiosk.flows.views import BlockedView, DoneView, PayView, SellView, SignInView, TableView
from tests.till import MINERAL_WATER, WATER, Till


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    create_store(default_demo_config(tmp_path), with_demo=True).close()
    return tmp_path


@pytest.fixture
def till(demo: Path) -> Iterator[Till]:
    till = Till(demo)
    yield till
    till.terminal.stop()


def test_a_scan_becomes_a_sale_a_receipt_and_an_open_drawer(till: Till) -> None:
    printed = threading.Event()
    till.terminal.printer.observe(lambda printer: printed.set() if printer.papers else None)  # type: ignore[attr-defined]
    till.open_shift()
    for code in (WATER, WATER, MINERAL_WATER):
        till.scan(code)
    view = till.when(lambda body: isinstance(body, SellView) and body.count == 3)
    assert view.body.total == 800  # type: ignore[attr-defined]
    till.act(SellView, "pay")
    till.act(PayView, "cash", 2000)
    done = till.when(lambda body: isinstance(body, DoneView)).body
    assert done.change == 1200  # type: ignore[attr-defined]
    assert printed.wait(10)
    receipt = till.terminal.printer.papers[-1].text  # type: ignore[attr-defined]
    assert "12.00" in receipt
    assert done.sale_id in receipt  # type: ignore[attr-defined]
    assert till.terminal.plugged.drawer.pulses == 1  # type: ignore[attr-defined]


def test_no_database_stops_selling_and_none_is_made_in_its_place(tmp_path: Path) -> None:
    till = Till(tmp_path)
    till.terminal.start()
    till.when(lambda body: isinstance(body, BlockedView))
    till.act(BlockedView, "retry")
    till.terminal.flows.run(lambda: None)
    assert isinstance(till.when(lambda _body: True).body, BlockedView)
    assert not database_path(till.terminal.config).exists()
    till.terminal.stop()


def test_a_damaged_database_is_kept_as_it_is(demo: Path) -> None:
    path = database_path(default_demo_config(demo))
    path.write_bytes(b"not a database" * 4096)
    before = path.read_bytes()
    till = Till(demo)
    till.terminal.start()
    till.when(lambda body: isinstance(body, BlockedView))
    till.terminal.stop()
    assert path.read_bytes() == before


def test_a_missing_printer_does_not_hold_up_a_sale(till: Till) -> None:
    till.terminal.printer.unplug()  # type: ignore[attr-defined]
    till.open_shift()
    till.scan(WATER)
    till.when(lambda body: isinstance(body, SellView) and body.count == 1)
    till.act(SellView, "pay")
    till.act(PayView, "cash", 200)
    till.when(lambda body: isinstance(body, DoneView))
    printed = threading.Event()
    till.terminal.printer.observe(lambda printer: printed.set() if printer.papers else None)  # type: ignore[attr-defined]
    till.terminal.printer.plug()  # type: ignore[attr-defined]
    assert printed.wait(20)


def test_a_counter_without_a_printer_misses_none(demo: Path) -> None:
    till = Till(demo, replace(default_demo_config(demo), printer=Printer()))
    till.terminal.start()
    till.when(lambda body: isinstance(body, SignInView))
    looked = threading.Event()
    till.terminal._worker.check()
    till.terminal._worker._work.put(looked.set)
    assert looked.wait(10)
    till.terminal.flows.run(lambda: None)
    assert {lamp.name: lamp.state for lamp in till.now.bar.lamps}.get("printer", "off") == "off"
    till.terminal.stop()


def test_a_shop_where_nobody_works_yet_begins_with_who_runs_it(tmp_path: Path) -> None:
    create_store(default_demo_config(tmp_path)).close()
    till = Till(tmp_path)
    till.terminal.start()
    till.act(TableView, "act", "done")
    sheet = till.when(lambda _body: till.now.overlay is not None)
    till.terminal.post(sheet.overlay_flow, "submit", {"name": "刘慧", "pin": "4455", "again": "4455"})
    till.when(lambda _body: till.now.overlay is None)
    till.act(TableView, "act", "done")
    till.when(lambda body: isinstance(body, SignInView) and [p.name for p in body.people] == ["刘慧"])
    till.terminal.stop()


def test_a_new_terminal_begins_from_the_copy_of_a_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.updates.bundle.updatable", lambda: True)
    old, new, stick = tmp_path / "old", tmp_path / "new", tmp_path / "stick"
    stick.mkdir()
    create_store(default_demo_config(old), with_demo=True).close()
    create_store(default_demo_config(new)).close()
    assert attend(stick, database_path(default_demo_config(old)), None, clock=now_ms, day="2026-11-30") == "copied"
    till = Till(new)
    till.terminal.start()
    till.when(lambda body: isinstance(body, TableView) and "restore" in [row.id for row in body.rows])
    assert attend(stick, database_path(till.terminal.config), None, clock=now_ms, day="2026-11-30") == "offered"
    till.act(TableView, "choose", "restore")
    sheet = till.when(lambda _body: till.now.overlay is not None)
    till.terminal.post(sheet.overlay_flow, "confirm")
    till.terminal.flows.run(lambda: None)
    till.terminal.stop()  # the program begins anew
    till = Till(new)
    till.open_shift()
    till.scan(WATER)
    till.when(lambda body: isinstance(body, SellView) and body.count == 1)
    till.terminal.stop()


def test_one_that_is_stopped_while_it_begins_leaves_no_device_open(demo: Path) -> None:
    till = Till(demo)
    till.terminal.start()
    till.terminal.stop()
    assert "scanner" not in {thread.name for thread in threading.enumerate()}

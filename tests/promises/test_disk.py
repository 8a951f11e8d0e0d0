"""A disk that is full, read-only, locked or gone: selling stops with a screen that says so, nothing that was shown is
lost, and no empty database is ever put in the place of one that does not answer."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.config import default_demo_config
from kiosk.database import database_path, now_ms, open_store
from kiosk.flows.views import BlockedView, CounterView, DoneView, PayView, SellView, SignInView
from kiosk.store.doctor import diagnose, worst
from tests.promises.tills import MINERAL_WATER, WATER, Till

MOUNT = shutil.which("mount")


@pytest.fixture
def card(demo_shop: Path, tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own with the demo shop on it."""
    place = tmp_path / "card"
    place.mkdir()
    if (
        MOUNT is None
        or subprocess.run([MOUNT, "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], check=False).returncode
    ):
        pytest.skip("only root may mount the small disk that this test fills")
    try:
        yield Path(shutil.copytree(demo_shop, place / "shop"))
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


@pytest.fixture
def till(card: Path) -> Iterator[Till]:
    till = Till(card)
    till.open_shift()
    yield till
    till.terminal.stop()


def fill(card: Path) -> Path:
    """Put so much on the disk that not one page more fits."""
    ballast = card.parent / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 4096):
            try:
                while file.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue
    return ballast


def remount(card: Path, mode: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{mode}", card.parent], check=True)


def scanned(till: Till, code: str, count: int) -> SellView:
    till.scan(code)
    view = till.when(lambda body: isinstance(body, SellView) and body.count == count).body
    assert isinstance(view, SellView)
    return view


def stops_and_goes_on(till: Till, break_it: Callable[[], object], mend: Callable[[], object], words: str) -> None:
    """Goods scanned while the disk fails are not taken; once it works again, the basket is as it was last shown."""
    scanned(till, WATER, 1)
    break_it()
    for _ in range(50):  # what room the log still had
        till.scan(MINERAL_WATER)
    blocked = till.when(lambda body: isinstance(body, BlockedView)).body
    assert isinstance(blocked, BlockedView)
    assert str(blocked.title) == "Selling has stopped"
    assert words in str(blocked.text)
    till.act(BlockedView, "retry")
    till.terminal.flows.run(lambda: None)
    mend()
    if isinstance(till.terminal.counter.front.view(), BlockedView):
        till.act(BlockedView, "retry")
    till.when(lambda body: isinstance(body, SellView))
    view = at_rest(till).body
    assert isinstance(view, SellView)
    till.act(SellView, "pay")
    till.act(PayView, "cash", 100_000)
    done = till.when(lambda body: isinstance(body, DoneView)).body
    assert isinstance(done, DoneView)
    assert done.total == view.total
    agree(till.directory, done.sale_id, view.total)


def at_rest(till: Till) -> CounterView:
    """What is shown when the last of the scans has come through: on a busy machine they come after the mending."""
    while True:
        before = till.view
        time.sleep(0.3)
        till.terminal.flows.run(lambda: None)
        if till.view is before:
            return before


def agree(directory: Path, sale_id: str, total: int) -> None:
    config = default_demo_config(directory)
    store = open_store(config)
    assert [(row.id, row.total) for row in store.sales.recent(10, 0)] == [(sale_id, total)]
    store.close()
    findings = diagnose(database_path(config), clock=now_ms)
    assert worst(findings) != "fault", [str(f.message) for f in findings]


def test_a_full_disk_stops_selling_in_words_and_the_basket_comes_back(till: Till, card: Path) -> None:
    stops_and_goes_on(till, lambda: fill(card), (card.parent / "ballast").unlink, "disk is full")


def test_a_sale_that_the_disk_has_no_room_for_is_not_shown_as_sold(till: Till, card: Path) -> None:
    scanned(till, WATER, 1)
    till.act(SellView, "pay")
    till.when(lambda body: isinstance(body, PayView))
    ballast = fill(card)
    pulses = till.terminal.plugged.drawer.pulses  # type: ignore[attr-defined]
    sold = None
    for _ in range(40):  # until the log's own room is used up, sales are whole; then none is
        till.act(PayView, "cash", 200)
        body = till.when(lambda body: isinstance(body, DoneView | BlockedView)).body
        if isinstance(body, BlockedView):
            break
        assert isinstance(body, DoneView)
        sold, pulses = body.sale_id, pulses + 1
        till.act(DoneView, "next")
        till.when(lambda body: isinstance(body, SellView) and not body.lines)
        till.scan(WATER)
        if isinstance(till.when(lambda body: isinstance(body, BlockedView) or body.count == 1).body, BlockedView):
            break
        till.act(SellView, "pay")
        till.when(lambda body: isinstance(body, PayView))
    till.when(lambda body: isinstance(body, BlockedView))
    assert till.terminal.plugged.drawer.pulses == pulses, "the drawer opened for a sale that is not there"  # type: ignore[attr-defined]
    ballast.unlink()
    config = default_demo_config(till.directory)
    store = open_store(config)
    newest = [row.id for row in store.sales.recent(1, 0)]
    store.close()
    assert newest == ([sold] if sold else [])
    till.act(BlockedView, "retry")
    till.when(lambda body: isinstance(body, SellView | PayView))


def test_a_disk_that_came_up_read_only_stops_selling_until_it_can_be_written(till: Till, card: Path) -> None:
    total = scanned(till, WATER, 1).total
    till.terminal.stop()
    remount(card, "ro")
    again = Till(card)
    again.terminal.start()
    blocked = again.when(lambda body: isinstance(body, BlockedView)).body
    assert isinstance(blocked, BlockedView)
    assert "can only be read" in str(blocked.text)
    remount(card, "rw")
    again.act(BlockedView, "retry")
    again.when(lambda body: isinstance(body, SignInView))
    again.enter_pin()
    assert again.when(lambda body: isinstance(body, SellView) and body.count == 1).body.total == total
    again.terminal.stop()


def test_a_database_that_another_program_holds_stops_selling_until_it_lets_go(till: Till, card: Path) -> None:
    holder: list[subprocess.Popen[bytes]] = []

    def hold() -> None:
        script = (
            "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
            "db.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
        )
        path = str(database_path(default_demo_config(card)))
        process = subprocess.Popen([sys.executable, "-c", script, path], stdin=-1, stdout=-1)
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        holder.append(process)
        till.terminal.flows.run(lambda: till.terminal.counter.store.book.sql("PRAGMA busy_timeout = 50"))

    def let_go() -> None:
        holder[0].communicate(b"")

    stops_and_goes_on(till, hold, let_go, "Another program")

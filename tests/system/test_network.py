"""Real programs in network namespaces, over lines that lose one packet in twenty, take half a second each way, break
off, or lead to a Wi-Fi's sign-in page. The tills sell through all of it; afterwards nothing waits and all agree.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.chain.chain import KIOSK, Member, Worker, settled, verdict
from kiosk.chain.places import CONFIG, TillPlace, make_office
from kiosk.database import now_ms
from kiosk.office.certificate import der
from kiosk.office.office import Office
from kiosk.store.digests import table_digests
from kiosk.store.store import Store
from kiosk.store.tables_sales import TABLES as SALES
from kiosk.store.tables_stock import TABLES as STOCK
from kiosk.wire.joining import fingerprint_of
from kiosk.wire.state import read_state
from tests.system.network import Line, Machine, has_netem, line, may_make_networks

pytestmark = [
    pytest.mark.system,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not may_make_networks(), reason="needs root and iproute2"),
]

PORT = 8443
SHOP = "S01"
BAD_S, OUT_S, PORTAL_S = (float(os.environ.get(name, given)) for name, given in (
    ("KIOSK_BAD_S", "20"), ("KIOSK_OUT_S", "12"), ("KIOSK_PORTAL_S", "12"),
))  # fmt: skip


@dataclass
class Post:
    """A till: its machine, its line to the office, and the office's address on that line."""

    member: Member
    machine: Machine
    line: Line
    office: str

    def state(self) -> str:
        store = Store.open(self.member.place.database, clock=now_ms)
        try:
            return read_state(store).trouble
        finally:
            store.close()

    def waiting(self) -> int:
        store = Store.open(self.member.place.database, clock=now_ms)
        try:
            return store.journal.waiting()
        finally:
            store.close()


@dataclass
class Chain:
    root: Path
    office: Office
    posts: list[Post]

    @property
    def members(self) -> list[Member]:
        return [post.member for post in self.posts]

    def sales(self) -> list[int]:
        return [len(m.sales) for m in self.members]


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Two tills of one shop and their office, each a machine of its own; all sell and replicate."""
    root = tmp_path_factory.mktemp("network")
    netem = has_netem()
    with ExitStack() as stack:
        office = make_office(root / "office", [SHOP])
        stack.callback(office.store.close)
        head = stack.enter_context(Machine("office"))
        serve = (
            *head.inside,
            *KIOSK,
            "office",
            "--data",
            str(root / "office"),
            "--host",
            "0.0.0.0",
            "--port",
            str(PORT),
        )
        server = Worker(serve, root / "office.log")
        posts = []
        for number in (1, 2):
            machine = stack.enter_context(Machine(f"t{number}"))
            wire = line(machine, head, f"10.77.{number}", netem=netem)
            stack.callback(wire.close)
            posts.append(_post(root, number, machine, wire))
        server.start()
        stack.callback(server.end)
        fingerprint = fingerprint_of(der(root / "office" / "office.crt"))
        for post in posts:
            _until(lambda post=post: _reaches(post), 30)
            place = post.member.place
            code = office.invite(SHOP, place.name)
            address = f"https://{post.office}:{PORT}"
            join = [*post.machine.inside, *KIOSK, "join", code, "--config", str(place.config), "--address", address]
            subprocess.run([*join, "--fingerprint", fingerprint], check=True, capture_output=True, timeout=120)
        for post in posts:
            for worker in (post.member.replicate, post.member.cashier):
                worker.start()
                stack.callback(worker.end)
        yield Chain(root, office, posts)


def _post(root: Path, number: int, machine: Machine, wire: Line) -> Post:
    name = f"T{number}"
    folder = root / name
    folder.mkdir()
    config = folder / "kiosk.toml"
    config.write_text(CONFIG.format(shop=SHOP, name=name, path=folder), encoding="utf-8")
    place = TillPlace(SHOP, name, config, folder / "shop.db")
    sell = (*machine.inside, sys.executable, "-m", "kiosk.chain.cashier", str(config), str(number))
    carry = (*machine.inside, *KIOSK, "replicate", "--config", str(config))
    member = Member(place, Worker(sell, folder / "log"), Worker(carry, folder / "log"))
    return Post(member, machine, wire, f"10.77.{number}.1")


def _reaches(post: Post) -> bool:
    probe = f"import socket; socket.create_connection(({post.office!r}, {PORT}), 2)"
    command = [*post.machine.inside, sys.executable, "-c", probe]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _until(condition: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.2)


def _sell_on(chain: Chain, seconds: float) -> None:
    """Every till books sales in that time, whatever the network does."""
    before = chain.sales()
    time.sleep(seconds)
    _until(lambda: all(now > was for now, was in zip(chain.sales(), before, strict=True)), 30)


def test_a_bad_line_delays_and_does_not_stop(chain: Chain) -> None:
    _sell_on(chain, 3)
    for post in chain.posts:
        post.line.weather(0.05, 500)
    _sell_on(chain, BAD_S)
    for post in chain.posts:
        acknowledged = len(post.member.sales) - post.waiting()
        assert acknowledged > 0


def test_an_outage_lets_entries_wait_and_the_till_sell(chain: Chain) -> None:
    post = chain.posts[0]
    post.machine.ip("link", "set", "zg0", "down")
    _sell_on(chain, OUT_S)
    _until(lambda: post.waiting() > 0 and post.state() != "", 30)
    post.machine.ip("link", "set", "zg0", "up")
    _until(lambda: post.state() == "", 60)


def test_a_sign_in_page_is_not_taken_for_the_office(chain: Chain) -> None:
    post = chain.posts[1]
    portal = Worker(
        (*post.machine.inside, sys.executable, "-m", "tests.system.portal", str(chain.root / "portal"), str(PORT)),
        chain.root / "portal.log",
    )
    post.machine.ip(
        "addr", "add", f"{post.office}/32", "dev", "lo"
    )  # the till's way to the office ends in its own Wi-Fi
    portal.start()
    try:
        _sell_on(chain, PORTAL_S)
        _until(lambda: post.state() in {"certificate", "stranger"}, 120)
        assert post.waiting() > 0
    finally:
        portal.end()
        post.machine.ip("addr", "del", f"{post.office}/32", "dev", "lo")


def test_when_the_network_is_well_again_nothing_waits_and_all_agree(chain: Chain) -> None:
    for post in chain.posts:
        post.line.weather(0, 0)
        post.machine.ip("route", "flush", "cache", check=False)
    _sell_on(chain, 2)
    for member in chain.members:
        member.cashier.end()
    for _ in range(5):
        if settled(chain.office, chain.members):
            break
    assert [post.waiting() for post in chain.posts] == [0, 0]
    # A request that was held open when its line broke is given up after a minute
    _until(lambda: all(post.state() == "" for post in chain.posts), 90)
    assert verdict(chain.office, chain.members) == []
    at_office = table_digests(chain.office.store.book)
    trade = {model._meta.table_name for model in (*SALES, *STOCK)}
    for post in chain.posts:
        store = Store.open(post.member.place.database, clock=now_ms)
        here = table_digests(store.book)
        store.close()
        assert {t: here[t] for t in trade} == {t: at_office[t] for t in trade}
    assert sum(chain.sales()) > 20

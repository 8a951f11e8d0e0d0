"""Whoever does not look hears and sees it all the same: in every task of the stock room a right scan has the good sound
and the green edge, a wrong one the other sound and red."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.flows.warehouse_tasks import TASKS
from kiosk.hw.ports import Signal
from tests.flows.goods import COLA, RICE, UNKNOWN
from tests.flows.neighbour import Chain
from tests.flows.shop import Shop
from tests.flows.test_customer_picking import ordered
from tests.flows.test_picking import put


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Chain]:
    chain = Chain(tmp_path, "lee")
    yield chain
    chain.close()


def opened(chain: Chain, task: str) -> Shop:
    chain.shop.act(task)
    return chain.shop


def moving(chain: Chain) -> Shop:
    put(chain, "cola", 5, "A-01")
    shop = opened(chain, "move")
    shop.scan("ZGL-A-01")
    return shop


def sending(chain: Chain) -> Shop:
    request = chain.asks(("cola", 2))
    shop = opened(chain, "transfers")
    shop.do("choose", request)
    shop.act("pick")
    return shop


def taking_in(chain: Chain) -> Shop:
    transfer = chain.sends(("cola", 2))
    shop = opened(chain, "transfers")
    shop.do("choose", transfer)
    shop.act("take_in")
    return shop


def picking(chain: Chain) -> Shop:
    order = ordered(chain, ("cola", 2))
    shop = opened(chain, "pick")
    shop.do("choose", order)
    return shop


def counting(chain: Chain) -> Shop:
    shop = opened(chain, "count")
    shop.act("new")
    shop.do("choose", "all")
    shop.act("count")
    return shop


def with_a_reason(task: str) -> Callable[[Chain], Shop]:
    def begun(chain: Chain) -> Shop:
        shop = opened(chain, task)
        shop.scan(RICE)
        shop.do("choose", "damage")
        if shop.overlay is not None:  # who delivered it
            shop.do("choose", "V1")
        if shop.overlay is not None:  # nobody is known to have
            shop.approve("mei")
        return shop

    return begun


def ordering(chain: Chain) -> Shop:
    shop = opened(chain, "orders")
    shop.act("new")
    shop.do("choose", "V1")
    return shop


WAYS: dict[str, Callable[[Chain], Shop]] = {
    "receive": lambda chain: opened(chain, "receive"),
    "put_away": lambda chain: opened(chain, "put_away"),
    "move": moving,
    "transfers": sending,
    "transfers, taken in": taking_in,
    "pick": picking,
    "count": counting,
    "adjust": with_a_reason("adjust"),
    "send_back": with_a_reason("send_back"),
    "enquiry": lambda chain: opened(chain, "enquiry"),
    "orders": ordering,
}
SCANLESS = {"what_to_order", "warnings", "status"}
"""Lists to tap on: what is scanned there is for what they lead to."""


@pytest.mark.parametrize("task", WAYS)
def test_right_is_green_and_wrong_is_red_each_with_its_sound(chain: Chain, task: str) -> None:
    shop = WAYS[task](chain)
    lights = 0 if shop.body.edge is None else shop.body.edge.serial
    shop.scan(COLA)
    assert shop.overlay is None
    assert (shop.devices.signals[-1], shop.body.edge.tone) == (Signal.OK, "ok")
    assert shop.body.edge.serial > lights
    lights = shop.body.edge.serial
    shop.scan(UNKNOWN)
    assert (shop.devices.signals[-1], shop.body.edge.tone) == (Signal.UNKNOWN, "error")
    assert shop.body.edge.serial > lights


def test_no_task_with_a_scanner_is_left_out() -> None:
    assert {task.id for task in TASKS} == {way.partition(",")[0] for way in WAYS} | SCANLESS

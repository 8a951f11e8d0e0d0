from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows import warehouse_tasks
from kiosk.flows.selling import Selling
from kiosk.flows.status import Status
from kiosk.flows.views import HomeView
from kiosk.flows.warehouse import WarehouseHome
from kiosk.flows.warehouse_tasks import TaskEntry
from kiosk.i18n import M
from kiosk.store.documents import ShiftOpened
from kiosk.trade.money import Money
from tests.flows import goods
from tests.flows.shop import Shop


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Shop]:
    """Tom, a keeper, sees his tasks."""
    shop = Shop(tmp_path / "shop.db", role="warehouse")
    shop.start()
    shop.sign_in("tom")
    yield shop
    shop.close()


def ids(shop: Shop) -> list[str]:
    return [t.id for t in shop.body.tasks]


def test_who_signs_in_at_a_warehouse_terminal_sees_tasks_and_needs_no_shift(warehouse: Shop) -> None:
    assert isinstance(warehouse.body, HomeView)
    assert "status" in ids(warehouse)
    assert warehouse.counter.shift is None


def test_a_warehouse_terminal_is_dark_and_a_counter_is_not(warehouse: Shop, shop: Shop) -> None:
    assert warehouse.view.dark
    assert not shop.view.dark
    assert isinstance(shop.front, Selling)


def test_a_task_opens_and_back_returns_to_the_list(warehouse: Shop) -> None:
    warehouse.act("status")
    assert isinstance(warehouse.front, Status)
    warehouse.do("back")
    assert isinstance(warehouse.front, WarehouseHome)


def test_a_task_that_the_role_does_not_do_is_neither_shown_nor_done(
    warehouse: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = TaskEntry("audit", M("Audit trail"), "shield", "audit:Audit", "audit.view")
    monkeypatch.setattr(warehouse_tasks, "TASKS", (*warehouse_tasks.TASKS, audit))
    warehouse.front.entered()
    warehouse.act("audit")
    assert "audit" not in ids(warehouse)
    assert isinstance(warehouse.front, WarehouseHome)
    assert warehouse.strip == "Your role does not do this."


def test_what_is_told_as_wrong_lights_the_edge_red_and_each_time_anew(warehouse: Shop) -> None:
    warehouse.scan("ZGC-PAY")
    first = warehouse.body.edge
    warehouse.scan("ZGC-PAY")
    assert first.tone == "error"
    assert warehouse.body.edge.tone == "error"
    assert warehouse.body.edge.serial != first.serial


def test_a_document_opens_where_it_is_dealt_with(warehouse: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    opens = (("audit.view", "audit:Audit"), ("status.view", "shift_page:ShiftPage"))
    monkeypatch.setitem(warehouse_tasks.DOCUMENTS, "shift.opened", opens)
    warehouse.scan(warehouse.store.journal.append(_opened(), actor="TOM").id)
    assert type(warehouse.front).__name__ == "ShiftPage"


def test_a_document_that_no_task_is_for_is_refused(warehouse: Shop) -> None:
    warehouse.scan(warehouse.store.journal.append(_opened(), actor="TOM").id)
    assert isinstance(warehouse.front, WarehouseHome)
    assert warehouse.body.edge.tone == "error"


def test_training_comes_back_to_the_tasks(warehouse: Shop) -> None:
    warehouse.act("training")
    assert warehouse.counter.training
    assert isinstance(warehouse.front, WarehouseHome)
    warehouse.act("training")
    assert not warehouse.counter.training
    assert isinstance(warehouse.front, WarehouseHome)


def test_switching_the_user_shows_what_the_next_one_may(warehouse: Shop) -> None:
    warehouse.act("sign_out")
    warehouse.sign_in("lee")
    assert isinstance(warehouse.body, HomeView)


def test_the_other_language_is_there_at_once(warehouse: Shop) -> None:
    warehouse.act("language")
    assert warehouse.view.language == "zh_CN"


def test_a_locked_terminal_goes_on_where_it_was(warehouse: Shop) -> None:
    warehouse.act("status")
    warehouse.do("back")
    warehouse.act("lock")
    assert warehouse.view.locked
    warehouse.scan(goods.badge_of("tom"))
    assert isinstance(warehouse.front, WarehouseHome)


def _opened() -> ShiftOpened:
    return ShiftOpened(terminal="T9", float_amount=Money(0))

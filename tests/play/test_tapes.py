"""Whole tapes, on the whole program: a process of its own, real touches, real scanner bytes, decoded paper."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.demo import TAPES, play_tape

CORE = ("sale", "powercut", "faults", "day", "returns", "permissions", "desk", "tender", "buying")


@pytest.mark.parametrize("name", CORE)
def test_a_tape_plays_to_its_end(name: str) -> None:
    report = play_tape(TAPES / f"{name}.tape")
    assert report.failed == ""
    assert report.entries
    assert all(receipt.strip() for receipt in report.receipts)


def test_a_tape_plays_on_a_small_screen_in_english(tmp_path: Path) -> None:
    report = play_tape(TAPES / "sale.tape", size="800x480", language="en", shots=tmp_path)
    assert report.failed == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == ["sale-basket.png", "sale-change.png"]


@pytest.mark.parametrize("name", ["day", "returns"])
def test_a_whole_day_is_played_on_a_small_screen(name: str) -> None:
    report = play_tape(TAPES / f"{name}.tape", size="800x480")
    assert report.failed == ""
    assert report.entries


def test_a_power_cut_after_payment_neither_loses_nor_doubles_the_sale() -> None:
    report = play_tape(TAPES / "powercut.tape")
    assert [sale["total"] for sale in report.sales] == [1000]
    assert report.kills == 2


def test_a_failing_expectation_exits_with_one_and_says_where(tmp_path: Path) -> None:
    tape = tmp_path / "wrong.tape"
    tape.write_text("signin 1111\nexpect screen pay\n", encoding="utf-8")
    report = play_tape(tape, timeout=3)
    assert "line 2" in report.failed


def test_the_command_prints_json(tmp_path: Path) -> None:
    tape = tmp_path / "in.tape"
    tape.write_text("signin 1111\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["play", str(tape), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["steps"] == 1


@pytest.mark.parametrize("size", ["480x800", "800x480"])
def test_a_keepers_morning_is_played_on_a_warehouse_terminal(size: str) -> None:
    report = play_tape(TAPES / "stockroom.tape", size=size, role="warehouse")
    assert report.failed == ""
    assert report.screen == "HomeView"


def test_broken_goods_go_back_to_their_supplier() -> None:
    report = play_tape(TAPES / "sending-back.tape", size="480x800", role="warehouse")
    assert report.failed == ""
    assert any("采购退货单" in paper for paper in report.receipts)


@pytest.mark.parametrize("size", ["480x800", "800x480"])
def test_goods_come_from_another_shop_and_go_to_one(size: str) -> None:
    report = play_tape(TAPES / "transfers.tape", size=size, role="warehouse")
    assert report.failed == ""
    assert any("城北店" in paper for paper in report.receipts)


def test_a_shelf_is_counted_on_a_warehouse_terminal() -> None:
    report = play_tape(TAPES / "counting.tape", size="480x800", role="warehouse")
    assert report.failed == ""
    assert report.screen == "HomeView"


def test_a_customer_orders_pays_something_and_collects() -> None:
    report = play_tape(TAPES / "customer-order.tape")
    assert report.failed == ""
    assert any("订金" in paper and "收据" not in paper for paper in report.receipts)
    assert [sale["total"] for sale in report.sales] == [1180, 200]


def test_a_lorry_brings_part_of_an_order_and_the_next_one_the_rest() -> None:
    report = play_tape(TAPES / "order-in.tape", size="480x800", role="warehouse")
    assert report.failed == ""
    assert report.entries

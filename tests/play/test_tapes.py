"""Whole tapes, on the whole program: a process of its own, real touches, real scanner bytes, decoded paper."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kiosk.cli import app
from kiosk.demo import TAPES, play_tape
from kiosk.i18n import LANGUAGES
from kiosk.play.runner import Report

NAMES = sorted(tape.stem for tape in TAPES.glob("*.tape"))


@pytest.mark.parametrize("name", NAMES)
def test_every_tape_plays_to_its_end(name: str) -> None:
    plays(name, "zh_CN")


def plays(name: str, language: str) -> None:
    """A shipped tape comes to its end and leaves what it is meant to show, whatever the language."""
    report = play_tape(TAPES / f"{name}.tape", language=language)
    assert report.failed == ""
    assert report.entries
    assert all(receipt.strip() for receipt in report.receipts)
    if name in SHOWN:
        SHOWN[name](report)


def power_cut(report: Report) -> None:
    """After payment it neither loses nor doubles the sale."""
    assert [sale["total"] for sale in report.sales] == [1000]
    assert report.kills == 2


def recall(report: Report) -> None:
    """Every sale of the batch is on the list to telephone by, and no other."""
    (listed,) = (paper for paper in report.receipts if "召回" in paper)
    newest, unknown, member = (str(sale["id"]) for sale in report.sales)
    assert [number in listed for number in (member, unknown, newest)] == [True, True, False]
    assert re.findall(r"\b[0-9A-Z]{6}-\d+\b", listed) == [unknown, member]


def customers_order(report: Report) -> None:
    """What was ordered is collected at its price, the deposit taken off."""
    assert any("订金" in paper and "收据" not in paper for paper in report.receipts)
    assert [sale["total"] for sale in report.sales] == [1180, 200]


def picked(report: Report) -> None:
    """One sale of what was ordered, at a member's prices, and the slip that lay with it."""
    assert [sale["total"] for sale in report.sales] == [470]
    assert any("待取" in paper or "备好" in paper for paper in report.receipts)


def ordered(report: Report) -> None:
    """One order was printed: the other one nobody but its writer could have approved."""
    assert sum("采购单" in paper for paper in report.receipts) == 1


def sent_on(report: Report) -> None:
    """The note that goes with the goods says where to."""
    assert any("城北店" in paper for paper in report.receipts)


def at_home(report: Report) -> None:
    """The keeper is back at his tasks."""
    assert report.screen == "HomeView"


SHOWN = {
    "powercut": power_cut,
    "recall": recall,
    "customer-order": customers_order,
    "customer-picking": picked,
    "supply": ordered,
    "transfers": sent_on,
    "stockroom": at_home,
    "counting": at_home,
}
"""What a tape shows besides coming to its end."""


def test_a_tape_plays_on_a_small_screen_in_english(tmp_path: Path) -> None:
    report = play_tape(TAPES / "sale.tape", size="800x480", language="en", shots=tmp_path)
    assert report.failed == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == ["sale-basket.png", "sale-change.png"]


@pytest.mark.parametrize("name", ["day", "returns", "stockroom", "transfers"])
def test_a_whole_day_is_played_on_a_small_screen(name: str) -> None:
    report = play_tape(TAPES / f"{name}.tape", size="800x480")
    assert report.failed == ""
    assert report.entries


def test_a_failing_expectation_exits_with_one_and_says_where(tmp_path: Path) -> None:
    tape = tmp_path / "wrong.tape"
    tape.write_text("signin 1111\nexpect screen pay\n", encoding="utf-8")
    report = play_tape(tape, timeout=3)
    assert "line 2" in report.failed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_of_the_program_is_looked_for_as_the_screen_says_it(tmp_path: Path, language: str) -> None:
    tape = tmp_path / "texts.tape"
    tape.write_text('signin 6666\nexpect text "Put away"\nexpect notext "Put away"\n', encoding="utf-8")
    report = play_tape(tape, role="warehouse", language=language, timeout=3)
    assert "line 3" in report.failed


def test_the_command_prints_json(tmp_path: Path) -> None:
    tape = tmp_path / "in.tape"
    tape.write_text("signin 1111\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["play", str(tape), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["steps"] == 1

"""A long day at one counter: sales, returns, baskets put aside, cash moved, devices that fail, and the process killed
every now and then. At the end the till's books, Z report and papers are held against a ledger of the test's own.

The day is drawn from a seed; KIOSK_SEED=7 plays that day again, with the same trade, faults and kills.
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter as Tally
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.config import default_demo_config
from kiosk.database import create_store, database_path, now_ms, open_store
from kiosk.store.doctor import diagnose, worst
from tests.promises.killed import Telling, Told, die, in_a_process, tell_papers
from tests.system.hand import PRICES, Hand
from tests.system.ledger import Ledger

pytestmark = [pytest.mark.system, pytest.mark.timeout(900)]

SEEDS = [int(os.environ["KIOSK_SEED"])] if "KIOSK_SEED" in os.environ else [1, 2, 3]
ACTS = int(os.environ.get("KIOSK_ACTS", "600"))
FLOAT = 30_000


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done. chance: for what depends on the day so far. kill: before this writing statement, if any."""

    kind: str
    goods: tuple[str, ...]
    way: str
    amount: int
    chance: float
    kill: int | None


def day(seed: int) -> list[Act]:
    """All that will be done, drawn once."""
    draw = random.Random(seed)
    kinds = {
        "sell": 50, "aside": 8, "recall": 8, "return": 10, "void": 4, "in": 3, "out": 3, "printer": 3, "paper": 3,
        "silence": 2, "drawer": 1, "scanner": 2, "well": 12,
    }  # fmt: skip
    return [
        Act(
            kind=draw.choices(list(kinds), list(kinds.values()))[0],
            goods=tuple(draw.choices(list(PRICES), k=draw.randint(1, 6))),
            way=draw.choice(("cash", "cash", "card", "wechat", "split")),
            amount=draw.randint(1, 50) * 100,
            chance=draw.random(),
            kill=draw.randint(0, 40) if draw.random() < 0.06 else None,
        )
        for _ in range(ACTS)
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_after_a_long_day_every_sale_is_there_once_and_the_books_agree(seed: int, tmp_path: Path) -> None:
    print(f"KIOSK_SEED={seed}")
    directory = tmp_path / "shop"
    create_store(default_demo_config(directory), with_demo=True).close()
    acts, ledger = day(seed), Ledger()
    papers: list[tuple[str, tuple[str, ...]]] = []
    asked: list[tuple[str, bool]] = []
    at = kills = 0
    while at < len(acts):
        told, dead = in_a_process(trade, directory, acts[at:], dict(ledger.sales), dict(ledger.returned))
        papers += [what for kind, what in told if kind == "paper"]
        begun, pending = read(told, ledger)
        kept(directory, ledger, pending)
        at += begun if dead else len(acts)
        kills += dead
    assert kills >= sum(act.kill is not None for act in acts) - 1
    shift_id = evening(directory, ledger, papers, asked, random.Random(seed))
    agree(directory, ledger, shift_id)
    every_receipt_once(ledger, papers, asked)
    z_reports = [text.replace(",", "") for text, _ in papers if shift_id in text]
    assert len([text for text in z_reports if f"{ledger.sold / 100:.2f}" in text]) == 1


# --- in the till's process


def trade(tell: Telling, directory: Path, acts: list[Act], sales: dict[str, Any], returned: dict[str, str]) -> None:
    """Do all of it, or as much as comes before the kill."""
    hand = Hand(directory, tell)
    tell_papers(tell, hand.printer)
    hand.begin()
    ledger = Ledger(sales, returned)
    intents: list[Any] = []

    def follow(kind: str, what: object) -> None:
        tell(kind, what)
        intents.append((kind, what))

    hand.tell = follow
    fuse = Fuse(hand)
    for number, act in enumerate(acts):
        tell("begin", number)
        fuse.light(act.kill)
        intents.clear()
        of = do(hand, act, ledger, tell)
        booked = [what for kind, what in intents if kind == "booked" and what]
        if booked:
            ledger.book(next(what for kind, what in intents if kind == "intent"), booked[0], of)
        if act.kill is not None:
            die()
    hand.well()
    hand.till.terminal.stop()


def do(hand: Hand, act: Act, ledger: Ledger, tell: Telling) -> str:
    """The act; for a return, the sale that came back."""
    match act.kind:
        case "sell":
            hand.sell(act.goods, act.way)
        case "aside":
            hand.put_aside(act.goods)
        case "recall":
            hand.recall(act.way)
        case "void":
            hand.void(act.goods)
        case "in" | "out":
            hand.move_cash(act.kind, act.amount)
        case "return":
            sales = ledger.can_come_back()
            if sales:
                of = sales[int(act.chance * len(sales))]
                tell("of", of)
                hand.give_back(of, ledger.sales[of][1])
                return of
        case fault:
            hand.trouble(fault, int(act.chance * 1500) if act.chance > 0.3 else 0)
    return ""


class Fuse:
    """Kills the process before the n-th statement that writes, counted from when it was lit."""

    def __init__(self, hand: Hand) -> None:
        self._left: int | None = None
        connection = hand.till.terminal.flows.run(hand.till.terminal.counter.store.book.db.connection)
        hand.till.terminal.flows.run(connection.set_trace_callback, self._statement)

    def light(self, statements: int | None) -> None:
        self._left = statements

    def _statement(self, sql: str) -> None:
        if self._left is None or re.match(r"\s*(SELECT|--)", sql, re.IGNORECASE):
            return
        if self._left == 0:
            die()
        self._left -= 1


# --- beside it


def read(told: Told, ledger: Ledger) -> tuple[int, tuple[Any, ...] | None]:
    """Enter what was acknowledged. The number of acts begun, and an intent whose end nobody saw."""
    begun, of = 0, ""
    pending: tuple[Any, ...] | None = None
    for kind, what in told:
        if kind == "begin":
            begun, of = what + 1, ""
        elif kind == "of":
            of = what
        elif kind == "intent":
            pending = (what, of)
        elif kind == "booked":
            assert pending is not None
            enter(ledger, pending, what)
            pending = None
    return begun, pending


def enter(ledger: Ledger, pending: tuple[Any, ...], sale_id: str) -> None:
    intent, of = pending
    if sale_id:
        ledger.book(intent, sale_id, of)
    else:
        ledger.move(intent[1])


def kept(directory: Path, ledger: Ledger, pending: tuple[Any, ...] | None) -> None:
    """Everything acknowledged is there; of what was not, all or nothing."""
    store = open_store(default_demo_config(directory))
    kept = {row.id: row.total for row in store.sales.recent(10_000, 0)}
    shift = store.shifts.current("T1")
    assert shift is not None
    report = store.shifts.report(shift.id)
    store.close()
    known = {sale_id: total for sale_id, (_, total) in ledger.sales.items()}
    assert known.items() <= kept.items(), "an acknowledged sale is gone"
    unseen = {sale_id: total for sale_id, total in kept.items() if sale_id not in known}
    moved = report.cash_in + report.cash_out - ledger.cash_in - ledger.cash_out
    if unseen:
        assert pending is not None, "a sale that nobody made"
        assert list(unseen.values()) == [pending[0][1]]
        enter(ledger, pending, next(iter(unseen)))
    if moved:
        assert pending is not None, "cash that nobody moved"
        assert moved == pending[0][1]
        enter(ledger, pending, "")


def evening(
    directory: Path,
    ledger: Ledger,
    papers: list[tuple[str, tuple[str, ...]]],
    asked: list[tuple[str, bool]],
    draw: random.Random,
) -> str:
    """Papers that wait come out, baskets put aside are sold, the drawer is counted, the shift is closed."""
    told: Told = []
    hand = Hand(directory, lambda kind, what: told.append((kind, what)))
    tell_papers(hand.tell, hand.printer)  # type: ignore[arg-type]
    hand.begin()
    while hand.recall("cash"):
        pass
    assert read(told, ledger)[1] is None
    hand.answer_papers(lambda: draw.random() < 0.5)
    shift_id = hand.close_shift(FLOAT + ledger.cash_in + ledger.cash_out + ledger.tenders["cash"])
    prints = hand.till.terminal.counter.store.prints
    while hand.till.terminal.flows.run(prints.open_count):
        pass
    hand.till.terminal.stop()
    papers += [what for kind, what in told if kind == "paper"]
    asked += [what for kind, what in told if kind == "asked"]
    return shift_id


def agree(directory: Path, ledger: Ledger, shift_id: str) -> None:
    config = default_demo_config(directory)
    store = open_store(config)
    shift = store.shifts.get(shift_id)
    report = store.shifts.report(shift_id)
    kept = {row.id: row.total for row in store.sales.recent(10_000, 0)}
    store.close()
    assert kept == {sale_id: total for sale_id, (_, total) in ledger.sales.items()}
    assert shift is not None
    assert shift.closed_at is not None
    assert shift.over_short == 0
    assert (report.sales, report.returns) == (ledger.sold, ledger.brought_back)
    assert (report.cash_in, report.cash_out) == (ledger.cash_in, ledger.cash_out)
    tenders = {t.tender: t.amount for t in report.tenders if t.amount}
    assert tenders == {tender: amount for tender, amount in ledger.tenders.items() if amount}
    assert report.returns_count == len(ledger.returned)
    findings = diagnose(database_path(config), clock=now_ms)
    assert worst(findings) != "fault", [str(f.message) for f in findings if f.severity == "fault"]


def every_receipt_once(
    ledger: Ledger, papers: list[tuple[str, tuple[str, ...]]], asked: list[tuple[str, bool]]
) -> None:
    """One receipt for each sale; only where somebody was asked, none or two."""
    out = Tally(code for _, codes in papers for code in codes)
    answers: dict[str, list[bool]] = {}
    for entry_id, again in asked:
        answers.setdefault(entry_id, []).append(again)
    for sale_id in ledger.sales:
        said = answers.get(sale_id)
        if said is None:
            assert out[sale_id] == 1, f"{out[sale_id]} receipts of {sale_id}, and nobody was asked"
        else:
            assert any(said) <= out[sale_id] <= 1 + sum(said), f"{sale_id}: {out[sale_id]} receipts after {said}"

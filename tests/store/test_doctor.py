"""Damage real files, and see what the doctor says of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.i18n import Message
from kiosk.store.checks import CHECKS
from kiosk.store.digests import table_digest
from kiosk.store.doctor import as_json, diagnose, run_checks, worst
from kiosk.store.rebuild import rebuild
from kiosk.store.store import Store
from tests.store.shop import Clock, new_store, open_shift, own_entries, received, refund, sale


@pytest.fixture
def traded(store: Store) -> Store:
    shift = open_shift(store)
    store.journal.append(received("p1", 10_000, 55), actor="1001")
    for _ in range(3):
        sold = store.journal.append(sale(shift, customer_id="c1", tender="account"), actor="1001")
    store.journal.append(refund(shift, sold.id, 1), actor="1001")
    return store


def faults(store: Store) -> set[str]:
    return {f.check for f in run_checks(store) if f.severity == "fault"}


def test_a_sound_shop_gets_a_clean_bill(traded: Store) -> None:
    findings = run_checks(traded)
    assert {f.check for f in findings} == set(CHECKS) - ({"file", "disk"} if traded.book.shared else set())
    assert worst(findings) == "ok"


@pytest.mark.parametrize(
    "damage, seen",
    [
        ("UPDATE entry SET body = (SELECT body FROM entry WHERE seq = 6) WHERE seq = 5", {"chain"}),
        ("UPDATE entry SET actor = 'nobody' WHERE seq = 9", {"chain"}),
        ("DELETE FROM entry WHERE seq = 3", {"chain"}),
        ("UPDATE sale SET total = total + 1 WHERE seq = (SELECT max(seq) FROM sale)", {"sales", "money"}),
        ("UPDATE tender SET amount = amount - 5 WHERE amount > 0", {"sales", "money"}),
        ("DELETE FROM sale_line WHERE number = 2", {"sales", "money"}),
        ("DELETE FROM sale WHERE seq = (SELECT min(seq) FROM sale)", {"documents", "money"}),
        ("UPDATE shift_sum SET amount = amount + 1 WHERE name = 'drawer'", {"money"}),
        ("UPDATE stock SET on_hand = on_hand + 1000 WHERE product_id = 'p1'", {"stock"}),
        ("UPDATE stock SET average = average + 1 WHERE product_id = 'p1'", {"stock"}),
        ("DELETE FROM stock_movement WHERE product_id = 'p2' AND quantity < 0", {"stock"}),
        ("INSERT INTO transit VALUES ('S01', 'p1', true, 1000)", {"transit"}),
        ("UPDATE customer_sum SET balance = 0", {"customers"}),
        ("UPDATE product SET price = price + 1 WHERE id = 'p1'", {"cards"}),
        ("UPDATE barcode SET card = (SELECT body FROM entry WHERE seq = 1) WHERE product_id = 'p2'", {"cards"}),
        ("DROP TABLE conflict", {"schema", "conflicts"}),
    ],
)
def test_what_was_changed_behind_the_tills_back_is_found(traded: Store, damage: str, seen: set[str]) -> None:
    traded.book.sql(damage)
    assert faults(traded) == seen


@pytest.mark.parametrize(
    "damage",
    ["UPDATE stock SET on_hand = 0", "DELETE FROM sale_line", "DELETE FROM product", "DELETE FROM shift_sum"],
)
def test_tables_are_made_anew_from_a_whole_journal(traded: Store, damage: str) -> None:
    before = table_digest(traded.book)
    traded.book.sql(damage)
    assert table_digest(traded.book) != before
    assert rebuild(traded) == traded.journal.count()
    assert table_digest(traded.book) == before
    assert worst(run_checks(traded)) == "ok"
    assert [tile.id for tile in traded.catalogue.search("kkkl 3")] == ["p3"]


@pytest.mark.parametrize("part", ["in an entry", "in a page's head"])
def test_one_flipped_bit_on_the_card_is_found(tmp_path: Path, part: str) -> None:
    path = tmp_path / "S01.db"
    store = new_store(tmp_path)
    shift = open_shift(store)
    for _ in range(50):
        store.journal.append(sale(shift), actor="1001")
    store.close()
    data = bytearray(path.read_bytes())
    place = data.rindex(b'"basket_id":"b1"') if part == "in an entry" else len(data) - 4096
    data[place + 3] ^= 0x01
    path.write_bytes(data)
    findings = diagnose(path, clock=Clock())
    assert worst(findings) == "fault"


def test_two_tills_that_refunded_one_receipt_are_named(tmp_path: Path, traded: Store) -> None:
    sold = traded.sales.recent()[1]
    other = new_store(tmp_path / "other", clock=Clock())
    for entry in own_entries(traded):
        other.journal.receive(entry)
    entry = other.journal.append(refund(open_shift(other), sold.id, 3), actor="2")
    traded.journal.append(refund(traded.shifts.history()[0].id, sold.id, 3), actor="1")
    for entry in own_entries(other):
        traded.journal.receive(entry)
    (finding,) = (f for f in run_checks(traded) if f.check == "returns")
    assert finding.severity == "warning"
    assert sold.id in str(finding.message)
    other.close()


@pytest.mark.parametrize(
    "prepare, check",
    [
        (lambda s: s.prints.ask(s.prints.add("R", b"{}")), "prints"),
        (lambda s: s.prints.add("R", b"{}"), "prints"),
        (lambda s: s.book.sql("INSERT INTO pending VALUES ('AAAAAA', 1, 'S01', 'BBBBBB-2')"), "pending"),
        (lambda s: s.book.sql("INSERT INTO quarantine VALUES ('AAAAAA', 1, 'S01', 'strange')"), "quarantine"),
        (lambda s: s.book.sql("INSERT INTO conflict VALUES ('product.saved', 'p1', 'AAAAAA', 1, 1)"), "conflicts"),
        (lambda s: s.book.sql("UPDATE meta SET value = '99' WHERE key = 'schema_version'"), "schema"),
    ],
)
def test_what_somebody_should_look_at_is_a_warning(
    traded: Store, prepare: Callable[[Store], object], check: str
) -> None:
    prepare(traded)
    assert {f.check for f in run_checks(traded) if f.severity == "warning"} == {check}


def test_a_till_that_runs_from_a_copy_is_an_alarm(traded: Store) -> None:
    traded.book.sql(
        "INSERT INTO fork SELECT origin, seq, body, store_id, at, actor, kind, version, body FROM entry WHERE seq = 1"
    )
    assert faults(traded) == {"chain"}


@pytest.mark.parametrize("engine", ["sqlite"])
def test_little_room_on_the_disk_is_said_before_there_is_none(traded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil
    from types import SimpleNamespace

    for free, severity in ((10**6, "fault"), (10**8, "warning"), (10**10, "ok")):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: SimpleNamespace(free=free))
        assert [f.severity for f in run_checks(traded) if f.check == "disk"] == [severity]


def test_a_missing_database_is_said_to_be_missing_and_none_is_made(tmp_path: Path) -> None:
    (finding,) = diagnose(tmp_path / "gone.db", clock=Clock())
    assert finding.severity == "fault"
    assert list(tmp_path.iterdir()) == []


def test_findings_can_be_read_by_machines_in_either_language(traded: Store) -> None:
    for language in ("en", "zh_CN"):
        rows = as_json(run_checks(traded), language)
        assert {tuple(row) for row in rows} == {("check", "severity", "message", "advice")}
        assert all(row["message"] and row["advice"] for row in rows)
    assert isinstance(run_checks(traded)[0].message, Message)

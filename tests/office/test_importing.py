"""A long list comes in at the office while shops go on, and is finished whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.exc import Refused, StoreUnwritable
from kiosk.i18n import M
from kiosk.office.office import Office
from kiosk.store import importing
from kiosk.store.documents import ActAudited, CustomerSaved
from kiosk.store.feeds import CATALOGUE
from kiosk.store.importing import Job, Lists, Running
from kiosk.store.imports import apply_import, plan_import
from kiosk.store.pace import Pace
from kiosk.store.store import Store
from kiosk.wire.messages import Enrol, Push, to_wire
from tests.office.conftest import now
from tests.store.shop import new_store

ROWS = 60


def a_list(folder: Path, price: str = "3.00", bad: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    rows = [f"g{n},Good {n},{bad or price},vat13" for n in range(ROWS)]
    path = folder / "list.csv"
    path.write_text("id,name_en,price,tax\n" + "\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path / "till")
    store.journal.append(CustomerSaved(id="C1", name="陈"), actor="1")
    yield store
    store.close()


@pytest.fixture
def lists(tmp_path: Path, database: Path | str, office: Office) -> Iterator[Lists]:
    del office  # it has made the database
    found = Lists(tmp_path / "lists", lambda: Office.open(database, clock=now).store)
    yield found
    found.stop()


def prices(office: Office) -> set[int]:
    return {price for (price,) in office.store.book.sql("SELECT price FROM product WHERE id LIKE 'g%'")}


def test_between_two_bits_of_a_list_a_shop_is_answered(
    office: Office, database: Path | str, till: Store, tmp_path: Path
) -> None:
    token = office.enrol(Enrol(office.invite("S01"), till.origin)).token
    terminal = office.members.known(token)
    plan = plan_import("products", a_list(tmp_path / "lists"), office.store)
    other = Office.open(database, clock=now)
    between: list[str] = []

    class Pushing(Pace):
        def rest(self) -> None:
            if not between:
                entries = [to_wire(e) for e in till.journal.entries(till.origin)]
                between.extend(r.outcome for r in other.push(terminal, Push(till.origin, "", entries)).receipts)

    apply_import(plan, office.store, "owner", pace=Pushing(None, size=7))
    assert between == ["stored"]
    assert prices(office) == {300}
    assert office.store.book.sql("SELECT name FROM customer") == [("陈",)]
    assert office.store.feeds.ensure(CATALOGUE).position >= ROWS
    other.store.close()


def test_a_list_is_imported_and_its_file_is_gone(office: Office, lists: Lists, tmp_path: Path) -> None:
    path = a_list(tmp_path / "lists")
    assert lists.plan("products", path).result(30).new == ROWS
    assert lists.begin(Job("products", "goods.csv", "owner"), path).result(30)
    assert prices(office) == {300}
    assert lists.seen() == ()
    assert list((tmp_path / "lists").iterdir()) == []


def test_a_list_that_was_cut_off_is_finished_at_the_next_start(
    office: Office, database: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "beside_others", lambda: Pace(None, size=7))
    path = a_list(tmp_path / "lists")
    first = Lists(tmp_path / "lists", lambda: Office.open(database, clock=now).store)
    first._ended.set = lambda: None  # type: ignore[method-assign]
    steps = iter((False, False, False))
    first._ended.is_set = lambda: next(steps, True)  # type: ignore[method-assign]
    assert not first.begin(Job("products", "goods.csv", "owner"), path).result(30)
    first.stop()
    part = office.store.book.sql("SELECT count(*) FROM product WHERE id LIKE 'g%'")[0][0]
    assert 0 < part < ROWS
    again = Lists(tmp_path / "lists", lambda: Office.open(database, clock=now).store)
    again.go_on()
    again._worker.shutdown(wait=True)
    assert office.store.book.sql("SELECT count(*) FROM product WHERE id LIKE 'g%'")[0][0] == ROWS
    assert list((tmp_path / "lists").iterdir()) == []
    again.stop()
    acts = [
        document
        for entry in office.store.journal.entries(office.store.feeds.ensure(CATALOGUE).origin, 0, 10_000)
        if isinstance(document := office.store.journal.document(entry.id), ActAudited)
    ]
    assert [act.detail["new"] for act in acts if act.act == "catalogue.imported"] == [str(ROWS - part)]


def test_a_list_that_became_impossible_is_told_of_and_changes_nothing(
    office: Office, lists: Lists, tmp_path: Path
) -> None:
    path = a_list(tmp_path / "lists", bad="three")
    assert not lists.begin(Job("products", "goods.csv", "owner"), path).result(30)
    told = lists.seen()
    assert [(r.file, "any more" in str(r.trouble)) for r in told] == [("goods.csv", True)]
    assert prices(office) == set()


class Stumbling(Pace):
    """The database fails once, or for good, after the second bit."""

    def __init__(self, trouble: Exception) -> None:
        super().__init__(None, size=7)
        self.trouble = trouble
        self.bits = 0

    def rest(self) -> None:
        self.bits += 1
        if self.bits == 2:
            raise self.trouble


def test_a_list_that_met_a_full_disk_is_gone_on_with(
    office: Office, lists: Lists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pace = Stumbling(StoreUnwritable(M("The disk is full.")))
    monkeypatch.setattr(importing, "beside_others", lambda: pace)
    waited: list[tuple[Running, ...]] = []
    monkeypatch.setattr(lists._ended, "wait", lambda _s: waited.append(lists.seen()))
    path = a_list(tmp_path / "lists")
    assert lists.begin(Job("products", "goods.csv", "owner"), path).result(30)
    assert waited == [(Running("goods.csv", 14, ROWS, M("The disk is full."), again=True),)]
    assert lists.seen() == ()
    assert office.store.book.sql("SELECT count(*) FROM product WHERE id LIKE 'g%'")[0][0] == ROWS


def test_a_list_that_can_not_go_on_says_how_far_it_came(
    office: Office, lists: Lists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pace = Stumbling(Refused(M("No such tax.")))
    monkeypatch.setattr(importing, "beside_others", lambda: pace)
    path = a_list(tmp_path / "lists")
    assert not lists.begin(Job("products", "goods.csv", "owner"), path).result(30)
    assert lists.seen() == (Running("goods.csv", 14, ROWS, M("No such tax.")),)
    assert not path.exists()
    assert office.store.book.sql("SELECT count(*) FROM product WHERE id LIKE 'g%'")[0][0] == 14


def test_a_mistake_of_the_program_keeps_the_list_for_the_next_start(
    lists: Lists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pace = Stumbling(ZeroDivisionError())
    monkeypatch.setattr(importing, "beside_others", lambda: pace)
    path = a_list(tmp_path / "lists")
    with pytest.raises(ZeroDivisionError):
        lists.begin(Job("products", "goods.csv", "owner"), path).result(30)
    assert [r.file for r in lists.seen()] == ["goods.csv"]
    assert path.exists()


def test_the_page_shows_the_chains_own_currency(office: Office) -> None:
    assert office.currency.code == "CNY"
    office.set_currency("EUR")
    assert office.currency.code == "EUR"

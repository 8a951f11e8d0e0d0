"""Every database that a program of before made is brought up to date and sold on; and the program of before can still
write to the result, for an update may go back while its data stay.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiosk.exc import StoreDamaged
from kiosk.store import schema
from kiosk.store.database import open_database
from kiosk.store.doctor import diagnose, worst
from kiosk.store.queries import Book
from kiosk.store.schema import Step
from kiosk.store.store import Store
from kiosk.store.tables import ALL
from tests.store.made import unpack, versions
from tests.store.shop import Clock, sale

VALUES: dict[str, Any] = {"TEXT": "~", "BLOB": b"~", "INTEGER": 987_654_321}
OLDER = versions()[:-1]


@pytest.fixture
def engine() -> str:
    """What is tested here is the file."""
    return "sqlite"


def columns(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """Each table of ours: name, type, whether it must be given, whether it has a default."""
    names = [model._meta.table_name for model in ALL]
    told = 'SELECT name, type, "notnull", dflt_value IS NOT NULL FROM pragma_table_info(?)'
    return {name: book.sql(told, (name,)) for name in names if book.sql(told, (name,))}


def brought(version: int, path: Path) -> tuple[Store, dict[str, list[tuple[Any, ...]]]]:
    """A database of before, up to date; and what its tables were."""
    database = open_database(unpack(version, path))
    before = columns(Book(database))
    database.close()
    return Store.open(path, clock=Clock()), before


def test_there_is_a_database_of_every_version() -> None:
    assert versions() == list(range(1, schema.VERSION + 1)), "python -m tests.store.made"


@pytest.mark.parametrize("version", versions())
def test_a_database_of_before_has_the_tables_of_now_and_goes_on_selling(
    version: int, tmp_path: Path, empty: Store
) -> None:
    store, _before = brought(version, tmp_path / "shop.db")
    now, new = columns(store.book), columns(empty.book)
    assert {t: {c[:3] for c in rows} for t, rows in now.items()} == {
        t: {c[:3] for c in rows} for t, rows in new.items()
    }
    shift = store.shifts.current("T1")
    assert shift is not None
    store.journal.append(sale(shift.id), actor="1001")
    assert len(store.sales.recent()) == 2
    store.close()
    findings = diagnose(store.path, None, clock=Clock())
    assert worst(findings) != "fault", [str(f.message) for f in findings if f.severity == "fault"]


@pytest.mark.parametrize("version", OLDER)
def test_the_program_of_before_can_write_to_what_came_of_its_database_or_is_refused(
    version: int, tmp_path: Path
) -> None:
    store, before = brought(version, tmp_path / "shop.db")
    if int(schema.meta(store.book, "readable_from") or 0) > version:
        with pytest.raises(StoreDamaged, match="Update the program"):
            schema.migrate(store.book, newest=version)
        store.close()
        return
    schema.migrate(store.book, newest=version)
    for table, had in before.items():
        names = ", ".join(f'"{name}"' for name, *_ in had)
        # With every column that the program of then knew, as its queries do, and no other
        store.book.sql(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' for _ in had)})",
            tuple(VALUES[kind.partition("(")[0].upper()] for _name, kind, *_ in had),
        )
        assert store.book.sql(f"SELECT {names} FROM {table}")
    store.close()


def test_a_program_of_before_leaves_a_note_that_it_wrote(tmp_path: Path) -> None:
    store, _before = brought(OLDER[-1], tmp_path / "shop.db")
    assert schema.meta(store.book, schema.OLDER_WROTE) is None
    for version in (OLDER[-1], OLDER[-2], OLDER[-1]):
        schema.migrate(store.book, newest=version)
    assert schema.meta(store.book, schema.OLDER_WROTE) == str(OLDER[-1])
    schema.drop_meta(store.book, schema.OLDER_WROTE)
    assert schema.meta(store.book, schema.OLDER_WROTE) is None
    store.close()


def test_what_one_step_made_unreadable_the_next_does_not_make_readable_again(store: Store) -> None:
    newest = schema.VERSION
    steps = (Step(newest + 1, newest + 1, lambda _book: None), Step(newest + 2, 1, lambda _book: None))
    schema.migrate(store.book, steps=steps, newest=newest + 2)
    with pytest.raises(StoreDamaged, match="Update the program"):
        schema.migrate(store.book)

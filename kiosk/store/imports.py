"""Import of products, customers and suppliers: first a plan, in which every row is judged, then all of it at once.

    plan = plan_import("products", path, store)     # reads, checks, compares; changes nothing: a dry run is this alone
    apply_import(plan, store, actor="7")              # one transaction, or beside others' work a bit at a time

What can be wrong with a row is found in one pass, and reported by the row's number and column. `docs/import.md` tells
shopkeepers the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from kiosk.exc import BadInput, Refused
from kiosk.i18n import M, Message
from kiosk.store.documents import ActAudited, Document, MasterDocument, SupplierSaved
from kiosk.store.import_cells import BadCell
from kiosk.store.import_fields import Field, Header, find_header
from kiosk.store.import_guard import unguard
from kiosk.store.import_kinds import BadColumn, Kind, kind_of
from kiosk.store.import_known import Directory, Known
from kiosk.store.pace import Pace
from kiosk.store.spreadsheet import EMPTY, Cell, CellKind, Row, read_rows

if TYPE_CHECKING:
    from kiosk.store.store import Store

ListKind = Literal["products", "customers", "suppliers", "terms"]
KINDS: tuple[ListKind, ...] = ("products", "customers", "suppliers", "terms")

Progress = Callable[[int], None]
"""Called now and then with the number of rows (of documents, when applying) done so far."""

PROGRESS_EVERY = 500
MAX_REFUSED = 10_000
"""A file with more bad rows than that is not a list of ours; the rest is not read."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """row: as the spreadsheet shows it. column: as the file calls it; "" when it is the row as a whole."""

    row: int
    column: str
    reason: Message
    value: str = ""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. documents: to be written, in order; rows that say what is so already write none.

    refused: every reason, sorted by row; a row may have several. ignored: columns nothing is known of.
    made: categories that the file names and the shop does not have yet.
    """

    kind: ListKind
    name: str
    documents: tuple[Document, ...]
    refused: tuple[RefusedRow, ...]
    new: int
    changed: int
    unchanged: int
    made: int = 0
    partial: bool = False
    ignored: tuple[str, ...] = ()

    @property
    def refused_rows(self) -> int:
        return len({refused.row for refused in self.refused})

    @property
    def rows(self) -> int:
        """Rows with something in them, the header aside."""
        return self.new + self.changed + self.unchanged + self.refused_rows

    @property
    def possible(self) -> bool:
        """Whether it may be applied: all rows are good, or the good ones are wanted without the others."""
        return self.partial or not self.refused


def plan_import(
    kind: ListKind,
    path: Path,
    store: Store | Known,
    *,
    partial: bool = False,
    make_categories: bool = True,
    progress: Progress | None = None,
) -> ImportPlan:
    """Read a CSV or XLSX file and say, row by row, what importing it would do. Changes nothing.

    partial: leave refused rows out, rather than the whole file. make_categories: categories with new names are made.
    Raises BadInput for a file that is no such list at all.
    """
    from kiosk.store.import_store import known_of

    directory = Directory(known_of(store), make_categories=make_categories)
    planner = _Planner(kind_of(kind, directory), directory)
    rows = read_rows(path)
    header = find_header(rows, planner.kind.fields)
    for row in rows:
        if not row.blank():
            planner.take(row, header)
        if progress and row.number % PROGRESS_EVERY == 0:
            progress(row.number)
    made = tuple(directory.made[key] for key in directory.made if key in planner.categories_used)
    return ImportPlan(
        kind=kind,
        name=path.name,
        documents=(*made, *planner.documents),
        refused=tuple(planner.refused),
        new=planner.new,
        changed=planner.changed,
        unchanged=planner.unchanged,
        made=len(made),
        partial=partial,
        ignored=header.ignored,
    )


def apply_import(
    plan: ImportPlan, store: Store, actor: str, progress: Progress | None = None, *, pace: Pace | None = None
) -> int:
    """Write the plan's documents and a note of it in the audit trail, in one transaction; how many were written.

    The plan must be fresh: nothing may have been written since it was made. A plan that changes nothing writes nothing.
    pace: in many short transactions instead, between which others write. One that is cut off is gone on with by
    planning again: what was written is as it should be, and the rest is written then.
    Raises Refused for a plan with refused rows that is not partial.
    """
    if not plan.possible:
        raise Refused(
            M("{count} rows of {name} can't be imported. Nothing was changed.", count=plan.refused_rows, name=plan.name)
        )
    if not plan.documents:
        return 0
    audit = ActAudited(
        act="catalogue.imported",
        detail={
            "list": plan.kind,
            "file": plan.name,
            "new": str(plan.new),
            "changed": str(plan.changed),
            "refused": str(plan.refused_rows),
        },
    )
    documents = (*plan.documents, audit)
    if pace is None:
        store.journal.append_many(_Counted(documents, progress), actor=actor)
    else:
        _bit_by_bit(store, documents, actor, progress, pace)
    return len(plan.documents)


def _bit_by_bit(
    store: Store, documents: tuple[Document, ...], actor: str, progress: Progress | None, pace: Pace
) -> None:
    done = 0
    while done < len(documents):
        part = documents[done : done + pace.size]
        with store.book.transaction(), pace.measured(len(part)):
            store.journal.append_many(part, actor=actor)
        done += len(part)
        if progress:
            progress(done)
        pace.rest()


class _Counted(tuple[Document, ...]):
    """Documents that tell how many of them have been walked through."""

    _progress: Progress | None

    def __new__(cls, documents: tuple[Document, ...], progress: Progress | None) -> _Counted:
        made = super().__new__(cls, documents)
        made._progress = progress
        return made

    def __iter__(self) -> Iterator[Document]:
        for done, document in enumerate(super().__iter__(), 1):
            yield document
            if self._progress and (done % PROGRESS_EVERY == 0 or done == len(self)):
                self._progress(done)


class _Planner:
    """Judges rows, one after the other."""

    def __init__(self, kind: Kind, directory: Directory) -> None:
        self.kind = kind
        self.directory = directory
        self.documents: list[Document] = []
        self.refused: list[RefusedRow] = []
        self.categories_used: set[str] = set()
        self.new = self.changed = self.unchanged = 0

    def take(self, row: Row, header: Header) -> None:
        cells = {field.name: _at(row, index) for field, index in header.columns}
        refused = len(self.refused)
        values: dict[str, Any] = {}
        existing: Document | None = None
        try:
            existing = self.kind.identify(row.number, cells)
        except BadColumn as bad:
            self._refuse(row, header, bad.column, bad.reason)
        bad_already = self.refused[-1].column if len(self.refused) > refused else None
        for field, index in header.columns:
            try:
                if self._differs(field, cells[field.name], existing):
                    values[field.name] = self._read(field, cells[field.name])
            except BadCell as bad:
                if header.titles[index] != bad_already:
                    self._refuse(row, header, field.name, bad.reason)
        if len(self.refused) == refused:
            try:
                self._keep(self.kind.finish(row.number, values, existing), existing)
            except BadColumn as bad:
                self._refuse(row, header, bad.column, bad.reason)
        if len(self.refused) >= MAX_REFUSED:
            raise BadInput(M("More than {count} cells are wrong. Is it the right file?", count=MAX_REFUSED))

    def _differs(self, field: Field, cell: Cell, existing: Document | None) -> bool:
        """A cell that says what an export would write keeps the value as it is, even one that no import would take."""
        if existing is None:
            return True
        return cell.kind is CellKind.FORMULA or cell.text != field.write(getattr(existing, field.name), self.directory)

    def _read(self, field: Field, cell: Cell) -> Any:
        if cell.text.strip():
            return field.read(cell, self.directory)
        if field.required:
            raise BadCell(M("This must be filled in."))
        return field.default

    def _keep(self, document: Document, existing: Document | None) -> None:
        self.categories_used.add(getattr(document, "category_id", ""))
        if isinstance(document, SupplierSaved):
            self.directory.add_supplier(document)
        if document == existing:
            self.unchanged += 1
            return
        if isinstance(document, MasterDocument):  # what it is based on, the journal fills in
            document = msgspec.structs.replace(document, based_on="")
        self.documents.append(document)
        if existing is None:
            self.new += 1
        else:
            self.changed += 1

    def _refuse(self, row: Row, header: Header, column: str, reason: Message) -> None:
        index = next((index for field, index in header.columns if field.name == column), None)
        title = header.titles[index] if index is not None else ""
        value = _at(row, index).text[:60] if index is not None else ""
        self.refused.append(RefusedRow(row.number, title, reason, value))


def _at(row: Row, index: int) -> Cell:
    cell = row.cells[index] if index < len(row.cells) else EMPTY
    return cell._replace(text=unguard(cell.text)) if cell.text.startswith("'") else cell

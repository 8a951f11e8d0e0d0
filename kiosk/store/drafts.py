"""What is half done on this terminal, kept row by row: a delivery being unloaded survives a power cut.

A row is written when it changes, and on the disk when `put` returns. The document that comes of it is appended, and
the draft cleared, in one transaction: `with store.book.transaction()`.
"""

from __future__ import annotations

from kiosk.store.queries import Book, Query, arg, put
from kiosk.store.tables_local import DraftRow

_PUT = put(DraftRow)
_ALL = Query(DraftRow.select(DraftRow.number, DraftRow.body).where(DraftRow.task == arg(0)).order_by(DraftRow.number))
_DROP = Query(DraftRow.delete().where(DraftRow.task == arg(0), DraftRow.number == arg(1)))
_CLEAR = Query(DraftRow.delete().where(DraftRow.task == arg(0)))


class Drafts:
    """Half-done tasks by name, each of numbered rows."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def put(self, task: str, number: int, body: bytes) -> None:
        """Keep a row; it replaces the one with its number."""
        self._book.run(_PUT, task, number, body)

    def all(self, task: str) -> tuple[tuple[int, bytes], ...]:
        """The rows of a task by number."""
        return tuple((number, bytes(body)) for number, body in self._book.all(_ALL, task))

    def drop(self, task: str, number: int) -> None:
        """Forget a row."""
        self._book.run(_DROP, task, number)

    def clear(self, task: str) -> None:
        """Forget the task: it is done, or given up."""
        self._book.run(_CLEAR, task)

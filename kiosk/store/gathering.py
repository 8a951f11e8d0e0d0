"""Write-behind within a transaction: rows and sums of many entries are gathered, and written table by table.

Writing a sale's rows one by one costs as much as all the rest of posting it, and on a server a journey there and back
each. What is gathered is written before anything is read, so nobody can tell; only who knows that nothing gathered
concerns him may look past it (`Book.peek`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

Row = tuple[Any, ...]


class Shape(msgspec.Struct, frozen=True):
    """Of a query that writes whole rows: its table, the places of its key and of the sums that are added up.

    kind: insert (the key is new), put (the last one stands), add (sums are added, the rest stays as it first was).
    """

    kind: str
    model: Any
    keys: tuple[int, ...] = ()
    sums: tuple[int, ...] = ()


class Gathered:
    """What waits to be written. memory: what posting found out meanwhile, of use for the next entry as well."""

    def __init__(self) -> None:
        self.memory: dict[Any, Any] = {}
        self._rows: dict[Any, list[Row]] = {}
        self._keyed: dict[Any, dict[Row, Row]] = {}

    def add(self, query: Any, shape: Shape, rows: Sequence[Row]) -> None:
        """Keep rows for later."""
        if shape.kind == "insert":
            known = self._rows.get(query)
            if known is None:
                self._rows[query] = list(rows)
            else:
                known.extend(rows)
            return
        keyed = self._keyed.setdefault(query, {})
        for row in rows:
            key = tuple([row[i] for i in shape.keys])
            before = keyed.get(key) if shape.kind == "add" else None
            if before is None:
                keyed[key] = row
                continue
            total = list(before)
            for i in shape.sums:
                total[i] += row[i]
            keyed[key] = tuple(total)

    def write(self, many: Callable[[Any, Sequence[Row]], None]) -> None:
        """Hand everything on, keyed rows in the order of their keys, so that two who write never wait crosswise."""
        rows, self._rows = self._rows, {}
        keyed, self._keyed = self._keyed, {}
        for query, several in rows.items():
            many(query, several)
        for query, by_key in keyed.items():
            many(query, [by_key[key] for key in sorted(by_key)])

    def forget(self) -> None:
        """Nothing of it was written, and nothing will be."""
        self.memory.clear()
        self._rows.clear()
        self._keyed.clear()

    def __bool__(self) -> bool:
        return bool(self._rows or self._keyed)

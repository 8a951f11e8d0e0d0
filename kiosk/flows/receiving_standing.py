"""How far an order's lines have come, kept up to date product by product: a long order costs a scan no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Literal

from kiosk.store.purchases import OrderedLine

Group = Literal["begun", "over", "waiting", "whole"]


class Standing:
    """An order's lines by how far they are. came: how much of a product lies unloaded now."""

    def __init__(self, lines: tuple[OrderedLine, ...], came: Callable[[str], int]) -> None:
        self._came = came
        self._groups: dict[Group, dict[str, OrderedLine]] = {"begun": {}, "over": {}, "waiting": {}, "whole": {}}
        self._of: dict[str, Group] = {}
        for line in lines:
            self._of[line.product_id] = group = self._group(line)
            self._groups[group][line.product_id] = line

    def __len__(self) -> int:
        return len(self._of)

    def changed(self, product_id: str) -> None:
        """More or less of a product has come."""
        before = self._of.get(product_id)
        if before is None:
            return
        line = self._groups[before][product_id]
        after = self._group(line)
        if after != before:
            del self._groups[before][product_id]
            self._groups[after][product_id] = line
            self._of[product_id] = after

    @property
    def done(self) -> int:
        """Lines of which nothing is missing."""
        return len(self._groups["whole"]) + len(self._groups["over"])

    def first(self, count: int) -> Iterator[OrderedLine]:
        """Those in work first, then too many, then those to come, at last those that are whole."""
        return islice(chain.from_iterable(group.values() for group in self._groups.values()), count)

    def __contains__(self, product_id: str) -> bool:
        return product_id in self._of

    def _group(self, line: OrderedLine) -> Group:
        here = self._came(line.product_id)
        came = line.received + here
        if came == line.quantity:
            return "whole"
        if came > line.quantity:
            return "over"
        return "begun" if here else "waiting"

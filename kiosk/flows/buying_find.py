"""Goods for an order, by search; without words, what the supplier sells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kiosk.flows.tables import Table
from kiosk.flows.views import TableRow
from kiosk.i18n import M, Names, plain
from kiosk.trade.buying import pack_price

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class FindGoods(Table):
    """`then` gets the product that was chosen, once this list is gone."""

    title = M("Search goods")
    columns = (M("Product"), M("Supplier's number"))
    empty = M("Nothing found. Type a name, pinyin or a code.")
    searchable = True

    def __init__(self, counter: Counter, supplier_id: str, then: Callable[[str], None]) -> None:
        super().__init__(counter)
        self._supplier_id = supplier_id
        self._then = then

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        store = self.counter.store
        suppliers = store.suppliers
        if query:
            tiles = store.catalogue.search(query, limit + offset)[offset:]
            known = {t.id: suppliers.terms(self._supplier_id, t.id) for t in tiles}
            goods = [(t.id, Names(t.name_zh, t.name_en), known[t.id]) for t in tiles]
        else:
            terms = suppliers.assortment(self._supplier_id, limit, offset)
            products = ((store.catalogue.product(t.product_id), t) for t in terms)
            goods = [(p.id, Names(p.name_zh, p.name_en), t) for p, t in products if p is not None]
        return [
            TableRow(id_, (name, plain(t.code if t else "")), pack_price(t, t.min_quantity) if t else None)
            for id_, name, t in goods
        ]

    def choose(self, row: str) -> None:
        self.back()
        self._then(row)

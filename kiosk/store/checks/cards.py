"""Cards: does what lies with each code say what the product's row says?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from kiosk.i18n import M
from kiosk.store.cards import read
from kiosk.store.checks.finding import REBUILD, Finding
from kiosk.store.queries import Query
from kiosk.store.tables_goods import BarcodeRow as B
from kiosk.store.tables_goods import ProductRow as P

if TYPE_CHECKING:
    from kiosk.store.store import Store

MOST = 20
_CARDS = Query(
    B.select(B.code, B.card, B.tax_id, P.id, P.name_zh, P.name_en, P.price, P.active, P.tax_id, P.at, P.origin, P.seq)
    .join(P, on=(P.id == B.product_id))
    .order_by(B.code, B.product_id)
)


def check(store: Store) -> Iterable[Finding]:
    """Name, price, tax and the entry that both came from."""
    wrong = 0
    for code, body, tax, *rest in store.book.each(_CARDS):
        try:
            c = read(body)
            card = [c.id, c.name_zh, c.name_en, c.price, c.active, tax, *c.key]
        except msgspec.MsgspecError:
            card = []
        if card != [*rest[:4], bool(rest[4]), *rest[5:]]:
            wrong += 1
            text = M("A scan of {code} does not find what is known of product {id}.", code=code, id=rest[0])
            yield Finding("cards", "fault", text, REBUILD)
            if wrong == MOST:
                return
    if not wrong:
        yield Finding("cards", "ok", M("A scan of each code finds what is known of its product."))

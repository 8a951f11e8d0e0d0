"""What a shop knows of goods between it and others: what it asked for, what it sends, what comes."""

from __future__ import annotations

import msgspec
from peewee import fn

from kiosk.store.catalogue import product_names
from kiosk.store.documents_transfers import TransferLine
from kiosk.store.queries import Book, Query, arg
from kiosk.store.tables_people import ShopRow
from kiosk.store.tables_transfers import TransferDocumentRow as D
from kiosk.store.tables_transfers import TransferLineRow as L
from kiosk.store.tables_transfers import TransferRow as T
from kiosk.store.tables_transfers import TransitRow
from kiosk.trade.quantity import Quantity
from kiosk.trade.transfers import State, Sums


class Transfer(msgspec.Struct, frozen=True):
    """A request, or goods that were sent. peer: the other shop. inward: to this shop. lines: of how many goods."""

    id: str
    at: int
    actor: str
    peer: str
    inward: bool
    goods: bool
    request_id: str
    state: State
    open: bool
    lines: int


class TransferGoods(msgspec.Struct, frozen=True):
    """One product and batch of a transfer: what was asked, or sent, and what became of it."""

    product_id: str
    name_zh: str
    name_en: str
    unit: str
    batch: str
    expiry: str
    cost: int | None
    asked: Quantity
    sums: Sums


class Shop(msgspec.Struct, frozen=True):
    """Another shop of the chain."""

    id: str
    name_zh: str
    name_en: str


_HEADS = (T.transfer_id, T.at, T.actor, T.peer, T.inward, T.goods, T.request_id, T.state, T.open, T.lines)
_ONE = Query(T.select(*_HEADS).where(T.store_id == arg(0), T.transfer_id == arg(1)))
_OPEN = Query(
    T.select(*_HEADS)
    .where(T.store_id == arg(0), T.open == True)  # noqa: E712
    .order_by(T.at.desc(), T.transfer_id.desc())
    .limit(arg(1))
)
_LATEST = Query(T.select(*_HEADS).where(T.store_id == arg(0)).order_by(T.at.desc(), T.transfer_id.desc()).limit(arg(1)))
_COUNT = Query(
    T.select(fn.COUNT(T.transfer_id)).where(
        T.store_id == arg(0), T.open == True, T.inward == T.goods  # noqa: E712  goods to us, and requests to us
    )
)  # fmt: skip
_DIFFERING = Query(
    T.select(fn.COUNT(T.transfer_id)).where(
        T.store_id == arg(0), T.open == True, T.inward == True, T.state == "differs"  # noqa: E712
    )
)  # fmt: skip
_LINES = Query(
    L.select(L.about, L.product_id, L.quantity, L.batch, L.expiry, L.cost)
    .where(L.store_id == arg(0), L.transfer_id == arg(1))
    .order_by(L.document_id, L.line)
)
_SENT_FOR = Query(
    L.select(L.product_id, fn.SUM(L.quantity))
    .join(D, on=((D.store_id == L.store_id) & (D.document_id == L.document_id)))
    .where(D.store_id == arg(0), D.request_id == arg(1))
    .group_by(L.product_id)
)
_DOCUMENTS = Query(
    D.select(D.document_id, D.about, D.at, D.actor, D.author, D.undoes)
    .where(D.store_id == arg(0), D.transfer_id == arg(1))
    .order_by(D.at, D.document_id)
)
_BELONGS = Query(D.select(D.transfer_id).where(D.store_id == arg(0), D.document_id == arg(1)))
_DOCUMENT_LINES = Query(
    L.select(L.product_id, L.quantity, L.batch, L.expiry, L.location, L.cost, L.reason)
    .where(L.store_id == arg(0), L.document_id == arg(1))
    .order_by(L.line)
)
_TRANSIT = Query(
    TransitRow.select(TransitRow.quantity).where(
        TransitRow.store_id == arg(0), TransitRow.product_id == arg(1), TransitRow.inward == arg(2)
    )
)
_COMING = Query(
    TransitRow.select(TransitRow.product_id, TransitRow.quantity).where(
        TransitRow.store_id == arg(0), TransitRow.inward == True, TransitRow.quantity > 0  # noqa: E712
    )
)  # fmt: skip
_CARRYING = Query(
    T.select(T.transfer_id, T.peer, T.inward, L.about, fn.SUM(L.quantity))
    .join(L, on=((L.store_id == T.store_id) & (L.transfer_id == T.transfer_id)))
    .where(T.store_id == arg(0), T.open == True, T.goods == True, L.product_id == arg(1))  # noqa: E712
    .group_by(T.transfer_id, T.peer, T.inward, T.at, L.about)
    .order_by(T.at, T.transfer_id)
)
_SHOPS = Query(ShopRow.select(ShopRow.id, ShopRow.name_zh, ShopRow.name_en).order_by(ShopRow.id))


class Carried(msgspec.Struct, frozen=True):
    """So much of a product is on its way with a transfer; peer: the other shop, inward: to this one."""

    transfer_id: str
    peer: str
    inward: bool
    quantity: Quantity


class TransferStep(msgspec.Struct, frozen=True):
    """A document of a transfer. about: requested, dispatched, received or closed. author: the shop that wrote it."""

    id: str
    about: str
    at: int
    actor: str
    author: str
    undoes: str


class Transfers:
    """All of one shop."""

    def __init__(self, book: Book, store_id: str) -> None:
        self._book = book
        self._store_id = store_id

    def open(self, limit: int = 100) -> tuple[Transfer, ...]:
        """Those in which somebody still has to do something, the latest first."""
        return tuple(Transfer(*row) for row in self._book.all(_OPEN, self._store_id, limit))

    def latest(self, limit: int = 50) -> tuple[Transfer, ...]:
        """All, the latest first."""
        return tuple(Transfer(*row) for row in self._book.all(_LATEST, self._store_id, limit))

    def waiting(self) -> int:
        """How many wait for somebody of this shop: goods that come here, and what others ask of it."""
        return int(self._book.value(_COUNT, self._store_id) or 0)

    def differing(self) -> int:
        """Of how many more came here than was sent, and nobody has said why."""
        return int(self._book.value(_DIFFERING, self._store_id) or 0)

    def get(self, transfer_id: str) -> Transfer | None:
        """One of them."""
        row = self._book.one(_ONE, self._store_id, transfer_id)
        return Transfer(*row) if row else None

    def goods(self, transfer_id: str) -> tuple[TransferGoods, ...]:
        """Its goods in the order of the first document; of a request asked and sent, without batches."""
        found: dict[tuple[str, str], tuple[str, int | None]] = {}
        sums: dict[tuple[str, str], Sums] = {}
        asked: dict[str, int] = {}
        for about, product, quantity, batch, expiry, cost in self._book.all(_LINES, self._store_id, transfer_id):
            key = (product, batch)
            date, known = found.get(key, ("", None))
            found[key] = (date or expiry, cost if known is None else known)
            if about == "requested":
                asked[product] = asked.get(product, 0) + quantity
            sums[key] = sums.get(key, Sums()).and_of(about, quantity)
        for product, quantity in self._book.all(_SENT_FOR, self._store_id, transfer_id) if asked else ():
            if (product, "") in sums:
                sums[product, ""] = Sums(int(quantity))
        names = product_names(self._book, {product for product, _batch in found})
        return tuple(
            TransferGoods(
                product, *names.get(product, (product, product, "pcs")), batch, *found[product, batch],
                Quantity(asked.get(product, 0)), sums[product, batch],
            )
            for product, batch in found
        )  # fmt: skip

    def steps(self, transfer_id: str) -> tuple[TransferStep, ...]:
        """Its documents in the order of time."""
        return tuple(TransferStep(*row) for row in self._book.all(_DOCUMENTS, self._store_id, transfer_id))

    def of(self, document_id: str) -> str:
        """The transfer that a document belongs to; "" for one that is not here."""
        return str(self._book.value(_BELONGS, self._store_id, document_id) or "")

    def lines(self, document_id: str) -> tuple[TransferLine, ...]:
        """The lines of one of its documents."""
        return tuple(
            TransferLine(product_id=p, quantity=Quantity(q), batch=b, expiry=e, location=at, cost=c, reason=why)
            for p, q, b, e, at, c, why in self._book.all(_DOCUMENT_LINES, self._store_id, document_id)
        )

    def in_transit(self, product_id: str) -> tuple[Quantity, Quantity]:
        """How much of a product is on its way here, and from here to others."""
        inward, outward = (
            int(self._book.value(_TRANSIT, self._store_id, product_id, way) or 0) for way in (True, False)
        )
        return Quantity(inward), Quantity(outward)

    def all_coming(self) -> dict[str, Quantity]:
        """How much of each product is on its way here, of those of which anything is."""
        return {product: Quantity(quantity) for product, quantity in self._book.all(_COMING, self._store_id)}

    def carrying(self, product_id: str) -> tuple[Carried, ...]:
        """The open transfers that have a product on its way, the oldest first."""
        sums: dict[tuple[str, str, bool], int] = {}
        for transfer, peer, inward, about, quantity in self._book.all(_CARRYING, self._store_id, product_id):
            key = (transfer, peer, bool(inward))
            sums[key] = sums.get(key, 0) + (int(quantity) if about == "dispatched" else -int(quantity))
        return tuple(Carried(*key, Quantity(quantity)) for key, quantity in sums.items() if quantity)

    def shops(self) -> tuple[Shop, ...]:
        """The other shops of the chain; none where there is no office."""
        return tuple(Shop(*row) for row in self._book.all(_SHOPS) if row[0] != self._store_id)

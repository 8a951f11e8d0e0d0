"""Goods between the shops of a simulated chain: asked for, sent, taken in, explained, taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.store.documents_transfers import (
    TransferClosed,
    TransferDispatched,
    TransferDocument,
    TransferLine,
    TransferReceived,
    TransferRequested,
)
from kiosk.trade.quantity import Quantity

if TYPE_CHECKING:
    from tests.simulation.world import Till, World


class Between:
    """What is on its way in truth: sent, less what came, less what was explained; by (source, target, product)."""

    def __init__(self, shops: tuple[str, ...]) -> None:
        self._shops = shops
        self.on_the_way: Counter[tuple[str, str, str]] = Counter()

    def note(self, d: TransferDocument) -> None:
        sign = {TransferDispatched: 1, TransferReceived: -1, TransferClosed: -1}.get(type(d), 0)
        for x in d.lines:
            self.on_the_way[d.source, d.target, x.product_id] += sign * x.quantity

    def faults(self, world: World) -> Iterator[str]:
        """Where the office, for either shop, says something else."""
        for shop in self._shops:
            for inward in (True, False):
                want: Counter[str] = Counter()
                for (source, target, product), quantity in self.on_the_way.items():
                    if shop == (target if inward else source):
                        want[product] += quantity
                rows = world.office.store.book.sql(
                    "SELECT product_id, quantity FROM transit WHERE store_id = ? AND inward = ?", (shop, inward)
                )
                said = {product: quantity for product, quantity in rows if quantity}
                if said != {product: quantity for product, quantity in want.items() if quantity}:
                    yield f"on the way {'to' if inward else 'from'} {shop} is {dict(want)}, the office says {said}"


def ask(world: World, till: Till) -> None:
    mine = till.store.store_id
    till.store.journal.append(
        TransferRequested(source=_other(world, mine), target=mine, lines=(_some(world),)), actor="1001"
    )


def send(world: World, till: Till) -> None:
    """For a request that this till knows of, or of one's own accord."""
    mine, asked = till.store.store_id, [t for t in till.store.transfers.open() if not t.goods and not t.inward]
    request = world.chance.choice(asked) if asked and world.chance.random() < 0.7 else None
    lines = [_some(world)]
    if request:
        lines = [
            TransferLine(product_id=g.product_id, quantity=Quantity(world.chance.choice((1000, g.asked))))
            for g in till.store.transfers.goods(request.id)
        ]
    costed = tuple(replace(x, cost=till.store.stock.level(x.product_id).average_cost) for x in lines)
    sent = TransferDispatched(
        source=mine, target=_other(world, mine), lines=costed, request_id=request.id if request else ""
    )
    till.store.journal.append(sent, actor="1001")


def take_in(world: World, till: Till) -> None:
    """All of what is known to come, or a part, or too much; perhaps while the next till does the same."""
    coming = [t for t in till.store.transfers.open() if t.goods and t.inward]
    if not coming:
        return
    transfer = world.chance.choice(coming)
    lines = tuple(
        TransferLine(product_id=g.product_id, quantity=Quantity(world.chance.choice((1000, g.sums.sent))), cost=g.cost)
        for g in till.store.transfers.goods(transfer.id)
    )
    came = TransferReceived(source=transfer.peer, target=till.store.store_id, lines=lines, transfer_id=transfer.id)
    till.store.journal.append(came, actor="1001")


def explain(world: World, till: Till) -> None:
    """What is still on its way does not come; or a receipt of this shop is taken back."""
    coming = [t for t in till.store.transfers.latest() if t.goods and t.inward]
    if not coming:
        return
    transfer, mine = world.chance.choice(coming), till.store.store_id
    taken = [s for s in till.store.transfers.steps(transfer.id) if s.about == "received" and not s.undoes]
    if taken and world.chance.random() < 0.3:
        lines = tuple(replace(x, quantity=Quantity(-x.quantity)) for x in till.store.transfers.lines(taken[0].id))
        back = TransferReceived(
            source=transfer.peer, target=mine, lines=lines, transfer_id=transfer.id, undoes=taken[0].id
        )
        till.store.journal.append(back, actor="1001")
        return
    missing = tuple(
        TransferLine(product_id=g.product_id, quantity=Quantity(g.sums.in_transit), reason="lost")
        for g in till.store.transfers.goods(transfer.id)
        if g.sums.in_transit
    )
    if missing:
        closed = TransferClosed(source=transfer.peer, target=mine, lines=missing, transfer_id=transfer.id)
        till.store.journal.append(closed, actor="1001")


def _some(world: World) -> TransferLine:
    number = world.chance.randrange(1, 7)
    return TransferLine(product_id=f"p{number}", quantity=Quantity(world.chance.choice((1000, 3000))))


def _other(world: World, mine: str) -> str:
    return next(t.store.store_id for t in world.tills if t.store.store_id != mine)

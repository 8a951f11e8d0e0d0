"""Goods are sent to another shop: picked for its request, or of one's own accord, and written off at their cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.gathered import Piece
from kiosk.flows.picking import Picking
from kiosk.flows.transfer_asking import choose_shop
from kiosk.flows.transfer_paper import note_jobs
from kiosk.flows.transfer_words import shop_name
from kiosk.flows.views import Action
from kiosk.i18n import M, Text
from kiosk.store.documents_transfers import TransferDispatched, TransferLine
from kiosk.trade.promising import sold_to_others
from kiosk.trade.quantity import Quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class Sending(Picking):
    """request_id: what another shop asked for, "" for what nobody asked for. Raises Refused for one that ended."""

    finish_text = M("Send off")

    def __init__(self, counter: Counter, request_id: str = "") -> None:
        self._request = request_id
        self.free = not request_id
        wanted: dict[str, int] = {}
        if request_id:
            request = counter.store.transfers.get(request_id)
            if request is None or request.goods or request.inward:
                raise Refused(M("This request is not on this terminal."))
            if not request.open:
                raise Refused(M("This request is done with."))
            goods = counter.store.transfers.goods(request_id)
            wanted = {g.product_id: g.asked - g.sums.sent for g in goods if g.asked > g.sums.sent}
            self._target = request.peer
        super().__init__(counter, f"transfer send {request_id}".strip(), wanted)
        if not request_id:
            self._target = self.gathered.said.get("target", "")
        self._name: Text | None = shop_name(counter, self._target) if self._target else None
        self.title = M("Pick {id}", id=request_id) if request_id else M("Send goods")

    def kept_from(self, product_id: str, quantity: int) -> int:
        kept = self.counter.store.promises.kept(product_id)
        on_hand = self.counter.store.stock.level(product_id).on_hand
        return kept if sold_to_others(on_hand, kept, self.gathered.of(product_id) + quantity) else 0

    def detail(self) -> Text | None:
        return M("To {shop}", shop=self._name) if self._name else None

    def more(self) -> tuple[Action, ...]:
        return (Action("shop", M("Shop"), "store"),) if self.free else ()

    def act_shop(self) -> None:
        """Another shop."""
        choose_shop(self.counter, M("Send to which shop?"), self._to)

    def _to(self, shop: str) -> None:
        self.gathered.say(target=shop)
        self._target, self._name = shop, shop_name(self.counter, shop)
        self.good()

    def finish(self, picked: Sequence[Piece]) -> None:
        """Ask where to, unless it is known; then they are gone."""
        if self._target:
            self._send(self._target)
        else:
            choose_shop(self.counter, M("Send to which shop?"), self._send)

    def _send(self, target: str) -> None:
        self._still_wanted()
        self.still_there()
        store = self.counter.store
        costs = store.stock.average_costs({x.product_id for x in self.gathered.lines.values()})
        lines = tuple(
            TransferLine(
                product_id=x.product_id,
                quantity=Quantity(x.quantity),
                batch=x.batch,
                expiry=x.expiry,
                location=x.location,
                cost=costs[x.product_id],
            )
            for x in self.gathered.lines.values()
        )
        sent = TransferDispatched(source=store.store_id, target=target, lines=lines, request_id=self._request)
        name = shop_name(self.counter, target)
        (entry,) = self.gathered.post([sent], self.counter.actor, note_jobs(self.counter, sent))
        self.counter.printing.kick()
        self.hand = ""
        self.good()
        self.back()
        self.counter.front.tell(
            M("Sent to {shop}: {count} rows, {id}.", shop=name, count=len(lines), id=entry.id), "ok"
        )

    def _still_wanted(self) -> None:
        """Another keeper may have sent the same meanwhile. Raises Refused once, and shows what is left."""
        if not self._request:
            return
        goods = self.counter.store.transfers.goods(self._request)
        wanted = {g.product_id: g.asked - g.sums.sent for g in goods if g.asked > g.sums.sent}
        if wanted == self.plan.wanted:
            return
        self.plan.want(wanted)
        raise Refused(M("Somebody sent goods for this request meanwhile. Look through it again."))

"""What other shops have of a product: asked of the office, by way of replication; nobody waits for the answer here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import Refused
from kiosk.flows.tables import Table
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import Action, Strip, TableRow, TableView
from kiosk.i18n import M, Names, Text, plain
from kiosk.trade.goods import Product
from kiosk.trade.quantity import format_quantity
from kiosk.wire.elsewhere import Answer, Question, ShopStock, answer, ask
from kiosk.wire.state import has_office

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

WAIT_S = 6.0
"""After so long without an answer there is none: the line is down, or the office is slow."""
NO_OFFICE = M("This shop has no head office that knows of others.")
_ASKING = M("The head office is being asked.")
_NOT_NOW = M("Not known now: the head office does not answer.")


def can_ask(counter: Counter) -> bool:
    """Whether there is an office to ask: not while practising, and not in a shop of its own."""
    return not counter.training and has_office(counter.store)


class OtherShops(Table):
    """One row for each other shop, those that have most first. Raises Refused where there is nobody to ask."""

    columns = (M("Shop"), M("Free · to come"), M("As of"))
    actions = (Action("anew", M("Ask again"), "sync", "F5"),)

    def __init__(self, counter: Counter, product: Product) -> None:
        super().__init__(counter)
        if not can_ask(counter):
            raise Refused(NO_OFFICE)
        self.title = M("{name} elsewhere", name=names_of(product))
        self.empty = _ASKING
        self._product = product
        self._names: dict[str, Text] = {}
        self._question = Question()
        self._asked = 0.0
        self._answer = Answer()

    def entered(self) -> None:
        if not self._question.number:
            self.act_anew()
        else:
            self._load()

    def tick(self) -> None:
        self._load()

    def view(self) -> TableView:
        said = self._said()
        shown = super().view()
        return replace(shown, strip=self.strip or said, empty=said.text if said else self.empty)

    def act_anew(self) -> None:
        """Ask again."""
        counter = self.counter
        self._names = {s.id: Names(s.name_zh, s.name_en) for s in counter.store.transfers.shops()}
        self._question = ask(counter.store, self._product.id, counter.clock.now())
        self._asked = counter.clock.mono()
        self._load()

    def choose(self, row: str) -> None:
        """Ask that shop for some, where somebody may."""
        if not self.counter.may("transfer.request"):
            raise Refused(M("Your role does not ask other shops for goods."))
        from kiosk.flows.transfer_asking import Asking

        asking = Asking(self.counter)
        self.counter.enter(asking)
        asking.begin(row, self._product)

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        found = answer(self.counter.store)
        self._answer = found if found.product_id == self._product.id else Answer()
        return [self._row(shop) for shop in self._answer.shops[offset : offset + limit]]

    def _row(self, shop: ShopStock) -> TableRow:
        places = decimals_of(self._product.unit)
        free, coming = shop.on_hand - shop.kept, shop.coming
        count = format_quantity(free, places)
        what = plain(f"{count} · {format_quantity(coming, places)}" if coming else count)
        tone = "ok" if free > 0 else "error" if free < 0 else "muted"
        name = self._names.get(shop.store_id) or plain(shop.store_id)
        return TableRow(shop.store_id, (name, what, self._age(shop.as_of)), None, tone)  # type: ignore[arg-type]

    def _age(self, as_of: int) -> Text:
        if not as_of:
            return M("never heard of")
        clock = self.counter.clock
        then = clock.local(as_of)
        return plain(then.strftime("%H:%M" if then.date() == clock.today() else "%m-%d %H:%M"))

    def _said(self) -> Strip | None:
        """What stands above the figures while they are not those of now."""
        found = self._answer
        answered = found.number == self._question.number
        if answered and not found.trouble:
            return None if found.shops else Strip("info", M("The head office knows of no other shop."))
        if not answered and self.counter.clock.mono() - self._asked <= WAIT_S:
            return Strip("info", _ASKING)
        if not found.shops:
            return Strip("warn", _NOT_NOW)
        return Strip("warn", M("Not known now. The head office said this at {time}.", time=self._age(found.at)))

"""One supplier's goods that are to be ordered: each with its reason, taken or left out, then written as an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kiosk.exc import BadInput, Refused
from kiosk.flows.buying_content import MOST, Content, content_of, lead_days, new_line, terms_for, with_quantity
from kiosk.flows.buying_words import in_days, packs
from kiosk.flows.codes import find_goods
from kiosk.flows.ordering_words import besides, left, why
from kiosk.flows.sheets import NumberSheet
from kiosk.flows.units import decimals_of, names_of, shown_amount
from kiosk.flows.views import Action, DoneRow, Hand, NumberView, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Names, Text, plain
from kiosk.store.advice import EMPTY, Advice
from kiosk.store.documents_buying import PurchaseLine
from kiosk.trade.buying import line_amount, orderable
from kiosk.trade.goods import Product
from kiosk.trade.quantity import ONE, format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

SHOWN = 300
"""Of one supplier at a time, the most urgent; the rest comes with the next order."""


class Picks(Lit):
    """What is to be ordered from a supplier. of: whose goods these were reckoned as, "" for nobody's."""

    def __init__(self, counter: Counter, supplier_id: str, of: str | None = None, hand: str = "") -> None:
        super().__init__(counter)
        supplier = counter.store.suppliers.get(supplier_id)
        if supplier is None:
            raise Refused(M("This supplier is not known any more."))
        self._supplier = supplier
        self._of = supplier_id if of is None else of
        self._hand = hand
        self._advices: dict[str, Advice] = {}
        self._products: dict[str, Product] = {}
        self._lines: dict[str, PurchaseLine] = {}
        self._out: set[str] = set()
        self._generation = -1

    def entered(self) -> None:
        self._read()

    def news(self) -> None:
        self._read()

    def _read(self) -> None:
        """What was reckoned last; what was typed or left out here stays."""
        store = self.counter.store
        if store.advice.generation == self._generation:
            return
        self._generation = store.advice.generation
        found = store.advice.to_order(self._of, SHOWN)
        products = {a.product_id: store.catalogue.product(a.product_id) for a in found}
        self._products = {id_: p for id_, p in products.items() if p is not None}
        self._advices = {a.product_id: a for a in found if a.product_id in self._products}
        self._lines = {
            id_: self._lines.get(id_) or new_line(store, self._supplier.id, self._products[id_], a.quantity)
            for id_, a in self._advices.items()
        }
        if self._hand not in self._lines:
            self._hand = next(iter(self._lines), "")

    def view(self) -> TaskView:
        taken = [x for id_, x in self._lines.items() if id_ not in self._out]
        out = self._hand in self._out
        return TaskView(
            title=M("Order from {supplier}", supplier=self._supplier.name),
            empty=M("Nothing has to be ordered from this supplier today."),
            progress=plain(shown_amount(self.counter, self._content().total)) if self._lines else None,
            detail=self._detail(len(taken)),
            hand=self._in_hand(),
            rows=tuple(self._row(id_) for id_ in self._lines if id_ != self._hand),
            actions=(
                Action("toggle", M("Order it") if out else M("Leave out"), "plus" if out else "minus",
                       enabled=bool(self._lines)),
                Action("done", M("Write order"), "check", "F12", enabled=bool(taken)),
            ),
            more=(
                Action("none", M("None"), "close", enabled=bool(taken)),
                Action("all", M("All"), "check-all", enabled=bool(self._out)),
                Action("enquiry", M("Look up"), "magnify", "F2", enabled=bool(self._lines)),
            ),
            strip=self.strip,
            edge=self.edge,
        )  # fmt: skip

    def _content(self) -> Content:
        lines = tuple(x for id_, x in self._lines.items() if id_ not in self._out)
        return Content(supplier_id=self._supplier.id, lines=lines)

    def _detail(self, taken: int) -> Text | None:
        missing = self._supplier.min_order - self._content().total
        if taken and missing > 0:
            return M("{amount} more to this supplier's minimum order", amount=shown_amount(self.counter, missing))
        return M("{taken} of {count} chosen", taken=taken, count=len(self._lines)) if self._lines else None

    def _in_hand(self) -> Hand | None:
        line, advice = self._lines.get(self._hand), self._advices.get(self._hand)
        if line is None or advice is None:
            return None
        product = self._products[self._hand]
        terms = terms_for(self.counter.store, self._supplier.id, product.id)
        cost = shown_amount(self.counter, line_amount(line.quantity, line.pack, line.price))
        number = plain(packs(line.quantity, line.pack, line.unit))
        facts: tuple[Text, ...] = (why(advice, product), *besides(self.counter, advice, line, terms))
        place = M("{left} · {amount}", left=left(advice), amount=cost)
        if self._hand in self._out:
            return Hand(names_of(product), number, M("Left out"), facts, "warn")
        return Hand(names_of(product), number, place, facts, "error" if advice.dry == EMPTY else "")

    def _row(self, product_id: str) -> DoneRow:
        line, out = self._lines[product_id], product_id in self._out
        number = plain(packs(line.quantity, line.pack, line.unit))
        said = M("Left out") if out else left(self._advices[product_id])
        return DoneRow(product_id, Names(line.name_zh, line.name_en), number, said, "muted" if out else "ok")

    # --- goods

    def scan(self, scan: Scan) -> None:
        """The goods come in hand, where they are among these."""
        found = find_goods(self.counter, scan)
        if found is None:
            self.counter.refuse_scan(M("No product has the code {code}.", code=scan.data[:40]))
        elif found.product.id not in self._lines:
            self.counter.refuse_scan(M("{name} does not have to be ordered here.", name=names_of(found.product)))
        else:
            self._hand = found.product.id
            self.good()

    def choose(self, row: str) -> None:
        """A product comes in hand."""
        if row not in self._lines:
            raise Refused(M("This line no longer exists."))
        self._hand = row
        self.clear_strip()

    def ask_number(self) -> None:
        """How many packs."""
        line = self._line()
        single = line.pack == ONE
        places = decimals_of(line.unit) if single else 0
        detail = None if single else M("Packs of {count}", count=format_quantity(line.pack))
        start = line.quantity if single else line.quantity * ONE // line.pack
        ask = NumberView(Names(line.name_zh, line.name_en), "quantity", places, start, detail)
        self.counter.sheet(NumberSheet(self.counter, ask, lambda n: self._number(line, n)))

    def _number(self, line: PurchaseLine, number: int) -> None:
        quantity = number * line.pack // ONE
        if number <= 0:
            self._out.add(line.product_id)
            return
        terms = terms_for(self.counter.store, self._supplier.id, line.product_id)
        least = orderable(terms, 1)
        if quantity < least:
            raise BadInput(M("The supplier sends at least {count}.", count=packs(least, line.pack, line.unit)))
        if quantity > MOST:
            raise BadInput(M("That is too many. Type a smaller number."))
        self._lines[line.product_id] = with_quantity(line, quantity, terms)
        self._out.discard(line.product_id)
        self.good()

    def _line(self) -> PurchaseLine:
        line = self._lines.get(self._hand)
        if line is None:
            raise Refused(M("Scan or choose a product first."))
        return line

    # --- acts

    def act_toggle(self) -> None:
        """Leave what is in hand out, or take it again; the next comes in hand."""
        self._out ^= {self._line().product_id}
        ids = list(self._lines)
        self._hand = ids[(ids.index(self._hand) + 1) % len(ids)]

    def act_none(self) -> None:
        """Leave all out, to take a few."""
        self._out = set(self._lines)

    def act_all(self) -> None:
        """Take all."""
        self._out = set()

    def act_enquiry(self) -> None:
        """What is there of it, and what moved."""
        from kiosk.flows.enquiry import Enquiry

        line, flow = self._line(), Enquiry(self.counter)
        self.counter.enter(flow)
        flow.show(line.product_id)

    def act_done(self) -> None:
        """A draft, to be looked through and finished."""
        from kiosk.flows.buying_draft import OrderDraft, rescue
        from kiosk.flows.buying_steps import read

        content, counter = self._content(), self.counter
        if not content.lines:
            raise Refused(M("Nothing is chosen."))
        rescue(counter)  # what was being written when the power went is another order
        expected = in_days(counter, lead_days(counter.store, content))
        document = msgspec.structs.replace(content, expected=expected).document()
        entry = counter.store.journal.append(document, actor=counter.actor)
        counter.ok()
        counter.replace(OrderDraft(counter, content_of(read(counter, entry.id))))
        counter.front.tell(M("The order is kept as a draft. Finish it with “Done”."), "info")

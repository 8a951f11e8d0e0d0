"""Writing an order: goods by scan or search, packs typed large, the price by the supplier's terms.

What is being written is kept at each change, for a terminal that loses its power; left, it becomes a document.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec

from kiosk.exc import BadInput, Refused
from kiosk.flows import buying_steps
from kiosk.flows.buying_content import MOST, Content, lead_days, new_line, terms_for, with_quantity
from kiosk.flows.buying_draft_view import draft_view
from kiosk.flows.buying_words import expected_text, in_days, packs
from kiosk.flows.codes import find_goods
from kiosk.flows.sheets import ChoiceSheet, ConfirmSheet, NumberSheet, TextSheet
from kiosk.flows.units import decimals_of, shown_amount, unit_name
from kiosk.flows.views import (
    ChoiceView,
    ConfirmView,
    NumberView,
    Option,
    TaskView,
    TextView,
)
from kiosk.flows.warehouse import Lit
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Names, plain
from kiosk.store.documents_buying import PurchaseLine
from kiosk.trade.buying import orderable
from kiosk.trade.goods import Product
from kiosk.trade.money import Money
from kiosk.trade.quantity import ONE, format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

log = logging.getLogger(__name__)

_OPEN = "order.open"
UNDOS = 50


def rescue(counter: Counter) -> bool:
    """Keep as a draft what was being written when the terminal stopped; whether there was anything."""
    text = counter.store.settings.get(_OPEN)
    if not text:
        return False
    counter.store.settings.put(_OPEN, "")
    try:
        content = msgspec.json.decode(text, type=Content)
    except msgspec.MsgspecError:
        log.exception("an order being written can't be read: %s", text)
        return False
    if content.lines:
        counter.store.journal.append(content.document(), actor=counter.actor)
    return bool(content.lines)


class OrderDraft(Lit):
    """One order being written. Leaving it keeps it as a draft; `done` sends it on."""

    def __init__(self, counter: Counter, content: Content) -> None:
        super().__init__(counter)
        supplier = counter.store.suppliers.get(content.supplier_id)
        if supplier is None:
            raise Refused(M("This supplier is not known any more."))
        rescue(counter)
        self._supplier = supplier
        self._content = content
        self._stored = content if content.order_id else None
        self._before: list[Content] = []
        self._hand = content.lines[-1].product_id if content.lines else ""

    def view(self) -> TaskView:
        shown = draft_view(self.counter, self._supplier, self._content, self._hand, undoable=bool(self._before))
        return msgspec.structs.replace(shown, strip=self.strip, edge=self.edge)

    # --- goods

    def scan(self, scan: Scan) -> None:
        """One pack more of what was scanned; a case's code counts its units."""
        store = self.counter.store
        found = find_goods(self.counter, scan)
        if found is not None and not found.active:
            self.counter.refuse_scan(M("This product is not sold any more."))
            return
        product = found.product if found else None
        if product is None:
            known = store.suppliers.product_by_code(self._supplier.id, scan.data.strip())
            product = store.catalogue.product(known) if known else None
        if product is None:
            self.counter.refuse_scan(M("No product has the code {code}.", code=scan.data[:40]))
            return
        self._take(product, found.quantity if found else ONE)

    def choose(self, row: str) -> None:
        """A line of the order comes in hand."""
        if self._content.line(row) is None:
            raise Refused(M("This line no longer exists."))
        self._hand = row
        self.clear_strip()

    def add(self, product_id: str) -> None:
        """What was found by searching."""
        product = self.counter.store.catalogue.product(product_id)
        if product is None:
            raise Refused(M("This product no longer exists."))
        self._take(product, ONE)

    def _take(self, product: Product, quantity: int) -> None:
        others = {t.supplier_id for t in self.counter.store.suppliers.of_product(product.id)}
        if others and self._supplier.id not in others and self._content.line(product.id) is None:
            self.counter.unknown()
            name = Names(product.name_zh, product.name_en)
            ask = ConfirmView(
                M("Not this supplier's goods"),
                M("{name} is not on {supplier}'s list, but on another's.", name=name, supplier=self._supplier.name),
                M("Order it here"),
            )
            self.counter.sheet(ConfirmSheet(self.counter, ask, lambda: self._more(product, quantity)))
            return
        self._more(product, quantity)

    def _more(self, product: Product, quantity: int) -> None:
        line = self._content.line(product.id)
        if line is None:
            line = new_line(self.counter.store, self._supplier.id, product, quantity)
        else:
            terms = terms_for(self.counter.store, self._supplier.id, product.id)
            line = with_quantity(line, line.quantity + max(-(-quantity // line.pack), 1) * line.pack, terms)
        self._hand = product.id
        self._change(self._content.put(self._checked(line)))
        self.good()

    def ask_number(self) -> None:
        """How many packs."""
        line = self._in_hand_or_refuse()
        single = line.pack == ONE
        places = decimals_of(line.unit) if single else 0
        detail = None if single else M("Packs of {count}", count=format_quantity(line.pack))
        start = line.quantity if single else line.quantity * ONE // line.pack
        ask = NumberView(Names(line.name_zh, line.name_en), "quantity", places, start, detail)
        self.counter.sheet(NumberSheet(self.counter, ask, lambda n: self._number(line, n)))

    def _number(self, line: PurchaseLine, number: int) -> None:
        terms = terms_for(self.counter.store, self._supplier.id, line.product_id)
        quantity = number * line.pack // ONE
        if number <= 0:
            self._change(self._content.without(line.product_id))
            return
        least = orderable(terms, 1)
        if quantity < least:
            raise BadInput(M("The supplier sends at least {count}.", count=packs(least, line.pack, line.unit)))
        self._change(self._content.put(self._checked(with_quantity(line, quantity, terms))))
        self.good()

    def _checked(self, line: PurchaseLine) -> PurchaseLine:
        if line.quantity > MOST:
            raise BadInput(M("That is too many. Type a smaller number."))
        return line

    # --- acts

    def act_price(self) -> None:
        """What a pack costs, where the supplier says another price."""
        line = self._in_hand_or_refuse()
        detail = M("For {count} {unit}", count=format_quantity(line.pack), unit=unit_name(line.unit))
        exponent = self.counter.settings.currency.exponent
        ask = NumberView(Names(line.name_zh, line.name_en), "amount", exponent, line.price, detail)

        def typed(price: int) -> None:
            self._change(self._content.put(msgspec.structs.replace(line, price=Money(price))))
            self.good()

        self.counter.sheet(NumberSheet(self.counter, ask, typed))

    def act_remove(self) -> None:
        """Off the order."""
        line = self._in_hand_or_refuse()
        self._change(self._content.without(line.product_id))

    def act_undo(self) -> None:
        """As it was before the last change."""
        if self._before:
            self._set(self._before.pop())

    def act_find(self) -> None:
        """Search goods; without words, what the supplier sells."""
        from kiosk.flows.buying_find import FindGoods

        self.counter.enter(FindGoods(self.counter, self._supplier.id, self.add))

    def act_other(self) -> None:
        """What is rarer."""
        options = [
            Option("expected", M("When it should come"), expected_text(self._content.expected), "calendar"),
            Option("note", M("Note to the supplier"), plain(self._content.note), "note"),
        ]
        if self._content.line(self._hand) is not None:
            options.append(Option("terms", M("Supplier's terms for these goods"), icon="truck"))
        ask = ChoiceView(M("More"), tuple(options))
        self.counter.sheet(ChoiceSheet(self.counter, ask, lambda which: getattr(self, f"_ask_{which}")()))

    def _ask_expected(self) -> None:
        days = lead_days(self.counter.store, self._content)
        ask = NumberView(M("In how many days?"), "quantity", 0, days * ONE, quick=(1000, 2000, 3000, 7000))

        def typed(n: int) -> None:
            if n > 366 * ONE:
                raise BadInput(M("That is more than a year."))
            self._change(msgspec.structs.replace(self._content, expected=in_days(self.counter, n // ONE)))

        self.counter.sheet(NumberSheet(self.counter, ask, typed))

    def _ask_note(self) -> None:
        ask = TextView(M("Note to the supplier"), self._content.note)
        change = lambda text: self._change(msgspec.structs.replace(self._content, note=text[:200]))  # noqa: E731
        self.counter.sheet(TextSheet(self.counter, ask, change))

    def _ask_terms(self) -> None:
        from kiosk.flows.buying_terms import ask_terms

        line = self._in_hand_or_refuse()
        ask_terms(self.counter, self._supplier.id, line.product_id, lambda: self._repriced(line))

    def _repriced(self, line: PurchaseLine) -> None:
        """The terms are others now: the line follows them."""
        product = self.counter.store.catalogue.product(line.product_id)
        if product is not None:
            self._change(self._content.put(new_line(self.counter.store, self._supplier.id, product, line.quantity)))
            self.good()

    def act_done(self) -> None:
        """Ask for approval, or only keep it."""
        if not self._content.lines:
            raise Refused(M("The order is empty. Scan goods, or search them."))
        options = (
            Option(
                "submit",
                M("Finish the order"),
                M("It is approved at once, or by another user above the limit."),
                "check",
            ),
            Option("keep", M("Keep as a draft"), M("To be finished later."), "archive"),
            Option("drop", M("Throw the changes away"), None, "delete"),
        )
        ask = ChoiceView(M("What now?"), options, plain(shown_amount(self.counter, self._content.total)))
        self.counter.sheet(ChoiceSheet(self.counter, ask, self._finish))

    def _finish(self, how: str) -> None:
        if how == "drop":
            self._drop()
            self.counter.leave(self)
            return
        order_id = self._keep()
        from kiosk.flows.buying_order import OrderPage

        page = OrderPage(self.counter, order_id)
        if how == "submit":
            page.submitted(ready=buying_steps.submit(self.counter, order_id))
        self.counter.ok()
        self.counter.replace(page)

    def back(self) -> None:
        """Keep it as a draft, if there is something on it."""
        trouble: Refused | None = None
        try:
            if self._content.lines:
                self._keep()
        except Refused as refusal:
            trouble = refusal  # the order went to the supplier meanwhile: what was changed here can't count any more
        self._drop()
        super().back()
        if trouble is not None:
            raise trouble

    def _keep(self) -> str:
        """Write the draft down; the order's number. Raises Refused where the order can't be changed any more."""
        store, content = self.counter.store, self._content
        if content == self._stored:
            self._drop()
            return content.order_id
        if content.order_id:
            buying_steps.check(self.counter, content.order_id, *buying_steps.CHANGEABLE)
        if not content.expected:
            content = msgspec.structs.replace(content, expected=in_days(self.counter, lead_days(store, content)))
        entry = store.journal.append(content.document(), actor=self.counter.actor)
        self._drop()
        return content.order_id or entry.id

    def _change(self, content: Content) -> None:
        if content == self._content:
            return
        self._before = [*self._before, self._content][-UNDOS:]
        self._set(content)

    def _set(self, content: Content) -> None:
        self._content = content
        if content.line(self._hand) is None:
            self._hand = content.lines[-1].product_id if content.lines else ""
        self.counter.store.settings.put(_OPEN, msgspec.json.encode(content).decode())

    def _drop(self) -> None:
        self.counter.store.settings.put(_OPEN, "")

    def _in_hand_or_refuse(self) -> PurchaseLine:
        line = self._content.line(self._hand)
        if line is None:
            raise Refused(M("Scan or choose a product first."))
        return line

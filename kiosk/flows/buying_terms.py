"""What a supplier sells a product for, typed in at the terminal: number after number, all to be seen meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import BadInput, Refused
from kiosk.flows.sheets import ChoiceSheet, NumberSheet
from kiosk.flows.units import names_of, shown_amount
from kiosk.flows.views import ChoiceView, NumberView, Option
from kiosk.i18n import M, Message, Names, Text, plain
from kiosk.store.documents_buying import SupplierProductSaved, supplier_product_id
from kiosk.trade.buying import PriceBreak, Terms
from kiosk.trade.money import Money
from kiosk.trade.quantity import ONE, Quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

MOST_PACKS = 100_000
MOST_DAYS = 366

_LABELS: dict[str, Message] = {
    "price": M("Price of a pack"),
    "pack": M("Units in a pack"),
    "least": M("At least so many packs"),
    "many": M("Cheaper from so many packs"),
    "less": M("Price of a pack then"),
    "days": M("Days to delivery"),
    "code": M("Supplier's number"),
}


def ask_terms(counter: Counter, supplier_id: str, product_id: str, then: Callable[[], None]) -> None:
    """Show the terms, ask for what is chosen of them, keep them when `save` is chosen; then run `then`."""
    product = counter.store.catalogue.product(product_id)
    if product is None:
        raise Refused(M("This product no longer exists."))
    known = counter.store.suppliers.terms(supplier_id, product_id)
    now = known or Terms(supplier_id=supplier_id, product_id=product_id)
    editing = _Editing(counter, names_of(product), now, then)
    counter.with_permission(
        "supplier.change",
        M("Change what a supplier sells {name} for", name=names_of(product)),
        lambda _approvals: editing.show(),
    )


class _Editing:
    """The terms as they are being typed. Breaks after the second come with imported lists and stay as they are."""

    def __init__(self, counter: Counter, name: Names, terms: Terms, then: Callable[[], None]) -> None:
        self._counter = counter
        self._name = name
        self._then = then
        self._terms = replace(terms, prices=tuple(sorted(terms.prices, key=lambda b: b.min_quantity)))

    def show(self) -> None:
        """All of it, to choose from."""
        options = [Option(id_, label, self._shown(id_)) for id_, label in _LABELS.items()]
        if len(self._terms.prices) < 2:
            options = [o for o in options if o.id != "less"]
        save = Option("save", M("Save"), icon="check")
        self._counter.sheet(ChoiceSheet(self._counter, ChoiceView(self._name, (save, *options)), self._chosen))

    def _shown(self, field: str) -> Text:
        terms, value = self._terms, self._value(field)
        if field == "code":
            return plain(terms.code or "—")
        if value is None:
            return plain("—")
        if field in ("price", "less"):
            return plain(shown_amount(self._counter, value))
        return plain(str(value // ONE))

    def _value(self, field: str) -> int | None:
        """As the keypad takes it: minor units, or thousandths; None where nothing was said."""
        terms = self._terms
        first, second = [*terms.prices, None, None][:2]
        match field:
            case "price":
                return first.price if first else None
            case "less":
                return second.price if second else None
            case "many":
                return second.min_quantity // terms.pack * ONE if second else None
            case "pack":
                return terms.pack
            case "least":
                return terms.min_quantity // terms.pack * ONE if terms.min_quantity else None
            case _:
                return None if terms.lead_days is None else terms.lead_days * ONE

    def _chosen(self, field: str) -> None:
        if field == "save":
            self._save()
            return
        money = field in ("price", "less")
        mode = "code" if field == "code" else "amount" if money else "quantity"
        places = self._counter.settings.currency.exponent if money else 0
        ask = NumberView(_LABELS[field], mode, places, self._value(field) if mode != "code" else None, self._name)  # type: ignore[arg-type]
        self._counter.sheet(
            NumberSheet(
                self._counter,
                ask,
                lambda number: self._typed(field, number),
                then_text=lambda text: self._set(code=text.strip()[:40]),
            )
        )

    def _typed(self, field: str, number: int) -> None:
        terms, count = self._terms, number // ONE
        first, second, *rest = [*terms.prices, None, None]
        more = tuple(b for b in rest if b is not None)
        if field not in ("price", "less") and count > (MOST_DAYS if field == "days" else MOST_PACKS):
            raise BadInput(M("That is too many. Type a smaller number."))
        match field:
            case "price":
                kept = () if second is None else (second,)
                self._set(prices=(PriceBreak(Money(number)), *kept, *more))
            case "less":
                start = second.min_quantity if second else Quantity(0)
                self._set(prices=(first, PriceBreak(Money(number), start), *more))
            case "many":
                if first is None:
                    raise BadInput(M("Type the price of a pack first."))
                if count <= 1:
                    self._set(prices=(first,))
                    return
                price = second.price if second else first.price
                self._set(prices=(first, PriceBreak(price, Quantity(count * terms.pack))))
            case "pack":
                if count < 1:
                    raise BadInput(M("A pack holds at least one."))
                self._repack(Quantity(count * ONE))
            case "least":
                self._set(min_quantity=Quantity(count * terms.pack))
            case _:
                self._set(lead_days=count)

    def _repack(self, pack: Quantity) -> None:
        """Other packs: as many of them as before."""
        old = self._terms.pack
        prices = tuple(PriceBreak(b.price, Quantity(b.min_quantity // old * pack)) for b in self._terms.prices)
        self._set(pack=pack, prices=prices, min_quantity=Quantity(self._terms.min_quantity // old * pack))

    def _set(self, **changes: object) -> None:
        self._terms = replace(self._terms, **changes)
        self.show()

    def _save(self) -> None:
        terms = self._terms
        if not terms.prices:
            raise BadInput(M("Type the price of a pack first."))
        document = SupplierProductSaved(
            id=supplier_product_id(terms.supplier_id, terms.product_id),
            supplier_id=terms.supplier_id,
            product_id=terms.product_id,
            code=terms.code,
            pack=terms.pack,
            min_quantity=terms.min_quantity,
            prices=terms.prices,
            lead_days=terms.lead_days,
        )
        self._counter.store.journal.append(document, actor=self._counter.actor)
        self._then()

"""A product at a glance: price, stock, what it is in, what sold lately; and its price changed by who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from kiosk.exc import BadInput, Refused
from kiosk.flows import papers
from kiosk.flows.base import Flow
from kiosk.flows.sheets import NumberSheet
from kiosk.flows.views import Action, LookupView, Note, NumberView, TableRow
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Names, Text, plain
from kiosk.trade.barcodes import EmbeddedCode, Gs1Code, ItemCode, read_code
from kiosk.trade.goods import PriceRule, Product
from kiosk.trade.money import Money, format_money
from kiosk.trade.quantity import UNITS, format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class Lookup(Flow):
    """Scan or search; `add` puts the product into the sale below, where there is one."""

    def __init__(self, counter: Counter, add: Callable[[str], None] | None = None) -> None:
        super().__init__(counter)
        self._add = add
        self._query = ""
        self._results: tuple[TableRow, ...] = ()
        self._product: Product | None = None
        self._facts: LookupView | None = None

    def view(self) -> LookupView:
        if self._facts is None:
            return LookupView(self._query, self._results, strip=self.strip)
        return LookupView(
            **{f: getattr(self._facts, f) for f in self._facts.__slots__}
            | {"query": self._query, "results": self._results, "strip": self.strip}
        )

    def search(self, text: str) -> None:
        """Products by name, pinyin or code."""
        self._query = text
        tiles = self.counter.store.catalogue.search(text) if text.strip() else ()
        self._results = tuple(
            TableRow(t.id, (Names(t.name_zh, t.name_en), plain(t.id)), t.price) for t in tiles
        )

    def choose(self, row: str) -> None:
        """Look at one of the results."""
        product = self.counter.store.catalogue.product(row)
        if product is None:
            raise Refused(M("This product is no longer there."))
        self._show(product)

    def scan(self, scan: Scan) -> None:
        code = read_code(scan.data, scan.symbology, self.counter.layouts)
        key = code.code if isinstance(code, ItemCode) else code.item if isinstance(code, EmbeddedCode) else ""
        if isinstance(code, Gs1Code):
            key = code.gtin
        found = self.counter.store.catalogue.find_code(key) if key else None
        if found is None:
            self.counter.refuse_scan(M("Nothing is known by the code {code}.", code=scan.data))
            return
        self.counter.ok()
        self._show(found.product)

    def act_add(self) -> None:
        """Put it into the sale."""
        if self._add is None or self._product is None:
            raise Refused(M("No sale is open to add it to."))
        product, add = self._product, self._add
        self.back()
        add(product.id)

    def act_price(self) -> None:
        """Change the regular price, for everyone from now on."""
        if self._product is None:
            return
        product = self._product
        detail = M("Change the price of {name}", name=Names(product.name_zh, product.name_en))
        self.counter.with_permission("product.price", detail, lambda _approvals: self._ask_price(product))

    def act_label(self) -> None:
        """Print a shelf label."""
        if self._product is None:
            return
        counter = self.counter
        title, content = papers.job(M("Shelf label"), papers.shelf_label(counter, self._product))
        counter.store.prints.add(title, content)
        counter.printing.kick()
        self.tell(M("The label is being printed."), "ok")

    def _ask_price(self, product: Product) -> None:
        ask = NumberView(
            M("New price"), "amount", self.counter.settings.currency.exponent, product.price or 0,
            Names(product.name_zh, product.name_en),
        )  # fmt: skip
        self.counter.sheet(NumberSheet(self.counter, ask, lambda price: self._set_price(product, price)))

    def _set_price(self, product: Product, price: int) -> None:
        if not 0 <= price <= 10**9:
            raise BadInput(M("That price is too high."))
        store = self.counter.store
        document = store.catalogue.document(product.id)
        if document is None:
            raise Refused(M("This product is no longer there."))
        changed = msgspec.structs.replace(document, price=Money(price))
        store.journal.append(changed, actor=self.counter.actor)
        self.counter.ok()
        self.choose(product.id)
        self.tell(M("The new price is in force."), "ok")

    def _show(self, product: Product) -> None:
        self.clear_strip()
        self._product = product
        store, currency = self.counter.store, self.counter.settings.currency
        unit = UNITS[product.unit]
        level = store.stock.level(product.id)
        facts: list[tuple[Text, Text]] = [
            (M("Tax"), Names(product.tax.name_zh, product.tax.name_en)),
            (M("Codes"), plain("  ".join(c.code for c in store.catalogue.barcodes(product.id)) or "—")),
        ]
        if product.attributes:
            facts.append((M("Kind"), plain("  ".join(product.attributes.values()))))
        if self.counter.may("product.cost") and level.average_cost:
            cost = Money(level.average_cost // 10_000)
            facts.append((M("Average cost"), plain(format_money(cost, currency, symbol=True))))
            if product.price:
                margin = (product.price - cost) * 100 // product.price
                facts.append((M("Margin"), plain(f"{margin} %")))
        prices = tuple(Note(_price_text(r), r.price) for r in product.prices)
        offers = [p for p in store.catalogue.promotions(self.counter.clock.now())
                  if product.id in p.product_ids or product.category_id in p.category_ids]  # fmt: skip
        recent = tuple(
            TableRow(
                s.sale_id,
                (plain(papers.local_time(self.counter, s.at)), plain(format_quantity(s.quantity))),
                s.total,
            )
            for s in store.sales.of_product(product.id, 8)
        )
        self._facts = LookupView(
            self._query,
            self._results,
            Names(product.name_zh, product.name_en),
            product.id,
            product.price,
            Names(unit.name_zh, unit.name_en),
            level.on_hand,
            unit.decimals,
            tuple(facts),
            prices + tuple(Note(Names(p.name_zh, p.name_en)) for p in offers),
            recent,
            self._actions(),
        )

    def _actions(self) -> tuple[Action, ...]:
        return (
            Action("add", M("Add to sale"), "cart-plus", "F12", enabled=self._add is not None),
            Action("price", M("Change price"), "tag", "F6"),
            Action("label", M("Shelf label"), "label", "F9"),
        )


def _price_text(rule: PriceRule) -> Text:
    if rule.level and rule.min_quantity:
        return M("{level}, from {count}", level=rule.level, count=format_quantity(rule.min_quantity))
    if rule.level:
        return plain(rule.level)
    if rule.min_quantity:
        return M("from {count}", count=format_quantity(rule.min_quantity))
    return M("at times")

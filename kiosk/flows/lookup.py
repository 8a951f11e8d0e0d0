"""A product at a glance: price, stock, what it is in, what sold lately; and its price changed by who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.flows.base import Flow
from kiosk.flows.codes import code_of, find_goods
from kiosk.flows.other_shops import OtherShops, can_ask
from kiosk.flows.price_change import change_price, price_now
from kiosk.flows.units import decimals_of, level_name, names_of, unit_name
from kiosk.flows.views import Action, LookupView, Note, TableRow
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Names, Text, plain
from kiosk.trade.barcodes import EmbeddedCode, Gs1Code, ItemCode
from kiosk.trade.goods import PriceRule, Product
from kiosk.trade.money import RATE_ONE, Money, divide, format_money
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

FOUND = 50
RECENT = 8


class Lookup(Flow):
    """Scan or search; `add` puts the product into the sale below, where there is one."""

    def __init__(self, counter: Counter, add: Callable[[str], None] | None = None) -> None:
        super().__init__(counter)
        self._add = add
        self._query = ""
        self._results: tuple[TableRow, ...] = ()
        self._product: Product | None = None
        self._shown = LookupView("", ())

    def entered(self) -> None:
        if self._product is not None:
            self._show(self._product.id)

    def news(self) -> None:
        self.search(self._query)
        self.entered()

    def view(self) -> LookupView:
        return replace(self._shown, query=self._query, results=self._results, strip=self.strip)

    def search(self, text: str) -> None:
        """Products by name, pinyin or code."""
        self._query = text
        tiles = self.counter.store.catalogue.search(text, FOUND) if text.strip() else ()
        self._results = tuple(TableRow(t.id, (Names(t.name_zh, t.name_en), plain(t.id)), t.price) for t in tiles)

    def choose(self, row: str) -> None:
        """Look at one of the results, or at a sale of it."""
        if any(sale.id == row for sale in self._shown.recent):
            from kiosk.flows.history import SalePage

            self.counter.enter(SalePage(self.counter, row))
            return
        self.clear_strip()
        self._show(row)

    def scan(self, scan: Scan) -> None:
        found = find_goods(self.counter, scan)
        if found is None:
            goods = isinstance(code_of(scan, self.counter.layouts), ItemCode | EmbeddedCode | Gs1Code)
            why = M("No product has the code {code}.", code=scan.data[:40])
            self.counter.refuse_scan(why if goods else M("This is no code of goods."))
            return
        self.counter.ok()
        self.clear_strip()
        self._show(found.product.id)

    def act_add(self) -> None:
        """Put it into the sale."""
        if self._add is None:
            raise Refused(M("No sale is open to add it to."))
        product, add = self._chosen(), self._add
        self.back()
        add(product.id)

    def act_price(self) -> None:
        """Change the regular price, now or from tomorrow."""
        change_price(self.counter, self._chosen(), self._priced)

    def act_label(self) -> None:
        """Print a shelf label."""
        counter = self.counter
        papers.print_label(counter, self._chosen())
        self.tell(M("The label is being printed."), "ok")

    def act_elsewhere(self) -> None:
        """What other shops have of it."""
        self.counter.enter(OtherShops(self.counter, self._chosen()))

    def _priced(self, in_force: bool) -> None:
        self._show(self._chosen().id)
        self.tell(M("The new price is in force.") if in_force else M("The new price begins tomorrow."), "ok")

    def _chosen(self) -> Product:
        if self._product is None:
            raise Refused(M("Scan or choose a product first."))
        return self._product

    def _show(self, product_id: str) -> None:
        store = self.counter.store
        product = store.catalogue.product(product_id)
        if product is None:
            raise Refused(M("This product no longer exists."))
        self._product = product
        level = store.stock.level(product.id)
        codes = tuple(shown_code(c.code) for c in store.catalogue.barcodes(product.id))
        self._shown = LookupView(
            query="",
            results=(),
            product=names_of(product),
            code=codes[0] if codes else product.id,
            price=price_now(self.counter, product),
            unit=unit_name(product.unit),
            on_hand=level.on_hand,
            decimals=decimals_of(product.unit),
            facts=self._facts(product, codes, level.average_cost),
            prices=self._prices(product),
            recent=self._recent(product),
            actions=(
                Action("add", M("Add to sale"), "cart-plus", "F12", enabled=self._add is not None),
                Action("price", M("Change price"), "tag", "F6"),
                Action("label", M("Shelf label"), "label", "F9"),
                *((Action("elsewhere", M("Other shops"), "store", "F10"),) if can_ask(self.counter) else ()),
            ),
        )

    def _facts(self, product: Product, codes: tuple[str, ...], average: int) -> tuple[tuple[Text, Text], ...]:
        currency = self.counter.settings.currency
        facts: list[tuple[Text, Text]] = [
            (M("Tax"), Names(product.tax.name_zh, product.tax.name_en)),
            (M("Codes"), plain("  ".join(codes) or "—")),
        ]
        category = next((c for c in self.counter.store.catalogue.categories() if c.id == product.category_id), None)
        if category is not None:
            facts.append((M("Category"), Names(category.name_zh, category.name_en)))
        if product.attributes:
            facts.append((M("Kind"), plain("  ".join(product.attributes.values()))))
        if self.counter.may("product.cost") and average:
            cost, price = Money(divide(average, 10_000)), price_now(self.counter, product)
            facts.append((M("Average cost"), plain(format_money(cost, currency, symbol=True))))
            if price:
                facts.append((M("Margin"), plain(f"{_margin(product, price, cost)} %".replace("-", "−"))))
        return tuple(facts)

    def _prices(self, product: Product) -> tuple[Note, ...]:
        """Prices for some, from a quantity or at a time; and the promotions it is in."""
        prices = tuple(Note(self._rule(r), r.price) for r in product.prices)
        offers = self.counter.store.catalogue.promotions(self.counter.clock.now())
        return prices + tuple(
            Note(Names(p.name_zh, p.name_en))
            for p in offers
            if product.id in p.product_ids or product.category_id in p.category_ids
        )

    def _rule(self, rule: PriceRule) -> Text:
        if rule.start is not None and rule.start > self.counter.clock.now():
            return M("from {time}", time=papers.local_time(self.counter, rule.start))
        if rule.end is not None:
            return M("until {time}", time=papers.local_time(self.counter, rule.end))
        count = format_quantity(rule.min_quantity)
        if rule.level:
            level = level_name(rule.level)
            return M("{level}, from {count}", level=level, count=count) if rule.min_quantity else level
        return M("from {count} on", count=count) if rule.min_quantity else M("for everybody")

    def _recent(self, product: Product) -> tuple[TableRow, ...]:
        decimals = decimals_of(product.unit)
        return tuple(
            TableRow(
                s.sale_id,
                (plain(papers.local_time(self.counter, s.at)), plain(format_quantity(s.quantity, decimals))),
                s.total,
            )
            for s in self.counter.store.sales.of_product(product.id, RECENT)
        )


def _margin(product: Product, price: int, cost: int) -> int:
    """Of what the shop keeps of the price, whole percent: tax in the price is not the shop's."""
    net = divide(price * RATE_ONE, RATE_ONE + product.tax.rate) if product.tax_included else price
    return divide((net - cost) * 100, net) if net > 0 else 0


def shown_code(code: str) -> str:
    """A GTIN as it stands below its bars: the catalogue keeps all of them in fourteen digits."""
    if len(code) != 14 or not code.isdigit() or code[0] != "0":
        return code
    return code[6:] if code.startswith("000000") else code[2:] if code.startswith("00") else code[1:]

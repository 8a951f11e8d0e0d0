"""The counter's first screen: what lies in the basket, what it costs, and everything that begins a sale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.adding import Goods, put
from kiosk.flows.base import Flow
from kiosk.flows.hints import hints
from kiosk.flows.papers import name_of
from kiosk.flows.sale_policies import check_basket
from kiosk.flows.selling_basket import BasketActs
from kiosk.flows.selling_edits import LineEdits
from kiosk.flows.selling_grid import Grid
from kiosk.flows.selling_lines import LineViews
from kiosk.flows.selling_scan import scanned, typed
from kiosk.flows.units import level_name, names_of
from kiosk.flows.views import Action, SellView
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Text, plain
from kiosk.trade.basket import Line
from kiosk.trade.goods import Customer
from kiosk.trade.priced import PricedBasket

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

_LINE_ACTIONS = (
    Action("quantity", M("Quantity"), "numeric", "F2"),
    Action("price", M("Price"), "tag", "F3"),
    Action("discount_line", M("Discount"), "percent", "F4"),
    Action("note", M("Note"), "note", "F6"),
    Action("salesperson", M("Salesperson"), "account", ""),
    Action("void", M("Remove"), "delete", "F8", danger=True),
)


class Selling(Flow):
    """Scan, tap, search; change a line; then pay. The basket itself is the counter's `cart`."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self.grid = Grid(counter)
        self.edits = LineEdits(self)
        self.acts = BasketActs(self)
        self.selected: int | None = None
        self.marked: int | None = None
        self.voided: Line | None = None
        self.suspended = 0
        self._lines = LineViews(lambda user_id: name_of(counter, user_id))
        self._actions: tuple[tuple[bool, int], tuple[Action, ...]] | None = None
        self.strip_code = ""
        self._hints: tuple[PricedBasket | None, tuple[Text, ...]] = (None, ())

    # --- what is shown

    def entered(self) -> None:
        self.grid.load()
        self.refresh_suspended()
        self.select(self.selected)

    def news(self) -> None:
        self.grid.load()
        self.refresh_suspended()
        self.counter.cart.reprice()

    def refresh_suspended(self) -> None:
        """How many baskets are put aside, for the badge."""
        self.suspended = len(self.counter.store.baskets.suspended())

    def view(self) -> SellView:
        cart, grid = self.counter.cart, self.grid
        priced = cart.priced
        customer = priced.basket.customer
        return SellView(
            lines=self._lines.of(priced),
            total=priced.total,
            count=priced.count,
            saved=priced.saved,
            actions=self._shown_actions(bool(priced.lines)),
            tabs=grid.tabs,
            tab=grid.tab,
            tiles=grid.tiles,
            page=grid.page,
            pages=grid.pages,
            query=grid.query,
            marked=self.marked,
            selected=self.selected,
            line_actions=_LINE_ACTIONS if self.selected is not None else (),
            strip=self.strip,
            customer=plain(customer.name) if customer else None,
            customer_detail=_detail(customer) if customer else None,
            discount=priced.discount,
            tax_added=sum([p.tax for p in priced.lines if not p.line.product.tax_included]),
            can_pay=bool(priced.lines) and not priced.unpriced and self.counter.shift is not None,
            hints=self._hints[1] if self._hints[0] is priced else (),
            undoable=self._undoable(),
        )

    def tick(self) -> None:
        """Hints are worked out between two scans, never while one waits."""
        priced = self.counter.cart.priced
        if self._hints[0] is not priced:
            self._hints = (priced, hints(self.counter))

    def _shown_actions(self, goods: bool) -> tuple[Action, ...]:
        state = (goods, self.suspended)
        if self._actions is None or self._actions[0] != state:
            aside = M("Put aside") if goods else M("Recall")
            self._actions = (
                state,
                (
                    Action("customer", M("Customer"), "account", "F5"),
                    Action("discount", M("Discount"), "percent", "F7", enabled=goods),
                    Action("suspend", aside, "tray", "F9", badge=self.suspended),
                    Action("return", M("Return"), "return", "F10"),
                    Action("void_all", M("Void sale"), "delete", "", enabled=goods, danger=True),
                    Action("more", M("More"), "menu", "F11"),
                ),
            )
        return self._actions[1]

    def _undoable(self) -> Text | None:
        if self.voided is None:
            return None
        return M("Bring {name} back", name=names_of(self.voided.product))

    # --- goods come in

    def scan(self, scan: Scan) -> None:
        scanned(self, scan)

    def tap_tile(self, tile: str) -> None:
        """One of this product; what is weighed asks for its weight."""
        self.add_product(tile)

    def add_product(self, product_id: str) -> None:
        """One of this product, from a tile, a look-up or a new product's form."""
        product = self.counter.store.catalogue.product(product_id)
        if product is None:
            raise Refused(M("This product no longer exists."))
        put(self, Goods(product))

    def show_added(self, key: int) -> None:
        """A line was added or grew: mark it; it overtakes any message."""
        self.marked, self.selected = key, None
        self.clear_strip()

    # --- the grid

    def open_tab(self, tab: str) -> None:
        """Another category."""
        self.grid.open_tab(tab)

    def page(self, by: int) -> None:
        """Turn the tiles' page."""
        self.grid.turn(by)

    def search(self, text: str) -> None:
        """Find by name, pinyin, initials or code, as it is typed."""
        self.grid.search(text)

    def enter(self, text: str) -> None:
        """Enter was pressed in the search: a whole barcode adds its product, and so does a single find."""
        typed(self, text)

    # --- one line

    def select(self, key: int | None) -> None:
        """Open a line's own strip, or close it."""
        self.selected = key if key is not None and self.counter.cart.line(key) else None
        self.marked = None

    def step(self, key: int, by: int) -> None:
        """One more or one less."""
        self.edits.step(key, by)

    def ask_quantity(self, key: int) -> None:
        """Type the quantity."""
        self.edits.ask_quantity(key)

    def ask_price(self, key: int) -> None:
        """Type a price by hand."""
        self.edits.ask_price(key)

    def ask_discount(self, key: int) -> None:
        """Type a discount for the line."""
        self.edits.ask_discount(key)

    def ask_note(self, key: int) -> None:
        """Write a remark on the line."""
        self.edits.ask_note(key)

    def void(self, key: int) -> None:
        """Take the line out of the basket."""
        self.edits.void(key)

    def undo(self) -> None:
        """Bring the line back that was taken out last."""
        self.edits.undo()

    def act_quantity(self) -> None:
        """Of the selected line."""
        self.edits.ask_quantity(self._chosen())

    def act_price(self) -> None:
        """Of the selected line."""
        self.edits.ask_price(self._chosen())

    def act_discount_line(self) -> None:
        """Of the selected line."""
        self.edits.ask_discount(self._chosen())

    def act_note(self) -> None:
        """On the selected line."""
        self.edits.ask_note(self._chosen())

    def act_salesperson(self) -> None:
        """Who sold the selected line."""
        self.edits.ask_salesperson(self._chosen())

    def act_void(self) -> None:
        """The selected line."""
        self.edits.void(self._chosen())

    def _chosen(self) -> int:
        if self.selected is None:
            raise Refused(M("Choose a line first."))
        return self.selected

    # --- the whole basket

    def act_customer(self) -> None:
        """Who buys."""
        self.acts.ask_customer()

    def act_discount(self) -> None:
        """A discount on everything."""
        self.acts.ask_discount()

    def act_suspend(self) -> None:
        """Put the basket aside; with an empty basket, see those that are."""
        self.acts.suspend()

    def act_void_all(self) -> None:
        """Throw the basket away."""
        self.acts.ask_void()

    def act_note_all(self) -> None:
        """A remark on the whole sale."""
        self.acts.ask_note()

    def act_return(self) -> None:
        """Goods come back: find their sale."""
        from kiosk.flows.history import History

        self.counter.enter(History(self.counter, returning=True))

    def act_more(self) -> None:
        """Everything else."""
        from kiosk.flows.more import More

        self.counter.enter(More(self.counter, self.add_product))

    def act_new_product(self) -> None:
        """Make a product for the unknown code in the strip."""
        from kiosk.flows.product_form import new_product

        new_product(self.counter, self.strip_code, self.add_product)

    def act_user(self) -> None:
        """Another cashier: the counter is covered until he, or the same one, signs in."""
        self.counter.lock()

    def pay(self) -> None:
        """Take the money; or give it back, when more was returned than sold."""
        priced = self.counter.cart.priced
        if not priced.lines:
            raise Refused(M("The basket is empty. Scan to begin."))
        if self.counter.shift is None:
            raise Refused(M("Open a shift first."))
        if priced.unpriced:
            self.selected = priced.unpriced[0]
            raise Refused(M("A product has no price yet. Give it one, or remove it."))
        if self.counter.cart.limits.note_required and not priced.basket.note:
            self.acts.ask_note(self.pay)
            return
        check_basket(self.counter, self._to_pay)

    def _to_pay(self) -> None:
        from kiosk.flows.paying import Paying

        self.selected = self.marked = None
        self.clear_strip()
        self.counter.enter(Paying(self.counter))

    def back(self) -> None:
        """Nothing lies below the sale; Esc closes the line's strip and the search."""
        self.selected = None
        if self.grid.query:
            self.grid.search("")


def _detail(customer: Customer) -> Text:
    points = M("{count} points", count=customer.points)
    return M("{level} · {points}", level=level_name(customer.level), points=points) if customer.level else points

"""The rooms of a store that no counter needs for its first screen: each is made, its module read, when asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.store.adjustments import Adjustments
    from kiosk.store.advice import Advices
    from kiosk.store.catalogue import Catalogue
    from kiosk.store.doubles import Doubles
    from kiosk.store.journal import Journal
    from kiosk.store.promises import Promises
    from kiosk.store.proposals import Proposals
    from kiosk.store.purchases import Purchases
    from kiosk.store.queries import Book
    from kiosk.store.recalls import Recalls
    from kiosk.store.settings import Settings
    from kiosk.store.stock import Stock
    from kiosk.store.stockroom import Stockroom
    from kiosk.store.stocktakes import Stocktakes
    from kiosk.store.supplier_invoices import SupplierInvoices
    from kiosk.store.supplier_returns import SupplierReturns
    from kiosk.store.suppliers import Suppliers
    from kiosk.store.transfers import Transfers


class Rooms:
    """Of warehouse, purchasing and what waits for the office's answer; `Store` has all of them."""

    book: Book
    store_id: str
    journal: Journal
    catalogue: Catalogue
    stock: Stock
    settings: Settings

    @cached_property
    def promises(self) -> Promises:
        """Customers' orders, and what is kept for them."""
        from kiosk.store.promises import Promises

        return Promises(self.book, self.journal, self.store_id)

    @cached_property
    def proposals(self) -> Proposals:
        """Edits that wait for the office's answer."""
        from kiosk.store.proposals import Proposals

        return Proposals(self.book, self.journal)

    @cached_property
    def stockroom(self) -> Stockroom:
        """Places, what lies where, and goods received."""
        from kiosk.store.stockroom import Stockroom

        return Stockroom(self.book, self.journal, self.stock, self.store_id)

    @cached_property
    def stocktakes(self) -> Stocktakes:
        """Counts of stock."""
        from kiosk.store.stocktakes import Stocktakes

        return Stocktakes(self.book, self.catalogue, self.stock, self.store_id)

    @cached_property
    def recalls(self) -> Recalls:
        """Where a batch went."""
        from kiosk.store.recalls import Recalls

        return Recalls(self.book, self.store_id)

    @cached_property
    def transfers(self) -> Transfers:
        """Goods between this shop and others."""
        from kiosk.store.transfers import Transfers

        return Transfers(self.book, self.store_id)

    @cached_property
    def supplier_invoices(self) -> SupplierInvoices:
        """Suppliers' invoices for deliveries."""
        from kiosk.store.supplier_invoices import SupplierInvoices

        return SupplierInvoices(self.book, self.store_id)

    @cached_property
    def supplier_returns(self) -> SupplierReturns:
        """Goods sent back to suppliers."""
        from kiosk.store.supplier_returns import SupplierReturns

        return SupplierReturns(self.book, self.store_id)

    @cached_property
    def doubles(self) -> Doubles:
        """What terminals that did not hear of each other did twice."""
        from kiosk.store.doubles import Doubles

        return Doubles(self.book, self.journal, self.store_id)

    @cached_property
    def suppliers(self) -> Suppliers:
        """Who sells to the shop, and on which terms."""
        from kiosk.store.suppliers import Suppliers

        return Suppliers(self.book)

    @cached_property
    def purchases(self) -> Purchases:
        """Orders to suppliers."""
        from kiosk.store.purchases import Purchases

        return Purchases(self.book, self.store_id)

    @cached_property
    def adjustments(self) -> Adjustments:
        """Corrections of stock with their reasons."""
        from kiosk.store.adjustments import Adjustments

        return Adjustments(self.book, self.store_id)

    @cached_property
    def advice(self) -> Advices:
        """What to order, as it was last reckoned."""
        from kiosk.store.advice import Advices

        return Advices(self.book, self.settings)

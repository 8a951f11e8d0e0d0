"""The open basket of this counter: priced once at each change, and safe on disk before anybody sees it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from kiosk.store.documents import Approval
from kiosk.store.records import Limits
from kiosk.trade.basket import Basket, Line
from kiosk.trade.edits import new_basket, set_customer
from kiosk.trade.priced import PricedBasket
from kiosk.trade.pricing import Terms, price_basket
from kiosk.trade.promotion import Promotion

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

MINUTE_MS = 60_000
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Cart:
    """What lies on the counter, whoever is in front of the screen; there is one at each terminal.

    `change` is all or nothing: it raises StoreError and leaves the old basket if the new one can't be saved.
    """

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._promotions: tuple[Promotion, ...] = ()
        self._limits = Limits()
        self._keeps = False
        self._rules_at: int | None = None
        self._used: tuple[str, dict[str, int]] = ("", {})
        """Whose earlier uses of promotions were read last, and how many there are."""
        self._basket: Basket | None = None
        self._priced: PricedBasket | None = None
        self.approvals: tuple[Approval, ...] = ()
        """Who agreed to what in this basket; written down in the audit trail when it happens, and in the sale."""
        self.agreed: dict[str, int] = {}
        """So much of a product is sold by leave, though it is not there by the books."""

    @property
    def basket(self) -> Basket:
        """The basket as it is now."""
        if self._basket is None:
            self.reload()
        assert self._basket is not None
        return self._basket

    @property
    def priced(self) -> PricedBasket:
        """Its figures, as shown."""
        if self._priced is None:
            self._priced = price_basket(self.basket, self.terms(self.basket))
        return self._priced

    @property
    def limits(self) -> Limits:
        """The shop's policies."""
        self._rules()
        return self._limits

    @property
    def keeps(self) -> bool:
        """Whether goods are kept for customers' orders; as it was within the last minute."""
        self._rules()
        return self._keeps

    @property
    def empty(self) -> bool:
        """Nothing on the counter."""
        return not self.basket.lines

    def change(self, basket: Basket) -> None:
        """Take an edited basket: price it, save it, and only then show it."""
        priced = price_basket(basket, self.terms(basket), self._priced)
        self._counter.store.baskets.save(basket)
        self._basket, self._priced = basket, priced

    def begin(self) -> None:
        """A new basket after a sale; the old one was cleared with it."""
        self._basket, self._priced = new_basket(_draw_id()), None
        self.approvals, self.agreed = (), {}
        self._rules_at, self._used = None, ("", {})

    def clear(self) -> None:
        """Throw the open basket away."""
        self._counter.store.baskets.clear()
        self.begin()

    def reload(self) -> None:
        """Read it from the store: at start, and when another store is in use."""
        self._rules_at = None
        before, self._basket = self._basket, self._counter.store.baskets.load() or new_basket(_draw_id())
        self._priced = None
        if before is None or before.id != self._basket.id:
            self.approvals, self.agreed = (), {}

    def refresh(self) -> None:
        """Prices and rules may have changed: work the figures out again when they are asked for."""
        self._rules_at, self._used = None, ("", {})
        self._priced = None

    def rules_changed(self) -> None:
        """Promotions or policies may be others now: the next change of the basket goes by them."""
        self._rules_at = None

    def reprice(self) -> None:
        """Have the figures follow changed rules, and the customer's new terms, before anybody is told what is due."""
        promotions, limits, used = self._promotions, self._limits, self._used
        self._rules()
        customer = self.basket.customer
        self._used = ("", {})
        now_used = self._uses(self.basket)
        known = self._counter.store.people.customer(customer.id) if customer else None
        if known is not None and known != customer:
            self.change(set_customer(self.basket, known))
        elif promotions is not self._promotions or limits != self._limits or now_used != used[1]:
            self._priced = None

    def line(self, key: int) -> Line | None:
        """The line with that key."""
        return next((line for line in self.basket.lines if line.key == key), None)

    def fresh_id(self) -> str:
        """For a basket that is begun now: 80 random bits, so that two baskets of all shops are never the same."""
        return _draw_id()

    def terms(self, basket: Basket) -> Terms:
        """The moment, the shop's rules and what the customer had of them before, for pricing."""
        self._rules()
        at = self._counter.clock.now()
        local = at // MINUTE_MS + self._counter.clock.utc_offset(at)
        return Terms(
            at=at,
            weekday=(local // 1440 + 3) % 7,  # 1 January 1970 was a Thursday
            minute=local % 1440,
            promotions=self._promotions,
            used=self._uses(basket),
            tax_per="document" if self._limits.tax_per == "document" else "line",
            currency=self._counter.settings.currency,
        )

    def _uses(self, basket: Basket) -> dict[str, int]:
        """Read once for a customer, and again before anybody is told what is due."""
        customer = basket.customer.id if basket.customer else ""
        if customer != self._used[0]:
            limited = any(p.customer_limit for p in self._promotions)
            uses = self._counter.store.people.promotion_uses(customer) if customer and limited else {}
            self._used = (customer, uses)
        return self._used[1]

    def _rules(self) -> None:
        """Read promotions and policies again once a minute, keeping the same tuple while they are the same."""
        now = self._counter.clock.now()
        if self._rules_at is not None and 0 <= now - self._rules_at < MINUTE_MS:
            return
        self._rules_at = now
        self._limits = self._counter.store.settings.limits()
        self._keeps = self._counter.store.promises.waiting() > 0
        promotions = self._counter.store.catalogue.promotions(now)
        if promotions != self._promotions:
            self._promotions, self._used = promotions, ("", {})


def _draw_id() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(16))

"""The daily reckoning of a store: for each product its demand, what to order of it, what is wrong with its stock.

It goes through the products by the page, so that no reading holds the database for long, and runs beside the counter:
in a program of its own, with a connection of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec
import numpy as np
from peewee import JOIN

from kiosk.store.advice import EMPTY, Advice
from kiosk.store.demand import DAY_MS, day_of, histories, start_of, weekday_of
from kiosk.store.pace import Pace
from kiosk.store.queries import Query, arg
from kiosk.store.store import Store
from kiosk.store.tables_goods import ProductRow as P
from kiosk.store.tables_goods import PromotionRow
from kiosk.store.tables_stock import StockRow
from kiosk.store.tables_stockroom import BinRow
from kiosk.store.valuation import keep, valuate
from kiosk.trade.buying import Terms, line_amount, pack_price
from kiosk.trade.costing import Cost, cost_of, value
from kiosk.trade.money import Money
from kiosk.trade.promotion import Promotion
from kiosk.trade.quantity import ONE, Quantity
from kiosk.trade.reorder import Policy, Stand, suggest
from kiosk.trade.reorder_demand import Forecast
from kiosk.trade.reorder_health import Batch, Expiring, condition, expiring
from kiosk.trade.reorder_many import forecasts
from kiosk.trade.reorder_promotions import by_price, concerns, depth, measured, runs

DAYS = 728
"""Two years of history, in whole weeks."""
AHEAD = 60
"""Days of planned promotions that are looked at."""
LATELY = 182
PAGE = 500
"""Products that are reckoned at once: so many that numpy is worth it, so few that they take little memory."""
CHANGES_DAYS = 30
"""Of which it is told what changed the value of the stock."""

_GOODS = Query(
    P.select(P.id, P.supplier_id, P.category_id, P.price, P.cost, P.tracks_batches, StockRow.on_hand, StockRow.average)
    .join(StockRow, JOIN.LEFT_OUTER, on=((StockRow.store_id == arg(0)) & (StockRow.product_id == P.id)))
    .where(P.active == True, P.components == "", P.id > arg(1))  # noqa: E712
    .order_by(P.id)
    .limit(arg(2))
)
_PROMOTIONS = Query(
    PromotionRow.select(PromotionRow.body).where(
        PromotionRow.active == True, PromotionRow.end > arg(0)  # noqa: E712
    ).order_by(PromotionRow.id)
)  # fmt: skip
_DATED = Query(
    BinRow.select(BinRow.product_id)
    .where(BinRow.store_id == arg(0), (BinRow.batch != "") | (BinRow.expiry != ""), BinRow.quantity > 0)
    .distinct()
)
_PROMOTION = msgspec.json.Decoder(Promotion)


class Good(NamedTuple):
    """A product with its stock."""

    id: str
    supplier_id: str
    category_id: str
    price: int | None
    cost: int | None
    spoils: bool
    on_hand: int | None
    average: int | None


Running = tuple[Promotion, tuple[int, ...]]
"""A promotion, and the positions of the days on which it runs."""


class Known(NamedTuple):
    """What the past tells of a product. uplift: by planned promotions, for each day from today; none for none.

    idle: days since its last sale, or since it came. first: days since it came. rate: of days on which it sold, lately.
    """

    forecast: Forecast
    uplift: list[float]
    idle: int
    first: int
    rate: float


def reckon(store: Store, now: int, utc_offset: int, pace: Pace | None = None) -> int:
    """Reckon all of a store's products; how many there is something to say of. now: UTC ms; utc_offset: minutes."""
    reckoning = Reckoning(store, now, utc_offset)
    day, since = reckoning.date, reckoning.date - timedelta(days=CHANGES_DAYS)
    since_at = start_of(day_of(now, utc_offset) - CHANGES_DAYS, utc_offset)
    keep(store, valuate(store, day.isoformat(), since.isoformat(), since_at))
    return store.advice.replace(day.isoformat(), reckoning.advices(), pace)


class Reckoning:
    """What holds for all products of one reckoning."""

    def __init__(self, store: Store, now: int, utc_offset: int) -> None:
        limits = store.settings.limits()
        self._store = store
        self._offset = utc_offset
        self._today = day_of(now, utc_offset)
        self._weekday = weekday_of(self._today)
        self._first_weekday = weekday_of(self._today - DAYS)
        self.date = date(1970, 1, 1) + timedelta(days=self._today)
        self._policy = Policy(service=limits.service_level, review_days=max(limits.review_days, 1))
        self._near = limits.near_expiry_days
        self._coming = Counter(store.purchases.all_on_order()) + Counter(store.transfers.all_coming())
        self._kept = store.promises.all_kept()
        self._leads = {s.id: s.lead_days for s in store.suppliers.all()}
        since = start_of(self._today - DAYS, utc_offset)
        found = (_PROMOTION.decode(row[0]) for row in store.book.all(_PROMOTIONS, since))
        self._promotions = [(p, self._days_of(p)) for p in found]
        self._dated = {str(row[0]) for row in store.book.all(_DATED, store.store_id)}

    def advices(self) -> Iterator[Advice]:
        """Of the products of which there is something to say, by number."""
        last = ""
        while rows := self._store.book.all(_GOODS, self._store.store_id, last, PAGE):
            yield from (advice for advice in self._page([Good(*row) for row in rows]) if advice.matters)
            last = rows[-1][0]

    def _page(self, goods: Sequence[Good]) -> Iterator[Advice]:
        """Of products that follow each other by number."""
        past = histories(
            self._store.book, self._store.store_id, {g.id: g.on_hand or 0 for g in goods}, today=self._today,
            days=DAYS, utc_offset=self._offset,
        )  # fmt: skip
        running = [self._running(good) for good in goods]
        blind = past.dry.copy()
        for row, promotions in zip(blind, running, strict=True):
            for _promotion, days in promotions:
                row[[day for day in days if day < DAYS]] = True
        foreseen = forecasts(past.sold, self._first_weekday, blind)
        lately = (np.count_nonzero(past.sold[:, -LATELY:], axis=1) / LATELY).tolist()
        offers = self._store.suppliers.of_products(goods[0].id, goods[-1].id)
        for n, good in enumerate(goods):
            uplift: list[float] = []
            if running[n]:
                seen = np.flatnonzero(blind[n] & ~past.dry[n]).tolist()
                known = measured(past.sold[n].tolist(), seen, foreseen[n], self._first_weekday)
                uplift = self._uplift(good, known, running[n])
            idle = past.last_sale[n]
            first = past.first[n]
            known_of = Known(foreseen[n], uplift, first if idle is None else idle, first, lately[n])
            yield self._advice(good, known_of, offers.get(good.id, ()))

    def _advice(self, good: Good, known: Known, offers: Iterable[Terms]) -> Advice:
        """All there is to say of one product."""
        on_hand, of = good.on_hand or 0, known.forecast
        terms, lead = self._terms(good, offers)
        stand = Stand(on_hand=on_hand, reserved=self._kept.get(good.id, 0), coming=self._coming.get(good.id, 0))
        average = good.average or cost_of(Money(good.cost or 0))
        policy = self._policy
        if good.spoils:
            policy = msgspec.structs.replace(policy, longest_days=max(lead, 1) + policy.review_days)
        found = suggest(of, stand, terms, lead, policy, weekday=self._weekday, uplift=known.uplift, cost=average)
        return Advice(
            product_id=good.id, supplier_id=terms.supplier_id, quantity=found.quantity,
            amount=self._amount(terms, found.quantity, average), choice=found.choice,
            weekly=Quantity(round(of.daily * 7)), pattern=of.pattern, on_hand=Quantity(on_hand),
            coming=Quantity(stand.coming), point=found.point, days=found.days, lasts=found.lasts,
            dry=found.dry if on_hand > 0 else EMPTY,
            uplift=found.uplift, idle=known.idle, worth=value(max(on_hand, 0), Cost(average)),
            ill=condition(of, on_hand, found, idle_days=known.idle, known_days=known.first, rate=known.rate),
            expiring=self._expiring(good, of),
        )  # fmt: skip

    def _terms(self, good: Good, offers: Iterable[Terms]) -> tuple[Terms, int]:
        """Whose terms count: those of the product's own supplier, or else of the cheapest; and his lead time."""
        offers = tuple(t for t in offers if t.supplier_id in self._leads)
        own = next((t for t in offers if t.supplier_id == good.supplier_id), None)
        if own is None and offers and good.supplier_id not in self._leads:
            own = min(offers, key=_price)
        supplier = good.supplier_id if good.supplier_id in self._leads else ""
        terms = own or Terms(supplier_id=supplier, product_id=good.id)
        lead = terms.lead_days if terms.lead_days is not None else self._leads.get(terms.supplier_id, 0)
        return terms, lead

    def _amount(self, terms: Terms, quantity: Quantity, average: int) -> Money:
        price = pack_price(terms, quantity)
        return value(quantity, Cost(average)) if price is None else line_amount(quantity, terms.pack, price)

    def _days_of(self, promotion: Promotion) -> tuple[int, ...]:
        """Positions of the days on which it runs; today is at DAYS."""
        first = self._today - DAYS
        return tuple(
            i
            for i in range(DAYS + AHEAD)
            if runs(
                promotion, start_of(first + i, self._offset), start_of(first + i, self._offset) + DAY_MS,
                weekday_of(first + i),
            )
        )  # fmt: skip

    def _running(self, good: Good) -> list[Running]:
        """Promotions that lower its price, past and planned."""
        return [(p, days) for p, days in self._promotions if concerns(p, good.id, good.category_id)]

    def _uplift(self, good: Good, known: float | None, running: Sequence[Running]) -> list[float]:
        """How many times as much each coming day sells, by the promotions that are planned. known: by those past."""
        planned = [1.0] * AHEAD
        for promotion, days in running:
            times = known or by_price(depth(promotion, good.price))
            for i in days:
                if i >= DAYS:
                    planned[i - DAYS] = max(planned[i - DAYS], times)
        return planned

    def _expiring(self, good: Good, of: Forecast) -> tuple[Expiring, ...]:
        if good.id not in self._dated:
            return ()
        lots: dict[tuple[str, str], int] = {}
        for lot in self._store.stockroom.where(good.id):
            if lot.expiry:
                lots[lot.expiry, lot.batch] = lots.get((lot.expiry, lot.batch), 0) + lot.quantity
        # Whoever sold without naming a batch sold what expires first
        unnamed = sum(lots.values()) - max(good.on_hand or 0, 0)
        dated = []
        for (expiry, batch), quantity in sorted(lots.items()):
            gone = min(max(unnamed, 0), max(quantity, 0))
            unnamed -= gone
            left = (date.fromisoformat(expiry) - self.date).days + 1
            dated.append(Batch(batch, expiry, left, Quantity(quantity - gone)))
        return tuple(expiring(dated, of, self._weekday, self._near))


def _price(terms: Terms) -> tuple[bool, float, str]:
    """To choose by: what a base unit costs in his smallest order, unknown last."""
    price = pack_price(terms, terms.min_quantity)
    return (price is None, (price or 0) * ONE / terms.pack, terms.supplier_id)

"""How the unloading of a transfer is shown: what is in hand, what of it has come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Literal

from kiosk.flows.transfer_words import amount, lot
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import DoneRow, Hand
from kiosk.i18n import M, Names, Text, plain
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.gathered import Piece
    from kiosk.flows.transfer_receiving import TakingIn
    from kiosk.store.transfers import TransferGoods

SHOWN = 30


class Standing:
    """How far each row is, kept up to date row by row: a long transfer costs a scan no more."""

    def __init__(self, task: TakingIn) -> None:
        self._task = task
        self._groups: dict[str, dict[tuple[str, str], None]] = {"begun": {}, "waiting": {}, "whole": {}}
        self.extra: dict[tuple[str, str], None] = {}
        for g in task.goods:
            self.changed(g.product_id, g.batch)
        for x in task.gathered.lines.values():
            self.changed(x.product_id, x.batch)

    def changed(self, product_id: str, batch: str) -> None:
        """More of it came, or less."""
        key = (product_id, batch)
        came, sent = self._task.gathered.of_lot(*key), self._task.lots.get(key)
        if sent is None:
            self.extra.pop(key, None)
            if came:
                self.extra[key] = None
            return
        way = sent.sums.in_transit
        group = "" if not came and not way else "whole" if came == way else "begun" if came else "waiting"
        for name, rows in self._groups.items():
            if name != group:
                rows.pop(key, None)
            elif key not in rows:
                rows[key] = None

    def first(self, count: int) -> Iterator[TransferGoods]:
        """Those that are begun, then those to come, at last those that are whole."""
        keys = islice(chain.from_iterable(self._groups.values()), count)
        return (self._task.lots[key] for key in keys)

    @property
    def counts(self) -> tuple[int, int]:
        """Rows that are whole, and all."""
        return len(self._groups["whole"]), sum(len(rows) for rows in self._groups.values())


def progress(task: TakingIn) -> Text:
    """Rows that are whole, of all that are on their way."""
    whole, all_ = task.standing.counts
    return plain(f"{whole} / {all_}")


def hand(task: TakingIn) -> Hand | None:
    """The line that was scanned last, or chosen."""
    line = task.gathered.lines.get(task.hand or 0)
    product = task.product(line.product_id) if line else None
    if line is None or product is None:
        return None
    places = decimals_of(product.unit)
    facts: list[Text] = [words] if (words := lot(line.batch, line.expiry)) is not None else []
    if line.broken:
        return Hand(names_of(product), plain(format_quantity(line.quantity, places)), M("Broken"), tuple(facts), "warn")
    sent = task.lots.get((line.product_id, line.batch))
    place = M("Place {place}", place=line.location) if line.location else None
    if sent is None:
        count = plain(format_quantity(line.quantity, places))
        return Hand(names_of(product), count, place or M("Was not sent"), tuple(facts), "warn")
    came = task.came(sent)
    number = plain(f"{format_quantity(came, places)} / {format_quantity(sent.sums.in_transit, places)}")
    tone: Literal["", "warn"] = "warn" if came > sent.sums.in_transit else ""
    return Hand(names_of(product), number, place, tuple(facts), tone)


def rows(task: TakingIn) -> tuple[DoneRow, ...]:
    """What was sent, the row in hand first, then what is begun and what is to come; what was not sent is above all."""
    extra = [
        x
        for product_id, batch in islice(task.standing.extra, SHOWN)
        for x in task.gathered.lines_of(product_id)
        if x.batch == batch
    ]
    return (*(_extra(task, x) for x in extra), *(_sent(task, g) for g in task.standing.first(SHOWN)))


def _sent(task: TakingIn, g: TransferGoods) -> DoneRow:
    """Made when it changes: of all that are seen, a scan changes one."""
    came, broken = task.came(g), task.gathered.broken(g.product_id, g.batch)
    known = task.shown.get((g.product_id, g.batch))
    if known is None or known[0] is not g or known[1:3] != (came, broken):
        known = task.shown[g.product_id, g.batch] = (g, came, broken, _made(g, came, broken))
    return known[3]


def _made(g: TransferGoods, came: int, broken: int) -> DoneRow:
    ought = g.sums.in_transit
    tone: Literal["ok", "warn", "muted"] = "ok" if came == ought else "warn" if came else "muted"
    about = M("Broken: {count}", count=amount(g, broken)) if broken else lot(g.batch, g.expiry)
    number = plain(f"{amount(g, came)} / {amount(g, ought)}")
    return DoneRow(f"{g.product_id}\n{g.batch}", Names(g.name_zh, g.name_en), number, about, tone)


def _extra(task: TakingIn, x: Piece) -> DoneRow:
    product = task.product(x.product_id)
    count = format_quantity(x.quantity, decimals_of(product.unit) if product else 0)
    name = names_of(product) if product else plain(x.product_id)
    return DoneRow(f"{x.product_id}\n{x.batch}", name, plain(count), M("Was not sent"), "warn")

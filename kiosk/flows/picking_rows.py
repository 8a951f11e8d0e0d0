"""How picking is shown: what to take next and where, what is still to do, what was done."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kiosk.flows.transfer_words import lot
from kiosk.flows.units import decimals_of, names_of
from kiosk.flows.views import DoneRow, Hand
from kiosk.i18n import M, Text, plain
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.flows.gathered import Piece
    from kiosk.flows.picking import Picking
    from kiosk.trade.picking import Pick

SHOWN = 30


def progress(task: Picking) -> Text | None:
    """Goods that are whole, of all."""
    if task.free:
        return plain(str(len(task.gathered.lines))) if task.gathered.lines else None
    return plain(f"{task.plan.whole} / {len(task.plan.wanted)}")


def hand(task: Picking) -> Hand | None:
    """The next pick; without a list, what was scanned last."""
    if task.free:
        return _taken(task)
    pick = task.current()
    product = task.product(pick.product_id) if pick else None
    if pick is None or product is None:
        return None
    places = decimals_of(product.unit)
    got, wanted = task.gathered.of(product.id), task.plan.wanted[product.id]
    number = plain(f"{format_quantity(got, places)} / {format_quantity(wanted, places)}")
    facts = [words] if (words := lot(pick.batch, pick.expiry)) is not None else []
    if not pick.known:
        return Hand(names_of(product), number, M("By the books there is no more"), tuple(facts), "warn")
    place = place_text(pick.location)
    if pick.quantity < wanted - got:
        place = M("{place}: take {count}", place=place, count=format_quantity(pick.quantity, places))
    return Hand(names_of(product), number, place, tuple(facts))


def place_text(location: str) -> Text:
    """A place in words."""
    return M("Place {place}", place=location) if location else M("Shop floor")


def _taken(task: Picking) -> Hand | None:
    product = task.product(task.hand)
    lines = task.gathered.lines_of(task.hand)
    if product is None or not lines:
        return None
    words = lot(lines[-1].batch, lines[-1].expiry)
    number = plain(format_quantity(task.gathered.of(product.id), decimals_of(product.unit)))
    return Hand(names_of(product), number, place_text(lines[-1].location), (words,) if words is not None else ())


def rows(task: Picking) -> tuple[DoneRow, ...]:
    """The last thing done, then what comes next on the way."""
    current = None if task.free else task.current()
    todo = [p for p in task.plan.todo[: SHOWN + 1] if p is not current]
    done = islice(reversed(task.gathered.lines.values()), 2 if todo else SHOWN)
    # Made once: of all that are seen, a scan changes one or two
    shown, rows = task.shown, [_done(task, x) for x in done]
    for pick in todo:
        row = shown.get(pick)
        if row is None:
            row = shown[pick] = _todo(task, pick)
        rows.append(row)
    return tuple(rows)


def _todo(task: Picking, pick: Pick) -> DoneRow:
    product = task.product(pick.product_id)
    count = format_quantity(pick.quantity, decimals_of(product.unit) if product else 0)
    name = names_of(product) if product else plain(pick.product_id)
    if not pick.known:
        return DoneRow(pick.product_id, name, plain(count), M("By the books there is no more"), "warn")
    words, place = lot(pick.batch, pick.expiry), place_text(pick.location)
    about = place if words is None else M("{place} · {lot}", place=place, lot=words)
    return DoneRow(pick.product_id, name, plain(count), about, "muted")


def _done(task: Picking, line: Piece) -> DoneRow:
    product = task.product(line.product_id)
    count = format_quantity(line.quantity, decimals_of(product.unit) if product else 0)
    name = names_of(product) if product else plain(line.product_id)
    return DoneRow(f"done {line.number}", name, plain(count), lot(line.batch, line.expiry), "ok")

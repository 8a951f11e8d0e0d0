"""Labels for a whole delivery: one for each piece that came, or one for each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.flows.paper_slips import label_strip
from kiosk.flows.sheets import ChoiceSheet
from kiosk.flows.units import decimals_of
from kiosk.flows.views import ChoiceView, Option
from kiosk.i18n import M
from kiosk.store.documents_stockroom import ReceivedLine
from kiosk.trade.goods import Product
from kiosk.trade.quantity import ONE

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

MOST = 500
"""Labels in one go: more is a roll of paper that nobody wanted."""


def ask_labels(counter: Counter, lines: Sequence[ReceivedLine]) -> None:
    """How many of each, then print them, a paper for each row. Raises Refused where there is nothing to label."""
    found = ((counter.store.catalogue.product(x.product_id), x) for x in lines if x.quantity > 0)
    goods = [(product, _pieces(product, x)) for product, x in found if product is not None]
    if not goods:
        raise Refused(M("Nothing of this delivery can be labelled."))
    pieces = sum(count for _product, count in goods)
    options = [Option("rows", M("One for each row"), M("{count} labels", count=len(goods)), "label")]
    if pieces <= MOST:
        options.insert(0, Option("pieces", M("One for each piece"), M("{count} labels", count=pieces), "label"))

    def chosen(how: str) -> None:
        _print(counter, goods if how == "pieces" else [(product, 1) for product, _count in goods])

    detail = None if pieces <= MOST else M("For {count} pieces there would be too many.", count=pieces)
    counter.sheet(ChoiceSheet(counter, ChoiceView(M("Labels for this delivery?"), tuple(options), detail), chosen))


def _pieces(product: Product, line: ReceivedLine) -> int:
    """What is weighed or measured gets one: its pieces are made at the scale."""
    return 1 if product.weighed or decimals_of(product.unit) else max(line.quantity // ONE, 1)


def _print(counter: Counter, goods: Sequence[tuple[Product, int]]) -> None:
    with counter.store.book.transaction():
        for product, count in goods:
            title, content = papers.job(M("Shelf label"), label_strip(counter, product, count))
            counter.store.prints.add(title, content)
    counter.printing.kick()
    counter.ok()
    counter.front.tell(M("{count} labels are being printed.", count=sum(count for _product, count in goods)), "ok")

"""Returns: did more come back of any line than was sold?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.i18n import M
from kiosk.store.checks.finding import Finding
from kiosk.trade.quantity import format_quantity

if TYPE_CHECKING:
    from kiosk.store.store import Store


def check(store: Store) -> Iterable[Finding]:
    """It can happen when two tills that don't hear from each other take back the same goods."""
    found = store.sales.over_returns()
    for x in found:
        text = M(
            "Sale {number}, line {line}: {sold} were sold and {returned} came back.",
            number=x.sale_id, line=x.line, sold=format_quantity(x.sold), returned=format_quantity(x.returned),
        )  # fmt: skip
        advice = M("The same receipt was refunded more than once. Ask those who did, and see to it that it is repaid.")
        yield Finding("returns", "warning", text, advice)
    if not found:
        yield Finding("returns", "ok", M("Nothing came back that was not sold."))

"""Ways of an operator through the desk: closing a shift, moving cash, choosing and typing on sheets."""

from __future__ import annotations

from kiosk.hw.paper import from_json
from kiosk.hw.paper_text import to_text
from kiosk.store.records import ShiftReport
from tests.flows.shop import Shop


def more(shop: Shop, action: str) -> None:
    """Something from the menu."""
    shop.act("more")
    shop.act(action)


def count(shop: Shop, amount: int) -> None:
    """Type what is in the drawer."""
    shop.do("ask_amount")
    shop.do("answer", amount)


def close(shop: Shop, amount: int) -> None:
    """Count and close, from the basket's screen."""
    more(shop, "close_shift")
    count(shop, amount)
    shop.do("accept")


def cash(shop: Shop, direction: str, reason: str, amount: int, approver: str = "mei") -> None:
    """Money in or out of the drawer, agreed to where the user may not do it alone; then back to the sale."""
    more(shop, f"cash_{direction}")
    shop.do("choose", reason)
    shop.do("answer", amount)
    if shop.overlay is not None and hasattr(shop.overlay, "approvers"):
        shop.approve(approver)
    if shop.sheet is None:
        shop.do("back")


def report(shop: Shop) -> ShiftReport:
    """The open shift's figures."""
    assert shop.counter.shift is not None
    return shop.store.shifts.report(shop.counter.shift.id)


def last_paper(shop: Shop) -> str:
    """The newest paper in the queue, in words."""
    job = shop.store.prints.list(1)[0]
    return to_text(from_json(job.paper), 32)


def error(shop: Shop) -> str:
    """What the sheet says is wrong."""
    overlay = shop.overlay
    said = getattr(overlay, "error", None) or getattr(overlay, "detail", None)
    return str(said or "")


def field_error(shop: Shop, field: str) -> str:
    """What the form says beside a field."""
    return str(next(f.error for f in shop.overlay.fields if f.id == field) or "")


def action_ids(shop: Shop) -> list[str]:
    """What the screen in front offers."""
    return [a.id for a in shop.body.actions]


def enabled(shop: Shop, action: str) -> bool:
    """Whether the screen in front lets it be done."""
    return bool(next(a.enabled for a in shop.body.actions if a.id == action))

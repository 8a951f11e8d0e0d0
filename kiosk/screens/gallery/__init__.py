"""Every screen and sheet there is, with a shop's life on it: for pictures, tests and measurements.

`example(name)` is a whole CounterView; NAMES has them in the order in which a day meets them. What they say is worded
as the flows word it, so that they read in both languages.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from kiosk.flows.views import CounterView, Overlay
from kiosk.screens.gallery import buying, counting, desk, ordering, pay, sell, sheets, transfers, warehouse
from kiosk.screens.gallery.shop import BAR, BAR_NOBODY, BAR_TRAINING, BAR_TROUBLE

Body = Callable[[], object]

BODIES: dict[str, Body] = {
    "signin": desk.sign_in,
    "signin_pin": desk.sign_in_pin,
    "signin_wrong": desk.sign_in_wrong,
    "signin_locked": desk.locked,
    "shift_open": desk.shift_open,
    "sell_empty": sell.empty,
    "sell": sell.basket,
    "sell_line": sell.line_open,
    "sell_long": sell.long,
    "sell_error": sell.unknown_code,
    "sell_search": sell.searching,
    "sell_nothing_found": sell.nothing_found,
    "sell_refund": sell.more_back_than_sold,
    "sell_training": sell.basket,
    "pay": pay.due,
    "pay_part": pay.partly,
    "pay_wallet": pay.wallet,
    "pay_back": pay.give_back,
    "done": pay.done,
    "done_change": pay.done_change,
    "done_trouble": pay.done_trouble,
    "return": pay.returning,
    "return_without": pay.returning_without,
    "history": desk.history,
    "history_empty": desk.history_empty,
    "suspended": desk.suspended,
    "sale": desk.sale_page,
    "customers": desk.customers,
    "lookup": desk.lookup,
    "lookup_empty": desk.lookup_empty,
    "lookup_results": desk.lookup_results,
    "more": desk.more,
    "status": desk.status,
    "status_checked": desk.status_checked,
    "status_update": desk.status_update,
    "audit": desk.audit,
    "shift_close": desk.shift_close,
    "report": desk.report,
    "blocked": desk.blocked,
    "misset": desk.misset,
    "setting_up": desk.setting_up,
    "planned_list": desk.planned_list,
    "wifi": desk.wifi,
    "calibrate": desk.calibrate,
    "calibrate_middle": desk.calibrate_middle,
    "calibrated": desk.calibrated,
}

OVERLAYS: dict[str, tuple[str, Callable[[], Overlay]]] = {
    # name: what lies below, the sheet
    "ask_quantity": ("sell_line", sheets.quantity),
    "ask_weight": ("sell", sheets.weight),
    "ask_cash": ("pay", sheets.cash),
    "ask_discount": ("sell", sheets.discount),
    "ask_voucher": ("pay", sheets.voucher),
    "ask_note": ("sell_line", sheets.note),
    "ask_price": ("sell", sheets.price_error),
    "choose_reason": ("more", sheets.reason),
    "confirm_void": ("sell", sheets.confirm_void),
    "confirm_wallet": ("pay", sheets.confirm),
    "confirm_off": ("status", sheets.confirm_off),
    "dial_brightness": ("setting_up", sheets.brightness),
    "dial_volume": ("setting_up", sheets.volume),
    "approval": ("sell", sheets.approval),
    "approval_pin": ("sell", sheets.approval_pin),
    "new_product": ("sell_error", sheets.new_product),
    "new_customer": ("customers", sheets.new_customer),
}

NAMES: tuple[str, ...] = (*BODIES, *OVERLAYS)

WAREHOUSE: dict[str, Body] = {
    "warehouse_home": warehouse.home,
    "warehouse_task": warehouse.task,
    "warehouse_task_empty": warehouse.task_empty,
    "warehouse_task_wrong": warehouse.task_wrong,
    "adjust": warehouse.adjust,
    "transfers": transfers.transfers,
    "picking": transfers.picking,
    "customers_orders": transfers.customers_orders,
    "customer_picking": transfers.customer_picking,
    "transfer_differs": transfers.differs,
    "elsewhere": transfers.elsewhere,
    "counts": counting.counts,
    "counting": counting.counting,
    "count_differs": counting.differs,
    "recall": counting.recall,
    "orders": buying.orders,
    "order_draft": buying.draft,
    "order_find": buying.find,
    "order_waits": buying.waits,
    "order_partly": buying.partly,
    "delivery": buying.delivery,
    "invoice": buying.invoice,
    "what_to_order": ordering.suppliers,
    "what_to_order_picks": ordering.picks,
    "warnings": ordering.warnings,
    "warnings_expiring": ordering.expiring,
    "warnings_over": ordering.over,
    "stock_value": ordering.value,
    "warehouse_wifi": desk.wifi,
    "warehouse_calibrate": desk.calibrate,
    "warehouse_calibrate_middle": desk.calibrate_middle,
    "warehouse_calibrated": desk.calibrated,
}
"""Screens of a warehouse terminal: dark, at 480×800 and 800×480."""

WAREHOUSE_SHEETS: dict[str, tuple[str, Callable[[], Overlay]]] = {
    "warehouse_quantity": ("warehouse_task", sheets.quantity),
    "warehouse_reason": ("warehouse_task", sheets.reason),
    "warehouse_confirm": ("warehouse_task", sheets.confirm_void),
    "warehouse_off": ("status", sheets.confirm_off),
    "wifi_password": ("warehouse_wifi", sheets.wifi_password),
    "warehouse_brightness": ("status", sheets.brightness),
    "order_terms": ("order_draft", buying.terms),
    "warnings_mend": ("warnings_over", ordering.mending),
    "warehouse_approval": ("warehouse_task", sheets.approval_pin),
}

WAREHOUSE_NAMES: tuple[str, ...] = (
    "signin", "signin_pin", "status", *WAREHOUSE, *WAREHOUSE_SHEETS,
)  # fmt: skip
"""What a warehouse terminal shows, in the order in which a day meets it."""

_BARS = {
    "sell_training": BAR_TRAINING,
    "done_trouble": BAR_TROUBLE,
    "status": BAR_TROUBLE,
    "blocked": BAR_NOBODY,
    "misset": BAR_NOBODY,
}


class ExampleFlow:
    """To whom an example's inputs would go. name: the body's."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<{self.name}>"


_FLOWS = {name: ExampleFlow(name) for name in (*NAMES, *WAREHOUSE, *WAREHOUSE_SHEETS)}


def example(name: str, language: str = "zh_CN", serial: int = 1, *, dark: bool = False) -> CounterView:
    """One state of the counter, or (dark) of a warehouse terminal. Raises KeyError for a name not known here."""
    below, sheet = (OVERLAYS | WAREHOUSE_SHEETS).get(name, (name, None))
    bar = _BARS.get(below, BAR_NOBODY if below.startswith("signin") and below != "signin_locked" else BAR)
    view = CounterView(
        serial, bar, (BODIES | WAREHOUSE)[below](), _FLOWS[below],
        language=language, locked=below == "signin_locked", dark=dark,
    )  # fmt: skip
    return replace(view, overlay=sheet(), overlay_flow=_FLOWS[name]) if sheet else view

"""Which screen or sheet draws which view. Each is imported when first shown, or in a quiet moment before."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kiosk.flows import views

SCREENS: dict[type, str] = {
    views.SignInView: "signin:SignIn",
    views.SellView: "sell:Sell",
    views.PayView: "pay:Pay",
    views.DoneView: "done:Done",
    views.ReturnView: "returning:Return",
    views.ShiftCountView: "shiftcount:ShiftCount",
    views.PaperPage: "paperpage:PaperScreen",
    views.TableView: "table:Table",
    views.PeopleView: "people:People",
    views.LookupView: "lookup:Lookup",
    views.MoreView: "more:More",
    views.StatusView: "status:Status",
    views.BlockedView: "blocked:Blocked",
    views.CalibrateView: "calibrate:Calibrate",
    views.HomeView: "warehouse_home:Home",
    views.TaskView: "warehouse:Task",
}
SHEETS: dict[type, str] = {
    views.NumberView: "sheets.number:NumberSheet",
    views.TextView: "sheets.text:TextSheet",
    views.ChoiceView: "sheets.choice:ChoiceSheet",
    views.ConfirmView: "sheets.confirm:ConfirmSheet",
    views.ApprovalView: "sheets.approval:ApprovalSheet",
    views.FormView: "sheets.form:FormSheet",
    views.DialView: "sheets.dial:DialSheet",
}


def class_for(view_type: type, table: dict[type, str]) -> Any:
    """The class of widget that draws a view. Raises KeyError for a view nobody draws."""
    module, name = table[view_type].split(":")
    return getattr(import_module(f"kiosk.screens.{module}"), name)

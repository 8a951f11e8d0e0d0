"""What an operator sees, as frozen values: a flow publishes them, a screen draws them, tests read them.

Texts are `i18n.Text` (translated when drawn), amounts minor units, quantities thousandths.
"""

from kiosk.flows.views.common import (
    Action,
    ApprovalView,
    ChoiceView,
    ConfirmView,
    CounterView,
    DeviceLamp,
    DialView,
    Field,
    FormView,
    NumberView,
    Option,
    Overlay,
    PaperPicture,
    Person,
    StatusBar,
    Strip,
    TextView,
)
from kiosk.flows.views.desk import (
    BlockedView,
    CalibrateView,
    Finding,
    JobRow,
    LookupView,
    MoreView,
    PeopleView,
    SignInView,
    StatusView,
    TableRow,
    TableView,
)
from kiosk.flows.views.sell import (
    DoneView,
    LineView,
    Note,
    PayView,
    ReturnLine,
    ReturnView,
    SellView,
    Tab,
    TenderRow,
    TileView,
    Way,
)
from kiosk.flows.views.shift import CountRow, PaperPage, ShiftCountView
from kiosk.flows.views.warehouse import DoneRow, Edge, Hand, HomeView, TaskView

__all__ = [
    "Action", "ApprovalView", "BlockedView", "CalibrateView", "ChoiceView", "ConfirmView", "CountRow", "CounterView",
    "DeviceLamp", "DialView", "DoneRow", "DoneView", "Edge", "Field", "Finding", "FormView", "Hand", "HomeView",
    "JobRow", "LineView", "LookupView", "MoreView", "Note", "NumberView", "Option", "Overlay", "PaperPage",
    "PaperPicture", "PayView", "PeopleView", "Person", "ReturnLine", "ReturnView", "SellView", "ShiftCountView",
    "SignInView", "StatusBar", "StatusView", "Strip", "Tab", "TableRow", "TableView", "TaskView", "TenderRow",
    "TextView", "TileView", "Way",
]  # fmt: skip

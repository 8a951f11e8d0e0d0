"""The warehouse terminal on a morning when a lorry has come."""

from __future__ import annotations

from kiosk.flows.views import Action, DoneRow, Hand, HomeView, Strip, TaskView
from kiosk.i18n import M, Names, plain

UNDO = Action("undo", M("Undo"), "undo")
DONE = Action("done", M("Done"), "check")

SERVICES = (
    Action("lock", M("Lock"), "lock"),
    Action("sign_out", M("Switch user"), "account-switch"),
    Action("language", M("中文 / English"), "translate"),
    Action("training", M("Training"), "school"),
)


def home() -> HomeView:
    """Everything a manager sees."""
    return HomeView(
        (
            Action("receive", M("Receive"), "truck"),
            Action("put_away", M("Put away"), "package-down", badge=3),
            Action("move", M("Move"), "swap"),
            Action("transfers", M("Transfers"), "transfer", badge=1),
            Action("pick", M("Pick"), "package-up", badge=2),
            Action("count", M("Count"), "clipboard-check"),
            Action("adjust", M("Adjust stock"), "pencil"),
            Action("send_back", M("Send back"), "return"),
            Action("enquiry", M("Look up"), "magnify"),
            Action("what_to_order", M("What to order"), "cart", badge=18),
            Action("orders", M("Orders"), "clipboard"),
            Action("warnings", M("Warnings"), "bell", badge=12),
            Action("status", M("Devices and status"), "heart"),
        ),
        SERVICES,
    )


def task() -> TaskView:
    """Half of a lorry is done."""
    return TaskView(
        title=M("Receive {order}", order="K7QXMP-88"),
        empty=M("Scan goods to begin."),
        progress=plain("12 / 40"),
        detail=Names("供应商：华南食品有限公司", "Supplier: South China Foods"),
        hand=Hand(
            Names("可乐 330ml 罐装", "Cola 330 ml can"),
            plain("168 / 240"),
            Names("货位 A-03-2", "Shelf A-03-2"),
            (Names("批次 L2311  到期 2027-05-01", "Batch L2311  expires 2027-05-01"),),
        ),
        rows=(
            DoneRow("1", Names("天然饮用水 550ml", "Spring water 550 ml"), plain("24 / 24"), tone="ok"),
            DoneRow(
                "2", Names("红烧牛肉面 桶装", "Braised beef noodles, cup"), plain("9 / 12"),
                Names("少 3", "3 short"), "warn",
            ),
            DoneRow("3", Names("抽纸 3层 120抽 6包", "Tissues, 3 ply, pack of six"), plain("0 / 30"), tone="muted"),
        ),
        actions=(UNDO, DONE),
        more=(Action("damaged", M("Damaged"), "alert"), Action("supplier", M("Supplier"), "truck")),
    )  # fmt: skip


def task_empty() -> TaskView:
    """Nothing yet."""
    return TaskView(title=M("Look up"), empty=M("Scan goods to begin."), actions=(UNDO, DONE))


def task_wrong() -> TaskView:
    """What was scanned does not belong here."""
    return TaskView(
        title=M("Look up"),
        empty=M("Scan goods to begin."),
        hand=task().hand,
        actions=(UNDO, DONE),
        strip=Strip("error", M("Choose a task first, then scan.")),
    )


def adjust() -> TaskView:
    """Broken bottles are written off."""
    return TaskView(
        title=M("Adjust stock"),
        empty=M("Scan what is broken, gone or found."),
        progress=plain("2"),
        detail=M("Reason: {reason}", reason=M("Damaged")),
        hand=Hand(
            Names("鲜牛奶 950ml", "Fresh milk 950 ml"),
            plain("−3"),
            M("Place {place}", place="C-01-1"),
            (Names("批次 L2311  到期 2027-05-01", "Batch L2311, expires 2027-05-01"),),
        ),
        rows=(
            DoneRow("2", Names("鲜牛奶 950ml", "Fresh milk 950 ml"), plain("3")),
            DoneRow("1", Names("天然饮用水 550ml", "Spring water 550 ml"), plain("1")),
        ),
        actions=(UNDO, DONE),
        more=(
            Action("search", M("Search"), "magnify"),
            Action("reason", M("Reason"), "note"),
            Action("history", M("Earlier"), "history"),
            Action("give_up", M("Give up"), "delete"),
        ),
    )

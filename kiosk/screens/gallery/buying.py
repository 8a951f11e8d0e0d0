"""The buyer at a warehouse terminal: orders, one being written, one half received, what a supplier sells."""

from __future__ import annotations

from kiosk.flows.views import Action, ChoiceView, DoneRow, Hand, Option, TableRow, TableView, TaskView
from kiosk.i18n import M, Names, plain

COLA = Names("可乐 330ml 罐装", "Cola 330 ml can")
WATER = Names("天然饮用水 550ml", "Spring water 550 ml")
NOODLES = Names("红烧牛肉面 桶装", "Braised beef noodles, cup")


def orders() -> TableView:
    """What lives."""
    sent = M("{state} · {day}", state=M("Sent"), day="03-16")
    rows = (
        TableRow("o1", (plain("华南食品有限公司"), M("To be approved")), 912_000, "warn"),
        TableRow("o2", (plain("晨光乳业"), M("Rejected")), 1_240_000, "error"),
        TableRow("o3", (plain("晨光乳业"), sent), 84_000, ""),
        TableRow("o4", (plain("华南食品有限公司"), M("Partly received")), 230_050, ""),
        TableRow("o5", (plain("本地菜农合作社"), M("Draft")), 46_230, ""),
    )
    acts = (Action("all", M("All orders"), "history"), Action("new", M("New order"), "plus", "F2"))
    empty = M("No order yet. Begin one with “New order”.")
    return TableView(M("Purchase orders"), (M("Supplier"), M("State")), rows, empty, actions=acts)


def draft() -> TaskView:
    """The price falls from ten cases on."""
    facts = (
        M("{amount} · {each}", amount="¥200.00",
          each=M("{price} for {count} {unit}", price="¥50.00", count="24", unit=Names("罐", "cans"))),
        M("In stock {level} · on order {coming}", level="31", coming="48"),
        M("From {count} on: {price}", count="10 × 24", price="¥45.00"),
    )  # fmt: skip
    return TaskView(
        title=M("Order to {supplier}", supplier="华南食品有限公司"),
        empty=M("Scan goods, or search them, to put them on the order."),
        progress=plain("¥692.00"),
        detail=M("{amount} more to this supplier's minimum order", amount="¥308.00"),
        hand=Hand(COLA, plain("4 × 24"), M("Supplier's number {code}", code="HN-10021"), facts),
        rows=(
            DoneRow("2", NOODLES, plain("6 × 12"), plain("¥420.00")),
            DoneRow("3", WATER, plain("3 × 24"), plain("¥72.00")),
        ),
        actions=(Action("undo", M("Undo"), "undo"), Action("done", M("Done"), "check")),
        more=(
            Action("find", M("Search"), "magnify", "F2"),
            Action("price", M("Price"), "tag", "F6"),
            Action("remove", M("Remove"), "delete", "F8"),
            Action("other", M("More"), "menu"),
        ),
    )


def waits() -> TaskView:
    """Over the limit."""
    state = M("{state} · {day}", state=M("To be approved"), day=M("expected {day}", day="2026-03-18"))
    last = M("{what} · {who} · {when}", what=M("Handed in"), who="王芳", when="03-14 14:20")
    return TaskView(
        title=M("Order {number}", number="K7QXMP-88"),
        empty=plain(""),
        progress=M("{count} items", count=2),
        hand=Hand(plain("华南食品有限公司"), plain("¥9120.00"), None, (state, last), "warn"),
        rows=(
            DoneRow("1", COLA, plain("160 × 24"), plain("¥7200.00")),
            DoneRow("2", WATER, plain("80 × 24"), plain("¥1920.00")),
        ),
        actions=(Action("reject", M("Reject"), "close"), Action("approve", M("Approve"), "check", "F12")),
        more=(
            Action("edit", M("Edit order"), "pencil", "F6"),
            Action("give_up", M("Cancel order"), "delete", "F8", danger=True),
            Action("print", M("Print"), "printer", "F9"),
        ),
    )


def partly() -> TaskView:
    """Half of it has come."""
    state = M("{state} · {day}", state=M("Partly received"), day=M("expected {day}", day="2026-03-14"))
    last = M("{what} · {who} · {when}", what=M("By phone"), who="王芳", when="03-11 09:05")

    def row(id_: str, name: Names, came: str, ordered: str, amount: str, tone: str) -> DoneRow:
        detail = M("{number} ordered · {amount}", number=ordered, amount=amount)
        return DoneRow(id_, name, plain(came), detail, tone)  # type: ignore[arg-type]

    return TaskView(
        title=M("Order {number}", number="K7QXMP-71"),
        empty=plain(""),
        progress=plain("1 / 3"),
        hand=Hand(plain("华南食品有限公司"), plain("¥2300.50"), None, (state, last)),
        rows=(
            row("1", COLA, "240 / 240", "10 × 24", "¥450.00", "ok"),
            row("2", NOODLES, "36 / 72", "6 × 12", "¥420.00", "warn"),
            row("3", WATER, "0 / 72", "3 × 24", "¥72.00", "muted"),
        ),
        actions=(Action("again", M("Order again"), "return", "F5"), Action("print", M("Print"), "printer", "F9")),
        more=(Action("give_up", M("Close the rest"), "check-all", "F8", danger=True),),
    )


def terms() -> ChoiceView:
    """What the supplier sells it for."""
    return ChoiceView(
        COLA,
        (
            Option("save", M("Save"), icon="check"),
            Option("price", M("Price of a pack"), plain("¥50.00")),
            Option("pack", M("Units in a pack"), plain("24")),
            Option("least", M("At least so many packs"), plain("2")),
            Option("many", M("Cheaper from so many packs"), plain("10")),
            Option("less", M("Price of a pack then"), plain("¥45.00")),
            Option("days", M("Days to delivery"), plain("—")),
            Option("code", M("Supplier's number"), plain("HN-10021")),
        ),
    )


def find() -> TableView:
    """What the supplier sells."""
    goods = ((COLA, "HN-10021", 5000), (WATER, "HN-10030", 2400), (NOODLES, "HN-20117", 7000))
    rows = tuple(TableRow(code, (name, plain(code)), price) for name, code, price in goods)
    empty = M("Nothing found. Type a name, pinyin or a code.")
    return TableView(M("Search goods"), (M("Product"), M("Supplier's number")), rows, empty, "")


def invoice() -> TaskView:
    """The invoice asks for more than was ordered and came."""
    whole = M("{ordered} ordered · {came} came · {billed} billed", ordered="24", came="24", billed="24")
    due = M("Another price: {amount} due", amount="¥96.00")
    rows = (
        DoneRow("cola", COLA, plain("¥100.00"), due, "warn"),
        DoneRow("water", WATER, plain("¥28.80"), whole, "ok"),
    )
    return TaskView(
        title=M("Invoice for {id}", id="K7QXMP-88"),
        empty=plain(""),
        detail=M("Supplier: {name}", name="华南食品有限公司"),
        hand=Hand(
            M("Invoice {number}", number="FP-20260529-8812"),
            plain("¥128.80"),
            None,
            (M("{amount} more than is due", amount="¥4.00"),),
            "warn",
        ),
        rows=rows,
        actions=(Action("number", M("Number"), "pencil"), Action("done", M("Done"), "check")),
        more=(Action("freight", M("Freight"), "truck"), Action("day", M("Date"), "calendar")),
    )


def delivery() -> TaskView:
    """A delivery whose invoice was entered."""
    rows = (
        DoneRow("0", Names("可乐 330ml 罐装", "Cola 330 ml can"), plain("48"), None, "ok"),
        DoneRow("1", Names("鲜牛奶 950ml", "Fresh milk 950 ml"), plain("24"),
                Names("批次 L2311，2027-05-01 到期", "Batch L2311, expires 2027-05-01"), "warn"),
    )  # fmt: skip
    return TaskView(
        title=M("Delivery {id}", id="K7QXMP-88"),
        empty=plain(""),
        detail=M("Supplier: {name}", name="华南食品有限公司"),
        hand=Hand(
            plain("华南食品有限公司"),
            plain("2"),
            None,
            (
                M("Invoice {number}: {amount}", number="FP-20260529-8812", amount="¥128.80"),
                M("{amount} more than is due", amount="¥4.00"),
            ),
        ),
        rows=rows,
        actions=(
            Action("take_back", M("Take back"), "return", danger=True),
            Action("invoice", M("Invoice"), "receipt"),
        ),
        more=(Action("labels", M("Labels"), "label"),),
    )

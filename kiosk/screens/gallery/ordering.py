"""What to order and what is wrong, on a buyer's morning."""

from __future__ import annotations

from kiosk.flows.ordering_words import COLUMNS, TROUBLES
from kiosk.flows.views import Action, ChoiceView, DoneRow, Hand, Option, Strip, TableRow, TableView, TaskView
from kiosk.i18n import M, Names, plain
from kiosk.screens.gallery.buying import COLA, NOODLES, WATER

TISSUES = Names("抽纸 3层 120抽 6包", "Tissues, 3 ply, pack of six")
ANEW = Action("anew", M("Refresh"), "sync", "F5")


def suppliers() -> TableView:
    """From whom; the figures are of yesterday."""
    rows = (
        TableRow("v1", (plain("华南食品有限公司"), M("{count} items · sold out", count=12)), None, "error"),
        TableRow("v2", (plain("晨光乳业"), M("{count} items · out today", count=3)), None, "warn"),
        TableRow("v3", (plain("本地菜农合作社"), M("{count} items · {days} days left", count=1, days=4))),
        TableRow("-", (M("No supplier known"), M("{count} items · {days} days left", count=2, days=5))),
    )
    strip = Strip("info", M("These figures are of {day}; today's are being worked out.", day="2026-03-13"))
    empty = M("Nothing has to be ordered today.")
    return TableView(M("What to order"), (M("Supplier"), M("Goods")), rows, empty, actions=(ANEW,), strip=strip)


def picks() -> TaskView:
    """Ten cases are cheaper; a promotion is planned."""
    why = M(
        "{rate} a week: {here} and {coming} to come last {lasts} of {days} days.",
        rate="168", here="31", coming="48", lasts=3, days=10,
    )  # fmt: skip
    facts = (
        why,
        M("A promotion is planned: {count} more", count="96"),
        M("So many cost only {price} a pack", price="¥45.00"),
    )
    place = M("{left} · {amount}", left=M("{days} days left", days=1), amount="¥450.00")
    return TaskView(
        title=M("Order from {supplier}", supplier="华南食品有限公司"),
        empty=M("Nothing has to be ordered from this supplier today."),
        progress=plain("¥942.00"),
        detail=M("{taken} of {count} chosen", taken=3, count=4),
        hand=Hand(COLA, plain("10 × 24"), place, facts),
        rows=(
            DoneRow("2", NOODLES, plain("6 × 12"), M("Sold out"), "ok"),
            DoneRow("3", WATER, plain("3 × 24"), M("{days} days left", days=4), "ok"),
            DoneRow("4", TISSUES, plain("2 × 30"), M("Left out"), "muted"),
        ),
        actions=(Action("toggle", M("Leave out"), "minus"), Action("done", M("Write order"), "check", "F12")),
        more=(
            Action("none", M("None"), "close"),
            Action("all", M("All"), "check-all"),
            Action("enquiry", M("Look up"), "magnify", "F2"),
        ),
    )  # fmt: skip


def warnings() -> TableView:
    """Everything that can be wrong."""
    tones = {"negative": "error", "out": "error", "low": "warn", "expiring": "warn"}
    counts = {"negative": 1, "out": 4, "low": 17, "expiring": 6, "over": 31, "slow": 12, "dead": 8}
    troubles = [
        TableRow(kind, (text, plain(str(counts[kind]))), None, tones.get(kind, ""))  # type: ignore[arg-type]
        for kind, text in TROUBLES.items()
    ]
    rows = (TableRow("approve", (M("Orders to approve"), plain("2")), None, "warn"), *troubles)
    actions = (Action("value", M("Value"), "chart", "F6"), ANEW)
    empty = M("All is well: no warning.")
    return TableView(M("Warnings"), (M("What"), M("How many")), rows, empty, actions=actions)


def expiring() -> TableView:
    """What will not be sold in time."""
    milk, bread = Names("鲜牛奶 950ml", "Fresh milk 950 ml"), Names("全麦吐司 400g", "Wholemeal toast 400 g")
    rows = (
        TableRow("1", (bread, M("{count} · {date} · expired", count="3", date="03-13")), None, "warn"),
        TableRow("2", (milk, plain("28 · 03-19 · −40 %")), None, "warn"),
    )
    empty = M("No product has this trouble any more.")
    return TableView(TROUBLES["expiring"], (M("Product"), COLUMNS["expiring"]), rows, empty)


def over() -> TableView:
    """What there is far too much of."""
    rice, pens = Names("东北大米 10kg", "Northeast rice 10 kg"), Names("中性笔 黑 0.5mm", "Gel pen, black, 0.5 mm")
    rows = (
        TableRow("1", (rice, M("{count} · {days} days", count="400", days=400)), 1_800_000),
        TableRow("2", (pens, M("{count} · {days} days", count="1440", days=216)), 144_000),
    )
    empty = M("No product has this trouble any more.")
    return TableView(TROUBLES["over"], (M("Product"), COLUMNS["over"]), rows, empty)


def mending() -> ChoiceView:
    """What helps against too much."""
    options = (
        Option("transfer", M("Send to another shop"), M("{count} are more than is needed.", count="372"), "truck"),
        Option("return", M("Send it back"), M("To the supplier, if he takes it."), "return"),
        Option("price", M("Lower the price to {price}", price="¥29.90"), plain("−35 %"), "tag"),
        Option("enquiry", M("Look up"), M("Where it lies, what moved."), "magnify"),
    )
    name = Names("东北大米 10kg", "Northeast rice 10 kg")
    return ChoiceView(name, options, M("{count} here, enough for {days} days", count="400", days=400))


def value() -> TableView:
    """A month."""
    rows = (
        TableRow("now", (M("Worth on {day}", day="2026-03-14"), plain("")), 8_421_360, "ok"),
        TableRow("before", (M("Worth on {day}", day="2026-02-12"), plain("")), 7_903_115, "muted"),
        TableRow("r", (M("Received"), M("since then")), 5_630_000),
        TableRow("s", (M("Sold"), M("since then")), -5_071_255),
        TableRow("i", (M("Invoice prices"), M("since then")), 12_640),
        TableRow("d", (M("Damaged"), M("since then")), -40_500),
        TableRow("v", (M("Price variance"), M("of goods sold")), 3_120),
        TableRow("p1", (Names("饮料", "Drinks"), M("{count} items", count=48)), 2_310_400),
        TableRow("p2", (Names("粮油", "Staples"), M("{count} items", count=37)), 1_820_000),
    )
    return TableView(M("Stock value"), (M("What"), M("Goods")), rows, plain(""))

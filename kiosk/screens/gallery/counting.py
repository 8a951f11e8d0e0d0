"""A stocktake at a warehouse terminal: counted blind, what differs, those of before."""

from __future__ import annotations

from kiosk.flows.stocktake_words import STATES, place_words
from kiosk.flows.views import Action, DoneRow, Hand, TaskView
from kiosk.i18n import M, Names, Text, plain

COLA = Names("可乐 330ml 罐装", "Cola 330 ml can")
WATER = Names("天然饮用水 550ml", "Spring water 550 ml")
NOODLES = Names("红烧牛肉面 桶装", "Braised beef noodles, cup")
MILK = Names("鲜牛奶 950ml", "Fresh milk 950 ml")
DRINKS = Names("饮料", "Drinks")


def counts() -> TaskView:
    """One is open."""
    return TaskView(
        title=M("Counts"),
        empty=M("Scan a place to count what lies there, or begin a new count."),
        rows=(
            DoneRow("1", DRINKS, STATES["open"], plain("2026-03-17  王芳")),
            DoneRow("2", M("Place {place}", place="A-03-2"), STATES["approved"], plain("2026-03-16  李强"), "ok"),
            DoneRow("3", M("{count} items due", count=20), STATES["approved"], plain("2026-03-15  王芳"), "ok"),
            DoneRow("4", M("Everything"), STATES["cancelled"], plain("2026-03-01  王芳"), "muted"),
        ),
        actions=(Action("new", M("New count"), "plus"),),
    )


def counting() -> TaskView:
    """Blind, in a place."""
    return TaskView(
        title=M("Count: {what}", what=DRINKS),
        empty=M("Scan a place, then what lies there."),
        progress=plain("2"),
        detail=place_words("A-03-2"),
        hand=Hand(COLA, plain("25"), place_words("A-03-2")),
        rows=(
            DoneRow("line 2", COLA, plain("25"), M("Place {place}", place="A-03-2"), "ok"),
            DoneRow("line 1", WATER, plain("120"), M("Place {place}", place="A-03-2"), "ok"),
            DoneRow("goods n", NOODLES, plain("?"), M("To be counted · {where}", where=place_words("A-04-1")), "muted"),
        ),
        actions=(Action("undo", M("Undo"), "undo"), Action("done", M("Hand in"), "check")),
        more=(Action("search", M("Search"), "magnify"), Action("floor", M("Shop floor"), "store")),
    )


def differs() -> TaskView:
    """What a manager sees before he says that it stands."""
    missing = M("Not counted, books {books} · {where}", where=M("Shop floor"), books="36")
    floor, batch = M("Shop floor"), M("Batch {batch}", batch="L2311")
    return TaskView(
        title=M("Count: {what}", what=DRINKS),
        empty=M("Scan a place, then what lies there."),
        detail=plain("K7QXMP-412"),
        hand=Hand(
            STATES["open"],
            plain("3"),
            M("Differences"),
            (
                M("Counted by {names}", names="王芳, 李强"),
                M("Not counted: {count}", count=1),
                M("Worth {amount}", amount="−¥38.50"),
            ),
            "warn",
        ),
        rows=(
            DoneRow("1", WATER, plain("?"), M("To be counted again"), "warn"),
            DoneRow("2", COLA, plain("−11"), _about(floor, "289", "300"), "error"),
            DoneRow("3", MILK, plain("+2"), _about(batch, "14", "12"), "warn"),
            DoneRow("4", NOODLES, plain("?"), missing, "muted"),
        ),
        actions=(Action("approve", M("Approve"), "check-all"), Action("count", M("Count"), "clipboard-check")),
        more=(
            Action("recount", M("Recount"), "history"),
            Action("print", M("Count sheet"), "printer"),
            Action("cancel", M("Give up"), "delete"),
        ),
    )


def _about(where: Text, count: str, books: str) -> Text:
    return M("Counted {count}, books {books} · {where}", where=where, count=count, books=books)


def recall() -> TaskView:
    """A batch of milk is called back."""
    return TaskView(
        title=M("Batch recall"),
        empty=M("Scan goods, or a place."),
        hand=Hand(
            MILK,
            plain("17"),
            M("Sold of this batch"),
            (
                M("Batch {batch}, expires {date}", batch="L2311", date="2027-05-01"),
                M("Sold since without a batch: {count}", count=4),
            ),
            "warn",
        ),
        rows=(
            DoneRow("1", place_words("C-01-1"), plain("7"), M("Still here"), "error"),
            DoneRow("2", plain("张伟 13800000001"), plain("2"), plain("2026-03-17 09:12  K7QXMP-388")),
            DoneRow("3", M("No customer known"), plain("1"), plain("2026-03-17 08:40  K7QXMP-371"), "muted"),
        ),
        actions=(Action("print", M("Print list"), "printer"),),
    )

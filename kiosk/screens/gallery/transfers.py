"""Goods between shops, on the warehouse terminal of one of them."""

from __future__ import annotations

from kiosk.flows.other_shops import OtherShops
from kiosk.flows.transfer_words import STATES
from kiosk.flows.views import Action, DoneRow, Hand, Strip, TableRow, TableView, TaskView
from kiosk.i18n import M, Names, plain

_CENTRE = Names("配送中心", "Distribution centre")
_NORTH = Names("城北店", "North shop")
_MILK = Names("鲜牛奶 950ml", "Fresh milk 950 ml")
_BATCH = Names("批次 L2311，2026-06-09 到期", "Batch L2311, expires 2026-06-09")
_TISSUES = Names("抽纸 3层 120抽 6包", "Tissues, 3 ply, pack of six")


def transfers() -> TaskView:
    """Goods that come, goods that went, and one that was taken in twice."""
    return TaskView(
        title=M("Transfers"),
        empty=M("Tap a transfer, or scan its note."),
        progress=plain("4"),
        rows=(
            DoneRow("1", M("{shop} asks", shop=_NORTH), STATES["asked"], plain("05-29 08:12  N0RTH1-44"), "warn"),
            DoneRow("2", M("From {shop}", shop=_CENTRE), STATES["on_the_way"], plain("05-29 07:30  DC0001-7")),
            DoneRow("3", M("To {shop}", shop=_NORTH), STATES["part_arrived"], plain("05-28 17:05  K7QXMP-3"), "warn"),
            DoneRow("4", M("From {shop}", shop=_CENTRE), STATES["differs"], plain("05-28 07:31  DC0001-5"), "error"),
        ),
        actions=(Action("ask", M("Ask for goods"), "plus"), Action("send", M("Send goods"), "truck")),
        more=(Action("all", M("Ended too"), "history"),),
    )  # fmt: skip


def picking() -> TaskView:
    """The next place, after the wrong goods were scanned."""
    return TaskView(
        title=M("Pick {id}", id="N0RTH1-44"),
        empty=M("All is picked."),
        progress=plain("3 / 12"),
        detail=M("To {shop}", shop=_NORTH),
        hand=Hand(
            _MILK,
            plain("4 / 10"),
            M("{place}: take {count}", place=M("Place {place}", place="C-01-1"), count="5"),
            (_BATCH,),
        ),
        rows=(
            DoneRow("1", Names("天然饮用水 550ml", "Spring water 550 ml"), plain("24"), None, "ok"),
            DoneRow("2", _MILK, plain("1"), Names("货位 C-02-3 · 批次 L2312", "Place C-02-3 · Batch L2312"), "muted"),
            DoneRow("3", _TISSUES, plain("30"), M("By the books there is no more"), "warn"),
        ),
        actions=(Action("undo", M("Undo"), "undo"), Action("done", M("Send off"), "check")),
        more=(Action("not_there", M("Not there"), "alert"), Action("give_up", M("Give up"), "delete")),
        strip=Strip("error", M("{name} is not wanted. Put it back.", name=_TISSUES)),
    )  # fmt: skip


def customers_orders() -> TaskView:
    """What is to be picked for customers, one of them picked twice."""
    return TaskView(
        title=M("Customers' orders"),
        empty=M("Tap an order, or scan its slip."),
        progress=plain("4"),
        rows=(
            DoneRow("1", plain("王小明"), M("Picked twice"), plain("05-30  K7QXMP-31"), "error"),
            DoneRow(
                "2", Names("幸福里社区食堂", "Xingfuli canteen"), M("Partly ready"), plain("05-30  K7QXMP-28"), "warn"
            ),
            DoneRow("3", plain("李静"), M("To pick"), plain("06-01  K7QXMP-40")),
            DoneRow("4", Names("赵师傅", "Master Zhao"), M("To pick"), plain("K7QXMP-44")),
        ),
        actions=(),
        strip=Strip("ok", M("Ready for {name}: {number}.", name="陈明", number="K7QXMP-39")),
    )


def customer_picking() -> TaskView:
    """Of an order, the next place."""
    return TaskView(
        title=M("Pick {id}", id="K7QXMP-40"),
        empty=M("All is picked."),
        progress=plain("1 / 3"),
        detail=M("For {name}", name="李静"),
        hand=Hand(_MILK, plain("1 / 2"), M("Place {place}", place="C-01-1"), (_BATCH,)),
        rows=(
            DoneRow("1", Names("天然饮用水 550ml", "Spring water 550 ml"), plain("24"), None, "ok"),
            DoneRow("3", _TISSUES, plain("1"), M("Shop floor"), "muted"),
        ),
        actions=(Action("undo", M("Undo"), "undo"), Action("done", M("Ready"), "check")),
        more=(Action("not_there", M("Not there"), "alert"), Action("give_up", M("Give up"), "delete")),
    )


def differs() -> TaskView:
    """Two took the same goods in."""
    return TaskView(
        title=M("Transfer {id}", id="DC0001-5"),
        empty=M("Tap a transfer to see it."),
        detail=plain("2026-05-28 07:31  陈明"),
        hand=Hand(M("From {shop}", shop=_CENTRE), STATES["differs"], tone="error"),
        rows=(
            DoneRow("1", _MILK, plain("20 / 10"), Names("批次 L2311", "Batch L2311"), "error"),
            DoneRow("2", _TISSUES, plain("30 / 30"), None, "ok"),
            DoneRow("3", M("Taken in"), plain("S01"), plain("2026-05-28 09:02  赵强"), "muted"),
            DoneRow("4", M("Taken in"), plain("S01"), plain("2026-05-28 09:05  刘慧"), "muted"),
        ),
        actions=(Action("explain", M("Explain"), "alert"),),
    )


def elsewhere() -> TableView:
    """The office is away: what it said before stands with its age."""
    east, west = Names("城东店", "East shop"), Names("城西大学城店", "West shop, university")
    return TableView(
        M("{name} elsewhere", name=_MILK),
        OtherShops.columns,
        (
            TableRow("DC", (_CENTRE, plain("1,240 · 480"), plain("07:55")), None, "ok"),
            TableRow("S02", (_NORTH, plain("18"), plain("07:52")), None, "ok"),
            TableRow("S04", (west, plain("6 · 24"), plain("05-27 21:40")), None, "ok"),
            TableRow("S03", (east, plain("0"), M("never heard of")), None, "muted"),
        ),
        M("Not known now: the head office does not answer."),
        actions=OtherShops.actions,
        strip=Strip("warn", M("Not known now. The head office said this at {time}.", time="07:56")),
    )

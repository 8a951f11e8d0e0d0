"""Money comes in, money goes back."""

from __future__ import annotations

from kiosk.flows.views import Action, DoneView, PayView, ReturnLine, ReturnView, Strip, TenderRow, Way
from kiosk.i18n import M, Names, plain
from kiosk.screens.gallery.shop import receipt


def ways(credit: bool = False) -> tuple[Way, ...]:
    """All there are."""
    return (
        Way("cash", M("Cash"), "cash"),
        Way("card", M("Card"), "card"),
        Way("wechat", M("WeChat Pay"), "wechat"),
        Way("alipay", M("Alipay"), "alipay"),
        Way("voucher", M("Voucher"), "voucher"),
        Way("account", M("On account"), "account", credit, None if credit else M("Choose the customer first.")),
    )


def due() -> PayView:
    """Nothing taken yet; cash is rounded."""
    return PayView(4844, 4844, 4840, -4, (), (4840, 5000, 6000, 10000), ways())


def partly() -> PayView:
    """A voucher and some cash were taken."""
    taken = (
        TenderRow(0, M("Voucher"), 5000, reference="V-2026-00317"),
        TenderRow(1, M("Cash"), 20000, 20000),
    )
    quick = (98_460, 98_500, 99_000, 100_000)
    return PayView(123_456, 98_456, 98_460, 4, taken, quick, ways(True), plain("上海欧阳文静贸易有限公司"))


def wallet() -> PayView:
    """The customer's telephone is waited for."""
    return PayView(4844, 4844, 4840, -4, (), (4840, 5000, 6000, 10000), ways(), wallet="wechat", wallet_amount=4844)


def give_back() -> PayView:
    """More came back than was sold: a person says that the money was given."""
    back = (TenderRow(0, M("Cash"), -3700),)
    return PayView(-3700, 0, 0, 0, back, (), ways(), finish=M("Give back {amount}", amount="¥37.00"))


def done() -> DoneView:
    """Paid exactly, by card."""
    return DoneView("K7QXMP-1042", 4844, 0, (TenderRow(0, M("Card"), 4844, reference="****2217"),), False)


def done_change() -> DoneView:
    """Change is due, the drawer is open, the receipt can be seen."""
    taken = (TenderRow(0, M("Cash"), 4840, 10000),)
    return DoneView("K7QXMP-1042", 4844, 5160, taken, True, paper=receipt(), printing=M("Printing"))


def done_trouble() -> DoneView:
    """The sale stands, its paper waits."""
    taken = (TenderRow(0, M("Cash"), 20_000, 20_000), TenderRow(1, M("WeChat Pay"), 103_456))
    text = M("The printer is out of paper. Put in a new roll.")
    strip = Strip("warn", text, Action("papers", M("See papers")))
    return DoneView("K7QXMP-1042", 123_456, 0, taken, True, strip, printing=M("waits"))


def returning() -> ReturnView:
    """Two of five lines were chosen."""
    lines = (
        ReturnLine(1, Names("天然饮用水 550ml", "Spring water 550 ml"), 3000, 3000, 1000, 0, 133),
        ReturnLine(2, Names("香蕉", "Bananas"), 1235, 1235, 0, 3, 0),
        ReturnLine(3, Names("可乐 330ml 罐装", "Cola 330 ml can"), 2000, 0, 0, 0, 0),
        ReturnLine(
            4, Names("抽纸 3层 120抽 6包", "Tissues, 3 ply, 120 sheets, pack of six"), 2000, 2000, 2000, 0, 4380
        ),
        ReturnLine(5, Names("雨伞 折叠", "Folding umbrella"), 1000, 1000, 0, 0, 0),
    )
    taken = (TenderRow(0, M("Cash"), 5000, 5000), TenderRow(1, M("Card"), 4844))
    return ReturnView("K7QXMP-1038", 1_773_471_120_000, lines, 4513, taken)


def returning_without() -> ReturnView:
    """Nobody has the receipt."""
    lines = (ReturnLine(1, Names("雨伞 折叠", "Folding umbrella"), 0, 0, 1000, 0, 3900),)
    return ReturnView("", 0, lines, 3900, (), actions=(Action("find", M("Find product"), "magnify", "F2"),))

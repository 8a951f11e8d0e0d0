"""Selling, in the states it is met in."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flows.views import Action, LineView, Note, SellView, Strip, Tab
from kiosk.i18n import M, Names, Text, plain
from kiosk.screens.gallery.shop import TILES, line

TABS = (
    Tab("", M("Favourites")),
    Tab("drinks", Names("饮料", "Drinks"), 0),
    Tab("fresh", Names("生鲜", "Fresh"), 1),
    Tab("snacks", Names("零食", "Snacks"), 2),
    Tab("home", Names("日用", "Household"), 3),
    Tab("dairy", Names("乳品", "Dairy"), 5),
    Tab("deli", Names("熟食", "Deli"), 6),
    Tab("other", Names("烟酒文具及其他", "Stationery and sundries"), 7),
)

LINE_ACTIONS = (
    Action("quantity", M("Quantity"), "numeric", "F2"),
    Action("price", M("Price"), "tag", "F3"),
    Action("discount_line", M("Discount"), "percent", "F4"),
    Action("note", M("Note"), "note", "F6"),
    Action("salesperson", M("Salesperson"), "account", ""),
    Action("void", M("Remove"), "delete", "F8", danger=True),
)

THIRD_FREE = Note(Names("第三件免费", "Third one free"), -200)


def actions(goods: bool, aside: int = 0) -> tuple[Action, ...]:
    """The bar at the foot."""
    return (
        Action("customer", M("Customer"), "account", "F5"),
        Action("discount", M("Discount"), "percent", "F7", enabled=goods),
        Action("suspend", M("Put aside") if goods else M("Recall"), "tray", "F9", badge=aside),
        Action("return", M("Return"), "return", "F10"),
        Action("void_all", M("Void sale"), "delete", "", enabled=goods, danger=True),
        Action("more", M("More"), "menu", "F11"),
    )


def view(lines: tuple[LineView, ...], **more: object) -> SellView:
    """A basket of these lines."""
    total = sum(each.total for each in lines)
    count = sum(1 if each.decimals else each.quantity // 1000 for each in lines)
    saved = -sum(note.amount or 0 for each in lines for note in each.notes)
    plain_view = SellView(
        lines, total, count, saved, actions(bool(lines), 2), TABS, "", TILES, 0, 2, can_pay=bool(lines)
    )
    return replace(plain_view, **more)


LINES = (
    line(1, 0, 3000, THIRD_FREE),
    line(2, 3, 1235),
    line(3, 1, 2000),
    line(4, 8, 1000, Note(M("Discount"), -168), Note(plain("送到前台"))),
    line(5, 7, 2000),
)


def empty() -> SellView:
    """Before the first scan."""
    return view(())


def basket() -> SellView:
    """The last one has just been scanned; a customer is known; an offer is near."""
    return view(
        LINES,
        marked=5,
        customer=plain("赵丽颖"),
        customer_detail=M("{level} · {points}", level="金卡", points=M("{count} points", count=1280)),
        hints=(M("One more: {promotion}", promotion=Names("饼干第二件半价", "Second biscuit at half price")),),
        undoable=M("Bring {name} back", name=Names("雨伞 折叠", "Folding umbrella")),
    )


def line_open() -> SellView:
    """A line was tapped: its strip is open."""
    return view(LINES, selected=3, line_actions=LINE_ACTIONS)


def long(lines: int = 100) -> SellView:
    """Many lines, large amounts, a note here and there."""
    goods = tuple(
        line(key, key * 5, 12_000 if key % 7 == 0 else 1000, *((THIRD_FREE,) if key % 9 == 0 else ()))
        for key in range(1, lines)
    )
    return view((*goods, line(lines, 5, 48_000)), marked=lines, total=1_234_567)


def unknown_code() -> SellView:
    """A scan that nothing is known about."""
    text = M("No product has the code {code}.", code="6901234567892")
    return view(LINES, strip=Strip("error", text, Action("new_product", M("New product"), "plus-box")))


def searching() -> SellView:
    """A few letters of pinyin."""
    return view(LINES[:2], query="niunai", tiles=TILES[8:10], pages=1)


def nothing_found() -> SellView:
    """Letters of nothing."""
    return view(LINES[:2], query="zzyzx", tiles=(), pages=1)


def more_back_than_sold() -> SellView:
    """An exchange that ends in money for the customer."""
    from_sale: Text = M("Returned from {sale}", sale="K7QXMP-1038")
    return view((line(1, 13, 1000, Note(from_sale), back=True), line(2, 0, 1000)))

"""A scan on any screen, with any question open: it goes where it belongs or is refused with its sound and in words;
it is never lost without a word, and never typed into a field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk.exc import StoreMissing, StoreUnwritable
from kiosk.flows.base import Flow
from kiosk.flows.blocked import Blocked
from kiosk.flows.misset import Misset
from kiosk.hw.errands import Errands
from kiosk.hw.ports import Signal
from kiosk.hw.wifi import SimulatedWifi
from kiosk.hw.wifi_desk import WifiDesk
from kiosk.i18n import M
from kiosk.lists.desk import ListDesk
from kiosk.lists.files import ListFiles
from kiosk.lists.stick import take_lists
from kiosk.replicate.membership import keep_membership
from kiosk.replicate.office import Membership
from kiosk.store.documents import AdjustmentLine, StockAdjusted, StoreSaved
from kiosk.store.documents_promises import CustomerOrdered, PromisedLine
from kiosk.store.documents_transfers import TransferAnnounced, TransferLine
from kiosk.store.store import Store
from kiosk.trade.money import Money
from kiosk.trade.quantity import Quantity
from tests.flows.goods import COLA, NO_PRICE, RICE, UNKNOWN, WATER, milk_batch
from tests.flows.keeper import open_stockroom
from tests.flows.shop import Shop

Way = Callable[[Shop], object]


def ways(*steps: Way) -> Way:
    def go(shop: Shop) -> None:
        for step in steps:
            step(shop)

    return go


def scan(code: str) -> Way:
    return lambda shop: shop.scan(code)


def act(action: str) -> Way:
    return lambda shop: shop.act(action)


def do(method: str, *args: Any) -> Way:
    return lambda shop: shop.do(method, *args)


def menu(*actions: str) -> Way:
    return ways(*(act(a) for a in ("more", *actions)))


def sold(shop: Shop) -> None:
    shop.sell(WATER)


def of_the_manager(shop: Shop) -> None:
    """Somebody who may see everything takes over."""
    shop.sign_in("lee")


def newest(shop: Shop) -> None:
    shop.do("choose", shop.body.rows[0].id)


def failed(shop: Shop) -> None:
    mend = shop.fail_store("save", StoreUnwritable(M("The disk is full.")), room="baskets")
    shop.scan(COLA)
    mend()


def misset(shop: Shop) -> None:
    missing = StoreMissing(M("The database is not open yet."))
    shop.counter.enter(Misset(shop.counter, missing, (M("a mistake"),), lambda: (M("a mistake"),)))
    shop.tick()


def with_brightness(shop: Shop) -> None:
    shop.devices.dials["brightness"] = 60


def with_wifi(shop: Shop) -> None:
    shop.devices.wifi = WifiDesk(SimulatedWifi(), Errands())


SET_UP = ways(of_the_manager, menu("status"), act("set_up"))


def with_a_list(shop: Shop) -> None:
    """A stick has brought one."""
    store = shop.store
    path, clock, stick = store.path, store.clock, store.path.parent / "stick"
    stick.mkdir(exist_ok=True)
    (stick / "products.csv").write_text("id,name_en,price,tax\n")
    take_lists(stick, ListFiles(path.parent))
    desk = ListDesk(path.parent, lambda: Store.open(path, clock=clock))
    shop.counter.lists = lambda: desk


PLACES: dict[str, Way] = {
    "the sale": scan(RICE),
    "a line's strip": ways(scan(RICE), do("select", 1)),
    "a search": do("search", "wa"),
    "quantity": ways(scan(RICE), do("ask_quantity", 1)),
    "price": ways(of_the_manager, scan(RICE), do("ask_price", 1)),
    "discount": ways(scan(RICE), do("ask_discount", 1)),
    "discount on all": ways(scan(RICE), act("discount")),
    "note": ways(scan(RICE), do("ask_note", 1)),
    "note on all": ways(scan(RICE), act("note_all")),
    "salesperson": ways(scan(RICE), do("select", 1), act("salesperson")),
    "void?": ways(scan(RICE), act("void_all")),
    "approval": ways(scan(RICE), act("void_all"), do("confirm")),
    "approval of expired goods": scan(milk_batch("L76", "250101")),
    "price of what has none": ways(of_the_manager, scan(NO_PRICE)),
    "weight": do("tap_tile", "banana"),
    "new product": ways(of_the_manager, scan(UNKNOWN), act("new_product")),
    "customer": ways(scan(RICE), act("customer")),
    "new customer": ways(scan(RICE), act("customer"), act("new")),
    "paying": ways(scan(RICE), do("pay")),
    "paying in part": ways(scan(RICE), do("pay"), do("cash", 100)),
    "cash": ways(scan(RICE), do("pay"), do("ask_cash")),
    "card": ways(scan(RICE), do("pay"), do("tender", "card")),
    "a part by card": ways(scan(RICE), do("pay"), do("tender_part", "card")),
    "wallet": ways(scan(RICE), do("pay"), do("tender", "wechat")),
    "done": ways(scan(RICE), lambda shop: shop.pay_cash()),
    "menu": menu(),
    "look-up": menu("lookup"),
    "sales": ways(sold, menu("history")),
    "a sale": ways(sold, menu("history"), newest),
    "undo?": ways(of_the_manager, sold, menu("history"), newest, act("undo")),
    "return": ways(sold, act("return")),
    "lines of a return": ways(sold, act("return"), newest),
    "why returned": ways(sold, act("return"), newest, do("choose_all"), do("accept")),
    "how much returned": ways(sold, act("return"), newest, do("ask_quantity", 1)),
    "without receipt": ways(act("return"), act("no_receipt"), lambda shop: shop.approve()),
    "put aside": ways(scan(RICE), act("suspend"), act("suspend")),
    "cash in": menu("cash_in"),
    "how much cash": ways(menu("cash_out"), do("choose", "bank")),
    "opening the drawer": menu("drawer"),
    "X report": ways(of_the_manager, menu("x_report")),
    "shifts": ways(of_the_manager, menu("shifts")),
    "audit": ways(of_the_manager, menu("audit")),
    "staff": ways(of_the_manager, menu("staff")),
    "lists": ways(of_the_manager, with_a_list, menu("lists")),
    "a list": ways(of_the_manager, with_a_list, menu("lists"), do("choose", "products")),
    "counting": menu("close_shift"),
    "counted": ways(menu("close_shift"), do("ask_amount")),
    "customers' orders": menu("customer_orders"),
    "status": menu("status"),
    "set up": SET_UP,
    "brightness": ways(with_brightness, SET_UP, do("choose", "brightness")),
    "crosses": ways(SET_UP, do("choose", "touch")),
    "networks": ways(with_wifi, SET_UP, do("choose", "wifi")),
    "locked": act("user"),
    "sign-in": menu("sign_out"),
    "selling has stopped": failed,
    "settings with a mistake": misset,
}

ORDERED = ways(
    act("orders"), act("new"), do("choose", "V1"), scan(COLA), act("done"), do("choose", "submit"),
)  # fmt: skip
RECEIVED = ways(act("receive"), scan(WATER), act("done"), do("choose", "V1"))
SENT_BACK = ways(act("send_back"), scan(COLA), do("choose", "damage"), do("choose", "V1"), act("done"))
ADJUSTED = ways(act("adjust"), scan(COLA), do("choose", "damage"), act("done"))
FOUND_MILK = ways(
    act("adjust"), scan(milk_batch("L76", "271231")), do("choose", "found"), act("done"),
    scan(milk_batch("L76", "271231")),
)  # fmt: skip


def customer_ordered(shop: Shop) -> None:
    kept = (PromisedLine("water", Quantity(2000)),)
    document = CustomerOrdered(customer_id="C1", lines=kept, total=Money(200), body=msgspec.Raw(b"{}"))
    shop.store.journal.append(document, actor="-")


def with_office(shop: Shop) -> None:
    keep_membership(shop.store, Membership("https://office", "secret", "", "HQ"))


def another_shop(shop: Shop) -> None:
    """The chain has a second one, and the office tells of goods from there."""
    shop.store.journal.append(StoreSaved(id="S02", name_zh="城北店", name_en="North shop"), actor="-")
    told = TransferAnnounced(
        about="dispatched", original="K7QXMP-1", at=shop.time.at, actor="N1", author="S02", source="S02", target="S01",
        lines=(TransferLine(product_id="cola", quantity=Quantity(3000)),), transfer_id="K7QXMP-1",
    )  # fmt: skip
    shop.store.journal.append(told, actor="-")


ASKED_FOR = ways(another_shop, act("transfers"), act("ask"), scan(WATER), act("done"), newest)
ARRIVING = ways(another_shop, act("transfers"))
COUNT = ways(act("count"), act("new"), do("choose", "all"))


def oversold(shop: Shop) -> None:
    """Less than nothing, as of what two tills sold that did not hear of each other."""
    policies = {"negative_stock": "refuse"}
    shop.store.journal.append(StoreSaved(id="S01", name_zh="城南店", name_en="South", policies=policies), actor="-")
    lack = AdjustmentLine(product_id="rice", quantity=Quantity(-99_000))
    shop.store.journal.append(StockAdjusted(reason="theft", lines=(lack,)), actor="-")


TASKS: dict[str, Way] = {
    "less than nothing": ways(oversold, act("warnings"), do("choose", "negative")),
    "tasks": ways(),
    "goods received": act("receive"),
    "more of a delivery": ways(act("receive"), scan(WATER), act("rest")),
    "deliveries": ways(RECEIVED, act("receive"), act("rest"), do("choose", "receipts")),
    "a delivery": ways(RECEIVED, act("receive"), act("rest"), do("choose", "receipts"), newest),
    "put away": act("put_away"),
    "moved": act("move"),
    "where it lies": ways(act("enquiry"), scan(WATER)),
    "what other shops have": ways(with_office, act("enquiry"), scan(WATER), act("elsewhere")),
    "an invoice": ways(RECEIVED, act("receive"), act("rest"), do("choose", "receipts"), newest, act("invoice")),
    "goods written off": ways(act("adjust"), scan(COLA), do("choose", "damage")),
    "why": ways(act("adjust"), scan(COLA)),
    "goods sent back": ways(act("send_back"), scan(COLA), do("choose", "damage")),
    "returns": ways(act("send_back"), act("history")),
    "a return": ways(SENT_BACK, act("send_back"), act("history"), newest),
    "adjustments": ways(ADJUSTED, act("adjust"), act("history")),
    "an adjustment": ways(ADJUSTED, act("adjust"), act("history"), newest),
    "which batch": ways(FOUND_MILK, act("recall")),
    "a batch called back": ways(FOUND_MILK, act("recall"), do("choose", "L76")),
    "counts": act("count"),
    "what is counted": ways(act("count"), act("new")),
    "a count": COUNT,
    "counting": ways(COUNT, act("count"), scan(COLA)),
    "how many are there": ways(COUNT, act("count"), scan(COLA), do("ask_number")),
    "transfers": act("transfers"),
    "goods asked for": ways(another_shop, act("transfers"), act("ask"), scan(WATER)),
    "goods sent": ways(another_shop, act("transfers"), act("send"), scan(WATER)),
    "a request": ASKED_FOR,
    "goods that come": ways(ARRIVING, do("choose", "K7QXMP-1")),
    "goods taken in": ways(ARRIVING, do("choose", "K7QXMP-1"), act("take_in"), scan(COLA)),
    "customers' orders": ways(customer_ordered, act("pick")),
    "a customer's order": ways(customer_ordered, act("pick"), newest),
    "what to order": act("what_to_order"),
    "of a supplier": ways(act("what_to_order"), do("choose", "V1")),
    "warnings": act("warnings"),
    "goods that run out": ways(act("warnings"), do("choose", "low")),
    "what was done twice": ways(act("warnings"), do("choose", "doubles")),
    "what the stock is worth": ways(act("warnings"), act("value")),
    "orders": act("orders"),
    "suppliers": ways(act("orders"), act("new")),
    "an order written": ways(act("orders"), act("new"), do("choose", "V1"), scan(COLA)),
    "packs ordered": ways(act("orders"), act("new"), do("choose", "V1"), scan(COLA), do("ask_number")),
    "goods to order": ways(act("orders"), act("new"), do("choose", "V1"), act("find")),
    "an order": ORDERED,
    "an order's history": ways(ORDERED, do("ask_number")),
}
"""The same at a warehouse terminal, for somebody who may do all of it."""


def kinds(root: type[Flow]) -> set[type[Flow]]:
    """Every screen and sheet that there is."""
    below = {k for kind in root.__subclasses__() for k in kinds(kind)}
    return below or {root}


@pytest.mark.parametrize("code", [WATER, "天猫", "ZGU-NOBODY-NOTHING"])
@pytest.mark.parametrize("place", PLACES)
def test_a_scan_goes_where_it_belongs_or_is_refused_with_its_sound(shop: Shop, place: str, code: str) -> None:
    PLACES[place](shop)
    scanned_here(shop, code)


@pytest.mark.parametrize("code", [WATER, "天猫", "ZGU-NOBODY-NOTHING"])
@pytest.mark.parametrize("place", TASKS)
def test_so_it_does_at_a_warehouse_terminal(tmp_path: Path, place: str, code: str) -> None:
    shop = open_stockroom(tmp_path, "lee")
    TASKS[place](shop)
    scanned_here(shop, code)
    shop.close()


def scanned_here(shop: Shop, code: str) -> None:
    asked = shop.overlay
    before, said = fields(asked), words(shop)
    lines, heard = shop.counter.cart.basket.lines, len(shop.devices.signals)
    published = len(shop.views)
    shop.scan(code)
    assert len(shop.views) > published
    answers = shop.devices.signals[heard:]
    assert answers, "a scan without any sound"
    if Signal.OK not in answers and answers[0] is not Signal.ATTENTION:
        assert Signal.UNKNOWN in answers
        assert shop.counter.cart.basket.lines == lines, "refused, and in the basket all the same"
    if asked is not None and type(shop.overlay) is type(asked):
        assert fields(shop.overlay) == before, "typed into a field"
    if asked is not None:
        assert shop.counter.cart.basket.lines == lines, "goods slipped past a question that is open"
    if Signal.UNKNOWN in answers:
        assert words(shop) not in ("", said) or isinstance(shop.front, Blocked), "refused without a word"


def fields(overlay: object) -> list[Any]:
    """What has been typed, or stands ready to be accepted, in the question that is open."""
    form = [f.value for f in getattr(overlay, "fields", ())]
    return [*form, getattr(overlay, "value", None), getattr(overlay, "text", None), getattr(overlay, "picked", None)]


def words(shop: Shop) -> str:
    """What the screen says of it."""
    overlay = shop.overlay
    said = [getattr(overlay, "error", None), getattr(overlay, "detail", None), getattr(shop.body, "text", None)]
    return " ".join(str(s) for s in (*said, shop.strip if hasattr(shop.body, "strip") else "") if s)


def test_no_screen_is_forgotten_here(tmp_path: Any) -> None:
    seen: set[type[Flow]] = set()
    for number, way in enumerate(PLACES.values()):
        shop = Shop(tmp_path / f"{number}.db")
        shop.start()
        seen.add(type(shop.front))
        shop.sign_in("amy")
        seen.add(type(shop.front))
        shop.open_shift()
        way(shop)
        seen.update(type(flow) for flow in (*shop.counter.stack, *shop.counter.sheets))
        shop.close()
    for number, way in enumerate(TASKS.values()):
        (room := tmp_path / f"room{number}").mkdir()
        shop = open_stockroom(room, "lee")
        seen.add(type(shop.front))
        way(shop)
        seen.update(type(flow) for flow in (*shop.counter.stack, *shop.counter.sheets))
        shop.close()
    everything = {kind for kind in kinds(Flow) if kind.__module__.startswith("kiosk.")}
    elsewhere = {"CustomerSales", "Joining"}  # the latter in tests/flows/test_joining.py
    assert {kind.__name__ for kind in everything - seen} <= elsewhere


def test_a_basket_is_the_same_after_a_hundred_scans_that_were_refused(shop: Shop) -> None:
    shop.scan(RICE)
    shop.do("ask_quantity", 1)
    kept = msgspec.json.encode(shop.counter.cart.basket)
    for _ in range(100):
        shop.scan(COLA)
    assert msgspec.json.encode(shop.counter.cart.basket) == kept
    shop.do("answer", 2000)
    assert shop.body.lines[0].quantity == 2000
    assert shop.body.count == 2

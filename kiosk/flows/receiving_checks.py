"""What has to be asked before goods are taken in: twice the same, not on the order, too many, batch, date, price."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import BadInput, Refused
from kiosk.flows.goods_in import Goods, read_date
from kiosk.flows.sheets import ConfirmSheet, NumberSheet, TextSheet
from kiosk.flows.units import decimals_of, names_of, shown_amount
from kiosk.flows.views import ConfirmView, NumberView, TextView
from kiosk.i18n import M, Message
from kiosk.trade.costing import COST_ONE, Cost
from kiosk.trade.money import Money, divide
from kiosk.trade.quantity import ONE, format_quantity
from kiosk.trade.receiving import TWICE_MS, differs, look_at_expiry, over, sensible, short

if TYPE_CHECKING:
    from kiosk.flows.receiving import Receiving
    from kiosk.flows.receiving_draft import Came

Then = Callable[[], None]
DIFFERS = "goods.receive.differs"
_BATCH = 40


def begin(task: Receiving, goods: Goods) -> None:
    """One question after the other; at the end the goods are added."""
    code, at = task.last
    if code == goods.code and (task.counter.clock.mono() - at) * 1000 < TWICE_MS:
        task.counter.unknown()
        ask = ConfirmView(
            M("The same code twice?"),
            M("{name} was scanned a moment ago.", name=names_of(goods.product)),
            M("Add it again"),
            danger=False,
        )
        task.counter.sheet(ConfirmSheet(task.counter, ask, lambda: _on_order(task, goods)))
        return
    _on_order(task, goods)


def _on_order(task: Receiving, goods: Goods) -> None:
    if task.order is None:
        _of_supplier(task, goods)
        return
    if task.ordered(goods.product.id) is not None or task.unloading.came(goods.product.id):
        _batch(task, goods)
        return
    task.counter.unknown()
    _agree(task, M("{name} is not on this order", name=names_of(goods.product)), lambda: _batch(task, goods))


def _of_supplier(task: Receiving, goods: Goods) -> None:
    """Goods that others sell to this shop, and the sender of this delivery does not."""
    suppliers, sender = task.counter.store.suppliers, task.unloading.head.supplier_id
    sold_by = {terms.supplier_id for terms in suppliers.of_product(goods.product.id)} if sender else set()
    if not sold_by or sender in sold_by or task.unloading.came(goods.product.id):
        _batch(task, goods)
        return
    task.counter.unknown()
    _agree(task, M("{name} is not sold by this supplier", name=names_of(goods.product)), lambda: _batch(task, goods))


def _batch(task: Receiving, goods: Goods) -> None:
    if goods.one_piece and _is_here(task, goods):
        raise Refused(M("{name} number {serial} is here already.", name=names_of(goods.product), serial=goods.batch))
    if not goods.product.tracks_batches or goods.batch:
        _expiry(task, goods)
        return

    def typed(text: str) -> None:
        if not text or len(text) > _BATCH:
            raise BadInput(M("Type the batch as it is printed on the goods."))
        _expiry(task, replace(goods, batch=text))

    title = M("Batch of {name}?", name=names_of(goods.product))
    task.counter.sheet(TextSheet(task.counter, TextView(title), typed, scans=True))


def _is_here(task: Receiving, goods: Goods) -> bool:
    """A piece comes once: it is in this delivery, or in the shop."""
    unloaded = any(x.product_id == goods.product.id and x.batch == goods.batch for x in task.unloading.lines.values())
    kept = task.counter.store.stockroom.where(goods.product.id)
    return unloaded or any(row.batch == goods.batch and row.quantity > 0 for row in kept)


def _expiry(task: Receiving, goods: Goods) -> None:
    if goods.expiry or goods.one_piece or not goods.product.tracks_batches:
        _date(task, goods)
        return
    ask = NumberView(
        M("When does {name} expire?", name=names_of(goods.product)),
        "code",
        detail=M("Year, month, day: 270131. 0 if it has no date."),
    )
    task.counter.sheet(
        NumberSheet(
            task.counter,
            ask,
            lambda _n: None,
            then_text=lambda text: _date(task, replace(goods, expiry=read_date(text))),
        )
    )


def _date(task: Receiving, goods: Goods) -> None:
    if not goods.expiry:
        _amount(task, goods)
        return
    days = task.counter.store.settings.limits().near_expiry_days
    said = look_at_expiry(goods.expiry, task.counter.clock.today().isoformat(), days)
    name = names_of(goods.product)
    if said == "absurd":
        raise BadInput(M("The date {date} can't be right.", date=goods.expiry))
    if said == "past":
        task.counter.unknown()
        _agree(task, M("{name} expired on {date}", name=name, date=goods.expiry), lambda: _amount(task, goods))
        return
    _amount(task, goods)
    if said == "near" and not task.counter.sheets:
        task.tell(M("{name} expires soon: {date}.", name=name, date=goods.expiry), "warn")


def _amount(task: Receiving, goods: Goods) -> None:
    if goods.quantity:
        _not_too_many(task, goods)
        return

    def typed(quantity: int) -> None:
        if quantity <= 0:
            raise BadInput(M("Type a weight above zero."))
        _not_too_many(task, replace(goods, quantity=quantity))

    ask = NumberView(
        M("How much of {name} came?", name=names_of(goods.product)), "quantity", decimals_of(goods.product.unit)
    )
    task.counter.sheet(NumberSheet(task.counter, ask, typed))


def _not_too_many(task: Receiving, goods: Goods) -> None:
    _within_order(task, goods.product.id, task.unloading.came(goods.product.id) + goods.quantity, task_add(task, goods))


def task_add(task: Receiving, goods: Goods) -> Then:
    """Adding the goods, as what is done at last."""
    return lambda: task.add(goods)


def _within_order(task: Receiving, product_id: str, came: int, then: Then) -> None:
    """More than was ordered, and a little, is somebody's decision; once it was made it is not asked again."""
    amounts = task.ordered(product_id)
    tolerance = task.counter.store.settings.limits().receipt_tolerance
    before = task.unloading.came(product_id)
    if amounts is None or not over(amounts[0], amounts[1] + came, tolerance):
        then()
        return
    if over(amounts[0], amounts[1] + before, tolerance):
        then()
        task.tell(M("More has come than was ordered."), "warn")
        return
    product = task.product(product_id)
    assert product is not None
    places = decimals_of(product.unit)
    text = M(
        "{name}: {count} come, {ordered} ordered",
        name=names_of(product), count=format_quantity(amounts[1] + came, places),
        ordered=format_quantity(amounts[0], places),
    )  # fmt: skip
    task.counter.unknown()
    _agree(task, text, then)


def _agree(task: Receiving, text: Message, then: Then) -> None:
    """Who may decides at once, and sees it in amber; for whoever may not, somebody who may."""

    def decided(approvals: tuple[object, ...]) -> None:
        task.agreed(approvals)  # type: ignore[arg-type]
        then()
        if not task.counter.sheets:
            task.tell(text, "warn")

    task.counter.with_permission(DIFFERS, text, decided)


def recount(task: Receiving, line: Came, quantity: int) -> None:
    """The number was typed in place of scanning one by one."""
    product = task.product(line.product_id)
    if not sensible(quantity):
        raise BadInput(M("So much can't have come. Check the quantity."))
    if product is not None and quantity % ONE and not decimals_of(product.unit):
        raise BadInput(M("This is counted in whole pieces only."))
    came = task.unloading.came(line.product_id) - line.quantity + quantity
    _within_order(task, line.product_id, came, lambda: task.set_quantity(line, quantity))


def ask_price(task: Receiving) -> None:
    """The supplier's paper says another price than the order: somebody agrees, or it stays."""
    line, product = task.in_hand()
    pack = next((int(x.pack) for x in task.order.lines if x.product_id == product.id), 1000) if task.order else 1000
    expected = task.price_of(product)
    now = line.price if line.price is not None else expected
    start = None if now is None else divide(now * pack, COST_ONE * ONE)
    count = format_quantity(pack, decimals_of(product.unit))
    ask = NumberView(
        M("What do {count} of {name} cost by the supplier's paper?", count=count, name=names_of(product)),
        "amount",
        task.counter.settings.currency.exponent,
        start,
    )

    def billed(amount: int) -> None:
        price = divide(amount * COST_ONE * ONE, pack)

        def taken() -> None:
            task.unloading.put(replace(line, price=price))
            task.good()

        if differs(None if expected is None else Cost(expected), Cost(price)):
            was = shown_amount(task.counter, divide((expected or 0) * pack, COST_ONE * ONE))
            text = M(
                "{name}: {price} in place of {ordered}",
                name=names_of(product), price=shown_amount(task.counter, Money(amount)), ordered=was,
            )  # fmt: skip
            _agree(task, text, taken)
        else:
            taken()

    task.counter.sheet(NumberSheet(task.counter, ask, billed))


def finish(task: Receiving, seen: dict[str, int], *, short_is_known: bool = False) -> None:
    """Before all is taken in: did somebody else take the same in meanwhile, and does something not come?

    seen: what the keeper knows to have come of the order. Asked anew after each answer: it may lie for minutes.
    """
    head = task.unloading.head
    order = task.counter.store.purchases.order(head.order_id) if head.order_id else None
    if order is None:
        task.post({})
        return
    now = {x.product_id: int(x.received) for x in order.lines}
    if now != seen:
        ask = ConfirmView(
            M("Is this the same delivery?"),
            M("Somebody took in goods of order {order} while you were unloading.", order=order.head.id),
            M("Take it in too"),
        )
        task.counter.sheet(ConfirmSheet(task.counter, ask, lambda: finish(task, now, short_is_known=True)))
        return
    tolerance = task.counter.store.settings.limits().receipt_tolerance
    missing = [x for x in order.lines if short(x.quantity, x.received + task.unloading.came(x.product_id), tolerance)]
    if missing and not short_is_known:
        ask = ConfirmView(
            M("Not all has come"),
            M("{count} rows of the order are short. What is missing stays on order.", count=len(missing)),
            M("Take in what came"),
            danger=False,
        )
        task.counter.sheet(ConfirmSheet(task.counter, ask, lambda: finish(task, seen, short_is_known=True)))
        return
    task.post(now)

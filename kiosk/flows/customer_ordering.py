"""A basket becomes a customer's order: for whom, for which day, with which deposit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from kiosk.exc import BadInput, Refused
from kiosk.flows import papers
from kiosk.flows.goods_in import read_date
from kiosk.flows.paper_promises import order_slip
from kiosk.flows.sale_policies import goods_of_basket
from kiosk.flows.sheets import ChoiceSheet, NumberSheet
from kiosk.flows.tenders import ICONS, tender_name
from kiosk.flows.units import names_of, shown_amount
from kiosk.flows.views import ChoiceView, NumberView, Option
from kiosk.i18n import M, Text, plain
from kiosk.store.documents import Approval, CustomerPaid
from kiosk.store.documents_promises import CustomerOrdered, PromisedLine
from kiosk.trade.edits import set_customer
from kiosk.trade.goods import Customer
from kiosk.trade.money import Money
from kiosk.trade.promising import Arrival, Promise, promise
from kiosk.trade.quantity import Quantity

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.entry import Entry

WAYS = ("cash", "card", "wechat", "alipay")


def place(counter: Counter) -> None:
    """Ask what must be known, then book it. Raises Refused for a basket that is none to be ordered."""
    basket = counter.cart.basket
    if counter.shift is None:
        raise Refused(M("Open a shift first."))
    if counter.cart.empty:
        raise Refused(M("The basket is empty. Scan to begin."))
    if any(line.returned for line in basket.lines) or basket.order_id:
        raise Refused(M("Goods that are taken back or collected can't be ordered."))
    if basket.customer is not None:
        _ask_day(counter, basket.customer)
        return
    from kiosk.flows.customers import Customers

    def chosen(customer: Customer | None) -> None:
        if customer is not None:
            counter.cart.change(set_customer(counter.cart.basket, customer))
            _ask_day(counter, customer)

    counter.enter(Customers(counter, chosen))


def earliest(counter: Counter) -> tuple[Text, Promise]:
    """For the whole basket: the goods that come last, and when."""
    store, today = counter.store, counter.clock.today()
    leads = {s.id: s.lead_days for s in store.suppliers.all()}
    found: list[tuple[Text, Promise]] = []
    names = {line.product.id: names_of(line.product) for line in counter.cart.basket.lines}
    for product, wanted in goods_of_basket(counter.cart.basket).items():
        free = store.stock.level(product).on_hand - store.promises.kept(product)
        coming = [
            Arrival(date.fromisoformat(c.expected), c.quantity) for c in store.purchases.coming(product) if c.expected
        ]
        sellers = [leads[t.supplier_id] for t in store.suppliers.of_product(product) if t.supplier_id in leads]
        known = store.catalogue.product(product)
        name = names.get(product) or (names_of(known) if known else names[next(iter(names))])
        found.append((name, promise(free, wanted, coming, today, min(sellers, default=None))))
    return max(found, key=lambda f: f[1].day or date.max)


def _ask_day(counter: Counter, customer: Customer) -> None:
    name, said = earliest(counter)
    why = M("{name}: {why}", name=name, why=said.why)
    options = [Option("other", M("Another day"), icon="pencil"), Option("none", M("No day is promised"))]
    if said.day is not None:
        options.insert(0, Option(said.day.isoformat(), plain(said.day.isoformat()), icon="check"))

    def chosen(day: str) -> None:
        if day == "other":
            _type_day(counter, customer)
        else:
            _ask_deposit(counter, customer, "" if day == "none" else day)

    counter.sheet(ChoiceSheet(counter, ChoiceView(M("Promised for which day?"), tuple(options), why), chosen))


def _type_day(counter: Counter, customer: Customer) -> None:
    ask = NumberView(
        M("Promised for which day?"), "code", detail=M("Type year, month and day: 270131 is 31 January 2027.")
    )

    def typed(text: str) -> None:
        day = read_date(text)
        if not counter.clock.today().isoformat() <= day:
            raise BadInput(M("This day is over."))
        _ask_deposit(counter, customer, day)

    counter.sheet(NumberSheet(counter, ask, lambda _n: None, then_text=typed))


def _ask_deposit(counter: Counter, customer: Customer, day: str) -> None:
    total = counter.cart.priced.total
    exponent = counter.settings.currency.exponent
    ask = NumberView(
        M("Deposit?"), "amount", exponent, 0,
        M("The order comes to {amount}. 0 for none.", amount=shown_amount(counter, total)), quick=(total // 2, total),
    )  # fmt: skip

    def typed(amount: int) -> None:
        if not 0 <= amount <= total:
            most = shown_amount(counter, total)
            raise BadInput(M("Type an amount of at most {most}.", most=most))
        if amount == 0:
            _ask_leave(counter, customer, day, 0, "")
            return
        options = tuple(Option(way, tender_name(way), icon=ICONS[way]) for way in WAYS)
        view = ChoiceView(M("How is the deposit of {amount} paid?", amount=shown_amount(counter, amount)), options)
        counter.sheet(ChoiceSheet(counter, view, lambda way: _ask_leave(counter, customer, day, amount, way)))

    counter.sheet(NumberSheet(counter, ask, typed))


def _ask_leave(counter: Counter, customer: Customer, day: str, deposit: int, way: str) -> None:
    detail = M(
        "Order of {name} for {amount}", name=customer.name, amount=shown_amount(counter, counter.cart.priced.total)
    )
    counter.with_permission(
        "customer.order", detail, lambda approvals: _book(counter, customer, day, Money(deposit), way, approvals)
    )


def _book(
    counter: Counter, customer: Customer, day: str, deposit: Money, way: str, approvals: tuple[Approval, ...]
) -> None:
    """Order, deposit, slip and the emptied counter, in one transaction."""
    shift, cart, store = counter.shift, counter.cart, counter.store
    assert shift is not None
    lines = tuple(PromisedLine(p, Quantity(q)) for p, q in goods_of_basket(cart.basket).items())
    document = CustomerOrdered(
        customer_id=customer.id, lines=lines, total=cart.priced.total, promised=day, deposit=deposit,
        note=cart.basket.note, body=msgspec.Raw(msgspec.json.encode(cart.basket)),
    )  # fmt: skip
    priced = cart.priced

    def slip(entry: Entry) -> list[tuple[str, bytes]]:
        paper = order_slip(counter, document, priced, customer, entry.id, entry.at)
        return [papers.job(M("Customer's order"), paper)]

    with store.book.transaction():
        entry = store.journal.append(document, actor=counter.actor, jobs=slip)
        if deposit:
            paid = CustomerPaid(
                shift_id=shift.id, terminal=shift.terminal, customer_id=customer.id, amount=deposit, tender=way,
                reference=entry.id,
            )  # fmt: skip
            store.journal.append(paid, actor=counter.actor)
        store.baskets.clear()
    if approvals:
        counter.audit("customer.order", {"customer": customer.name}, amount=document.total, approvals=approvals)
    cart.begin()
    if way == "cash":
        counter.open_drawer()
    counter.printing.kick()
    counter.ok()
    home = counter.stack[0]
    if counter.front is not home:
        counter.leave(counter.stack[1])
    home.entered()
    home.tell(M("Ordered for {name}: {number}.", name=customer.name, number=entry.id), "ok")

"""Small papers: cash in and out, a customer's payment, a basket put aside, a shelf label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.paper_parts import Words, heading, signature
from kiosk.flows.paper_receipt import TENDERS
from kiosk.flows.units import names_of, unit_name
from kiosk.hw.paper import Barcode, Blank, Item, Pair, Paper, Rule, Text
from kiosk.i18n import M, Message
from kiosk.store.documents import BasketSuspended, CashMoved, CustomerPaid
from kiosk.trade.barcodes import check_digit
from kiosk.trade.goods import Customer, Product
from kiosk.trade.money import format_money

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


def cash_slip(counter: Counter, moved: CashMoved, reason: Message, entry_id: str, at: int) -> Paper:
    """For the drawer, to be signed: money in or out and why."""
    language = counter.settings.paper_language
    title = M("CASH IN") if moved.amount > 0 else M("CASH OUT")
    items = _top(counter, title, at, brief=True)
    items += [
        Pair(reason.in_(language), _money(counter, abs(moved.amount)), bold=True, size="tall"),
        *([Text(moved.note)] if moved.note else []),
        Blank(2),
        signature(Words.of(counter.settings)),
        Blank(),
        Barcode(entry_id),
    ]
    return Paper(language, tuple(items))


def payment_slip(counter: Counter, paid: CustomerPaid, customer: Customer, entry_id: str, at: int) -> Paper:
    """For a customer who paid what he owed."""
    language = counter.settings.paper_language
    items = _top(counter, M("PAYMENT RECEIVED"), at)
    items += [
        Pair(M("Customer").in_(language), customer.name),
        Pair(
            (TENDERS.get(paid.tender) or M("Other")).in_(language), _money(counter, paid.amount), bold=True, size="tall"
        ),
        Pair(M("Still owed").in_(language), _money(counter, customer.balance - paid.amount)),
        Blank(),
        Barcode(entry_id),
    ]
    return Paper(language, tuple(items))


def suspended_slip(counter: Counter, basket: BasketSuspended, entry_id: str, at: int) -> Paper:
    """Goes with goods put aside: its code brings the basket back."""
    language = counter.settings.paper_language
    items = _top(counter, M("PUT ASIDE"), at, brief=True)
    items += [
        Text(basket.label, bold=True, size="tall"),
        Pair(M("Items").in_(language), str(basket.count)),
        Pair(M("Total").in_(language), _money(counter, basket.total), bold=True),
        Blank(),
        Barcode(entry_id),
        Text(M("Not a receipt. Not paid.").in_(language), align="center"),
    ]
    return Paper(language, tuple(items))


def shelf_label(counter: Counter, product: Product) -> Paper:
    """Name, price, unit and code, to cut out and put on the shelf."""
    language = counter.settings.paper_language
    price = _money(counter, product.price) if product.price is not None else "—"
    per = f" / {unit_name(product.unit).in_(language)}"
    code = next((c.code for c in counter.store.catalogue.barcodes(product.id)), "")
    items: list[Item] = [Text(names_of(product).in_(language), bold=True, size="tall")]
    if product.name_zh and product.name_en:
        items.append(Text(product.name_en if language.startswith("zh") else product.name_zh))
    items.append(Text(price + per, align="right", bold=True, size="double"))
    if code:
        items.append(_bars(code))
    return Paper(language, tuple(items))


def label_strip(counter: Counter, product: Product, count: int) -> Paper:
    """The same label so many times, a line to cut along between two."""
    one = shelf_label(counter, product)
    items = list(one.items)
    for _ in range(count - 1):
        items += [Blank(), Rule(), *one.items]
    return Paper(one.language, tuple(items))


def place_label(counter: Counter, place: str) -> Paper:
    """A bin's or shelf's code, to stick on it."""
    return Paper(
        counter.settings.paper_language,
        (Text(place, align="center", bold=True, size="double"), Barcode(f"ZGL-{place}")),
    )


def badge_slip(counter: Counter, name: str, code: str) -> Paper:
    """A user's badge, to cut out: who scans it is signed in."""
    return Paper(
        counter.settings.paper_language,
        (Text(name, align="center", bold=True, size="double"), Blank(), Barcode(code, readable=False), Blank(), Rule()),
    )


def _bars(code: str) -> Barcode:
    ean = code[-13:] if len(code) == 14 and code.startswith("0") else code
    if len(ean) == 13 and ean.isdigit() and check_digit(ean[:-1]) == int(ean[-1]):
        return Barcode(ean, "ean13")
    return Barcode(code)


def _top(counter: Counter, title: Message, at: int, *, brief: bool = False) -> list[Item]:
    from kiosk.flows.papers import local_time

    language = counter.settings.paper_language
    user = counter.user.name if counter.user else counter.actor
    items = heading(counter.store.settings.store(), counter.settings, language, brief=brief)
    items += [
        Blank(),
        Text(title.in_(language), align="center", bold=True, size="tall"),
        Rule(),
        Pair(local_time(counter, at), f"{counter.settings.terminal}  {user}"),
        Rule(),
    ]
    return items


def _money(counter: Counter, amount: int) -> str:
    return format_money(amount, counter.settings.currency, symbol=True)

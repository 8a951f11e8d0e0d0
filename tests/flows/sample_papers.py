"""One paper of each kind, with long names and large amounts, as a shop would print it."""

from __future__ import annotations

from typing import Any

from kiosk.flows.paper_receipt import receipt
from kiosk.flows.paper_reports import shift_report_paper
from kiosk.flows.ports import Settings
from kiosk.hw.paper import Paper
from kiosk.i18n import Names
from kiosk.store.documents import SaleCompleted, SaleLine, StoreSaved, TenderLine
from kiosk.store.records import NamedSum, Shift, ShiftReport, TenderSum
from kiosk.trade.goods import Customer
from kiosk.trade.money import Money, Rate
from kiosk.trade.priced import Saving, TaxTotal
from kiosk.trade.quantity import Quantity

STORE = StoreSaved(
    id="S01", name_zh="城南便利店", name_en="South Street Shop", address="上海市徐汇区漕溪北路 88 号 1 层",
    phone="021-5555 0101", tax_number="91310104MA1FR0000X",
)  # fmt: skip
VAT = TaxTotal("V13", "增值税13%", "VAT 13%", Rate(130_000), Money(2460), Money(320))
FREE = TaxTotal("V0", "免税", "No VAT", Rate(0), Money(986), Money(0))
CUSTOMER = Customer("C1", "张伟", points=500)


def line(number: int, zh: str, en: str, quantity: int, price: int, gross: int, **more: Any) -> SaleLine:
    """A line whose total is what its price says."""
    savings: tuple[Saving, ...] = more.get("savings", ())
    total = gross - sum(s.amount for s in savings) - more.get("discount", 0)
    fields: dict[str, Any] = {"unit": "pcs", "tax_id": "V13", "tax": Money(0), "total": Money(total)} | more
    return SaleLine(
        number=number, product_id=str(number), name_zh=zh, name_en=en, quantity=Quantity(quantity),
        unit_price=Money(price), gross=Money(gross), **fields,
    )  # fmt: skip


def sale(lines: tuple[SaleLine, ...], *tenders: TenderLine, **more: Any) -> SaleCompleted:
    """Σ lines = total."""
    fields: dict[str, Any] = {"taxes": (VAT,)} | more
    total = Money(sum(x.total for x in lines))
    return SaleCompleted(
        basket_id="B", shift_id="K7QXMP-402", terminal="T1", lines=lines, tenders=tenders, total=total, **fields
    )


def paid(tender: str, amount: int, given: int = 0, reference: str = "") -> TenderLine:
    return TenderLine(tender=tender, amount=Money(amount), given=Money(given), reference=reference)


WATER = line(1, "农夫山泉饮用天然水 550ml", "Nongfu Spring Water 550 ml", 3000, 200, 600)
NOODLES = line(2, "康师傅红烧牛肉面五连包", "Braised Beef Noodles, pack of five", 1000, 1480, 1480)
BANANAS = line(3, "香蕉", "Bananas", 1235, 798, 986, unit="kg", tax_id="V0")
FREE_ONE = Saving("W", "买二送一", "3rd free", Money(200))
TEN_OFF = Saving("M", "全场满100减10", "10 off 100", Money(1000))
COLA_BACK = line(1, "可口可乐 330ml", "Coca-Cola 330 ml", -2000, 350, -700, of_sale="K7QXMP-41", of_line=2)

PLAIN = sale((WATER, NOODLES), paid("cash", 2080, 5000), change=Money(2920))
REDUCED = sale(
    (
        line(1, "农夫山泉", "Water", 3000, 200, 600, savings=(FREE_ONE,)),
        line(2, "有机东北五常大米礼盒装", "Organic rice from Wuchang, gift box", 1000, 12800, 12800,
             savings=(TEN_OFF,), discount=Money(640), note="Ring the bell"),
        BANANAS,
        line(4, "牛奶", "Milk 1 L", 2000, 600, 1200, batch="L2311", expiry="2027-05-01"),
    ),
    paid("wechat", 10000, reference="4200001234567890123456789012"), paid("cash", 3750, 4000),
    rounding=Money(4), change=Money(250), customer_id="C1", points=137, note="Deliver after five", taxes=(VAT, FREE),
)  # fmt: skip
RETURN = sale((COLA_BACK,), paid("cash", -700))
EXCHANGE = sale((COLA_BACK, BANANAS), paid("cash", 290, 500), rounding=Money(4), change=Money(210))
UNDONE = sale((COLA_BACK,), paid("alipay", -700, reference="2026112322001"), undoes="K7QXMP-41")
TAX_ADDED = sale(
    (line(1, "打印机硒鼓", "Toner", 1000, 10000, 10000, tax_id="A", tax=Money(888), total=Money(10888)),),
    paid("card", 10888),
    taxes=(TaxTotal("A", "销售税", "Sales tax", Rate(88_750), Money(10000), Money(888)),),
)
ON_ACCOUNT = sale((WATER,), paid("account", 600, reference="C1"), customer_id="C1")
LARGE = sale((line(1, "金条", "Gold bar", 1000, 9_999_999_99, 9_999_999_99),), paid("card", 9_999_999_99))

OPEN = Shift("K7QXMP-402", "T1", "AMY", 0, Money(50000))
CLOSED = Shift("K7QXMP-402", "T1", "AMY", 0, Money(50000), 1, Money(576_085), Money(-150))


def report(shift: Shift = CLOSED, **more: Any) -> ShiftReport:
    """Figures that add up: turnover = tenders, and float + cash + … = expected."""
    fields: dict[str, Any] = {
        "sales_count": 148, "sales": 1_234_567, "returns_count": 3, "returns": -12_300, "undone_count": 1,
        "savings": 4500, "discounts": 2300, "rounding": -12,
        "tenders": (TenderSum("cash", 80, Money(532_235)), TenderSum("wechat", 51, Money(690_020))),
        "taxes": (NamedSum("V13", "增值税13%", "VAT 13%", 140, Money(142_028), Money(1_080_239)),
                  NamedSum("V0", "免税", "No VAT", 8, Money(0), Money(12_300))),
        "categories": (NamedSum("d", "饮料", "Drinks", 300, Money(410_045)),
                       NamedSum("", "", "", 100, Money(812_222))),
        "cash_in": 10_000, "cash_out": -20_000, "customer_payments": 5000, "no_sale_openings": 2, "voided_lines": 7,
        "reprints": 1, "expected": 576_235,
        "customer_tenders": (TenderSum("cash", 1, Money(4000)), TenderSum("card", 1, Money(1000))),
    } | more  # fmt: skip
    return ShiftReport(shift=shift, **fields)


def settings(language: str = "en", columns: int = 48) -> Settings:
    return Settings(store_names=Names("城南店", "South"), paper_language=language, columns=columns)


def receipt_of(document: SaleCompleted, language: str = "en", copy: int = 0, *, training: bool = False) -> Paper:
    customer = CUSTOMER if document.customer_id else None
    return receipt(
        document, entry_id="K7QXMP-412", when="2026-11-23 14:32", cashier="王芳", store=STORE,
        settings=settings(language), customer=customer, copy=copy, training=training,
    )  # fmt: skip


def report_of(figures: ShiftReport, language: str = "en", *, drawer: bool = True, copy: int = 0) -> Paper:
    closed = "2026-11-23 22:05" if figures.shift.closed_at is not None else ""
    return shift_report_paper(
        figures, opened="2026-11-23 07:58", closed=closed, now="2026-11-23 22:06", cashier="王芳", store=STORE,
        settings=settings(language), drawer=drawer, copy=copy,
    )  # fmt: skip


RECEIPTS = {
    "plain": PLAIN, "reduced": REDUCED, "return": RETURN, "exchange": EXCHANGE, "undone": UNDONE,
    "tax added": TAX_ADDED, "on account": ON_ACCOUNT, "large": LARGE,
}  # fmt: skip


def papers(language: str) -> dict[str, Paper]:
    """All that need no store."""
    return {name: receipt_of(document, language) for name, document in RECEIPTS.items()} | {
        "copy": receipt_of(PLAIN, language, 2),
        "training": receipt_of(PLAIN, language, training=True),
        "x": report_of(report(OPEN), language),
        "blind x": report_of(report(OPEN), language, drawer=False),
        "z": report_of(report(), language),
    }

"""Sheets that ask one thing."""

from __future__ import annotations

from kiosk.flows.dialling import WORDS
from kiosk.flows.views import (
    Action,
    ApprovalView,
    ChoiceView,
    ConfirmView,
    DialView,
    Field,
    FormView,
    NumberView,
    Option,
    TextView,
)
from kiosk.i18n import M, Names, below_each_other, plain
from kiosk.screens.gallery.shop import PEOPLE

COLA = Names("可乐 330ml 罐装", "Cola 330 ml can")


def quantity() -> NumberView:
    """How many."""
    return NumberView(M("Quantity"), "quantity", 0, 2000, COLA)


def weight() -> NumberView:
    """How heavy."""
    title = M("Weight of {name}", name=Names("香蕉", "Bananas"))
    return NumberView(title, "quantity", 3, 1235, M("From the scale"), measured=True)


def cash() -> NumberView:
    """What was handed over."""
    return NumberView(M("Cash received"), "amount", 2, 4840, quick=(4840, 5000, 6000, 10000))


def discount() -> NumberView:
    """A share, or else an amount."""
    toggle = Action("toggle", M("Type an amount"), "swap")
    return NumberView(M("Discount"), "percent", 2, quick=(50_000, 100_000, 200_000), toggle=toggle)


def voucher() -> TextView:
    """A voucher's number, wrong the first time."""
    return TextView(M("Scan the voucher, or type its number"), "", error=M("This voucher was taken already."))


def price_error() -> NumberView:
    """A price that is too high."""
    return NumberView(M("New price"), "amount", 2, 300, COLA, M("That price is too high."))


def confirm_off() -> ConfirmView:
    """Switching off in the middle of the day."""
    lines = (
        M("The shift stays open."),
        M("The basket comes back with its {count} lines.", count=4),
        M("{count} papers are printed afterwards.", count=2),
        M("{count} entries are sent to the office afterwards.", count=17),
    )
    return ConfirmView(M("This is open now"), below_each_other(lines), M("Switch off"))


def wifi_password() -> TextView:
    """Of a network, too short the first time."""
    said = M("A Wi-Fi password has 8 to 63 characters.")
    return TextView(M("Password of {name}", name=plain("TP-LINK_4C21")), "", error=said)


def brightness() -> DialView:
    """The screen's light, turned down."""
    words = WORDS["brightness"]
    return DialView(words.name, 60, words.steps, words.less, words.more, words.icon)


def volume() -> DialView:
    """As loud as it can be."""
    words = WORDS["volume"]
    return DialView(words.name, 100, words.steps, words.less, words.more, words.icon)


def note() -> TextView:
    """A remark."""
    suggestions = (M("Damaged packaging"), M("Regular customer"), M("Other"))
    return TextView(M("Note"), "", suggestions)


def reason() -> ChoiceView:
    """What for."""
    return ChoiceView(
        M("Cash out"),
        (
            Option("bank", M("To the bank or safe")),
            Option("supplier", M("Supplier paid in cash")),
            Option("expense", M("Expense")),
            Option("correction", M("Correction")),
            Option("other", M("Other")),
        ),
    )


def confirm_void() -> ConfirmView:
    """The whole basket."""
    detail = M("{count} items, {amount}", count=8, amount="¥48.44")
    return ConfirmView(M("Void the whole sale?"), detail, M("Void {count} items", count=8))


def confirm() -> ConfirmView:
    """A card, taken on a terminal of its own."""
    return ConfirmView(
        M("Card: {amount}", amount="¥48.44"),
        M("Take it on the card terminal. Did it say that it was approved?"),
        M("Paid by card"),
        False,
    )


def approval() -> ApprovalView:
    """Who agrees."""
    detail = M("{amount} off: {reason}", amount="¥20.00", reason=M("Damaged packaging"))
    return ApprovalView(M("Another user must approve"), detail, (PEOPLE[1], PEOPLE[5]))


def approval_pin() -> ApprovalView:
    """His PIN, wrong the first time."""
    detail = M("Throw away {label}, {amount}", label="2", amount="¥1234.56")
    return ApprovalView(M("Another user must approve"), detail, (PEOPLE[1], PEOPLE[5]), "u2", M("Wrong PIN."), 5)


def new_product() -> FormView:
    """A code that nothing was known about."""
    taxes = (
        Option("vat13", Names("增值税 13%", "VAT 13 %")),
        Option("vat9", Names("增值税 9%", "VAT 9 %")),
        Option("none", Names("免税", "Exempt")),
    )
    units = tuple(Option(i, Names(zh, i)) for i, zh in (("pcs", "件"), ("bottle", "瓶"), ("box", "盒"), ("kg", "千克")))
    kinds = tuple(Option(i, Names(zh, en)) for i, zh, en in (("d", "饮料", "Drinks"), ("f", "生鲜", "Fresh")))
    return FormView(
        M("New product"),
        (
            Field("name", M("Name"), "text", "", required=True),
            Field("price", M("Price"), "amount", "1o", error=M("Type an amount like {example}.", example="12.50"),
                  required=True),
            Field("unit", M("Unit"), "choice", "pcs", units),
            Field("tax", M("Tax"), "choice", "vat13", taxes, required=True),
            Field("category", M("Category"), "choice", "", kinds),
        ),
        M("Save and sell"),
        plain("6901234567892"),
    )  # fmt: skip


def new_customer() -> FormView:
    """Somebody who was not here before."""
    return FormView(
        M("New customer"),
        (
            Field("name", M("Name"), "text", "赵丽颖", required=True),
            Field("phone", M("Phone"), "phone", "138"),
            Field("code", M("Card"), "text", ""),
        ),
        M("Save"),
    )

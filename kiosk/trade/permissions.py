"""Who may do what: permissions are named actions, roles are sets of them with limits.

An action that a role lacks can still be done on the spot, when somebody who holds it agrees (maker–checker).
"""

from __future__ import annotations

import msgspec

from kiosk.exc import NeedsApproval
from kiosk.i18n import M, Message, plain
from kiosk.trade.money import Money, Rate

PERMISSIONS: dict[str, Message] = {
    "sale.sell": M("Sell"),
    "sale.line.void": M("Remove a line"),
    "sale.basket.void": M("Void a whole sale"),
    "sale.discount": M("Give a discount within one's limit"),
    "sale.discount.over_limit": M("Give a discount over the limit"),
    "sale.price.override": M("Change the price of a line"),
    "sale.refund": M("Return goods with the receipt"),
    "sale.refund.no_receipt": M("Return goods without receipt"),
    "sale.undo": M("Reverse a closed sale"),
    "sale.suspend": M("Put a basket aside and recall it"),
    "sale.suspended.discard": M("Throw away a basket put aside"),
    "sale.account": M("Sell on account"),
    "sale.account.over_limit": M("Sell on account over the credit limit"),
    "sale.negative_stock": M("Sell what is not in stock"),
    "sale.expired": M("Sell goods past their date"),
    "product.create": M("Make a new product"),
    "product.price": M("Change a price"),
    "product.cost": M("See cost and margin"),
    "customer.create": M("Make a new customer"),
    "customer.order": M("Take customers' orders"),
    "sale.reserved": M("Sell what is kept for a customer"),
    "customer.payment": M("Take a customer's payment"),
    "shift.open": M("Open a shift"),
    "shift.close": M("Close one's own shift"),
    "shift.close.other": M("Close another's shift, or one that differs"),
    "shift.report": M("See shift reports"),
    "cash.move": M("Put cash in or take it out"),
    "drawer.open": M("Open the drawer without a sale"),
    "receipt.reprint": M("Print a receipt again"),
    "audit.view": M("See the audit trail"),
    "status.view": M("See devices and status"),
    "goods.receive": M("Take goods in"),
    "goods.receive.differs": M("Take goods in that differ from their order"),
    "goods.return": M("Send goods back to suppliers"),
    "goods.return.unknown": M("Send back more than a supplier delivered"),
    "stock.place": M("Put goods away and move them"),
    "stock.adjust": M("Adjust stock"),
    "stock.adjust.approve": M("Approve an adjustment of stock"),
    "stock.count": M("Count stock"),
    "stock.count.approve": M("Approve a count of stock"),
    "stock.recall": M("See who bought a batch"),
    "transfer.request": M("Ask other shops for goods"),
    "transfer.dispatch": M("Send goods to other shops"),
    "transfer.receive": M("Take in goods of other shops"),
    "transfer.differs": M("Explain what is missing of a transfer"),
    "order.create": M("Order from suppliers"),
    "order.approve": M("Approve an order"),
    "supplier.change": M("Change suppliers and what they sell"),
    "settings.change": M("Change settings"),
    "training": M("Practise"),
}
"""Every action that needs leave, and what it is in words."""

_EVENTS: dict[str, Message] = {
    "signin.failed": M("Wrong PIN"),
    "signin.succeeded": M("Signed in"),
    "approval.failed": M("Wrong PIN for an approval"),
    "sale.line.restored": M("Removed line brought back"),
    "sale.tender.removed": M("Payment removed"),
    "shift.over_short": M("Drawer over or short"),
    "shift.counted": M("Drawer counted, differs"),
    "receipt.reprinted": M("Receipt printed again"),
    "report.printed": M("Report printed again"),
    "print.dropped": M("Paper not printed"),
    "drawer.tried": M("Drawer tried"),
    "catalogue.imported": M("Products imported"),
    "training.started": M("Training begun"),
    "update.tried": M("Update tried"),
    "update.asked": M("Update asked for"),
    "office.joining": M("Head office joined"),
    "people.changed": M("Who works here"),
    "terminal.restart": M("Till restarted"),
    "wifi.joined": M("Wi-Fi network chosen"),
    "terminal.off": M("Till switched off"),
}


class Role(msgspec.Struct, frozen=True):
    """A set of permissions with limits.

    discount_limit: the largest manual discount this role gives alone. refund_limit: the largest refund, minor units;
    None is any.
    """

    id: str
    name_zh: str
    name_en: str
    permissions: frozenset[str]
    discount_limit: Rate = Rate(0)
    refund_limit: Money | None = None


_CASHIER = frozenset(
    ("sale.sell", "sale.discount", "sale.refund", "sale.suspend", "sale.account", "customer.create",
     "customer.payment", "customer.order", "shift.open", "shift.close", "shift.report", "receipt.reprint",
     "status.view", "training")
)  # fmt: skip
_SUPERVISOR = _CASHIER | {
    "sale.line.void", "sale.basket.void", "sale.discount.over_limit", "sale.price.override", "sale.refund.no_receipt",
    "sale.undo", "sale.suspended.discard", "sale.account.over_limit", "sale.negative_stock", "sale.expired",
    "sale.reserved", "product.create", "shift.close.other", "cash.move", "drawer.open", "audit.view",
}  # fmt: skip
_KEEPER = frozenset(
    (
        "goods.receive",
        "goods.return",
        "stock.place",
        "stock.adjust",
        "stock.count",
        "stock.recall",
        "transfer.request",
        "transfer.dispatch",
        "transfer.receive",
        "status.view",
        "training",
    )
)

ROLES: dict[str, Role] = {
    role.id: role
    for role in (
        Role("cashier", "收银员", "Cashier", _CASHIER, Rate(100_000), Money(20_000)),
        Role("supervisor", "主管", "Supervisor", _SUPERVISOR, Rate(300_000)),
        Role("keeper", "仓管员", "Keeper", _KEEPER),
        Role(
            "buyer", "采购员", "Buyer",
            frozenset(
                ("product.create", "product.cost", "order.create", "supplier.change", "status.view", "training")
            ),
        ),
        Role(
            "accountant", "会计", "Accountant",
            frozenset(("shift.report", "audit.view", "product.cost", "status.view")),
        ),
        Role("manager", "店长", "Manager", frozenset(PERMISSIONS), Rate(1_000_000)),
        Role("auditor", "审计员", "Auditor", frozenset(("audit.view", "shift.report", "status.view"))),
    )
}  # fmt: skip
"""The roles of a new shop; it may change them."""


def allows(role: Role, permission: str) -> bool:
    """Whether the role holds the permission."""
    return permission in role.permissions


def describe(act: str) -> Message:
    """A permission or audited event in words; one unknown here (from a newer program) stands as it is."""
    known = PERMISSIONS.get(act) or _EVENTS.get(act)
    return known if known is not None else M("{act}", act=plain(act))


def check_refund(role: Role, amount: Money) -> None:
    """Whether `role` gives back `amount` (positive) alone. Raises NeedsApproval over its limit."""
    if not allows(role, "sale.refund") or (role.refund_limit is not None and amount > role.refund_limit):
        raise NeedsApproval(M("A refund of this size needs approval."), "sale.refund.no_receipt")


def delay_after(failures: int) -> int:
    """Seconds until the next PIN is taken after so many wrong ones in a row: none for two, then doubled, up to 15 min.

    Slows guessing to about a hundred PINs a day (NIST SP 800-63B, 5.2.2), and lets a shaky finger go on.
    """
    return 0 if failures < 3 else min(5 * 2 ** min(failures - 3, 10), 900)

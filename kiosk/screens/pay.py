"""Paying: what is due is the largest thing; likely notes and the other ways beside it; what was paid stays in sight."""

from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty, StringProperty

from kiosk.flows.views import PayView, TenderRow, Way
from kiosk.i18n import M, plain
from kiosk.screens import fixed, kv
from kiosk.screens.look import look
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.basic import Card
from kiosk.screens.widgets.tap import Push

WALLET_ICONS = {"wechat": "wechat", "alipay": "qrcode-scan"}
WALLETS = {"wechat": M("WeChat Pay"), "alipay": M("Alipay")}


class Paid(Card):
    """A tender taken; it can be taken back."""

    row = ObjectProperty(None, allownone=True)
    amount = StringProperty("")

    __events__ = ("on_remove",)

    def on_remove(self) -> None:
        """Take it back."""

    def show(self, row: TenderRow) -> None:
        """Stand for this tender."""
        self.row = row
        self.amount = look.money(row.amount)
        self.ids.button.token = (row.index, row.amount)
        self.ids.button.tap_id = f"remove_{row.index}"
        self.ids.name.msg = row.name
        self.ids.reference.text = row.reference


class Pay(Screen):
    """Draws PayView."""

    due = StringProperty("")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        look.watch(self.redraw, "language", "currency", "sizes")

    def draw(self, view: PayView, before: PayView | None) -> None:
        ids = self.ids
        ids.strip.strip = view.strip
        back = view.due < 0
        part = view.remaining != view.due and view.finish is None
        shown = view.due if view.finish is not None else view.remaining
        ids.title.msg = fixed.TO_GIVE_BACK if back else fixed.STILL_DUE if part else fixed.TO_PAY
        self.due = look.money(abs(shown), symbol=True)
        rounded = view.rounding != 0
        ids.rounding.shown = rounded
        ids.rounding.msg = M(
            "In cash {amount} (rounded {rounding})",
            amount=look.money(abs(view.cash_due), symbol=True),
            rounding=look.money(view.rounding, sign=True),
        )
        ids.of.shown = part
        ids.of.msg = M("of {amount}", amount=look.money(abs(view.due), symbol=True))
        ids.who.shown = view.customer is not None
        ids.who_name.msg = view.customer
        self._quick(view)
        self._ways(view)
        self._paid(view)
        ids.finish_box.shown = view.finish is not None and not view.wallet
        ids.finish.msg = view.finish
        ids.cashier.shown = not view.wallet and view.finish is None
        ids.wallet.shown = bool(view.wallet)
        if view.wallet:
            ids.wallet_icon.icon = WALLET_ICONS[view.wallet]
            ids.wallet_name.msg = WALLETS[view.wallet]
            ids.wallet_amount.text = look.money(view.wallet_amount, symbol=True)

    def key(self, name: str, text: str) -> bool:
        if text and text in "0123456789":
            self.post("ask_cash")
        elif name == "enter" and self.view.wallet:
            self.post("taken")
        elif name == "enter" and self.view.finish is not None:
            self.post("finish")
        elif name == "enter":
            self.post("ask_cash")
        else:
            return False
        return True

    def back(self) -> None:
        self.post("cancel_wallet" if self.view is not None and self.view.wallet else "back")

    def _quick(self, view: PayView) -> None:
        buttons = self._buttons(self.ids.quick, len(view.quick) + 1, self._cash)
        for button, amount in zip(buttons, view.quick, strict=False):
            exact = amount == abs(view.cash_due)
            button.tap_id, button.token = f"cash_{amount}", amount
            button.msg, button.step = plain(look.money(amount, symbol=True)), look.sizes.title
            button.kind, button.icon = ("primary", "check") if exact else ("plain", "")
        other = buttons[-1]
        other.tap_id, other.token, other.msg, other.icon = "ask_cash", "other", fixed.OTHER_AMOUNT, "calculator"
        other.step, other.kind = 0, "plain" if view.quick else "primary"

    def _ways(self, view: PayView) -> None:
        ways = tuple(way for way in view.ways if way.id != "cash")  # the notes above are its buttons
        rows = self.ids.ways
        while len(rows.children) > len(ways):
            rows.remove_widget(rows.children[0])
        while len(rows.children) < len(ways):
            row = WayRow()
            row.bind(
                on_whole=lambda r: self.post("tender", r.way.id), on_part=lambda r: self.post("tender_part", r.way.id)
            )
            rows.add_widget(row)
        for row, way in zip(reversed(rows.children), ways, strict=True):
            row.show(way)

    def _paid(self, view: PayView) -> None:
        rows = self.ids.paid
        rows.shown = bool(view.tenders)
        while len(rows.children) > len(view.tenders):
            rows.remove_widget(rows.children[0])
        while len(rows.children) < len(view.tenders):
            paid = Paid()
            paid.bind(on_remove=lambda p: self.post("remove", p.row.index))
            rows.add_widget(paid)
        for paid, row in zip(reversed(rows.children), view.tenders, strict=True):
            paid.show(row)

    @staticmethod
    def _buttons(grid: Any, count: int, pressed: Any) -> list[Push]:
        while len(grid.children) > count:
            grid.remove_widget(grid.children[0])
        while len(grid.children) < count:
            button = Push()
            button.bind(on_tap=pressed)
            grid.add_widget(button)
        return list(reversed(grid.children))

    def _cash(self, button: Push) -> None:
        if button.tap_id == "ask_cash":
            self.post("ask_cash")
        else:
            self.post("cash", button.token)


class WayRow(Card):
    """A way to pay: all of the rest, or a part of it. One that is out of order says why."""

    way = ObjectProperty(None, allownone=True)

    __events__ = ("on_whole", "on_part")

    def on_whole(self) -> None:
        """All that is due."""

    def on_part(self) -> None:
        """A part of it."""

    def show(self, way: Way) -> None:
        """Stand for this way."""
        self.way = way
        whole, part = self.ids.whole, self.ids.part
        whole.tap_id, part.tap_id = way.id, f"{way.id}_part"
        whole.token = part.token = way.id
        whole.msg, whole.icon, whole.dim = way.name, way.icon, not way.enabled
        whole.icon_step = look.sizes.title if look.sizes.name == "regular" else look.sizes.body
        part.shown = way.enabled
        self.ids.why.shown = not way.enabled and look.sizes.name == "regular"
        self.ids.why.msg = way.why


kv.load(__file__)

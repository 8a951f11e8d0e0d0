"""Everything else an operator can do, as a grid of named acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.base import Flow
from kiosk.flows.views import Action, MoreView
from kiosk.i18n import LANGUAGES, M, Message
from kiosk.store.documents import Approval

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class More(Flow):
    """The menu. `add` puts a looked-up product into the sale below, where there is one."""

    def __init__(self, counter: Counter, add: Callable[[str], None] | None = None) -> None:
        super().__init__(counter)
        self._add = add
        self._suspended = 0
        self._ordered = 0
        self._lists = counter.may("settings.change") and not counter.training and counter.lists() is not None

    def entered(self) -> None:
        self._suspended = len(self.counter.store.baskets.suspended())
        self._ordered = self.counter.store.promises.waiting()

    def news(self) -> None:
        self.entered()

    def view(self) -> MoreView:
        return MoreView((*self._acts(), *self._desk()), self.strip)

    def _acts(self) -> tuple[Action, ...]:
        """What is done with a customer waiting. Who may not do it alone asks somebody who may."""
        shift = self.counter.shift is not None
        return (
            Action("lookup", M("Look up product"), "magnify", "F2"),
            Action("history", M("Sales"), "receipt", "F3"),
            Action("returns", M("Return goods"), "return", "F4", enabled=shift),
            Action("suspended", M("Put aside"), "tray", "F5", enabled=shift, badge=self._suspended),
            Action("note", M("Note on the sale"), "note", "F9", enabled=shift and not self.counter.cart.empty),
            Action("cash_in", M("Cash in"), "cash-plus", "F6", enabled=shift),
            Action("cash_out", M("Cash out"), "cash-minus", "F7", enabled=shift),
            Action("drawer", M("Open drawer"), "drawer", "F8", enabled=shift),
            Action("x_report", M("X report"), "chart", enabled=shift),
            Action("close_shift", M("Close shift"), "exit", "F12", enabled=shift),
            Action("lock", M("Lock"), "lock", "F10"),
            Action("sign_out", M("Switch user"), "account-switch", "F11"),
            Action("language", M("中文 / English"), "translate"),
            Action("status", M("Devices and status"), "heart"),
        )

    def _desk(self) -> tuple[Action, ...]:
        """What can wait is offered only to who may."""
        counter = self.counter
        training = M("End training") if counter.training else M("Training")
        offered = (
            (
                "customer.order",
                True,
                Action("customer_orders", M("Customers' orders"), "calendar", badge=self._ordered),
            ),
            ("shift.report", True, Action("shifts", M("Shifts"), "history")),
            ("audit.view", True, Action("audit", M("Audit trail"), "shield")),
            ("order.create", True, Action("orders", M("Orders"), "clipboard")),
            ("stock.count", True, Action("count_stock", M("Count stock"), "clipboard-check")),
            ("stock.adjust", True, Action("adjust", M("Adjust stock"), "pencil")),
            ("settings.change", not counter.training, Action("staff", M("People"), "account")),
            ("settings.change", self._lists, Action("lists", M("Lists from a stick"), "package-down")),
            ("training", counter.can_train, Action("training", training, "school")),
        )
        return tuple(action for permission, there, action in offered if there and counter.may(permission))

    def act_lookup(self) -> None:
        """Price, stock, recent sales of a product."""
        from kiosk.flows.lookup import Lookup

        self.counter.replace(Lookup(self.counter, self._add))

    def act_staff(self) -> None:
        """Who works here."""
        from kiosk.flows.staff import Staff

        if self.counter.training:
            raise Refused(M("End the training first."))
        detail = M("Say who works here")
        self.counter.with_permission("settings.change", detail, lambda _: self.counter.replace(Staff(self.counter)))

    def act_lists(self) -> None:
        """Goods, customers, suppliers that a stick brings."""
        from kiosk.flows.stick_lists import open_lists

        open_lists(self.counter)

    def act_history(self) -> None:
        """Sales of before."""
        from kiosk.flows.history import History

        self.counter.replace(History(self.counter))

    def act_returns(self) -> None:
        """Goods come back."""
        from kiosk.flows.history import History

        self._need_shift()
        self.counter.replace(History(self.counter, returning=True))

    def act_suspended(self) -> None:
        """Baskets put aside."""
        from kiosk.flows.suspended import Suspended

        self._need_shift()
        self.counter.replace(Suspended(self.counter))

    def act_customer_orders(self) -> None:
        """Goods promised to customers."""
        from kiosk.flows.customer_orders import CustomerOrders

        self._need_shift()
        self.counter.replace(CustomerOrders(self.counter))

    def act_note(self) -> None:
        """A remark on the whole sale that is open."""
        from kiosk.flows.selling import Selling

        self.back()
        home = self.counter.front
        if not isinstance(home, Selling) or self.counter.cart.empty:
            raise Refused(M("The basket is empty. Scan to begin."))
        home.act_note_all()

    def act_cash_in(self) -> None:
        """Money into the drawer."""
        from kiosk.flows.cash import move_cash

        move_cash(self.counter, into=True)

    def act_cash_out(self) -> None:
        """Money out of the drawer."""
        from kiosk.flows.cash import move_cash

        move_cash(self.counter, into=False)

    def act_drawer(self) -> None:
        """The drawer, without a sale."""
        from kiosk.flows.cash import open_without_sale

        open_without_sale(self.counter)

    def act_x_report(self) -> None:
        """The shift so far."""
        from kiosk.flows.shift_page import ShiftPage

        shift = self._need_shift()
        self._allowed(
            "shift.report",
            M("See the X report"),
            lambda: self.counter.replace(ShiftPage(self.counter, shift)),
        )

    def act_shifts(self) -> None:
        """Shifts of before."""
        from kiosk.flows.history import ShiftHistory

        self._allowed(
            "shift.report",
            M("See past shifts"),
            lambda: self.counter.replace(ShiftHistory(self.counter)),
        )

    def act_close_shift(self) -> None:
        """Count the drawer and close."""
        from kiosk.flows.shifts import ClosingShift

        self.counter.replace(ClosingShift(self.counter))

    def act_lock(self) -> None:
        """Cover the screen."""
        self.back()
        self.counter.lock()

    def act_sign_out(self) -> None:
        """Another user; the shift stays open."""
        self.counter.sign_out()

    def act_orders(self) -> None:
        """What is ordered from suppliers."""
        from kiosk.flows.buying import Orders

        self._allowed("order.create", M("See purchase orders"), lambda: self.counter.replace(Orders(self.counter)))

    def act_count_stock(self) -> None:
        """Stocktakes, where there is no warehouse terminal."""
        from kiosk.flows.stocktaking import Stocktaking

        self._allowed("stock.count", M("Count stock"), lambda: self.counter.replace(Stocktaking(self.counter)))

    def act_adjust(self) -> None:
        """What is broken, gone or found."""
        from kiosk.flows.adjusting import Adjusting

        self._allowed("stock.adjust", M("Adjust stock"), lambda: self.counter.replace(Adjusting(self.counter)))

    def act_language(self) -> None:
        """The other language, at once."""
        at = LANGUAGES.index(self.counter.language) if self.counter.language in LANGUAGES else 0
        self.counter.language = LANGUAGES[(at + 1) % len(LANGUAGES)]

    def act_training(self) -> None:
        """Practise, or end it."""
        from kiosk.flows.training import toggle

        if self.counter.training:
            toggle(self.counter)
        else:
            self._allowed("training", M("Practise"), lambda: toggle(self.counter))

    def act_status(self) -> None:
        """Devices, papers, database."""
        from kiosk.flows.status import Status

        self.counter.replace(Status(self.counter))

    def act_audit(self) -> None:
        """Who did what."""
        from kiosk.flows.audit import Audit

        self._allowed("audit.view", M("See the audit trail"), lambda: self.counter.replace(Audit(self.counter)))

    def _need_shift(self) -> str:
        if self.counter.shift is None:
            raise Refused(M("Open a shift first."))
        return self.counter.shift.id

    def _allowed(self, permission: str, detail: Message, then: Callable[[], None]) -> None:
        def allowed(approvals: tuple[Approval, ...]) -> None:
            if approvals:
                self.counter.audit(permission, {"what": str(detail)}, approvals=approvals)
            then()

        self.counter.with_permission(permission, detail, allowed)

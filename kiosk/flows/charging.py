"""Cards and wallets: money is asked for by way of a provider, and what it says is paid becomes a tender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.sheets import ConfirmSheet
from kiosk.i18n import M
from kiosk.trade.money import Money
from kiosk.trade.tender import TenderKind, pay_exactly
from kiosk.trade.tender_provider import Charge, ChargeState, RecordedByHand

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.flows.paying import Paying
    from kiosk.flows.views import ConfirmView

WALLETS = (TenderKind.WECHAT, TenderKind.ALIPAY)


class Charging:
    """The charges of one payment, one at a time. waiting: the one that is not paid yet, if any.

    In training nobody is asked for money, whatever the shop's provider is. Money that goes back does not come here:
    a person gives it back where it was taken, and records it.
    """

    def __init__(self, paying: Paying) -> None:
        counter = paying.counter
        self._paying = paying
        self._provider = RecordedByHand() if counter.training else counter.payments
        self._basket_id = counter.cart.basket.id
        self._given_up = 0
        self.waiting: Charge | None = None

    def begin(self, kind: TenderKind, amount: Money, code: str = "") -> None:
        """Ask for so much. code: the customer's, where it was scanned. What is paid at once is a tender at once.

        Raises what `pay_exactly` raises, before anybody is asked; Refused if what was waited for is paid by now.
        """
        payment = self._paying.payment
        pay_exactly(payment, kind, amount)
        self.give_up()
        # After a power cut the same money is asked for by the same id: it is one charge, and nobody pays twice
        name = f"{self._basket_id}-{kind}-{amount}-{len(payment.tenders)}-{self._given_up}"
        self._heard(self._provider.begin(Charge(name, kind, amount, code)))

    def look(self) -> None:
        """What has become of the one that is waited for."""
        if self.waiting is not None:
            self._heard(self._provider.look(self.waiting))

    def confirm(self) -> None:
        """The operator sees that it was paid. Raises Refused if nothing is waited for."""
        if self.waiting is None:
            raise Refused(M("Choose how it is paid first."))
        self._heard(self._provider.confirm(self.waiting))

    def give_up(self) -> None:
        """Wait no more. Raises Refused if it was paid by now."""
        if self.waiting is not None:
            self._provider.cancel(self.waiting)
            self.waiting = None
            self._given_up += 1

    def _heard(self, charge: Charge) -> None:
        if charge.state is ChargeState.WAITING:
            self.waiting = charge
            return
        self.waiting = None
        if charge.state is ChargeState.CANCELLED:
            self._given_up += 1
            raise Refused(M("This payment was cancelled. Begin it again."))
        tender = charge.tender
        self._paying.accept(pay_exactly(self._paying.payment, tender.kind, tender.amount, reference=tender.reference))


class CardSheet(ConfirmSheet):
    """Waits for the card terminal: the operator reads from it that it was paid, or the provider hears of it."""

    def __init__(self, counter: Counter, ask: ConfirmView, charging: Charging) -> None:
        super().__init__(counter, ask, charging.confirm)
        self._charging = charging

    def cancel(self) -> None:
        """The customer pays in another way."""
        self._charging.give_up()
        super().cancel()

    def tick(self) -> None:
        """Ask again; once it is known, this has closed."""
        charge = self._charging.waiting
        if charge is not None:
            self.counter.close_sheet(self)
            self._charging.look()
            if self._charging.waiting is not None:
                self.counter.reopen_sheet(self)

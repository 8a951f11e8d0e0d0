"""Payments that somebody outside confirms: a wallet, a card terminal. Recorded by hand, a person looks and says so.

A provider never waits: it answers with what it knows, and is asked again. So a till that lost power, or its network,
takes a charge up where it stands, by its id, and nobody pays twice.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

import msgspec

from kiosk.exc import BadInput, Refused
from kiosk.i18n import M
from kiosk.trade.money import Money
from kiosk.trade.tender import Tender, TenderKind


class ChargeState(StrEnum):
    """Waiting for the customer, or the answer; paid; or not to be paid any more."""

    WAITING = "waiting"
    PAID = "paid"
    CANCELLED = "cancelled"


class Charge(msgspec.Struct, frozen=True):
    """One request for money. id: drawn by the till; the same id is the same charge, however often it is asked for.

    amount: above zero; what goes back is given back by a person. code: the customer's, scanned by the till; "" where
    the customer scans `shown`, the till's. reference: the provider's own number of the payment.
    """

    id: str
    kind: TenderKind
    amount: Money
    code: str = ""
    shown: str = ""
    state: ChargeState = ChargeState.WAITING
    reference: str = ""

    @property
    def tender(self) -> Tender:
        """What the document says of it. Raises Refused unless it is paid."""
        if self.state is not ChargeState.PAID:
            raise Refused(M("This was not paid yet."))
        return Tender(self.kind, self.amount, reference=self.reference)


class PaymentProvider(Protocol):
    """Whoever moves the money. Each call returns at once, with the charge as it stands now."""

    def begin(self, charge: Charge) -> Charge:
        """Ask for the money. Raises BadInput for a charge of nothing."""

    def look(self, charge: Charge) -> Charge:
        """What has become of it."""

    def confirm(self, charge: Charge, reference: str = "") -> Charge:
        """The operator says that it was paid. Raises Refused where that is not his to say, or it was cancelled."""

    def cancel(self, charge: Charge) -> Charge:
        """Not any more. Raises Refused if it was paid: then the money has to go back."""


class RecordedByHand:
    """Nothing is asked of anybody: the operator sees on another device that it was paid, and `confirm`s it.

    shown: what the shop's printed code says, per kind, to be drawn on the screen; none if it stands on the counter.
    """

    def __init__(self, shown: dict[TenderKind, str] | None = None) -> None:
        self._shown = shown or {}

    def begin(self, charge: Charge) -> Charge:
        """Paid by the customer's code, if it was scanned; else to be confirmed, with the shop's own code to show."""
        if charge.amount <= 0:
            raise BadInput(M("Type an amount above zero."))
        if charge.code:
            return self.confirm(charge)
        return msgspec.structs.replace(charge, shown=self._shown.get(charge.kind, ""))

    def look(self, charge: Charge) -> Charge:
        """Nobody knows more than the operator said."""
        return charge

    def confirm(self, charge: Charge, reference: str = "") -> Charge:
        """The operator says that it was paid. Raises Refused if it was cancelled."""
        if charge.state is ChargeState.CANCELLED:
            raise Refused(M("This payment was cancelled. Begin it again."))
        reference = charge.reference or reference or charge.code
        return msgspec.structs.replace(charge, state=ChargeState.PAID, reference=reference)

    def cancel(self, charge: Charge) -> Charge:
        """The operator gives it up."""
        if charge.state is ChargeState.PAID:
            raise Refused(M("This was paid already. Give the money back instead."))
        return msgspec.structs.replace(charge, state=ChargeState.CANCELLED)

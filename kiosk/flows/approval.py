"""Maker and checker: another user agrees on the spot, by PIN or badge."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.codes import code_of
from kiosk.flows.sheets import Sheet
from kiosk.flows.statusbar import person
from kiosk.flows.views import ApprovalView
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Message
from kiosk.store.documents import Approval
from kiosk.store.records import User
from kiosk.trade.barcodes import UserCode
from kiosk.trade.permissions import allows

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class ApprovalSheet(Sheet):
    """Who, why, PIN. Whoever is signed in can't agree to his own act.

    A wrong PIN is written down and makes that user's next one wait, here and at the sign-in screen.
    """

    def __init__(
        self,
        counter: Counter,
        permission: str,
        detail: Message,
        then: Callable[[tuple[Approval, ...]], None],
    ) -> None:
        super().__init__(counter)
        self._permission = permission
        self._detail = detail
        self._then = then
        self._users = {u.id: u for u in counter.store.people.users() if self._may(u)}
        self._people = tuple(person(u) for u in self._users.values())
        self._picked = next(iter(self._users)) if len(self._users) == 1 else ""
        self._error: Message | None = None
        if not self._users:
            self._error = M("Nobody in this shop may approve it.")

    def view(self) -> ApprovalView:
        wait = self.counter.pins.wait_s(self._picked) if self._picked else 0
        title = M("Another user must approve")
        return ApprovalView(title, self._detail, self._people, self._picked, self._error, wait)

    def pick(self, user_id: str) -> None:
        """Who agrees."""
        if user_id not in self._users:
            raise Refused(M("Choose somebody from the list."))
        self._picked, self._error = user_id, None

    def approve(self, pin: str) -> None:
        """His PIN."""
        if not self._picked:
            self._error = M("Choose who agrees first.")
        elif self.counter.pins.wait_s(self._picked):
            self._error = M("Too many wrong PINs. Wait a little.")
        elif self.counter.pins.check(self._picked, pin, "approval.failed"):
            self._agreed(self._users[self._picked])
        else:
            self._refuse(M("Wrong PIN."))

    def scan(self, scan: Scan) -> None:
        """A badge agrees; anything else is refused with its sound."""
        code = code_of(scan)
        if not isinstance(code, UserCode):
            self._refuse(M("Scan the badge of somebody who may approve, or type the PIN."))
            return
        user = self.counter.pins.badge(code.secret)
        if user is None:
            self._refuse(M("Nobody here has this badge."))
        elif user.id not in self._users:
            self._refuse(M("{name} may not approve it.", name=user.name))
        else:
            self._agreed(user)

    def _may(self, user: User) -> bool:
        return user.id != self.counter.actor and allows(user.role, self._permission)

    def _agreed(self, user: User) -> None:
        self.counter.ok()
        self.counter.close_sheet(self)
        self._then((Approval(self._permission, user.id),))

    def _refuse(self, why: Message) -> None:
        self._error = why
        self.counter.unknown()

"""Who works here: tiles and PIN, or a badge. The same screen covers a locked counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows.base import Flow
from kiosk.flows.calibrating import CODE
from kiosk.flows.codes import code_of
from kiosk.flows.homes import home_of
from kiosk.flows.statusbar import person
from kiosk.flows.views import SignInView
from kiosk.hw.ports import Scan
from kiosk.i18n import LANGUAGES, M, Message
from kiosk.store.records import User
from kiosk.trade.barcodes import UserCode
from kiosk.trade.permissions import allows

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter


class SigningIn(Flow):
    """Choose yourself, type your PIN; or scan your badge. Open shift and open basket wait for whoever comes."""

    signed_in = False
    locked = False

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._users: dict[str, User] = {}
        self._picked: User | None = None

    def entered(self) -> None:
        self._users = {u.id: u for u in self.counter.store.people.users()}

    def news(self) -> None:
        self._users = {u.id: u for u in self.counter.store.people.users()}
        if self._picked is not None:
            self._picked = self._users.get(self._picked.id)

    def view(self) -> SignInView:
        return SignInView(
            tuple(person(u) for u in self._users.values()),
            person(self._picked) if self._picked else None,
            self.strip,
            self.counter.pins.wait_s(self._picked.id) if self._picked else 0,
            self.locked,
        )

    def pick(self, user_id: str) -> None:
        """It is me."""
        if user_id not in self._users:
            raise Refused(M("This user no longer exists."))
        self._picked = self._users[user_id]
        self.clear_strip()

    def back(self) -> None:
        """Not me: show the tiles again."""
        self._picked = None
        self.clear_strip()

    def enter_pin(self, pin: str) -> None:
        """The PIN of the user picked."""
        if self._picked is None:
            raise Refused(M("Choose yourself first."))
        wait = self.counter.pins.wait_s(self._picked.id)
        if wait:
            self.tell(M("Too many wrong PINs. Wait {seconds} seconds.", seconds=wait), "warn")
        elif self.counter.pins.check(self._picked.id, pin):
            self._come_in(self._picked)
        else:
            self._refuse(M("Wrong PIN. Try again."))

    def scan(self, scan: Scan) -> None:
        """A badge signs in; one code leads to the crosses by which a touchscreen is put right."""
        if scan.data == CODE and not self.locked:
            self.counter.ok()
            self.counter.enter(self.counter.setup.calibrating(self.counter))
            return
        code = code_of(scan)
        if not isinstance(code, UserCode):
            self._refuse(M("Sign in first: scan your badge, or choose yourself and type your PIN."))
            return
        user = self.counter.pins.badge(code.secret)
        if user is None:
            self._refuse(M("Nobody here has this badge."))
        else:
            self._come_in(user)

    def language(self, code: str) -> None:
        """Show everything in another language."""
        if code not in LANGUAGES:
            raise Refused(M("This language is not there."))
        self.counter.language = code

    def _refuse(self, why: Message) -> None:
        self.counter.unknown()
        self.tell(why)

    def _come_in(self, user: User) -> None:
        sign_in(self.counter, user)


class Locked(SigningIn):
    """The counter is covered. The same user goes on where he was; another one takes over the counter."""

    locked = True

    def entered(self) -> None:
        super().entered()
        self._picked = self.counter.user

    def _come_in(self, user: User) -> None:
        if self.counter.user is not None and user.id == self.counter.user.id:
            self.counter.audit("signin.succeeded", {"user": user.id})
            self.counter.ok()
            self.counter.unlock(self)
        else:
            sign_in(self.counter, user)


def sign_in(counter: Counter, user: User) -> None:
    """The user is known: open what he comes for. It is written down."""
    counter.train(False)
    counter.user = user
    counter.language = user.language or counter.language
    counter.audit("signin.succeeded", {"user": user.id})
    counter.ok()
    counter.shift = counter.store.shifts.current(counter.settings.terminal)
    counter.home(home_of(counter))
    if counter.shift is not None and counter.settings.role == "counter" and not counter.cart.empty:
        counter.front.tell(M("The basket is back. Items: {count}", count=counter.cart.priced.count), "info")


def switch_user(counter: Counter, user: User) -> None:
    """Another cashier at the same drawer, in the middle of a sale or between two: the basket stays."""
    if counter.user is not None and user.id == counter.user.id:
        counter.lock()
        return
    if not allows(user.role, "sale.sell"):
        raise Refused(M("{name} may not sell here.", name=user.name))
    sign_in(counter, user)

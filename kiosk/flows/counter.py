"""The counter: who is signed in, what is in front, and where each scan, tap and device report goes.

Everything here runs on one thread, the flow thread, which also owns the store. Flows are a stack: the one on top is
on the screen; sheets lie above it. After each input the whole visible state is published once, frozen.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kiosk.config_own import OwnFile
from kiosk.exc import NeedsApproval, Refused, StoreError, StoreLost
from kiosk.flows.answers import Answers
from kiosk.flows.base import Flow
from kiosk.flows.cart import Cart
from kiosk.flows.news import News
from kiosk.flows.people import People
from kiosk.flows.pins import Pins
from kiosk.flows.ports import Clock, Devices, Settings
from kiosk.flows.presence import Presence
from kiosk.flows.printing import Printing
from kiosk.flows.reports import Reports
from kiosk.flows.setup import Setup
from kiosk.flows.sheets import Sheet
from kiosk.flows.stack import Stack
from kiosk.flows.statusbar import Lamps, person
from kiosk.flows.suspended import heal as heal_recall
from kiosk.flows.undoing import heal_undo
from kiosk.flows.views import CounterView, Overlay, Person, StatusBar
from kiosk.hw.calibration import Matrix
from kiosk.hw.ports import Scan, Signal
from kiosk.i18n import M
from kiosk.store.records import Shift, User
from kiosk.store.store import Store
from kiosk.trade.barcodes import read_layouts
from kiosk.trade.tender_provider import PaymentProvider, RecordedByHand

log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from kiosk.backups.desk import BackupDesk
    from kiosk.flows.joining import Joiner
    from kiosk.lists.desk import ListDesk
    from kiosk.updates.desk import UpdateDesk


class Counter(Stack, Answers, People, Reports):
    """One terminal's counter.

    home: makes the flow that waits when nobody is signed in. publish: called with each new state, on this thread.
    reopen: opens the store again after a failure. training_store: makes a store to practise on.
    reckoner: begins to work out what to order, beside the counter; its figures come as news.
    examiner: begins to look at the machine, beside the counter; it comes back by `examined`.
    payments: who moves the money of cards and wallets; without one, the operator says that it was paid.
    setup: what is set on this screen itself, and how. updates: of this machine, where it can have any.
    backups: of this shop, where it is copied to a stick. lists: that a stick brings, where they are taken.
    joiner: brings this terminal into a head office, with the database it has.
    strict: unexpected errors are raised (tests) rather than logged and told.
    """

    def __init__(
        self,
        store: Store,
        devices: Devices,
        settings: Settings,
        clock: Clock,
        publish: Callable[[CounterView], None],
        *,
        home: Callable[[Counter], Flow],
        blocked: Callable[[Counter, StoreError], Flow],
        locked: Callable[[Counter], Flow],
        reopen: Callable[[], Store] | None = None,
        training_store: Callable[[], Store] | None = None,
        reckoner: Callable[[Counter], None] | None = None,
        examiner: Callable[[], None] | None = None,
        payments: PaymentProvider | None = None,
        setup: Setup | None = None,
        updates: Callable[[], UpdateDesk | None] = lambda: None,
        backups: Callable[[], BackupDesk | None] = lambda: None,
        lists: Callable[[], ListDesk | None] = lambda: None,
        joiner: Callable[[], Joiner] | None = None,
        strict: bool = False,
    ) -> None:
        super().__init__()
        self.store = store
        self.devices = devices
        self.settings = settings
        self.payments = payments or RecordedByHand()
        self.clock = clock
        self.language = settings.language
        self.user: User | None = None
        self.shift: Shift | None = None
        self.training = False
        self.drawer_open = False
        self.lamps = Lamps()
        self.printing = Printing(self)
        self.pins = Pins(self)
        self.cart = Cart(self)
        self.news = News(self)
        self.layouts = read_layouts(settings.layouts)
        self.last_scan = ""
        self.scans = 0
        self._publish_to = publish
        self._home = home
        self._blocked = blocked
        self._locked = locked
        self._reopen = reopen
        self._training_store = training_store
        self._reckoner = reckoner
        self._examiner = examiner
        self._real_store: Store | None = None
        self._strict = strict
        self.setup = setup or Setup(OwnFile())
        self.touch: Matrix | None = self.setup.touch
        self.updates = updates
        self.backups = backups
        self.lists = lists
        self.joiner = joiner
        self._serial = 0
        self.presence = Presence(self)
        self._parked: list[Sheet] = []
        self._person: tuple[User | None, Person | None] = (None, None)

    # --- inputs, each from outside, each published once

    def start(self) -> None:
        """Bring the first screen up; papers of before are looked after."""
        with self._input():
            self.shift = self.store.shifts.current(self.settings.terminal)
            self.cart.reload()
            heal_undo(self)
            heal_recall(self)
            self.home(self._home(self))
            self.printing.recover()

    def do(self, flow: object, method: str, *args: Any) -> None:
        """A tap or typed answer for `flow`. One that is no longer in front is too late, and does nothing."""
        if flow is not self.target or method.startswith("_"):
            return
        with self._input():
            getattr(flow, method)(*args)

    def scan(self, scan: Scan) -> None:
        """A code from any scanner: it goes to whatever is in front."""
        with self._input():
            self.last_scan = scan.data
            self.scans += 1
            self.target.scan(scan)

    def stir(self) -> None:
        """Somebody touches the screen or a keyboard, whether or not anything is pressed by it."""
        if self.presence.asleep:
            with self._input():
                pass
        else:
            self.presence.felt()

    def tick(self) -> None:
        """About once a second: idle lock, a dark screen, papers that wait, counts in the bar."""
        with self._input(touched=False):
            if not self.blocked:
                self.printing.tick()
            self.presence.tick()
            if not self.blocked:
                self.news.tell()
            self.target.tick()

    # --- people

    def sign_out(self) -> None:
        """Back to the sign-in screen. The shift stays open, the open basket stays safe."""
        self.train(False)
        self.user = None
        self.language = self.settings.language
        self.home(self._home(self))

    def lock(self) -> None:
        """Cover the screen until the user, or somebody who may take over, signs in again."""
        parked = list(self.sheets)
        self.enter(self._locked(self))
        self._parked = parked

    def unlock(self, flow: Flow) -> None:
        """Take the cover away: everything is where it was, sheets too."""
        parked, self._parked = self._parked, []
        self.leave(flow)
        self.sheets.extend(parked)

    # --- training

    def train(self, on: bool) -> None:
        """Practise on another store: nothing is posted, the drawer stays shut. Back again with on=False."""
        if on and self._training_store and not self.training:
            self._real_store, self.store = self.store, self._training_store()
        elif not on and self._real_store is not None:
            self.store.close()
            self.store, self._real_store = self._real_store, None
        else:
            return
        self.training = self._real_store is not None
        self.shift = self.store.shifts.current(self.settings.terminal)
        self.cart.reload()

    @property
    def can_train(self) -> bool:
        """Whether there is a store to practise on."""
        return self._training_store is not None

    @property
    def real_store(self) -> Store:
        """The shop's own store, also while somebody practises on another."""
        return self._real_store or self.store

    # --- the store

    def examine(self) -> None:
        """Have the machine looked at: card, voltage, heat, what is plugged in. Returns at once."""
        if self._examiner is not None:
            self._examiner()

    def reckon(self) -> None:
        """Have today's figures worked out: what to order, what is wrong with the stock. Returns at once."""
        if self._reckoner is not None:
            self._reckoner(self)

    def retry_store(self) -> None:
        """Open the store again after it failed, and go back to where the operator was.

        The open basket and the tenders taken are still there; a flow finds out in `entered` what has been saved.
        """
        if self._reopen is not None:
            self.train(False)
            try:
                self.store.close()
            except StoreLost:
                raise  # what is open is the only copy of what was sold: it is not let go of
            except StoreError:
                pass  # it failed before; what matters is whether it opens again
            self.store = self._reopen()
        self.shift = self.store.shifts.current(self.settings.terminal)
        self.cart.reload()
        heal_undo(self)
        heal_recall(self)
        if len(self.stack) > 1:
            self.leave(self.front)
        else:
            self.home(self._home(self))

    def renew_store(self) -> None:
        """Open the database anew between two sales: a fresh copy from the office lies ready, and is taken by that."""
        if self._reopen is not None:
            self.store.close()
            self.store = self._reopen()
            self.shift = self.store.shifts.current(self.settings.terminal)
            self.cart.reload()
            self.front.entered()
            self.front.tell(M("This till took a fresh copy from the office. All sales are kept."), "info")

    # --- publication

    @contextmanager
    def _input(self, *, touched: bool = True) -> Iterator[None]:
        if touched:
            self.presence.felt()
        self.news.look()
        try:
            yield
        except NeedsApproval as refusal:
            self.attention(refusal.message)
        except Refused as refusal:
            self.attention(refusal.message, "warn")
        except StoreError as error:
            log.exception("the store failed")
            self._block(error)
        except Exception:
            if self._strict:
                raise
            log.exception("unexpected error")
            self.sheets.clear()
            self.attention(M("Something went wrong here. Nothing was lost; try again or go back."))
        try:
            self.publish()
        except StoreError as error:
            log.exception("the store failed while a screen was made")
            self._block(error)
            self.publish()

    def _block(self, error: StoreError) -> None:
        """Cover everything; what is below stays as it is until the store works again."""
        self.sheets.clear()
        if self.blocked:
            self.stack.pop()
        self._cover = self._blocked(self, error)
        self.stack.append(self._cover)
        self._signal(Signal.ATTENTION)

    def publish(self) -> None:
        """Hand the visible state over."""
        self._serial += 1
        self._publish_to(self.view())

    def view(self) -> CounterView:
        """Everything to draw, now."""
        sheet = self.sheets[-1] if self.sheets else None
        overlay: Overlay | None = sheet.view() if sheet else None  # type: ignore[assignment]
        return CounterView(
            serial=self._serial,
            bar=self._bar(),
            body=self.front.view(),
            flow=self.front,
            overlay=overlay,
            overlay_flow=sheet,
            language=self.language,
            currency=self.settings.currency,
            locked=getattr(self.front, "locked", False),
            dark=self.settings.role == "warehouse",
            touch=self.touch,
            asleep=self.presence.asleep,
        )

    def _bar(self) -> StatusBar:
        if self._person[0] is not self.user:
            self._person = (self.user, person(self.user) if self.user else None)
        return StatusBar(
            self.settings.store_names,
            self.settings.terminal,
            self._person[1],
            self.lamps.all(),
            self.printing.entries_waiting if self.settings.office else None,
            self.printing.jobs_waiting,
            self.training,
        )

"""What another program wrote while this counter runs: replication brings prices, people, policies, neighbours' sales.

Looked for before each input: one figure from memory, a few microseconds. What decides about money or rights is read
anew at once; what is only shown, once a second, between two inputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import StoreError
from kiosk.i18n import M
from kiosk.wire.state import has_office, read_state

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.store.store import Store


class News:
    """Keeps what the counter holds in memory as the database has it."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._seen: tuple[Store, int] | None = None
        self._untold = False
        self._copy_ready = False

    def look(self) -> None:
        """Before an input. A store that fails says so where the input needs it."""
        counter = self._counter
        if not counter.stack or counter.blocked:
            return
        try:
            now = (counter.store, counter.store.changes())
            if now == self._seen:
                return
            self._seen, self._untold = now, True
            counter.cart.rules_changed()
            if counter.user is not None:
                known = counter.store.people.working(counter.user.id)
                if known is not None and known != counter.user:
                    counter.user = known
        except StoreError:
            self._seen = None

    def tell(self) -> None:
        """Once a second: what is in front shows what is there now."""
        counter = self._counter
        if self._copy_ready and self._between_sales():
            self._copy_ready = False
            counter.renew_store()
            return
        if not self._untold:
            return
        self._untold = False
        state = read_state(counter.real_store)
        self._copy_ready = state.copy_ready
        counter.clock.learn(state)
        if not counter.settings.office and has_office(counter.real_store):
            counter.settings = replace(counter.settings, office=True)  # it joined one while it was running
        if not self._send_home():
            counter.front.news()

    def _send_home(self) -> bool:
        """Who may not work here any more is signed out, once nothing is half done."""
        counter = self._counter
        user = counter.user
        if user is None or counter.training or counter.store.people.working(user.id) is not None:
            return False
        if not self._at_home():
            self._untold = True
            return False
        counter.sign_out()
        counter.front.tell(M("{name} does not work here any more. The open sale is kept.", name=user.name), "warn")
        return True

    def _at_home(self) -> bool:
        return len(self._counter.stack) == 1 and not self._counter.sheets

    def _between_sales(self) -> bool:
        """Nothing lies on the counter, and nothing is half done."""
        return self._at_home() and not self._counter.training and self._counter.cart.empty

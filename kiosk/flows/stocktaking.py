"""Stocktakes: those that are open, and a new one of everything, a category, a place, or of what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.flows.codes import code_of
from kiosk.flows.sheets import ChoiceSheet, ConfirmSheet
from kiosk.flows.stocktake_page import StocktakePage
from kiosk.flows.stocktake_words import STATES, scope_words
from kiosk.flows.views import Action, ChoiceView, ConfirmView, DoneRow, Option, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Names, plain
from kiosk.store.documents_counting import StocktakeStarted
from kiosk.store.stocktakes import Stocktake
from kiosk.trade.abc import DAY_MS, classes, due
from kiosk.trade.barcodes import DocumentCode, LocationCode

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

SHOWN = 20
DUE = 20
"""Goods of one cycle count: what a keeper counts in half an hour."""
USAGE_DAYS = 90
_TONES = {"approved": "ok", "cancelled": "muted"}


def waiting(counter: Counter) -> int:
    """Stocktakes that are open."""
    return len(counter.store.stocktakes.open())


class Stocktaking(Lit):
    """The latest stocktakes. A place's code begins a count of that place, a count sheet's opens its stocktake."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._rows: tuple[DoneRow, ...] = ()

    def entered(self) -> None:
        self._rows = tuple(self._row(s) for s in self.counter.store.stocktakes.latest(SHOWN))

    def news(self) -> None:
        self.entered()

    def view(self) -> TaskView:
        return TaskView(
            title=M("Counts"),
            empty=M("Scan a place to count what lies there, or begin a new count."),
            rows=self._rows,
            actions=(Action("new", M("New count"), "plus"),),
            strip=self.strip,
            edge=self.edge,
        )

    def _row(self, s: Stocktake) -> DoneRow:
        about = plain(f"{papers.local_time(self.counter, s.at)}  {papers.name_of(self.counter, s.actor)}")
        tone = _TONES.get(s.state, "")
        return DoneRow(s.id, scope_words(self.counter, s), STATES[s.state], about, tone)  # type: ignore[arg-type]

    def scan(self, scan: Scan) -> None:
        code = code_of(scan, self.counter.layouts)
        if isinstance(code, LocationCode):
            self._at(code.location)
        elif isinstance(code, DocumentCode) and self.counter.store.stocktakes.get(code.entry_id):
            self.counter.ok()
            self.choose(code.entry_id)
        else:
            self.counter.refuse_scan(M("Choose a count first, then scan."))

    def _at(self, place: str) -> None:
        if self.counter.store.stockroom.location(place) is None:
            self.counter.refuse_scan(M("No place has the code {code}.", code=place))
            return
        open_ = [s for s in self.counter.store.stocktakes.open() if (s.scope, s.of) == ("location", place)]
        self.counter.ok()
        if open_:
            self.choose(open_[0].id)
            return
        ask = ConfirmView(
            M("Count place {place}?", place=place), M("All that lies there is counted."), M("Count"), danger=False
        )
        self.counter.sheet(ConfirmSheet(self.counter, ask, lambda: self._begin("location", place)))

    # --- acts

    def choose(self, row: str) -> None:
        """Open it."""
        self.clear_strip()
        self.counter.enter(StocktakePage(self.counter, row))

    def act_new(self) -> None:
        """Of what?"""
        options = (
            Option("due", M("What is due"), M("Goods that sell most are counted most often."), icon="calendar"),
            Option("place", M("A place"), icon="map-marker"),
            Option("category", M("A category"), icon="tag"),
            Option("all", M("Everything"), icon="store"),
        )
        self.counter.sheet(ChoiceSheet(self.counter, ChoiceView(M("What is counted?"), options), self.act))

    def act_all(self) -> None:
        """Everything there is."""
        self._begin("all")

    def act_place(self) -> None:
        """The place's own code says which."""
        self.tell(M("Scan the place."), "info")

    def act_category(self) -> None:
        """One of the categories."""
        options = tuple(Option(c.id, Names(c.name_zh, c.name_en)) for c in self.counter.store.catalogue.categories())
        if not options:
            raise Refused(M("There are no categories."))
        view = ChoiceView(M("Which category?"), options)
        self.counter.sheet(ChoiceSheet(self.counter, view, lambda of: self._begin("category", of)))

    def act_due(self) -> None:
        """A cycle count: by value class, what was not counted for too long."""
        store, now = self.counter.store, self.counter.store.journal.moment()
        usage = store.stocktakes.usage(now - USAGE_DAYS * DAY_MS)
        goods = due(classes(dict.fromkeys(store.stocktakes.stocked(), 0) | usage), store.stocktakes.last_counted(),
                    now, DUE)  # fmt: skip
        if not goods:
            raise Refused(M("Nothing is due to be counted."))
        self._begin("goods", products=tuple(goods))

    def _begin(self, scope: str, of: str = "", products: tuple[str, ...] = ()) -> None:
        blind = self.counter.store.settings.limits().blind_count
        document = StocktakeStarted(scope=scope, of=of, products=products, blind=blind)
        entry = self.counter.store.journal.append(document, actor=self.counter.actor)
        self.good()
        self.choose(entry.id)

"""One stocktake: what was counted, how it differs from the books, who counts again, and who says that it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.exc import Refused
from kiosk.flows import papers
from kiosk.flows.enough import keeps_above_nothing
from kiosk.flows.paper_counts import count_sheet
from kiosk.flows.sheets import ChoiceSheet, ConfirmSheet
from kiosk.flows.stocktake_count import Counting
from kiosk.flows.stocktake_rows import again_rows, compared_row, late_rows, name_of_product, settled_rows
from kiosk.flows.stocktake_words import STATES, scope_words
from kiosk.flows.units import shown_amount
from kiosk.flows.views import Action, ChoiceView, ConfirmView, DoneRow, Hand, Option, TaskView
from kiosk.flows.warehouse import Lit
from kiosk.hw.ports import Scan
from kiosk.i18n import M, Message, Text, plain
from kiosk.store.documents import Approval
from kiosk.store.documents_counting import (
    RecountAsked,
    SettledLine,
    StocktakeApproved,
    StocktakeCancelled,
    StocktakeStarted,
    StocktakeStep,
)
from kiosk.store.enough import Taken, missing
from kiosk.store.stocktakes import Compared, Stocktake, settled

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

APPROVE = "stock.count.approve"
SHOWN = 200


def of_step(counter: Counter, entry_id: str) -> StocktakePage:
    """The page of the stocktake that a document belongs to. Raises Refused for one that is not here."""
    entry = counter.store.journal.get(entry_id)
    document = counter.store.journal.document(entry_id) if entry else None
    return StocktakePage(counter, document.stocktake_id if isinstance(document, StocktakeStep) else entry_id)


class StocktakePage(Lit):
    """One stocktake. A scan of goods or a place begins to count. Raises Refused for one that is not here.

    What the books say is shown to who may approve it, and to the others where the count is not blind.
    """

    def __init__(self, counter: Counter, stocktake_id: str) -> None:
        super().__init__(counter)
        found = counter.store.stocktakes.get(stocktake_id)
        if found is None:
            raise Refused(M("This document is not shown here: {id}", id=stocktake_id))
        self._stocktake: Stocktake = found
        self._compared: tuple[Compared, ...] = ()
        self._rows: tuple[DoneRow, ...] = ()
        self._late: tuple[str, ...] = ()

    def entered(self) -> None:
        self._read()

    def news(self) -> None:
        self._read()

    def _read(self) -> None:
        store = self.counter.store
        self._stocktake = store.stocktakes.get(self._stocktake.id) or self._stocktake
        if self._open:
            self._compared = store.stocktakes.compare(self._stocktake, store.journal.moment())
            self._rows = self._to_do() if self._sees else self._again
            return
        id_ = self._stocktake.ended_id
        document = store.journal.document(id_) if store.journal.get(id_) else None
        lines = document.lines if isinstance(document, StocktakeApproved) else ()
        self._late = store.stocktakes.late(self._stocktake.id, lines) if lines else ()
        self._compared, self._rows = (), (*late_rows(self.counter, self._late), *settled_rows(self.counter, lines))

    @property
    def _open(self) -> bool:
        return self._stocktake.state == "open"

    @property
    def _sees(self) -> bool:
        return self.counter.may(APPROVE) or not self._stocktake.blind

    def view(self) -> TaskView:
        return TaskView(
            title=M("Count: {what}", what=scope_words(self.counter, self._stocktake)),
            empty=M("Scan a place, then what lies there."),
            detail=plain(self._stocktake.id),
            hand=self._hand(),
            rows=self._rows,
            actions=(
                Action("approve", M("Approve"), "check-all", enabled=self._anything),
                Action("count", M("Count"), "clipboard-check"),
            )
            if self._open
            else ((Action("begin_late", M("Count these again"), "clipboard-check"),) if self._late else ()),
            more=(
                Action("recount", M("Recount"), "history", enabled=self._sees and bool(self._differing())),
                Action("print", M("Count sheet"), "printer"),
                Action("cancel", M("Give up"), "delete"),
            )
            if self._open
            else (),
            strip=self.strip,
            edge=self.edge,
        )

    @property
    def _anything(self) -> bool:
        return any(c.counted is not None for c in self._compared)

    def _differing(self) -> list[Compared]:
        """The dearest first."""
        found = [c for c in self._compared if c.counted is not None and c.difference]
        return sorted(found, key=lambda c: (-abs(c.value), -abs(c.difference), c.product_id))

    def _uncounted(self) -> list[Compared]:
        return [c for c in self._compared if c.counted is None]

    def _hand(self) -> Hand:
        stocktake, name = self._stocktake, STATES[self._stocktake.state]
        who = [papers.name_of(self.counter, user) for user in stocktake.counters]
        facts: list[Text] = [M("Counted by {names}", names=", ".join(who))] if who else []
        if not self._open:
            ended = papers.name_of(self.counter, stocktake.ended_by)
            facts.append(plain(f"{papers.local_time(self.counter, stocktake.ended_at)}  {ended}"))
            if stocktake.approvals > 1:
                facts.append(M("Approved on two terminals. It counts once."))
            if self._late:
                facts.append(M("Handed in too late: {count}", count=len(self._late)))
            found = self.counter.store.adjustments.get(stocktake.ended_id, stocktake.ended_at)
            number = plain(str(found.lines if found else 0))
            return Hand(name, number, M("Differences"), tuple(facts), "warn" if self._late else "")
        if not self._sees:
            counted = len({c.product_id for c in self._compared if c.counted is not None})
            whole = len({c.product_id for c in self._compared})
            return Hand(name, plain(f"{counted} / {whole}"), M("Products counted"), tuple(facts))
        differing = self._differing()
        if self._uncounted():
            facts.append(M("Not counted: {count}", count=len({c.product_id for c in self._uncounted()})))
        if self.counter.may("product.cost"):
            worth = shown_amount(self.counter, sum(c.value for c in differing))
            facts.append(M("Worth {amount}", amount=worth))
        return Hand(name, plain(str(len(differing))), M("Differences"), tuple(facts), "warn" if differing else "")

    def _to_do(self) -> tuple[DoneRow, ...]:
        cells = (*self._differing()[:SHOWN], *self._uncounted()[:SHOWN])
        return (*self._again, *(compared_row(self.counter, n, c) for n, c in enumerate(cells)))

    @property
    def _again(self) -> tuple[DoneRow, ...]:
        return again_rows(self.counter, self.counter.store.stocktakes.again(self._stocktake.id))

    # --- scans and acts

    def scan(self, scan: Scan) -> None:
        """Whoever scans wants to count."""
        if not self._open:
            self.counter.refuse_scan(M("This count has ended already. Begin a new one."))
            return
        self.act_count()
        self.counter.front.scan(scan)

    def act_count(self) -> None:
        """Scan what is there."""
        self.clear_strip()
        self.counter.enter(Counting(self.counter, self._stocktake))

    def choose(self, row: str) -> None:
        """Who sees what differs may have it counted again."""
        product_id = row.partition("\n")[0]
        if not self._open or not self.counter.may(APPROVE) or row.startswith("again "):
            return
        title = M("Have {name} counted again?", name=name_of_product(self.counter, product_id))
        ask = ConfirmView(title, M("What was counted of it until now does not stand then."), M("Recount"), danger=False)
        self.counter.sheet(ConfirmSheet(self.counter, ask, lambda: self._count_again(product_id)))

    def act_recount(self) -> None:
        """All that differs."""
        products = tuple(dict.fromkeys(c.product_id for c in self._differing()))
        ask = ConfirmView(
            M("Have all that differs counted again?"),
            M("{count} products; what was counted of them does not stand then.", count=len(products)),
            M("Recount"),
            danger=False,
        )
        self.counter.sheet(ConfirmSheet(self.counter, ask, lambda: self._count_again(*products)))

    def _count_again(self, *products: str) -> None:
        document = RecountAsked(stocktake_id=self._stocktake.id, products=products)
        self.counter.store.journal.append(document, actor=self.counter.actor)
        self._read()
        self.good()

    def act_begin_late(self) -> None:
        """What came too late is counted once more, in a stocktake of its own."""
        document = StocktakeStarted(scope="goods", products=self._late, blind=self._stocktake.blind)
        entry = self.counter.store.journal.append(document, actor=self.counter.actor)
        self.good()
        self.counter.replace(StocktakePage(self.counter, entry.id))

    def act_print(self) -> None:
        """A list to write on."""
        title, content = papers.job(M("Count sheet"), count_sheet(self.counter, self._stocktake, self._compared))
        self.counter.store.prints.add(title, content)
        self.counter.printing.kick()
        self.tell(M("The count sheet is being printed."), "ok")

    def act_cancel(self) -> None:
        """Nothing follows from it."""
        ask = ConfirmView(M("Give this count up?"), M("What was counted changes nothing then."), M("Give up"))
        self.counter.sheet(ConfirmSheet(self.counter, ask, self._cancel))

    def _cancel(self) -> None:
        document = StocktakeCancelled(stocktake_id=self._stocktake.id)
        self.counter.store.journal.append(document, actor=self.counter.actor)
        self.back()
        self.counter.front.tell(M("The count is given up."), "info")

    # --- approval

    def act_approve(self) -> None:
        """It stands, if another user says so than who counted."""
        self._read()
        if not self._anything:
            raise Refused(M("Nothing was counted yet."))
        if self.counter.store.stocktakes.again(self._stocktake.id):
            raise Refused(M("Some goods are still to be counted again."))
        left = len({c.product_id for c in self._uncounted()})
        if not left:
            self._ask(uncounted=False)
            return
        options = (
            Option("leave", M("Leave them as they are")),
            Option("none", M("There are none of them"), icon="alert"),
        )
        view = ChoiceView(M("{count} products were not counted", count=left), options)
        self.counter.sheet(ChoiceSheet(self.counter, view, lambda which: self._ask(uncounted=which == "none")))

    def _ask(self, *, uncounted: bool) -> None:
        def agreed(approvals: tuple[Approval, ...]) -> None:
            mine = {a.by for a in approvals} & set(self._stocktake.counters)
            if mine:
                raise Refused(M("{name} counted here, too. Another user approves.", name=self._person(mine.pop())))
            self._approve(approvals, uncounted=uncounted)

        if self.counter.may(APPROVE) and self.counter.actor not in self._stocktake.counters:
            agreed(())
            return
        self.counter.ask_approval(APPROVE, self._consequence(uncounted), agreed)

    def _consequence(self, uncounted: bool) -> Message:
        changed = [*self._differing(), *(self._uncounted() if uncounted else ())]
        worth = shown_amount(self.counter, sum(c.value for c in changed))
        return M("Count {id}: {count} differences, worth {amount}", id=self._stocktake.id,
                 count=len(changed), amount=worth)  # fmt: skip

    def _approve(self, approvals: tuple[Approval, ...], *, uncounted: bool) -> None:
        store = self.counter.store
        # The books of this moment: what came in while somebody fetched the manager is in them
        now = store.stocktakes.get(self._stocktake.id)
        if now is None or now.state != "open":
            raise Refused(M("This count has ended already. Begin a new one."))
        compared = store.stocktakes.compare(now, store.journal.moment(), none=uncounted)
        lines = settled(compared, uncounted=uncounted)
        self._goes_with_what_left(lines)
        document = StocktakeApproved(stocktake_id=now.id, lines=lines, approvals=approvals)
        store.journal.append(document, actor=self.counter.actor)
        self._read()
        self.good()
        self.tell(M("The stock is as it was counted."), "ok")

    def _goes_with_what_left(self, lines: Sequence[SettledLine]) -> None:
        """Raises Refused where less was counted than was sold since: then somebody counted too few."""
        if not keeps_above_nothing(self.counter):
            return
        changes = [Taken.of(x, x.expected - x.counted) for x in lines]
        found = missing(self.counter.store, changes)
        if found is not None:
            name = name_of_product(self.counter, found.product_id)
            raise Refused(M("Less of {name} was counted than left since. Have it counted again.", name=name))

    def _person(self, user: str) -> str:
        return papers.name_of(self.counter, user)

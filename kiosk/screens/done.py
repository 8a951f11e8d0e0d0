"""Settled: the change alone, the largest thing, until the drawer closes or the next scan."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty, StringProperty

from kiosk.flows.views import DoneView
from kiosk.i18n import M
from kiosk.screens import fixed, kv
from kiosk.screens.look import look
from kiosk.screens.screen import Screen
from kiosk.screens.theme import TYPE_STEPS
from kiosk.screens.widgets.measure import widest_step


class Done(Screen):
    """Draws DoneView."""

    change = StringProperty("")
    change_step = NumericProperty(96)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        look.watch(self.redraw, "language")
        self.ids.card.fbind("width", self._fit)

    def draw(self, view: DoneView, before: DoneView | None) -> None:
        ids = self.ids
        back = view.total < 0
        ids.title.msg = fixed.PAID_OUT if back else fixed.CHANGE if view.change else fixed.NO_CHANGE
        self.change = look.money(abs(view.change), symbol=True) if view.change else ""
        self._fit()
        ids.change.shown = bool(view.change)
        ids.settled.shown = not view.change
        ids.strip.strip = view.strip
        ids.hint.msg = fixed.CLOSE_DRAWER if view.drawer_open else fixed.NEXT_HINT
        ids.hint_icon.icon = "drawer" if view.drawer_open else "barcode-scan"
        ids.paper.picture = view.paper
        ids.paper_card.shown = view.paper is not None
        ids.printing.msg = view.printing
        ids.printing.shown = view.printing is not None
        ids.preview.shown = view.paper is None
        ids.facts.text = "     ".join(
            [look.say(M("Total {amount}", amount=look.money(view.total, symbol=True)))]
            + [f"{look.say(t.name)} {look.money(t.given or t.amount, symbol=True)}" for t in view.tenders]
        )
        ids.sale.text = view.sale_id

    def _fit(self, *_: Any) -> None:
        """The largest type there is in which the change stands in its card."""
        self.change_step = widest_step(self.change, self.ids.card.width - 2 * look.sizes.pad, TYPE_STEPS)

    def back(self) -> None:
        self.post("next")

    def key(self, name: str, text: str) -> bool:
        if name == "enter":
            self.post("next")
        elif name == "f9":
            self.post("reprint")
        else:
            return False
        return True


kv.load(__file__)

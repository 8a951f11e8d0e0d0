"""Another user agrees: what it is about, who agrees, and the PIN or a badge."""

from __future__ import annotations

from typing import Any

from kiosk.flows.views import ApprovalView, Person, Strip
from kiosk.i18n import M
from kiosk.screens import kv
from kiosk.screens.sheets.base import Sheet
from kiosk.screens.signin import PersonTile


class ApproverTile(PersonTile):
    """Somebody who may agree; the one picked is marked."""


class ApprovalSheet(Sheet):
    """Draws ApprovalView."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids.people.make = self._tile

    def draw(self, view: ApprovalView, before: ApprovalView | None) -> None:
        ids = self.ids
        ids.title.msg, ids.detail.msg = view.title, view.detail
        ids.strip.strip = Strip("error", view.error) if view.error else None
        ids.people.items = tuple((p, p.id == view.picked) for p in view.approvers)
        ids.pad.dead = not view.picked or view.wait_s > 0
        waits = view.wait_s > 0
        ids.wait.shown = waits
        ids.wait.msg = M("Try again in {seconds} s", seconds=view.wait_s) if waits else None
        if before is None or before.picked != view.picked or before.error != view.error:
            ids.pad.typed = ""

    def enter(self) -> None:
        """The PIN is typed."""
        pin, self.ids.pad.typed = self.ids.pad.typed, ""
        if pin:
            self.post("approve", pin)

    def key(self, name: str, text: str) -> bool:
        return bool(self.ids.pad.key(name, "" if text == "." else text))

    def turn(self) -> None:
        """More people than fit: the next page, and round."""
        grid = self.ids.people
        grid.at = (grid.at + 1) % grid.pages

    def _tile(self) -> ApproverTile:
        tile = _Approver()
        tile.bind(on_tap=lambda t: self.post("pick", t.token))
        return tile


class _Approver(ApproverTile):
    def show(self, person: tuple[Person, bool]) -> None:  # type: ignore[override]
        who, picked = person
        super().show(who)
        self.kind = "chosen" if picked else "plain"


kv.load(__file__)

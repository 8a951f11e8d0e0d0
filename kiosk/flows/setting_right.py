"""What two terminals took back, not knowing of each other, is taken back once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.flows.sheets import ConfirmSheet
from kiosk.flows.views import Action, ConfirmView
from kiosk.i18n import M
from kiosk.store.documents import Approval

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

SET_RIGHT = Action("set_right", M("Set right"), "check")


def ask_set_right(
    counter: Counter, document_id: str, permission: str, then: Callable[[tuple[Approval, ...]], None]
) -> None:
    """Say what will be done, and by whose leave."""
    detail = M("It was taken back on two terminals that did not know of each other. One of these is undone.")
    ask = ConfirmView(M("Take {id} back only once?", id=document_id), detail, M("Set right"), danger=False)
    text = M("Set {id} right, which was taken back twice", id=document_id)
    counter.sheet(ConfirmSheet(counter, ask, lambda: counter.with_permission(permission, text, then)))

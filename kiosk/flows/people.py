"""What the one who is signed in may do, whom he asks where he may not, and who answers for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from kiosk.flows.approval import ApprovalSheet
from kiosk.i18n import Message
from kiosk.store.documents import ActAudited, Approval
from kiosk.store.records import User
from kiosk.store.store import Store
from kiosk.trade.money import Money
from kiosk.trade.permissions import allows

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter
    from kiosk.flows.sheets import Sheet


class People:
    """A counter's operator, and others who come by to approve."""

    user: User | None
    store: Store

    if TYPE_CHECKING:

        def sheet(self, sheet: Sheet) -> None:
            """Lay a sheet over what is in front."""

    def may(self, permission: str) -> bool:
        """Whether the signed-in user holds a permission."""
        return self.user is not None and allows(self.user.role, permission)

    def with_permission(self, permission: str, detail: Message, then: Callable[[tuple[Approval, ...]], None]) -> None:
        """Run `then` if the user may; otherwise ask for somebody who may, on the spot, and run it with the approval."""
        if self.may(permission):
            then(())
        else:
            self.ask_approval(permission, detail, then)

    def ask_approval(self, permission: str, detail: Message, then: Callable[[tuple[Approval, ...]], None]) -> None:
        """Ask for another user's PIN or badge, whatever the signed-in user may do himself (maker–checker)."""
        self.sheet(ApprovalSheet(cast("Counter", self), permission, detail, then))

    def audit(
        self,
        act: str,
        detail: dict[str, str] | None = None,
        *,
        reason: str = "",
        amount: int = 0,
        approvals: tuple[Approval, ...] = (),
    ) -> None:
        """Write down an act that leaves no other document."""
        document = ActAudited(act=act, detail=detail or {}, reason=reason, amount=Money(amount), approvals=approvals)
        self.store.journal.append(document, actor=self.actor)

    @property
    def actor(self) -> str:
        """Who answers for what is done now; nobody signed in is "-"."""
        return self.user.id if self.user else "-"

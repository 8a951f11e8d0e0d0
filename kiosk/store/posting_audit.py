"""Posting of what somebody has to answer for."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kiosk.store.documents import ActAudited, Approval
from kiosk.store.entry import Entry
from kiosk.store.posting import posts
from kiosk.store.queries import Book, insert
from kiosk.store.tables_sales import AuditRow

_ROW = insert(AuditRow)
_JSON = msgspec.json.Encoder(order="sorted")


def write_audit(
    book: Book,
    entry: Entry,
    act: str,
    *,
    number: int = 0,
    detail: dict[str, str] | None = None,
    reason: str = "",
    amount: int = 0,
    approved_by: str = "",
) -> None:
    """One row of the trail. number tells apart the rows of one document: 0 its own act, 1 … its approvals."""
    text = _JSON.encode(detail).decode() if detail else ""
    book.later(
        _ROW, entry.store_id, entry.origin, entry.seq, number, entry.at, entry.actor, act, text, reason, amount,
        approved_by,
    )  # fmt: skip


def post_approvals(book: Book, entry: Entry, approvals: Sequence[Approval], *, amount: int = 0) -> None:
    """One row for each permission that somebody lent."""
    for number, approval in enumerate(approvals, start=1):
        write_audit(
            book, entry, approval.permission, number=number, detail={"document": entry.id}, amount=amount,
            approved_by=approval.by,
        )  # fmt: skip


@posts(ActAudited)
def post_act(book: Book, entry: Entry, d: ActAudited) -> None:
    """The act; who approved it stands in its own row."""
    by = ", ".join(a.by for a in d.approvals)
    write_audit(book, entry, d.act, detail=d.detail, reason=d.reason, amount=d.amount, approved_by=by)

from __future__ import annotations

from kiosk.store.documents import ActAudited, Approval, CashMoved, DrawerOpened, ShiftClosed
from kiosk.store.store import Store
from kiosk.trade.money import Money
from tests.store.shop import Clock, open_shift, sale


def test_everything_somebody_answers_for_is_in_the_trail_newest_first(store: Store, clock: Clock) -> None:
    shift = open_shift(store)
    lent = (Approval("sale.discount.over_limit", "1004"),)
    documents = [
        ActAudited(act="sale.line.void", detail={"product": "p1"}, reason="slip", amount=Money(5), approvals=lent),
        sale(shift, approvals=lent),
        CashMoved(shift_id=shift, terminal="T1", amount=Money(-500), reason="bank", note="n"),
        DrawerOpened(shift_id=shift, terminal="T1", reason="change"),
        ShiftClosed(
            shift_id=shift, terminal="T1", counted=Money(1), expected=Money(2), over_short=Money(-1), reason="?"
        ),
    ]
    for document in documents:
        clock.now += 1
        store.journal.append(document, actor="1001")
    rows = store.audit.rows()
    assert [r.act for r in rows] == [
        "shift.over_short", "drawer.open", "cash.move", "sale.discount.over_limit", "sale.line.void",
    ]  # fmt: skip
    void = rows[-1]
    assert (void.detail, void.reason, void.amount, void.approved_by, void.user_id) == (
        {"product": "p1"}, "slip", 5, "1004", "1001",
    )  # fmt: skip
    assert rows[3].approved_by == "1004"
    assert len({r.id for r in rows}) == len(rows)
    assert store.audit.rows(2, 1) == rows[1:3]


def test_an_ordinary_sale_leaves_no_trace_in_it(store: Store) -> None:
    store.journal.append(sale(open_shift(store)), actor="1001")
    assert store.audit.rows() == ()

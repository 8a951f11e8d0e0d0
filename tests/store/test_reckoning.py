"""A shop's days of trade, and what is reckoned from them on the last one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.store import reckoning
from kiosk.store.advice import EMPTY, Advice
from kiosk.store.demand import DAY_MS, day_of, histories, start_of, weekday_of
from kiosk.store.documents import AdjustmentLine, Document, PromotionSaved, ShiftOpened, StockAdjusted
from kiosk.store.documents_buying import PurchaseApproved, PurchaseSent
from kiosk.store.documents_transfers import TransferAnnounced, TransferLine
from kiosk.store.pace import Pace
from kiosk.store.queries import insert
from kiosk.store.reckoning import Reckoning, reckon
from kiosk.store.store import Store
from kiosk.store.tables_stock import MovementRow
from kiosk.trade.buying import PriceBreak
from kiosk.trade.money import Money, Rate
from kiosk.trade.promotion import Promotion, PromotionKind
from kiosk.trade.quantity import Quantity
from tests.store.buying import draft, sells, supplier
from tests.store.shop import Clock, line, product, sale

SHANGHAI = 480
HOUR = 3_600_000
AGAIN = 84
"""Days of history: enough to be believed."""


def stock(product_id: str, quantity: int, *, batch: str = "", expiry: str = "") -> StockAdjusted:
    goods = AdjustmentLine(
        product_id=product_id, quantity=Quantity(quantity), unit_cost=100, batch=batch, expiry=expiry
    )
    return StockAdjusted(reason="opening", lines=(goods,))


def trade(store: Store, clock: Clock, days: int = AGAIN, **daily: int) -> None:
    """So many days on which so much of each product is sold at noon; then it is the next morning."""
    shift = store.journal.append(ShiftOpened(terminal="T1", float_amount=Money(0)), actor="1001").id
    for _ in range(days):
        lines = tuple(line(n, q, product_id=p) for n, (p, q) in enumerate(daily.items(), start=1))
        store.journal.append(sale(shift, *lines), actor="1001")
        clock.now += DAY_MS


def half_price(product_id: str, start: int, days: int) -> Promotion:
    return Promotion(
        "half", PromotionKind.PERCENT, "半价", "Half price", product_ids=frozenset((product_id,)), rate=Rate(500_000),
        start=start, end=start + days * DAY_MS,
    )  # fmt: skip


def put(store: Store, *documents: Document) -> None:
    store.journal.append_many(list(documents), actor="1001")


def reckoned(store: Store, clock: Clock) -> dict[str, Advice]:
    return {a.product_id: a for a in Reckoning(store, clock.now, SHANGHAI).advices()}


def test_a_shops_day_ends_at_its_own_midnight() -> None:
    assert day_of(start_of(20_000, SHANGHAI), SHANGHAI) == 20_000
    assert day_of(start_of(20_000, SHANGHAI) - 1, SHANGHAI) == 19_999
    assert weekday_of(0) == 3
    assert weekday_of(day_of(1_780_000_000_000, SHANGHAI)) == 4  # Friday 29 May 2026, 4:26 in Shanghai


def test_sales_are_read_by_day_with_the_days_on_which_the_shelf_was_empty(store: Store, clock: Clock) -> None:
    put(store, stock("p1", 5000))
    trade(store, clock, 2, p1=2000)
    clock.now += 3 * DAY_MS  # one is left
    trade(store, clock, 1, p1=1000)
    clock.now += 2 * DAY_MS  # and then none
    put(store, stock("p1", 5000))
    today = day_of(clock.now, SHANGHAI)
    found = histories(store.book, "S01", {"p1": 5000}, today=today, days=14, utc_offset=SHANGHAI)
    assert found.sold.tolist() == [[0] * 6 + [2000, 2000, 0, 0, 0, 1000, 0, 0]]
    assert found.dry[0].nonzero()[0].tolist() == [12, 13]
    assert (found.first, found.last_sale) == ([8], [3])


def test_less_than_nothing_is_a_slip_in_the_books_and_no_empty_shelf(store: Store, clock: Clock) -> None:
    trade(store, clock, 3, p1=2000)
    clock.now += 2 * DAY_MS
    today = day_of(clock.now, SHANGHAI)
    found = histories(store.book, "S01", {"p1": -6000}, today=today, days=7, utc_offset=SHANGHAI)
    assert not found.dry.any()


def test_goods_that_come_back_lessen_what_their_day_sold(store: Store, clock: Clock) -> None:
    trade(store, clock, 1, p1=5000)
    clock.now -= DAY_MS - HOUR
    shift = store.journal.append(ShiftOpened(terminal="T1", float_amount=Money(0)), actor="1001").id
    store.journal.append(sale(shift, line(1, -2000)), actor="1001")
    clock.now += DAY_MS
    today = day_of(clock.now, SHANGHAI)
    found = histories(store.book, "S01", {"p1": -3000}, today=today, days=2, utc_offset=SHANGHAI)
    assert found.sold.tolist() == [[0, 3000]]


def test_what_runs_out_is_to_be_ordered_from_its_supplier_in_packs(store: Store, clock: Clock) -> None:
    put(store, supplier(), sells("p1"), stock("p1", 850_000), stock("p2", 4_000_000))
    trade(store, clock, p1=10_000, p2=10_000)
    found = reckoned(store, clock)
    needed = found["p1"]
    assert (needed.supplier_id, needed.on_hand, needed.weekly) == ("V1", 10_000, 70_000)
    assert needed.days == 3 + 7  # the supplier's lead time, and until the next look
    assert (needed.lasts, needed.dry, needed.ill) == (1, 1, "low")
    assert needed.quantity % 24_000 == 0
    assert needed.quantity >= needed.point - 10_000
    assert needed.amount == needed.quantity // 24_000 * (4500 if needed.quantity >= 240_000 else 5000)
    assert found["p2"].quantity == 0
    assert found["p2"].ill == "over"


def test_what_is_on_order_is_not_ordered_twice(store: Store, clock: Clock) -> None:
    put(store, supplier(), sells("p1"), stock("p1", 850_000))
    trade(store, clock, p1=10_000)
    before = reckoned(store, clock)["p1"]
    order = store.journal.append(draft(("p1", before.quantity, 24_000, 5000)), actor="1").id
    assert reckoned(store, clock)["p1"].quantity == before.quantity  # a draft is no promise
    put(store, PurchaseApproved(order_id=order, revision=order), PurchaseSent(order_id=order, revision=order))
    assert "p1" not in reckoned(store, clock)


def test_what_another_shop_has_sent_is_not_ordered_either(store: Store, clock: Clock) -> None:
    put(store, supplier(), sells("p1"), stock("p1", 850_000))
    trade(store, clock, p1=10_000)
    before = reckoned(store, clock)["p1"]
    sent = TransferLine(product_id="p1", quantity=before.quantity)
    told = TransferAnnounced(
        about="dispatched", original="K7QXMP-1", at=1, actor="N1", author="S02", source="S02", target="S01",
        lines=(sent,), transfer_id="K7QXMP-1",
    )  # fmt: skip
    put(store, told)
    assert "p1" not in reckoned(store, clock)


def test_a_planned_promotion_is_ordered_for(store: Store, clock: Clock) -> None:
    put(store, supplier(), sells("p1", prices=(PriceBreak(Money(500_000)),)), stock("p1", 850_000))
    trade(store, clock, p1=10_000)
    usual = reckoned(store, clock)["p1"]
    put(store, PromotionSaved(id="half", promotion=half_price("p1", clock.now + DAY_MS, 2)))
    planned = reckoned(store, clock)["p1"]
    assert planned.uplift > 0
    assert planned.point - usual.point >= planned.uplift - 1000
    assert planned.quantity > usual.quantity


def test_what_spoils_is_not_ordered_for_longer_than_it_must_last(store: Store, clock: Clock) -> None:
    put(store, supplier(), sells("p1"), product(1, tracks_batches=True), stock("p1", 850_000))
    trade(store, clock, p1=10_000)
    found = reckoned(store, clock)["p1"]
    assert found.choice == "need"
    assert found.quantity == 96_000  # ten days, in cases of 24; ten cases would have been cheaper


def test_a_promotion_of_the_past_tells_what_the_next_one_brings(store: Store, clock: Clock) -> None:
    put(store, supplier(), sells("p1"), stock("p1", 2_000_000))
    trade(store, clock, 60, p1=10_000)
    begin = clock.now
    trade(store, clock, 7, p1=20_000)
    past = Promotion(
        "a", PromotionKind.PERCENT, "促", "p", product_ids=frozenset(("p1",)), rate=Rate(100_000),
        start=start_of(day_of(begin, SHANGHAI), SHANGHAI), end=start_of(day_of(begin, SHANGHAI) + 7, SHANGHAI),
    )  # fmt: skip
    trade(store, clock, 14, p1=10_000)
    coming = Promotion(
        "b", PromotionKind.PERCENT, "促", "p", product_ids=frozenset(("p1",)), rate=Rate(100_000),
        start=clock.now, end=clock.now + 2 * DAY_MS - HOUR,
    )  # fmt: skip
    put(store, PromotionSaved(id="a", promotion=past), PromotionSaved(id="b", promotion=coming))
    good = Reckoning(store, clock.now, SHANGHAI)
    found = {a.product_id: a for a in good.advices()}["p1"]
    assert found.weekly == 70_000  # the promoted week is not the usual
    assert 19_000 <= found.uplift <= 31_000  # twice as much, on two or three calendar days


def test_batches_that_will_not_sell_in_time_are_marked_down(store: Store, clock: Clock) -> None:
    put(store, stock("p1", 840_000))
    trade(store, clock, p1=10_000)
    put(store, stock("p1", 300_000, batch="L1", expiry="2024-02-16"))  # twelve days more, of 120 sold
    assert Reckoning(store, clock.now, SHANGHAI).date.isoformat() == "2024-02-07"
    expires = reckoned(store, clock)["p1"].expiring
    assert [(e.batch, e.days, e.left) for e in expires] == [("L1", 10, 200_000)]
    assert expires[0].markdown == Rate(350_000)


def test_what_was_sold_without_its_batch_was_of_the_first_to_expire(store: Store, clock: Clock) -> None:
    put(store, stock("p1", 700_000, batch="L1", expiry="2024-02-09"))
    put(store, stock("p1", 300_000, batch="L2", expiry="2024-02-20"))
    trade(store, clock, p1=10_000)  # 840 of 1000: all of L1 and some of L2
    expires = reckoned(store, clock)["p1"].expiring
    assert [(e.batch, e.quantity, e.left) for e in expires] == [("L2", 160_000, 20_000)]


def test_the_reckoning_is_kept_until_the_next_one(store: Store, clock: Clock) -> None:
    put(store, supplier(), sells("p1"), sells("p3"), stock("p1", 850_000), stock("p2", 4_000_000), stock("p4", 1000))
    trade(store, clock, p1=10_000, p2=10_000, p3=5000)
    assert store.advice.day == ""
    assert reckon(store, clock.now, SHANGHAI, Pace(size=1)) == 3
    assert store.advice.day == "2024-02-07"
    assert [(n.supplier_id, n.products, n.dry) for n in store.advice.needs()] == [("V1", 2, EMPTY)]
    assert [a.product_id for a in store.advice.to_order("V1")] == ["p3", "p1"]  # what is empty comes first
    assert store.advice.counts() == {"low": 1, "negative": 1, "over": 1}
    assert [a.product_id for a in store.advice.ill("over")] == ["p2"]
    clock.now += 30 * DAY_MS
    assert reckon(store, clock.now, SHANGHAI) >= 3
    assert store.advice.of("p4") is not None  # nobody bought it for a quarter of a year
    assert {a.product_id for a in store.advice.ill("dead")} == {"p4"}
    assert store.book.sql("SELECT COUNT(DISTINCT generation) FROM advice")[0][0] == 1


def test_a_reckoning_that_was_cut_off_leaves_the_last_one_standing(store: Store, clock: Clock) -> None:
    put(store, supplier(), sells("p1"), stock("p1", 850_000))
    trade(store, clock, p1=10_000)
    reckon(store, clock.now, SHANGHAI)

    class Cut(Exception):
        pass

    def broken():  # type: ignore[no-untyped-def]
        yield from Reckoning(store, clock.now, SHANGHAI).advices()
        raise Cut

    with suppress(Cut):
        store.advice.replace("2024-02-08", broken(), Pace(size=1))
    assert store.advice.day == "2024-02-07"
    assert [a.product_id for a in store.advice.to_order("V1")] == ["p1"]
    reckon(store, clock.now + DAY_MS, SHANGHAI)
    assert store.advice.day == "2024-02-08"


def test_kits_and_goods_not_sold_any_more_are_not_ordered(store: Store, clock: Clock) -> None:
    put(store, supplier(), sells("p1"), stock("p1", 850_000))
    trade(store, clock, p1=10_000)
    put(store, product(1, active=False))
    assert "p1" not in reckoned(store, clock)


def test_goods_come_from_the_cheapest_where_no_supplier_is_the_products_own(store: Store, clock: Clock) -> None:
    cheap = sells("p1", "V2", prices=sells("p1").prices[1:], min_quantity=Quantity(0))
    put(store, supplier(), supplier("V2", "北方"), sells("p1"), cheap, stock("p1", 850_000))
    trade(store, clock, p1=10_000)
    assert reckoned(store, clock)["p1"].supplier_id == "V2"
    put(store, product(1, supplier_id="V1"))
    assert reckoned(store, clock)["p1"].supplier_id == "V1"


def test_what_is_said_of_a_product_does_not_hang_on_who_is_reckoned_with_it(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, supplier(), sells("p1"), sells("p3"), stock("p1", 850_000), stock("p2", 4_000_000), stock("p4", 1000))
    put(store, PromotionSaved(id="half", promotion=half_price("p3", clock.now + 20 * DAY_MS, 30)))
    trade(store, clock, 40, p1=10_000, p2=10_000, p3=5000)
    clock.now += 3 * DAY_MS
    trade(store, clock, p1=11_000, p2=9_000, p3=4000)
    put(store, stock("p3", 2000))
    together = reckoned(store, clock)
    monkeypatch.setattr(reckoning, "PAGE", 1)
    assert reckoned(store, clock) == together
    assert len(together) >= 3


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.sampled_from((-3000, -1000, 0, 1000, 2000)), st.booleans()), max_size=30)
)
def test_each_day_is_read_as_it_was(moves: list[tuple[int, int, bool]]) -> None:
    """moves: (day, in or out, whether it is a sale). Told again day by day; one of nothing is none."""
    with TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "s.db", "S01", clock=lambda: 0)
        rows = [
            ("S01", "p1", start_of(100 + day, SHANGHAI) + 5, "AAAAAA", n, 0, "sale" if sold else "adjustment", amount,
             None, "", "", "")
            for n, (day, amount, sold) in enumerate(moves)
        ]  # fmt: skip
        with store.book.transaction():
            store.book.many(insert(MovementRow), rows)
        level = sum(amount for _, amount, _ in moves)
        found = histories(store.book, "S01", {"p0": 0, "p1": level, "p2": 0}, today=112, days=12, utc_offset=SHANGHAI)
        store.close()
    on = {day: [(a, s) for d, a, s in moves if d == day and a] for day in range(13)}
    sales = [sum(-a for a, s in on[day] if s) for day in range(13)]
    first = min((day for day in on if on[day]), default=12)
    stood = 0
    for day in range(12):
        dry = not on[day] and day > first and stood == 0
        assert bool(found.dry[1, day]) == dry
        stood += sum(a for a, _ in on[day])
    assert found.sold[1].tolist() == [max(s, 0) for s in sales[:12]]
    assert found.first == [0, 12 - first, 0]
    assert found.last_sale[1] == min((12 - day for day, s in enumerate(sales) if s > 0), default=None)
    assert not found.sold[[0, 2]].any()

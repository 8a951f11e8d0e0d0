from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.trade.picking import Lying, Pick, expires_before, proposed, way

TODAY = "2026-06-01"
WALK = {"A-01": 0, "A-02": 1, "B-01": 2}


def where(*lying: Lying, wanted: int = 10) -> list[tuple[int, str, str]]:
    return [(p.quantity, p.location, p.batch) for p in proposed("p", wanted, lying, today=TODAY, walk=WALK)]


def test_what_expires_first_goes_first_however_far_it_lies() -> None:
    late, soon = Lying(10, "A-01", "LATE", "2027-01-01"), Lying(4, "B-01", "SOON", "2026-07-01")
    assert where(late, soon) == [(4, "B-01", "SOON"), (6, "A-01", "LATE")]


def test_of_the_same_date_the_nearer_place_is_taken_and_the_shop_floor_last() -> None:
    assert where(Lying(3, ""), Lying(4, "B-01"), Lying(5, "A-02")) == [(5, "A-02", ""), (4, "B-01", ""), (1, "", "")]


def test_goods_without_a_date_go_after_those_that_have_one() -> None:
    assert where(Lying(10, "A-01"), Lying(10, "B-01", "X", "2026-07-01")) == [(10, "B-01", "X")]


def test_what_is_past_its_date_is_not_proposed() -> None:
    assert where(Lying(10, "A-01", "OLD", "2026-05-31"), Lying(10, "B-01", "X", "2026-06-01")) == [(10, "B-01", "X")]


def test_what_the_books_do_not_know_of_is_said_to_be_so() -> None:
    assert proposed("p", 10, [Lying(4, "A-01")], today=TODAY, walk=WALK)[-1] == Pick("p", 6, known=False)


def test_where_somebody_found_nothing_is_not_proposed_again() -> None:
    lying = [Lying(10, "A-01"), Lying(10, "B-01")]
    picks = proposed("p", 5, lying, today=TODAY, walk=WALK, empty={("A-01", "", "")})
    assert [p.location for p in picks] == ["B-01"]


def test_what_is_picked_already_is_not_there_any_more() -> None:
    taken = {("A-01", "", ""): 8}
    picks = proposed("p", 5, [Lying(10, "A-01"), Lying(10, "B-01")], today=TODAY, walk=WALK, taken=taken)
    assert [(p.quantity, p.location) for p in picks] == [(2, "A-01"), (3, "B-01")]


def test_the_way_goes_through_the_places_once() -> None:
    picks = [
        Pick("x", 1, "B-01"),
        Pick("y", 1, known=False),
        Pick("z", 1, "A-01"),
        Pick("x", 1, ""),
        Pick("y", 1, "A-02"),
    ]
    assert [p.location for p in way(picks, WALK)] == ["A-01", "A-02", "B-01", "", ""]


def test_a_later_batch_is_known_to_be_out_of_turn() -> None:
    lying = [
        Lying(1, "A-01", "SOON", "2026-07-01"),
        Lying(1, "", "LATE", "2027-01-01"),
        Lying(9, "", "OLD", "2026-01-01"),
    ]
    first = expires_before(lying, "LATE", today=TODAY)
    assert first is not None
    assert first.batch == "SOON"
    assert expires_before(lying, "SOON", today=TODAY) is None
    assert expires_before([], "SOON", today=TODAY) is None


LYING = st.builds(
    Lying,
    st.integers(-5, 20),
    st.sampled_from(["", "A-01", "A-02", "B-01", "ELSEWHERE"]),
    st.sampled_from(["", "X", "Y"]),
    st.sampled_from(["", "2026-05-01", "2026-07-01", "2027-01-01"]),
)


@given(st.lists(LYING, max_size=8, unique_by=lambda r: r.cell), st.integers(1, 60))
def test_the_picks_add_up_and_no_place_gives_more_than_it_has(lying: list[Lying], wanted: int) -> None:
    picks = proposed("p", wanted, lying, today=TODAY, walk=WALK)
    assert sum(p.quantity for p in picks) == wanted
    there = {row.cell: row.quantity for row in lying}
    assert all(0 < p.quantity <= there[p.cell] for p in picks if p.known)
    dates = [p.expiry or "9999" for p in picks if p.known]
    assert dates == sorted(dates)

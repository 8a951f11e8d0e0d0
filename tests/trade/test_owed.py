"""What was sold without a word of its place or batch is taken off where it must have lain."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.trade.owed import PLAIN, Cell, borne


def test_what_was_sold_unnamed_comes_off_the_shop_floor_before_it_comes_off_a_shelf() -> None:
    books: dict[Cell, int] = {PLAIN: -3, ("", "LATE", ""): 5, ("A-01", "SOON", ""): 5}
    found = borne(books, {"LATE": "2027-01-01", "SOON": "2026-06-01"})
    assert found == {PLAIN: 0, ("", "LATE", ""): 2, ("A-01", "SOON", ""): 5}


def test_off_the_shelves_comes_what_expires_first() -> None:
    books: dict[Cell, int] = {PLAIN: -7, ("A-01", "LATE", ""): 5, ("B-01", "", "2026-06-01"): 5, ("C-01", "", ""): 5}
    found = borne(books, {"LATE": "2027-01-01"})
    assert found == {PLAIN: 0, ("A-01", "LATE", ""): 3, ("B-01", "", "2026-06-01"): 0, ("C-01", "", ""): 5}


def test_a_batch_that_was_sold_off_its_shelf_is_borne_by_that_batch() -> None:
    books: dict[Cell, int] = {PLAIN: 9, ("", "L1", ""): -2, ("A-01", "L1", ""): 5, ("A-01", "L2", ""): 5}
    assert borne(books) == {PLAIN: 9, ("", "L1", ""): 0, ("A-01", "L1", ""): 3, ("A-01", "L2", ""): 5}


def test_where_there_is_not_enough_it_stays_below_nothing() -> None:
    assert borne({PLAIN: -7, ("A-01", "L1", ""): 5}) == {PLAIN: -2, ("A-01", "L1", ""): 0}
    assert borne({("", "L1", ""): -7, ("A-01", "L1", ""): 5, PLAIN: 9})[("", "L1", "")] == -2


CELLS = st.tuples(
    st.sampled_from(("", "A-01", "B-01")), st.sampled_from(("", "L1", "L2")), st.sampled_from(("", "2026-06-01"))
)  # fmt: skip


@given(st.dictionaries(CELLS, st.integers(-9, 9)), st.booleans())
def test_it_is_the_same_goods_and_nothing_is_owed_beside_goods_that_would_do(
    books: dict[Cell, int], dated: bool
) -> None:
    found = borne(books, {"L1": "2026-05-01"} if dated else None)
    assert sum(found.values()) == sum(books.values())
    assert found.keys() == books.keys()
    if found.get(PLAIN, 0) < 0:
        assert all(quantity <= 0 for quantity in found.values())
    for cell, quantity in found.items():
        if quantity < 0 and not cell[0]:
            assert all(found[other] <= 0 for other in found if other[1:] == cell[1:] and other != PLAIN)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.trade.check_digits import check_digit, expand_upc_e, has_good_check, to_gtin14


@pytest.mark.parametrize("code", ["95200002", "036000291452", "9521234543213", "19521234543210"])
def test_check_digits_of_known_codes_hold(code: str) -> None:
    assert has_good_check(code)


@given(st.text("0123456789", min_size=7, max_size=13))
def test_zeros_in_front_change_no_check_digit(digits: str) -> None:
    assert has_good_check(to_gtin14(digits + str(check_digit(digits))))


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 10))
def test_neighbours_that_changed_places_are_noticed_unless_they_differ_by_five(digits: str, at: int) -> None:
    first, second = int(digits[at]), int(digits[at + 1])
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    assert (check_digit(swapped) == check_digit(digits)) == ((first - second) % 5 == 0)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("04252614", "042100005264"),
        ("01234531", "012300000451"),
        ("01234541", "012340000051"),
        ("01234590", "012345000090"),
        ("11234505", "112000003455"),
    ],
)
def test_a_short_upc_is_spread_to_twelve_digits(short: str, full: str) -> None:
    assert expand_upc_e(short) == full


@pytest.mark.parametrize("code", ["24252614", "0425261", "042526144", ""])
def test_what_is_no_short_upc_is_not_spread(code: str) -> None:
    assert expand_upc_e(code) is None

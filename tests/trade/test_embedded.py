import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.exc import BadInput, ConfigError
from kiosk.trade.barcodes import item_key, read_code
from kiosk.trade.check_digits import check_digit
from kiosk.trade.codes import EmbeddedCode
from kiosk.trade.embedded import read_embedded, read_layout, read_layouts


def label(digits: str) -> str:
    return digits + str(check_digit(digits))


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_what_the_scale_prints_is_what_the_till_reads(item: int, grams: int) -> None:
    code = label(f"21{item:05d}{grams:05d}")
    read = read_embedded(code, read_layouts(("21IIIIIWWWWWC",)))
    assert read == EmbeddedCode(f"21{item:05d}", quantity=grams, raw=code)  # type: ignore[arg-type]


def test_an_eighteen_place_label_has_weight_and_price() -> None:
    layouts = read_layouts(("26IIIIIPPPPPWWWWWC", "25IIIIIWWWWWPPPPPC"))
    price_first, weight_first = label("26000010098601235"), label("25000010123500986")
    assert read_code(price_first, "", layouts) == EmbeddedCode("2600001", 1235, 986, price_first)  # type: ignore[arg-type]
    assert read_code(weight_first, "", layouts) == EmbeddedCode("2500001", 1235, 986, weight_first)  # type: ignore[arg-type]


def test_a_weight_with_two_decimals_is_in_tens_of_grams() -> None:
    code = label("210000101235")
    read = read_embedded(code, read_layouts(("21IIIIIWWWWWC/2",)))
    assert read is not None
    assert read.quantity == 12_350


@pytest.mark.parametrize(
    "pattern", ["22IIIIIPPPPPC/2", "21IIIIIWWWWWC/4", "21IIIIIWWWWWC/", "26IIIIIPPPPPWWWWWCC", "26IIIIIIPPPPPWWWWWC"]
)
def test_a_layout_that_makes_no_sense_is_named(pattern: str) -> None:
    with pytest.raises(ConfigError, match=pattern):
        read_layout(pattern)


def test_the_longer_prefix_goes_first() -> None:
    layouts = read_layouts(("2IIIIIIPPPPPC", "21IIIIIWWWWWC"))
    by_weight, by_price = label("210000101235"), label("230000100986")
    assert read_embedded(by_weight, layouts) == EmbeddedCode("2100001", quantity=1235, raw=by_weight)  # type: ignore[arg-type]
    assert read_embedded(by_price, layouts) == EmbeddedCode("2300001", amount=986, raw=by_price)  # type: ignore[arg-type]


def test_one_prefix_may_have_a_short_and_a_long_label() -> None:
    assert len(read_layouts(("21IIIIIWWWWWC", "21IIIIIPPPPPWWWWWC"))) == 2


@given(st.integers(0, 999_999))
def test_an_item_of_eight_digits_is_found_by_what_the_catalogue_keeps(item: int) -> None:
    layouts = read_layouts(("20IIIIIIPPPPC",))
    read = read_embedded(label(f"20{item:06d}0986"), layouts)
    assert read is not None
    assert read.item == item_key(f"20{item:06d}")


def test_a_label_of_a_layout_that_the_shop_has_not_is_an_article_as_any_other() -> None:
    layouts = read_layouts(("21IIIIIWWWWWC",))
    assert read_embedded(label("290000101235"), layouts) is None
    with pytest.raises(BadInput, match="check digit"):
        read_code("2100001012350", "", layouts)

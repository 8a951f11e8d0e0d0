import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.exc import BadInput, ConfigError
from kiosk.trade.barcodes import (
    CommandCode,
    DocumentCode,
    EmbeddedCode,
    Gs1Code,
    ItemCode,
    LocationCode,
    UserCode,
    check_digit,
    item_key,
    read_code,
    read_layouts,
)

LAYOUTS = read_layouts(("21IIIIIWWWWWC", "22IIIIIPPPPPC", "23IIIIVWWWWWC"))
EAN = "9521234543213"


def with_check(digits: str) -> str:
    return digits + str(check_digit(digits))


@pytest.mark.parametrize(
    ("scanned", "key"),
    [
        (EAN, "0" + EAN),
        ("95200002", "00000095200002"),
        ("036000291452", "00036000291452"),
        ("09521234543213", "0" + EAN),
        ("04252614", "00042100005264"),  # UPC-E, read as UPC-A
    ],
)
def test_every_length_of_gtin_is_one_key(scanned: str, key: str) -> None:
    code = read_code(scanned, "E0" if scanned == "04252614" else "")
    assert code == ItemCode(key, scanned)


@given(st.integers(0, 10**12 - 1), st.integers(0, 12), st.integers(1, 9))
def test_a_single_misread_digit_is_always_noticed(number: int, place: int, by: int) -> None:
    good = with_check(f"{number:012d}")
    bad = good[:place] + str((int(good[place]) + by) % 10) + good[place + 1 :]
    with pytest.raises(BadInput, match="check digit"):
        read_code(bad)


def test_two_codes_run_together_are_refused_by_name() -> None:
    with pytest.raises(BadInput, match="Two codes"):
        read_code(EAN + "95200002")
    with pytest.raises(BadInput, match="Two codes"):
        read_code(EAN + EAN)
    with pytest.raises(BadInput, match="Two codes"):
        read_code(EAN * 3)


@pytest.mark.parametrize("scanned", ["", "  ", "é123", "可乐", "abc\x00", "\x1b[2J", "x" * 513, "9" * 100])
def test_what_no_code_can_be_is_refused(scanned: str) -> None:
    with pytest.raises(BadInput):
        read_code(scanned)


@pytest.mark.parametrize(
    "scanned", [f" {EAN}", f"{EAN}\r\n", f"]E0{EAN}", f"]d2010{EAN}", f"]C1(01)0{EAN}", f"010{EAN}"]
)
def test_what_a_scanner_adds_does_not_hide_the_article(scanned: str) -> None:
    code = read_code(scanned)
    assert isinstance(code, ItemCode | Gs1Code)
    assert (code.code if isinstance(code, ItemCode) else code.gtin) == "0" + EAN


@pytest.mark.parametrize("scanned", [f" {EAN[:-1]}0", f"]E0{EAN[:-1]}0"])
def test_what_a_scanner_adds_does_not_hide_a_misread_digit(scanned: str) -> None:
    with pytest.raises(BadInput, match="check digit"):
        read_code(scanned)


def test_a_magazine_is_found_whatever_its_issue() -> None:
    first, second = read_code("977123456700312"), read_code("977123456700313")
    assert isinstance(first, ItemCode)
    assert isinstance(second, ItemCode)
    assert first.code == second.code == "09771234567003"


def test_what_the_symbology_says_is_a_gs1_code_is_not_taken_for_an_ean() -> None:
    with pytest.raises(BadInput):
        read_code(with_check("105212345432"), "C1")  # a batch, no goods


def test_a_code_of_the_shops_own_is_taken_as_it_is() -> None:
    assert read_code("A-12/3") == ItemCode("A-12/3", "A-12/3")
    assert read_code("4711") == ItemCode("4711", "4711")


def test_weight_and_price_are_read_out_of_the_code() -> None:
    weight = with_check("210000101235")
    price = with_check("220000700986")
    assert read_code(weight, "", LAYOUTS) == EmbeddedCode("2100001", quantity=1235, raw=weight)
    assert read_code(price, "", LAYOUTS) == EmbeddedCode("2200007", amount=986, raw=price)
    verified = with_check("230042" + "7" + "01500")
    assert read_code(verified, "", LAYOUTS) == EmbeddedCode("230042", quantity=1500, raw=verified)


def test_a_label_with_a_wrong_check_digit_is_not_weighed() -> None:
    with pytest.raises(BadInput):
        read_code("2100001012350", "", LAYOUTS)


@pytest.mark.parametrize(
    "pattern", ["", "21IIIIIWWWWW", "31IIIIIWWWWWC", "21IIIIIXXXXXC", "21IIIIIWWWWWCC", "21IIWWWWWWWWC"]
)
def test_an_impossible_layout_is_a_fault_of_the_configuration(pattern: str) -> None:
    with pytest.raises(ConfigError):
        read_layouts((pattern,))


def test_two_layouts_cannot_share_a_prefix() -> None:
    with pytest.raises(ConfigError):
        read_layouts(("21IIIIIWWWWWC", "21IIIIIPPPPPC"))


@pytest.mark.parametrize(
    ("scanned", "symbology"),
    [
        (f"010{EAN}1727050010ABC\x1d3103001250", "C1"),
        (f"\x1d010{EAN}1727050010ABC\x1d3103001250", ""),
        (f"(01)0{EAN}(17)270500(10)ABC(3103)001250", ""),
    ],
)
def test_a_gs1_code_tells_product_batch_date_and_weight(scanned: str, symbology: str) -> None:
    code = read_code(scanned, symbology)
    assert isinstance(code, Gs1Code)
    assert (code.gtin, code.batch, code.expiry, code.weight) == ("0" + EAN, "ABC", "2027-05-31", 1250)


def test_a_gs1_price_is_in_the_shops_currency() -> None:
    code = read_code(f"010{EAN}39221250", "C1")
    assert isinstance(code, Gs1Code)
    assert code.amount == 1250
    with pytest.raises(BadInput, match="more places"):
        read_code(f"010{EAN}39231255", "C1", exponent=2)


def test_a_digital_link_is_goods_and_any_other_address_is_not() -> None:
    code = read_code(f"https://id.gs1.org/01/0{EAN}/10/AB1")
    assert isinstance(code, Gs1Code)
    assert code.batch == "AB1"
    with pytest.raises(BadInput, match="web page"):
        read_code("https://example.com/menu")


def test_our_own_codes_say_what_they_are() -> None:
    assert read_code("K7QXMP-412") == DocumentCode("K7QXMP-412")
    assert read_code("ZGU-U3-7F3K9QWE") == UserCode("U3", "7F3K9QWE")
    assert read_code("ZGL-A-03-2") == LocationCode("A-03-2")
    assert read_code("ZGC-PAY") == CommandCode("pay")


@given(st.text(max_size=600), st.sampled_from(["", "E0", "C1", "d2", "Q3"]))
def test_any_text_is_a_code_or_is_refused_in_words(text: str, symbology: str) -> None:
    try:
        read_code(text, symbology, LAYOUTS)
    except BadInput as refusal:
        assert refusal.message.in_("en")


@given(st.from_regex(r"(01\d{14})?((10|21|17|3103|392[0-5]|37)[0-9A-Z]{0,12}\x1d?){0,6}", fullmatch=True))
def test_any_element_string_is_read_or_refused(text: str) -> None:
    try:
        read_code(text, "C1")
    except BadInput as refusal:
        assert refusal.message.in_("en")


def test_the_catalogue_keeps_codes_by_the_key_that_a_scan_finds() -> None:
    assert item_key(EAN) == "0" + EAN
    assert item_key("A-12") == "A-12"
    for gs1 in (f"(01)0{EAN}(10)AB", f"010{EAN}1727050010AB"):
        assert item_key(gs1) == "0" + EAN
    for bad in ("", "é", " A", EAN[:-1] + "0", "ZGC-PAY", "ZGU-U3-7F3K9QWE", EAN + EAN):
        with pytest.raises(BadInput):
            item_key(bad)


@given(st.text(max_size=90) | st.text("0123456789", min_size=1, max_size=90))
def test_any_key_of_the_catalogue_is_what_its_own_scan_finds(code: str) -> None:
    try:
        key = item_key(code)
    except BadInput:
        return
    if len(code) == 8 and code == key:
        return  # in front of a weight: never scanned by itself
    match read_code(code):
        case ItemCode(code=found) | Gs1Code(gtin=found) | DocumentCode(entry_id=found):
            assert found == key
        case other:
            raise AssertionError(other)

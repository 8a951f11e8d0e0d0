import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.exc import BadInput
from kiosk.trade.codes import Gs1Code
from kiosk.trade.gs1 import GS, load, looks_like_gs1, read_gs1

GTIN = "09521234543213"


@pytest.mark.parametrize(
    ("digits", "date"),
    [
        ("270531", "2027-05-31"),
        ("270500", "2027-05-31"),  # day 00: the last one
        ("280200", "2028-02-29"),
        ("260200", "2026-02-28"),
        ("760101", "2076-01-01"),  # fifty years ahead is still this century
        ("770101", "1977-01-01"),
        ("000000", ""),  # printed by those who have no date
    ],
)
def test_two_digit_years_and_day_zero(digits: str, date: str) -> None:
    assert read_gs1(f"01{GTIN}17{digits}").expiry == date
    assert read_gs1(f"01{GTIN}15{digits}").best_before == date


@pytest.mark.parametrize("digits", ["271301", "270532", "270230", "270001"])
def test_a_day_that_does_not_exist_is_refused(digits: str) -> None:
    with pytest.raises(BadInput):
        read_gs1(f"01{GTIN}17{digits}")


def test_everything_that_a_shop_needs_is_read() -> None:
    code = read_gs1(f"01{GTIN}11250102{GS}10LOT-7{GS}21S99{GS}30024{GS}3103001250{GS}39221999")
    assert code.batch == "LOT-7"
    assert (code.serial, code.count, code.weight, code.amount) == ("S99", 24, 1250, 1999)
    assert code.others == (("11", "250102"),)


@pytest.mark.parametrize(
    ("element", "thousandths"), [("3100000012", 12_000), ("3102001250", 12_500), ("3105012345", 123)]
)
def test_weight_has_the_places_that_its_identifier_says(element: str, thousandths: int) -> None:
    assert read_gs1(f"01{GTIN}{element}").weight == thousandths


@pytest.mark.parametrize(("element", "exponent", "minor"), [("39201999", 0, 1999), ("39211995", 2, 19950)])
def test_a_price_is_brought_to_the_currencys_places(element: str, exponent: int, minor: int) -> None:
    assert read_gs1(f"01{GTIN}{element}", exponent).amount == minor


def test_a_case_says_what_is_in_it_and_how_many() -> None:
    code = read_gs1(f"02{GTIN}3712")
    assert (code.gtin, code.count) == (GTIN, 12)


def test_a_code_for_a_pallet_alone_names_no_goods() -> None:
    with pytest.raises(BadInput, match="names no product"):
        read_gs1("00106141412345678908")


def test_two_labels_in_one_scan_are_told_apart() -> None:
    with pytest.raises(BadInput, match="Two codes"):
        read_gs1(f"01{GTIN}0119521234543210")
    assert read_gs1(f"01{GTIN}01{GTIN}").gtin == GTIN


@pytest.mark.parametrize("data", [f"01{GTIN}10A", f"(01){GTIN}", "(17)270500(01)1", f"10AB{GS}01{GTIN}"])
def test_an_element_string_is_known_by_its_looks(data: str) -> None:
    assert looks_like_gs1(data)


@pytest.mark.parametrize("data", ["9521234543213", "(A)1", "()", "(01)", "A-01", "01", "(5 kg)", "(12) "])
def test_other_codes_do_not_look_like_element_strings(data: str) -> None:
    assert not looks_like_gs1(data)


@given(st.text(alphabet="0123456789AB()\x1d", max_size=60), st.integers(0, 3))
def test_whatever_comes_is_goods_or_refused(data: str, exponent: int) -> None:
    try:
        code = read_gs1(data, exponent)
    except BadInput:
        return
    assert isinstance(code, Gs1Code)
    assert len(code.gtin) == 14
    assert code.weight is None or code.weight >= 0


def test_what_reads_these_codes_is_not_loaded_at_the_start_but_when_asked() -> None:
    script = """
import sys
import kiosk.trade.barcodes, kiosk.trade.gs1, kiosk.trade.search_keys
kiosk.trade.barcodes.read_code("9521234543213")
assert not {"biip", "pypinyin"} & set(sys.modules)
kiosk.trade.gs1.load()
assert "biip.gs1_messages" in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_the_table_of_companies_is_let_go() -> None:
    from biip.gs1_prefixes import GS1CompanyPrefix, GS1Prefix

    load()
    assert GS1CompanyPrefix.extract("7044610873466") is None, "biip keeps its table somewhere else now"
    assert GS1Prefix.extract("7044610873466") is not None

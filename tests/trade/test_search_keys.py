import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.trade.search_keys import MOST_READINGS, MOST_TAILS, fold, normalise_query, search_keys


def test_a_product_is_found_by_name_pinyin_initials_and_code() -> None:
    keys = search_keys("农夫山泉 550ml", "Nongfu Spring", "P0012").split()
    assert {"农夫山泉", "550ml", "nongfu", "spring", "nongfushanquan", "nfsq", "p0012"} <= set(keys)


def test_both_readings_of_a_polyphone_are_kept() -> None:
    keys = search_keys("重庆火锅", "").split()
    assert {"chongqinghuoguo", "cqhg"} <= set(keys)
    keys = search_keys("单县羊肉", "").split()  # a place whose name the dictionary of words does not hold
    assert {"danxianyangrou", "chanxianyangrou"} <= set(keys)


@pytest.mark.parametrize("typed", ["kele", "kl", "乐", "可乐", "koukele", "le", "COLA", "ｃｏｌａ"])
def test_a_product_is_found_by_the_middle_of_its_name(typed: str) -> None:
    keys = search_keys("可口可乐", "Coca-Cola").split()
    found_by_chinese = typed in "可口可乐"  # the index takes tails of characters by itself
    assert found_by_chinese or any(word.startswith(normalise_query(typed)) for word in keys)


def test_width_case_and_accents_do_not_matter() -> None:
    assert fold("Ｃａｆé") == fold("cafe") == "cafe"
    assert fold("㎏™ Straße") == "kgtm strasse"
    assert normalise_query("  ＣＯＬＡ,  330ML ") == "cola 330ml"


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_name_has_keys_without_signs(zh: str, en: str) -> None:
    assert all(word == fold(word) for word in search_keys(zh, en).split())


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="长重行乐传藏单参差朝", min_size=1, max_size=60))
def test_many_polyphones_do_not_explode(name: str) -> None:
    assert len(search_keys(name, "").split()) <= 1 + 2 * (MOST_TAILS + MOST_READINGS - 1)

from hypothesis import given
from hypothesis import strategies as st

from kiosk.trade.search_keys import fold, normalise_query, search_keys


def test_a_product_is_found_by_name_pinyin_initials_and_code() -> None:
    keys = search_keys("农夫山泉 550ml", "Nongfu Spring", "P0012").split()
    assert {"农夫山泉", "550ml", "nongfu", "spring", "nongfushanquan", "nfsq", "p0012"} <= set(keys)


def test_both_readings_of_a_polyphone_are_kept() -> None:
    keys = search_keys("重庆火锅", "").split()
    assert "cqhg" in keys


def test_width_case_and_accents_do_not_matter() -> None:
    assert fold("Ｃａｆé") == fold("cafe") == "cafe"
    assert normalise_query("  ＣＯＬＡ,  330ML ") == "cola 330ml"


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_name_has_keys_without_signs(zh: str, en: str) -> None:
    assert "\n" not in search_keys(zh, en)


def test_many_polyphones_do_not_explode() -> None:
    assert len(search_keys("长重行乐传藏" * 8, "").split()) < 20

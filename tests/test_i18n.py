from kiosk.i18n import M, Names, plain


def test_a_message_carries_its_values_until_it_is_read() -> None:
    assert M("{count} items", count=3).in_("en") == "3 items"


def test_a_message_within_a_message_is_translated_with_it() -> None:
    assert M("Void {name}", name=Names("可乐", "Cola")).in_("en") == "Void Cola"


def test_a_missing_name_is_stood_in_for_by_the_other() -> None:
    assert Names("可乐", "").in_("en") == "可乐"
    assert Names("", "Cola").in_("zh_CN") == "Cola"


def test_a_plain_text_reads_the_same_in_every_language() -> None:
    assert plain("K7QXMP-412").in_("zh_CN") == plain("K7QXMP-412").in_("en") == "K7QXMP-412"


def test_an_unknown_language_reads_english() -> None:
    assert M("{count} items", count=3).in_("tlh") == "3 items"


def test_one_thing_is_no_plural() -> None:
    assert M("{count} items", count=1).in_("en") == "1 item"
    assert M("{count} items", count="1").in_("en") == "1 item"
    assert M("{count} items", count=21).in_("en") == "21 items"
    assert M("{count} items", count="0.1").in_("en") == "0.1 items"

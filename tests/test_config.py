"""kiosk.toml: what is right is read, what is wrong is named, whatever the file holds."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.config import Config, Scanner, default_demo_config, load_config
from kiosk.config_rules import check_together
from kiosk.exc import ConfigError
from kiosk.i18n import Names


def load(tmp_path: Path, text: str | bytes) -> Config:
    file = tmp_path / "kiosk.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_config(file)


def problem(tmp_path: Path, text: str | bytes) -> str:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert "kiosk.toml" in str(caught.value)
    assert caught.value.message.in_("zh_CN")
    return str(caught.value)


def test_an_empty_file_is_a_counter_that_takes_any_scanner(tmp_path: Path) -> None:
    config = load(tmp_path, "")
    assert config == msgspec.structs.replace(Config(), data=config.data)
    assert [s.driver for s in config.scanner] == ["evdev"]


def test_settings_are_read_and_the_rest_keeps_its_default(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        """
        [store]
        name = "东门店"
        name_en = "East Gate"
        [scanner]
        id = "05e0:1200"
        layout = "de"
        [printer]
        driver = "usb"
        vendor = 0x04b8
        product = 0x0202
        timeout = 5
        [drawer]
        driver = "printer"
        """,
    )
    assert config.store.names == Names("东门店", "East Gate")
    assert config.scanner[0].layout == "de"
    assert (config.printer.vendor, config.printer.timeout) == (0x04B8, 5.0)
    assert config.drawer.pulse_ms == 200


def test_several_scanners_each_have_a_table(tmp_path: Path) -> None:
    config = load(tmp_path, '[[scanner]]\nname="left"\nid="left"\n[[scanner]]\nname="right"\nid="right"\nlayout="fr"\n')
    assert [(s.name, s.layout) for s in config.scanner] == [("left", "us"), ("right", "fr")]


def test_relative_paths_begin_where_the_file_lies(tmp_path: Path) -> None:
    config = load(tmp_path, '[data]\npath = "shop"\nkey_file = "secret.key"\n')
    assert config.data.directory == tmp_path / "shop"
    assert config.data.key_file == str(tmp_path / "secret.key")
    assert load(tmp_path, '[data]\npath = "/srv/shop"\n').data.path == "/srv/shop"


def test_a_language_not_set_is_the_shops(tmp_path: Path) -> None:
    config = load(tmp_path, '[store]\nlanguage = "en"\n[receipt]\nlanguage = "zh_CN"\n')
    assert (config.screen_language, config.receipt_language) == ("en", "zh_CN")


def test_receipt_lines_pair_up_though_one_language_has_fewer(tmp_path: Path) -> None:
    config = load(tmp_path, '[receipt]\nheader_zh = ["一", "二"]\nheader_en = ["one"]\n')
    assert config.receipt.header == (Names("一", "one"), Names("二", ""))
    assert config.receipt.footer == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[scaner]\n", ["scaner is no setting", "scanner"]),
        ("[scanner]\nlayuot = 'de'\n", ["[scanner] layuot is no setting", "layout"]),
        ("[scanner]\nlayout = 'dvorak'\n", ["[scanner] layout", "'dvorak'", "'de', 'fr', 'uk', 'us'"]),
        ("[[scanner]]\n[[scanner]]\nbaud = 1\n", ["[scanner 2] baud", "9600"]),
        ("[printer]\ncut = 'yes'\n", ["[printer] cut", "'yes'", "true or false"]),
        ("[printer]\ncolumns = 40\n", ["32, 42, 48"]),
        ("[printer]\ntimeout = nan\n", ["[printer] timeout", "nan", "up to 120"]),
        ("[screen]\nwidth = 12\n", ["[screen] width", "12", "from 320 to 7680"]),
        ("[drawer]\npin = 99\n", ["[drawer] pin", "from 0 to 27"]),
        ("[store]\nid = 'a b'\n", ["[store] id", "1 to 16 letters"]),
        ("[store]\nname = 1\n", ["[store] name", "a text in quotes"]),
        ("[receipt]\nheader_zh = '一'\n", ["[receipt] header_zh", "a list of texts"]),
        ("store = 1\n", ["store is a section", "[store]"]),
        ("scanner = [1]\n", ["scanner is a section"]),
        ("[store\n", ["not TOML", "line 1"]),
        (b"\xff\xfe", ["UTF-8"]),
        ("a = " + "[" * 5000, ["nested"]),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_allowed(tmp_path: Path, text: str | bytes, words: list[str]) -> None:
    said = problem(tmp_path, text)
    for word in words:
        assert word in said


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[scanner]\nsuffix = 'none'\n", "timeout_ms"),
        ("[[scanner]]\n[[scanner]]\n", "same id"),
        ("[[scanner]]\nid='1'\nname='a'\n[[scanner]]\nid='2'\nname='a'\n", "same name"),
        ("[[scanner]]\ndriver='simulated'\n[[scanner]]\ndriver='simulated'\n", "need a name each"),
        ("[scanner]\ndriver = 'serial'\n", '[scanner] driver = "serial" needs device'),
        ("[printer]\ndriver = 'file'\n", '[printer] driver = "file" needs device'),
        ("[printer]\ndriver = 'network'\n", "needs host"),
        ("[printer]\ndriver = 'usb'\nvendor = 1\n", "both vendor and product"),
        ("[drawer]\ndriver = 'gpio'\n", "needs pin"),
        ("[drawer]\ndriver = 'printer'\n", "needs a printer"),
        ("[lights]\ndriver = 'gpio'\n", "needs a pin"),
        ("[drawer]\ndriver='gpio'\npin=17\n[lights]\ndriver='gpio'\nred=17\n", "pin 17"),
        (
            "[scanner]\ndriver='serial'\ndevice='/dev/ttyUSB0'\n[scale]\ndriver='serial'\ndevice='/dev/ttyUSB0'\n",
            "share",
        ),
        ("[barcodes]\nlayouts = ['21XXXX']\n", "21XXXX"),
        ("[wifi]\nname = '--ask'\n", "no network can be called so"),
        ("[wifi]\npassword = '12345678'\n", "needs the name"),
        ("[wifi]\nname = 'Shop'\npassword = '1234'\n", "8 to 63"),
    ],
)
def test_settings_that_exclude_each_other_are_refused(tmp_path: Path, text: str, word: str) -> None:
    assert word in problem(tmp_path, text)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        load_config(tmp_path / "kiosk.toml")
    with pytest.raises(ConfigError, match="directory"):
        load_config(tmp_path)


def test_the_demo_shop_is_all_simulated_and_keeps_every_rule(tmp_path: Path) -> None:
    config = default_demo_config(tmp_path)
    check_together(config, "demo")
    drivers = [config.scanner[0], config.printer, config.drawer, config.lights, config.scale]
    assert {d.driver for d in drivers} == {"simulated"}
    assert config.data.directory == tmp_path


SECTIONS = [field.name for field in msgspec.structs.fields(Config)]
KEYS = sorted(
    {"driver", "layout", "suffix", "gs_key", "timeout_ms", "pin", "sensor_pin", "red", "columns", "timeout", "port"}
    | {"host", "id", "name", "language", "currency", "path", "width", "layouts", "header_zh", "baud", "device"}
)
WORDS = st.sampled_from(["evdev", "serial", "none", "gpio", "usb", "network", "us", "en", "CNY", "f8", "/", "\0", ""])
VALUES = st.recursive(
    st.one_of(WORDS, st.text(max_size=8), st.integers(-5, 20_000), st.floats(), st.booleans()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)
TABLES = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4)


def toml(value: object) -> str:
    """Enough of a TOML writer for what is made here; JSON's strings are TOML's."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value).replace("\x7f", "\\u007f")
    return repr(value)


def reads_or_says_why(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        config = load_config(path)
    except ConfigError as error:
        assert str(path) in str(error)
    else:
        check_together(config, "again")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*SECTIONS, "other"]), TABLES | VALUES | st.lists(TABLES, max_size=2)))
def test_whatever_settings_say_they_are_read_or_refused_in_words(tmp_path: Path, tables: dict[str, object]) -> None:
    text = "\n".join(f"{key} = {toml(value)}" for key, value in tables.items())
    reads_or_says_why(tmp_path / "kiosk.toml", text.encode("utf-8", "replace"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=80), st.text(alphabet="[]=\"scaner \n'.{},1tru", max_size=80).map(str.encode)))
def test_whatever_bytes_the_file_holds_they_are_read_or_refused_in_words(tmp_path: Path, content: bytes) -> None:
    reads_or_says_why(tmp_path / "kiosk.toml", content)


def test_the_guide_for_installers_explains_every_setting() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "config.md").read_text(encoding="utf-8")
    for section in msgspec.structs.fields(Config):
        kind = Scanner if section.name == "scanner" else section.type
        assert f"[{section.name}]" in guide
        for setting in msgspec.structs.fields(kind):
            assert f"`{setting.name}`" in guide, f"[{section.name}] {setting.name}"


def test_the_guides_example_can_be_loaded(tmp_path: Path) -> None:
    guide = (Path(__file__).parent.parent / "docs" / "config.md").read_text(encoding="utf-8")
    for example in guide.split("```toml\n")[1:]:
        assert load(tmp_path, example.split("```")[0])

"""What a terminal starts with when kiosk.toml has a mistake: the settings of last time, or a screen that says where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.config import default_demo_config
from kiosk.config_own import OwnFile
from kiosk.config_read import line_of, read_settings
from kiosk.config_start import KEPT, Start, settings_at_start, settings_found
from kiosk.database import create_store
from kiosk.flows.views import BlockedView, SignInView, TableView
from tests.till import Till

GOOD = """[data]
path = "."

[store]
name_en = "East Gate"
language = "en"

[printer]
driver = "file"
device = "paper"
"""
BAD = GOOD.replace('"file"', '"laser"')


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    return tmp_path / "kiosk.toml"


def start(toml: Path, text: str | bytes) -> Start:
    toml.write_bytes(text if isinstance(text, bytes) else text.encode())
    return settings_at_start(toml)


def test_a_mistake_is_named_with_its_line_and_all_of_them_at_once(toml: Path) -> None:
    found = start(toml, BAD + 'colums = 48\n[drawer]\npin = 99\n[[scanner]]\n[[scanner]]\nlayout = "xx"\n').problems
    said = sorted(str(p).removeprefix(str(toml)).split(":")[0] for p in found)
    assert said == [", line 11", ", line 13", ", line 16", ", line 9"]
    assert all(p.in_("zh_CN") != str(p) for p in found)


def test_what_is_right_beside_a_mistake_is_read(toml: Path) -> None:
    toml.write_text(BAD)
    read = read_settings(toml)
    assert (read.config.store.name_en, read.config.printer.device) == ("East Gate", "paper")


@pytest.mark.parametrize(
    ("text", "section", "key", "nth", "line"),
    [
        ("a = 1\n[s]\na = 2", "s", "a", 1, 3),
        ("a = 1\n[s]\na = 2", "", "a", 1, 1),
        ("[s] # why\n'a' = 2", "s", "a", 1, 2),
        ("[[s]]\na = 1\n[[s]]\na = 2", "s", "a", 2, 4),
        ("[other]", "", "other", 1, 1),
        ("[s]\na.b = 2", "s", "a", 1, 1),
        ("s = {a = 2}", "s", "a", 1, 0),
    ],
)
def test_the_line_is_found(text: str, section: str, key: str, nth: int, line: int) -> None:
    assert line_of(text.splitlines(), section, key, nth) == line


def test_settings_without_a_mistake_are_kept_for_a_time_with_one(toml: Path) -> None:
    right = start(toml, GOOD)
    assert (right.problems, right.kept) == ((), False)
    wrong = start(toml, BAD)
    assert wrong.kept
    assert wrong.config == right.config
    assert "line 9" in str(wrong.problems[0])
    assert (toml.parent / KEPT).read_text() == GOOD


def test_settings_that_exclude_each_other_are_not_kept(toml: Path) -> None:
    first = start(toml, GOOD.replace('device = "paper"', ""))
    assert "needs device" in str(first.problems[0])
    assert not first.kept
    assert not (toml.parent / KEPT).exists()


def test_without_settings_of_before_no_device_is_driven_by_a_file_with_a_mistake(toml: Path) -> None:
    begun = start(toml, '[data]\npath = "."\n[printer]\ndriver = "usb"\n[store]\nlanguage = "en"\ncurrency = "XXX"\n')
    assert begun.problems
    assert begun.config.printer.driver == "none"
    assert begun.config.screen_language == "en"


def test_a_terminal_without_a_file_is_one_that_nothing_is_set_for_yet(toml: Path) -> None:
    begun = settings_at_start(toml, toml.parent)
    assert (begun.problems, begun.kept, begun.new) == ((), False, True)


def test_a_new_terminal_is_set_up_before_the_first_sign_in_and_once(shop: Path) -> None:
    started = Start(default_demo_config(shop, "en"), shop / "kiosk.toml", new=True)
    till = Till(shop, started=started, own=OwnFile(shop))
    till.terminal.start()
    till.act(TableView, "act", "done")
    till.when(lambda body: isinstance(body, SignInView))
    till.terminal.stop()
    again = Till(shop, started=started, own=OwnFile(shop))
    again.terminal.start()
    again.when(lambda body: isinstance(body, SignInView))
    again.terminal.stop()


def test_a_card_of_settings_that_came_loose_is_told_and_trading_goes_on(toml: Path) -> None:
    right = start(toml, GOOD)
    toml.unlink()
    begun = settings_at_start(toml, toml.parent)
    assert (begun.kept, begun.config) == (True, right.config)
    assert "No such file" in str(begun.problems[0])


def test_where_there_is_a_database_and_no_settings_of_before_a_missing_file_is_a_mistake(toml: Path) -> None:
    toml.with_name("shop.db").touch()
    begun = settings_at_start(toml, toml.parent)
    assert begun.problems
    assert not begun.kept


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=60), st.text(alphabet="[]=\"dats \n'.{},1tru\0", max_size=60).map(str.encode)))
def test_whatever_the_file_holds_there_is_something_to_start_with(tmp_path: Path, content: bytes) -> None:
    begun = start(tmp_path / "kiosk.toml", b'[data]\npath = "."\n' + content)
    assert begun.config.data.path
    assert all(p.in_("zh_CN") for p in begun.problems)


def test_a_file_of_many_megabytes_is_not_read(toml: Path) -> None:
    assert "too large" in str(start(toml, b"#" * 300_000).problems[0])


class Misled(Till):
    """A terminal whose kiosk.toml has a mistake."""

    def __init__(self, directory: Path, *, kept: bool) -> None:
        file = directory / "kiosk.toml"
        file.write_text(BAD)
        self.began = 0
        demo = default_demo_config(directory, "en")
        problems = read_settings(file).problems
        super().__init__(directory, started=Start(demo, file, problems, kept=kept), again=self.anew)

    def anew(self) -> None:
        self.began += 1


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Path]:
    create_store(default_demo_config(tmp_path), with_demo=True).close()
    yield tmp_path


def test_the_screen_says_which_line_and_begins_anew_when_it_is_mended(shop: Path) -> None:
    till = Misled(shop, kept=False)
    till.terminal.start()
    view = till.when(lambda body: isinstance(body, BlockedView)).body
    assert "line 9" in str(view.text)  # type: ignore[attr-defined]
    assert "laser" in str(view.text)  # type: ignore[attr-defined]
    till.act(BlockedView, "retry")
    till.terminal.flows.run(lambda: None)
    assert till.began == 0
    (shop / "kiosk.toml").write_text(GOOD)
    till.act(BlockedView, "retry")
    till.terminal.flows.run(lambda: None)
    assert till.began == 1
    till.terminal.stop()


def test_with_the_settings_of_last_time_it_sells_and_says_so(shop: Path) -> None:
    till = Misled(shop, kept=True)
    till.terminal.start()
    view = till.when(lambda body: isinstance(body, SignInView) and body.strip is not None).body
    assert "line 9" in str(view.strip.text)  # type: ignore[attr-defined]
    assert [f.check for f in settings_found(till.terminal._problems)] == ["settings"]
    till.terminal.stop()

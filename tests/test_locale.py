"""The Chinese catalogue against the texts in the code."""

import ast
import gettext
import io
import re
import runpy
import string
import subprocess
import sys
import types
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
PO = ROOT / "kiosk/locale/zh_CN/LC_MESSAGES/kiosk.po"

with PO.open("rb") as file:
    CATALOGUE = read_po(file, locale="zh_CN")
MESSAGES = [(str(m.id), str(m.string)) for m in CATALOGUE if m.id]

# Names, abbreviations and units, which a Chinese shop writes in Latin letters too.
NAMES = {
    "S01",  # a shop's number
    "CSV",
    "Excel",
    "English",
    "GS1",
    "MB",
    "TOML",
    "USB",
    "UTF",
    "X",
    "XLSX",
    "Z",
    "U",
    "libusb",
    "python",
    "input",
}
SETTING = re.compile(r"kiosk\.toml|\[\w|\[\{|driver|true or false")
"""A text about the configuration names its keys, which are English."""
BUTTON = 5
"""Characters: what fits the narrowest button of the counter in its large type."""


def buttons() -> set[str]:
    """The texts that the program puts on its buttons."""
    calls = [
        call
        for file in (ROOT / "kiosk").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Action"
    ]
    parts = [part for call in calls for argument in call.args for part in ast.walk(argument)]
    marked = [p for p in parts if isinstance(p, ast.Call) and isinstance(p.func, ast.Name) and p.func.id == "M"]
    return {str(m.args[0].value) for m in marked if isinstance(m.args[0], ast.Constant)}


def test_every_text_of_the_program_is_translated() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools/messages.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("text", "translation"), MESSAGES)
def test_a_translation_can_be_filled_with_its_values(text: str, translation: str) -> None:
    values = {name: "7" for _, name, _, _ in string.Formatter().parse(text) if name}
    assert translation.format(**values)


def test_the_punctuation_around_chinese_is_full_width() -> None:
    wrong = [t for _, t in MESSAGES if re.search(r"[\u4e00-\u9fff][.,;:?!()]|[()][\u4e00-\u9fff]", t)]
    assert wrong == []


def test_no_english_is_left_over_but_names_and_what_a_user_types() -> None:
    def words(text: str) -> set[str]:
        return set(re.findall(r"[A-Za-z][A-Za-z0-9]*", re.sub(r"\{[^}]*\}", "", text)))

    def typed(text: str) -> set[str]:
        # examples, files and commands, told from English by the signs within them
        return words(" ".join(re.findall(r"“[^”]*”|\S*[=@_]\S*|\S*\w[.:-]\w\S*|\.\w+", text)))

    left = {t: words(t) - NAMES - typed(e) for e, t in MESSAGES if not SETTING.search(e)}
    assert {t: w for t, w in left.items() if w} == {}


def test_a_button_has_few_characters() -> None:
    translations = dict(MESSAGES)
    found = buttons() - {"中文 / English"}
    assert len(found) > 20
    assert [translations[text] for text in found if len(translations[text]) > BUTTON] == []


def test_one_thing_to_do_has_one_name() -> None:
    # a shopkeeper knows these words from every other till
    translations = dict(MESSAGES)
    known = {"Put aside": "挂单", "Recall": "取单", "Reverse sale": "反结账", "Print again": "补打", "Float": "备用金"}
    assert {text: translations[text] for text in known} == known
    assert (translations["Change"], translations["Rounding"], translations["On account"]) == ("找零", "抹零", "赊账")


def test_the_head_of_the_catalogue_never_changes() -> None:
    head = PO.read_text("utf-8").split("\n\n", 1)[0]
    assert "charset=utf-8" in head
    assert not re.search(r"Date|fuzzy|@", head)


def test_the_compiled_catalogue_is_read() -> None:
    from kiosk.i18n import M

    assert M("{count} items", count=3).in_("zh_CN") == "3 件"


def test_the_compiled_catalogue_is_the_same_bytes_whenever_it_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    interface = types.ModuleType("hatchling.builders.hooks.plugin.interface")
    interface.BuildHookInterface = object  # type: ignore[attr-defined]  # the build has hatchling; the shop has not
    monkeypatch.setitem(sys.modules, interface.__name__, interface)
    compile_catalogue = runpy.run_path(str(ROOT / "hatch_build.py"))["compile_catalogue"]
    built = io.BytesIO()
    compile_catalogue(io.BytesIO(PO.read_bytes()), built)
    header = gettext.GNUTranslations(io.BytesIO(built.getvalue())).info()
    assert header["pot-creation-date"] == header["po-revision-date"] == "2026-01-01 00:00+0000"
    again = io.BytesIO()
    compile_catalogue(io.BytesIO(PO.read_bytes()), again)
    assert again.getvalue() == built.getvalue()
    assert gettext.GNUTranslations(io.BytesIO(built.getvalue())).gettext("Change") == "找零"

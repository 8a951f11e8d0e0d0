"""The Chinese catalogue against the texts in the code."""

import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
PO = ROOT / "kiosk/locale/zh_CN/LC_MESSAGES/kiosk.po"

with PO.open("rb") as file:
    MESSAGES = [(str(m.id), str(m.string)) for m in read_po(file, locale="zh_CN") if m.id]


def test_every_text_of_the_program_is_translated() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools/messages.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("text", "translation"), MESSAGES)
def test_a_translation_can_be_filled_with_its_values(text: str, translation: str) -> None:
    values = {name: "7" for _, name, _, _ in string.Formatter().parse(text) if name}
    assert translation.format(**values)


def test_chinese_sentences_end_as_chinese_sentences_do() -> None:
    wrong = [t for _, t in MESSAGES if re.search(r"[\u4e00-\u9fff][.,;?!]", t)]
    assert wrong == []


def test_the_compiled_catalogue_is_read() -> None:
    from kiosk.i18n import M

    assert M("{count} items", count=3).in_("zh_CN") == "3 件"

"""Keeps the Chinese catalogue in step with the texts in the code.

`python tools/messages.py` adds new texts to kiosk/locale/zh_CN/LC_MESSAGES/kiosk.po and drops those no longer used;
`--check` writes nothing, and fails when a text has no translation, a translation names other {values} than its text,
begins or ends with another space, or has half-width punctuation after Chinese, or the catalogue holds texts that the
code has not.
"""

from __future__ import annotations

import ast
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).parent.parent
PO = ROOT / "kiosk/locale/zh_CN/LC_MESSAGES/kiosk.po"

# No dates and no names: the file changes only when a text does.
HEADER = rb"""# Zhanggui in Simplified Chinese
msgid ""
msgstr ""
"Project-Id-Version: Zhanggui\n"
"Language: zh_CN\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff}][,;:?!]|[\u4e00-\u9fff][.()]|[()][\u4e00-\u9fff]")
"""Punctuation of English beside Chinese: it leaves a gap that reads as a mistake."""


def literals(file: IO[bytes], *_keywords: object, **_options: object) -> Iterator[tuple[Any, ...]]:
    """Every literal given to M(…) in a file, for Babel. Python's own parser finds those within f-strings, too."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "M" and node.args:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield node.lineno, "M", text.value, []


def texts_in_code() -> Catalog:
    """Every literal given to M(…), in code and in the office's pages, with the files it stands in."""
    catalog = Catalog(project="zhanggui")
    methods = [("**.py", literals), ("**.html", babel_extract)]  # templates say {{ M("…") }}
    found = extract_from_dir(ROOT / "kiosk", method_map=methods, keywords={"M": None})
    for file, _line, text, _comments, _context in found:
        catalog.add(text if isinstance(text, str) else text[0], locations=[(file, 0)])
    return catalog


def translated() -> Catalog:
    """The catalogue as it is in the repository; empty if there is none yet."""
    if not PO.exists():
        return Catalog(locale="zh_CN", project="zhanggui", charset="utf-8")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def places(text: str) -> set[str]:
    """The names in a text's {places}."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def fault(message: Message) -> str:
    """What is wrong with a translation; empty if nothing is."""
    text, translation = str(message.id), str(message.string)
    if not translation:
        return "no translation"
    if "fuzzy" in message.flags:
        return "a guess nobody looked at"
    if places(translation) != places(text):
        return "other places than its text"
    if any(translation[end].isspace() != text[end].isspace() for end in (0, -1)):
        return "another space at its beginning or end"
    return "half-width punctuation" if HALF_WIDTH.search(translation) else ""


def problems(code: Catalog, catalogue: Catalog) -> list[str]:
    """What is missing, wrong or too much, one line each."""
    found = []
    for message in code:
        if message.id:
            known = catalogue.get(message.id)
            wrong = "no translation" if known is None else fault(known)
            if wrong:
                found.append(f"{wrong}: {message.id!r}" + (f" → {known.string!r}" if known and known.string else ""))
    found += [f"no longer in the code: {m.id!r}" for m in catalogue if m.id and code.get(m.id) is None]
    return found


def main() -> int:
    """Write the catalogue, or check it."""
    code, catalogue = texts_in_code(), translated()
    if "--check" in sys.argv:
        found = problems(code, catalogue)
        print("\n".join(found) or f"{len(catalogue)} texts, all translated")
        return 1 if found else 0
    catalogue.update(code, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        file.write(HEADER)
        write_po(file, catalogue, no_location=True, omit_header=True, sort_output=True, width=120)
    print(f"{len(catalogue)} texts, {sum(1 for m in catalogue if m.id and not m.string)} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())

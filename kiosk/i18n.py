"""Words for people: messages that stay untranslated until somebody reads them.

A flow or an error makes a `Message`; whoever shows or prints it translates it, in the language of the reader. So a
screen can change language while it is open, and one event can read English on the screen and Chinese on paper.
"""

from __future__ import annotations

import gettext
import os
import re
from functools import cache
from pathlib import Path

import msgspec

LANGUAGES = ("zh_CN", "en")
"""Equals: every text exists in both. English is the language of the message ids."""

LOCALE_DIR = Path(__file__).parent / "locale"

_ONE = re.compile(r"(?<![\d.,])1 (item|point|paper|entry|second|minute|character|piece|row|day|label)s\b")
"""A count in English texts that turned out to be one. Chinese has no plural, so the catalogue needs none."""


class Message(msgspec.Struct, frozen=True):
    """A text to be translated, with the values that go into its `{named}` places.

    A value may be a Message itself; it is translated with the whole.
    """

    text: str
    values: tuple[tuple[str, object], ...] = ()

    def in_(self, language: str) -> str:
        """The text in `language`, one of LANGUAGES; an unknown language reads English."""
        text = _catalogue(language).gettext(self.text)
        if not self.values:
            return text
        whole = text.format(
            **{name: v.in_(language) if isinstance(v, Message | Names) else v for name, v in self.values}
        )
        return whole if language.startswith("zh") else _ONE.sub(r"1 \1", whole)

    def __str__(self) -> str:
        return self.in_("en")


class Names(msgspec.Struct, frozen=True):
    """A name the shop gave in both languages; the other one stands in where one is empty."""

    zh: str
    en: str = ""

    def in_(self, language: str) -> str:
        """The name in `language`."""
        return (self.zh or self.en) if language.startswith("zh") else (self.en or self.zh)

    def __str__(self) -> str:
        return self.in_("en")


Text = Message | Names
"""Whatever a view shows in words."""


def plain(text: str) -> Names:
    """A text that reads the same in every language: a person's name, a number."""
    return Names(text, text)


def M(text: str, /, **values: object) -> Message:  # noqa: N802  (read as a mark, like gettext's _)
    """Mark `text` for translation: `M("{count} items", count=3)`. The extraction looks for this name."""
    return Message(text, tuple(values.items()))


def below_each_other(texts: tuple[Message, ...]) -> Message:
    """Several sentences as one text, a line for each."""
    names = [f"line{n}" for n in range(len(texts))]
    return Message("\n".join(f"{{{name}}}" for name in names), tuple(zip(names, texts, strict=True)))


def translate(text: str, language: str) -> str:
    """One plain text, with no values, in `language`."""
    return _catalogue(language).gettext(text) if text else ""


def shell_language() -> str:
    """What the shell speaks, for commands."""
    return "zh_CN" if os.environ.get("LANG", "").startswith("zh") else "en"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("kiosk", LOCALE_DIR, [language], fallback=True)

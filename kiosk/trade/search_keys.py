"""What a product is found by: its names, their pinyin and initials, its codes, all folded to small plain letters."""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache

MOST_READINGS = 4
"""Readings kept of a name with polyphones: 重庆 is both chongqing and zhongqing; a name of ten such would explode."""

_WORDS = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")


def fold(text: str) -> str:
    """Small letters, half width, without accents: `Ｃａｆé` is `cafe`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def normalise_query(text: str) -> str:
    """What somebody typed, folded, with single blanks between words."""
    return " ".join(_WORDS.findall(fold(text)))


def search_keys(name_zh: str, name_en: str, *codes: str) -> str:
    """All words to find a product by, separated by blanks, each once.

    Of Chinese: the characters as they are, the pinyin of the whole run and of each tail of it, and the initials.
    """
    words = dict.fromkeys(_WORDS.findall(fold(f"{name_zh} {name_en}")))
    for run in _HAN.findall(name_zh):
        words.update(dict.fromkeys(_pinyin_words(run)))
    words.update(dict.fromkeys(fold(c) for c in codes if c))
    return " ".join(words)


@lru_cache(maxsize=4096)
def _pinyin_words(run: str) -> tuple[str, ...]:
    """Full pinyin and initials of a run of Chinese characters, for its likeliest readings."""
    from pypinyin import Style, pinyin

    readings = pinyin(run, style=Style.NORMAL, heteronym=True, errors="ignore")
    best = pinyin(run, style=Style.NORMAL, errors="ignore")
    syllables = [[b[0], *(r for r in rs if r != b[0])][:2] for b, rs in zip(best, readings, strict=False)]
    found: dict[str, None] = {}
    for choice in itertools.islice(itertools.product(*syllables), MOST_READINGS):
        found["".join(choice)] = None
        found["".join(s[0] for s in choice if s)] = None
    return tuple(word for word in found if word)

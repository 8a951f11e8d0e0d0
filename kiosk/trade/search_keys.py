"""What a product is found by: its names, their pinyin and initials, its codes, all folded to small plain letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice

MOST_READINGS = 4
"""Readings kept of a name with polyphones: the likeliest, and others with one syllable read in another way."""

MOST_TAILS = 11
"""Syllables of a name that a search can begin at: 泉 in the middle of an essay is found no more."""

_WORDS = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")


class _WithoutAccents(dict[int, int | None]):
    """For `str.translate`: what each character that was ever met becomes, itself or nothing."""

    def __missing__(self, code: int) -> int | None:
        self[code] = found = None if unicodedata.combining(chr(code)) else code
        return found


_WITHOUT_ACCENTS = _WithoutAccents()


def fold(text: str) -> str:
    """Small letters, half width, without accents: `Ｃａｆé` is `cafe`, `㎏` is `kg`, `™` is `tm`."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return decomposed.translate(_WITHOUT_ACCENTS)


def normalise_query(text: str) -> str:
    """What somebody typed, folded, with single blanks between words."""
    return " ".join(_WORDS.findall(fold(text)))


def search_keys(name_zh: str, name_en: str, *codes: str) -> str:
    """All words to find a product by, separated by blanks, each once.

    Of Chinese: the characters as they are, and pinyin and initials of each run of them and of its tails: `kele` finds
    可口可乐. Words match by their beginning, so that what begins inside needs no other index.
    """
    words = dict.fromkeys(_WORDS.findall(fold(f"{name_zh} {name_en}")))
    for run in _HAN.findall(name_zh):
        words.update(dict.fromkeys(_pinyin_words(run)))
    words.update(dict.fromkeys(fold(c) for c in codes if c))
    return " ".join(words)


@lru_cache(maxsize=4096)
def _pinyin_words(run: str) -> tuple[str, ...]:
    """Full pinyin and initials of a run of Chinese characters and of its tails, and of its other likely readings."""
    readings = _readings(run)
    best = [rs[0] for rs in readings]
    found: dict[str, None] = {}
    # From the end, each tail is one syllable and the tail after it
    full = initials = ""
    tails = []
    for syllable in reversed(best):
        full, initials = syllable + full, syllable[:1] + initials
        tails.append((full, initials))
    for full, initials in islice(reversed(tails), MOST_TAILS):
        found[full] = None
        if full is not tails[0][0]:
            found[initials] = None
    others = ((i, other) for i, rs in enumerate(readings) for other in rs[1:])
    for i, other in islice(others, MOST_READINGS - 1):
        _add_reading(found, [*best[:i], other, *best[i + 1 :]])
    return tuple(word for word in found if word)


def load_readings() -> None:
    """Load what reads Chinese names, a fifth of a second on a desk computer, so that the first name needn't wait."""
    _readings("水")


def _readings(run: str) -> list[list[str]]:
    """Of each character, the likeliest first. A name's words are read one by one: many names share them."""
    from pypinyin.seg.mmseg import seg

    return [syllables for word in seg.cut(run) for syllables in _of_word(word)]


@lru_cache(maxsize=32_768)
def _of_word(word: str) -> tuple[list[str], ...]:
    from pypinyin import Style, pinyin

    return tuple(pinyin([word], style=Style.NORMAL, heteronym=True, errors="ignore"))


def _add_reading(found: dict[str, None], syllables: list[str]) -> None:
    found["".join(syllables)] = None
    if len(syllables) > 1:
        found["".join(s[0] for s in syllables if s)] = None

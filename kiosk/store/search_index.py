"""Finding by what somebody types: on SQLite by FTS5, on PostgreSQL by its text search, all of it in this file.

Each product and customer has words (`kiosk.trade.search_keys`): what its names are spelt and sounded like, its codes.
What is typed matches words that begin with it. Chinese has no blanks, so every tail of a run of characters is a word
too, and 乐 finds 可口可乐. The index keeps words only (contentless): names and prices stay in their tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

from kiosk.store.gathering import Row
from kiosk.store.queries import Book
from kiosk.trade.search_keys import normalise_query, search_keys

MOST_WORDS = 6
"""Words of a query that are looked at; more are a pasted sentence."""

LONGEST_WORD = 40

_MERGED_PAGES = 8
"""By one tidying: more than a transaction beside a serving counter adds."""

_RUN = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
_LONGEST_RUN = 12


def create(book: Book) -> None:
    """Make the tables of the index."""
    for what in ("product", "customer"):
        if book.shared:
            book.sql(
                f"CREATE TABLE {what}_number (number BIGSERIAL PRIMARY KEY, "
                f'id TEXT COLLATE "C" NOT NULL UNIQUE, card BYTEA, words TSVECTOR NOT NULL)'
            )
            book.sql(f"CREATE INDEX {what}_words ON {what}_number USING gin (words)")
            continue
        book.sql(
            f"CREATE VIRTUAL TABLE {what}_words USING fts5(words, content='', contentless_delete=1, detail=none, "
            "prefix='1 2 3', tokenize='unicode61 remove_diacritics 0')"
        )
        book.sql(f"CREATE TABLE {what}_number (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, card BLOB)")


def empty(book: Book) -> None:
    """Forget all words."""
    for what in ("product", "customer"):
        if not book.shared:
            book.sql(f"INSERT INTO {what}_words ({what}_words) VALUES ('delete-all')")
        book.sql(f"DELETE FROM {what}_number")


def tidy(book: Book) -> None:
    """Merge a little of what the last additions left, in a transaction of its own that takes a millisecond or two.

    Left to itself FTS5 merges 64 pages and more at once, in whatever commit comes 64 pages after the last time
    (sqlite.org/fts5.html, 6.8 and 6.9): ten milliseconds for which a sale would wait.
    """
    if book.shared:
        return
    with book.transaction():
        for what in ("product", "customer"):
            book.sql(f"INSERT INTO {what}_words ({what}_words, rank) VALUES ('merge', {_MERGED_PAGES})")


def words(name_zh: str, name_en: str, *codes: str) -> str:
    """All words something is found by."""
    tails = [run[i:] for run in _HAN.findall(name_zh) for i in range(1, min(len(run), _LONGEST_RUN))]
    short = [c.lstrip("0") for c in codes if c.startswith("0")]
    return " ".join((search_keys(name_zh, name_en, *codes, *short), *tails))


def put(book: Book, what: str, id_: str, text: str, card: bytes = b"", *, new: bool = False) -> None:
    """Have `id_` found by the words of `text`, and by no others.

    what: product or customer; card: a product's; new: nothing can be known of it yet.
    """
    if book.shared:
        book.sql_many(_PUT.format(what=what), [(id_, card, _lexemes(text))])
        return
    found = [] if new else book.sql(f"SELECT number FROM {what}_number WHERE id = ?", (id_,))
    if found:
        number = found[0][0]
        book.sql(f"UPDATE {what}_number SET card = ? WHERE number = ?", (card, number))
        book.sql(f"DELETE FROM {what}_words WHERE rowid = ?", (number,))
    else:
        book.sql(f"INSERT INTO {what}_number (id, card) VALUES (?, ?)", (id_, card))
        number = book.sql("SELECT last_insert_rowid()")[0][0]  # RETURNING costs ten times as much as the insert
    book.sql(f"INSERT INTO {what}_words (rowid, words) VALUES (?, ?)", (number, text))


def put_new(book: Book, what: str, rows: Sequence[tuple[str, str, bytes]]) -> None:
    """Many at once, of which nothing can be known yet: (id, words, card)."""
    if book.shared:
        book.sql_many(_PUT.format(what=what), [(id_, card, _lexemes(text)) for id_, text, card in rows])
        return
    first = book.sql(f"SELECT coalesce(max(number), 0) + 1 FROM {what}_number")[0][0]
    _insert(book, what, [(number, id_, card, text) for number, (id_, text, card) in enumerate(rows, first)])


def _insert(book: Book, what: str, rows: Sequence[Row]) -> None:
    """Into a file: (number, id, card, words)."""
    book.sql_many(f"INSERT INTO {what}_number (number, id, card) VALUES (?, ?, ?)", [row[:3] for row in rows])
    book.sql_many(f"INSERT INTO {what}_words (rowid, words) VALUES (?, ?)", [(row[0], row[3]) for row in rows])


def copy(read: Book, prefix: str, target: Book) -> None:
    """Have an empty file's index say what the office's says. prefix: of the office's tables where it is attached."""
    for what in ("product", "customer"):
        if prefix:
            target.sql(f"INSERT INTO main.{what}_number SELECT * FROM {prefix}{what}_number ORDER BY number")
            for part in ("data", "idx", "docsize"):  # what FTS5 keeps its index in (sqlite.org/fts5.html, 4.)
                target.sql(f"DELETE FROM main.{what}_words_{part}")
                target.sql(f"INSERT INTO main.{what}_words_{part} SELECT * FROM {prefix}{what}_words_{part}")
            continue
        columns = "number, id, card, array_to_string(tsvector_to_array(words), ' ')"
        for rows in read.in_parts(f"SELECT {columns} FROM {what}_number ORDER BY number"):
            _insert(target, what, rows)


def find(book: Book, what: str, text: str, limit: int) -> list[str]:
    """Ids of those that have, for each word typed, a word that begins with it: whole words first, in order of age."""
    return _find(book, what, "id", text, limit)


def find_products(book: Book, text: str, limit: int) -> list[bytes]:
    """Their cards: each lies with its number, so that a hit costs one leaf."""
    return _find(book, "product", "card", text, limit)


def _find(book: Book, what: str, column: str, text: str, limit: int) -> list[Any]:
    typed = [w[:LONGEST_WORD] for w in normalise_query(text).split()[:MOST_WORDS]]
    if not typed:
        return []
    # Whole words are read one by one until there are enough; for beginnings, all that match are gathered before
    found = _match(book, what, column, typed, "", limit)
    if len(found) < limit:
        found += _match(book, what, column, typed, "*", limit)
    return list(dict.fromkeys(found))[:limit]


def _match(
    book: Book, what: str, column: str, typed: Sequence[str], beginnings: Literal["", "*"], limit: int
) -> list[Any]:
    if book.shared:
        ending = ":*" if beginnings else ""
        rows = book.sql(
            f"SELECT {column} FROM {what}_number WHERE words @@ CAST(? AS tsquery) ORDER BY number LIMIT ?",
            (" & ".join(f"'{w}'{ending}" for w in typed), limit),
        )
        return [bytes(row[0]) if column == "card" else row[0] for row in rows]
    rows = book.sql(
        f"SELECT n.{column} FROM {what}_words JOIN {what}_number n ON n.number = {what}_words.rowid "
        f"WHERE {what}_words MATCH ? ORDER BY {what}_words.rowid LIMIT ?",
        (" AND ".join(f'"{w}"{beginnings}' for w in typed), limit),
    )
    return [row[0] for row in rows]


_PUT = (
    "INSERT INTO {what}_number (id, card, words) VALUES (?, ?, array_to_tsvector(?)) "
    "ON CONFLICT (id) DO UPDATE SET card = EXCLUDED.card, words = EXCLUDED.words"
)


def _lexemes(text: str) -> list[str]:
    """The words that FTS5's tokenizer finds: runs of letters and digits, in small letters."""
    return sorted(set(_RUN.findall(text.lower())))

"""What other shops have of a product: asked by a terminal, answered by the office with how old each figure is.

    GET /v1/stock?product=<id>   -> Elsewhere

The counter opens no connection. It puts its question down in its database, replication takes it to the office and puts
the answer beside it: two rows of the database's facts, each written by one program alone.
"""

from __future__ import annotations

import secrets
from typing import Annotated, TypeVar

import msgspec

from kiosk.store import schema
from kiosk.store.store import Store
from kiosk.wire.messages import Name, Time

MAX_SHOPS = 1000
"""In one answer; a chain with more sees those that have most."""

MAX_PRODUCT = 128
"""Characters of a product's id."""

_QUESTION, _ANSWER = "elsewhere.question", "elsewhere.answer"
_Amount = Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)]
_Product = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_PRODUCT)]


class ShopStock(msgspec.Struct, frozen=True):
    """In thousandths of the base unit. as_of: until when the office knows what that shop did; 0: never heard of it.

    kept: of what is there, promised to customers. coming: on order from suppliers, and on its way from other shops.
    """

    store_id: Name
    on_hand: _Amount
    kept: _Amount = 0
    coming: _Amount = 0
    as_of: Time = 0


class Elsewhere(msgspec.Struct, frozen=True):
    """The office's answer: every other shop that it knows, those that have most first. now: the office's time."""

    product_id: _Product
    now: Time
    shops: Annotated[list[ShopStock], msgspec.Meta(max_length=MAX_SHOPS)]


class Question(msgspec.Struct, frozen=True):
    """What the counter wants to know. number: by chance, another for each question; "" for none."""

    number: str = ""
    product_id: str = ""
    at: int = 0


class Answer(msgspec.Struct, frozen=True):
    """What came of it. trouble: a code of `kiosk.wire.troubles`, "" where it is good.

    shops: what the office said at this machine's time `at`, of before where there is trouble.
    """

    number: str = ""
    product_id: str = ""
    at: int = 0
    trouble: str = ""
    shops: tuple[ShopStock, ...] = ()


T = TypeVar("T", Question, Answer)


def ask(store: Store, product_id: str, now: int) -> Question:
    """Put a question down; the one before it is forgotten."""
    question = Question(secrets.token_hex(8), product_id, now)
    schema.set_meta(store.book, _QUESTION, msgspec.json.encode(question).decode())
    return question


def question(store: Store) -> Question:
    """What was asked last."""
    return _read(store, _QUESTION, Question)


def put_answer(store: Store, answer: Answer) -> None:
    """Put the answer down."""
    schema.set_meta(store.book, _ANSWER, msgspec.json.encode(answer).decode())


def answer(store: Store) -> Answer:
    """What was answered last."""
    return _read(store, _ANSWER, Answer)


def _read(store: Store, key: str, kind: type[T]) -> T:
    text = schema.meta(store.book, key)
    try:
        return msgspec.json.decode(text, type=kind) if text else kind()
    except msgspec.DecodeError:
        return kind()  # a newer program wrote it

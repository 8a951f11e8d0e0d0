"""The counter's questions to the office: taken there as soon as they are put, answered in any case."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.exc import OfficeError
from kiosk.replicate.office import Office
from kiosk.store.store import Store
from kiosk.wire.elsewhere import Answer, answer, put_answer, question

WORTH_MS = 30_000
"""An older question is nobody's any more: whoever asked it has gone on, or the power was away."""


def answer_question(store: Store, office: Office, clock: Callable[[], int]) -> bool:
    """Answer what was asked and is not answered yet; whether there was anything. An office that fails is an answer."""
    asked = question(store)
    before = answer(store)
    if not asked.number or asked.number == before.number:
        return False
    if not 0 <= clock() - asked.at <= WORTH_MS:
        return False
    try:
        said = office.elsewhere(asked.product_id)
        found = Answer(asked.number, asked.product_id, clock(), "", tuple(said.shops))
    except OfficeError as problem:
        same = before if before.product_id == asked.product_id else Answer()
        found = Answer(asked.number, asked.product_id, same.at, problem.code, same.shops)
    put_answer(store, found)
    return True

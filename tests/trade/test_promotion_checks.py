from __future__ import annotations

import pytest

from kiosk.trade.money import Money, Rate
from kiosk.trade.promotion import BundlePart
from kiosk.trade.promotion_checks import fault
from kiosk.trade.quantity import Quantity
from tests.trade.shop import promotion

PART = BundlePart("a", Quantity(1000))

SOUND = [
    ("percent", {"rate": Rate(100_000)}),
    ("amount", {"amount": Money(100)}),
    ("fixed_price", {"amount": Money(0)}),
    ("n_for_m", {"buy": 3, "free": 1}),
    ("second_half", {}),
    ("mix_match", {"buy": 3, "amount": Money(1000)}),
    ("threshold", {"threshold": Money(1000), "rate": Rate(1)}),
    ("bundle", {"bundle": (PART,), "amount": Money(100)}),
]

UNSOUND = [
    ("percent", {}),
    ("percent", {"rate": Rate(1_000_001)}),
    ("percent", {"rate": Rate(-1)}),
    ("amount", {}),
    ("amount", {"amount": Money(-1)}),
    ("n_for_m", {"buy": 3}),
    ("n_for_m", {"free": 1}),
    ("n_for_m", {"buy": 2, "free": 3}),
    ("mix_match", {"amount": Money(1)}),
    ("mix_match", {"buy": -3, "amount": Money(1)}),
    ("threshold", {"amount": Money(1)}),
    ("threshold", {"threshold": Money(1)}),
    ("bundle", {"amount": Money(1)}),
    ("bundle", {"amount": Money(1), "bundle": (BundlePart("a", Quantity(500)),)}),
    ("second_half", {"start": 10, "end": 10}),
    ("second_half", {"from_minute": -1}),
    ("second_half", {"to_minute": 1441}),
    ("second_half", {"weekdays": [7]}),
    ("second_half", {"limit": -1}),
]


@pytest.mark.parametrize(("kind", "fields"), SOUND)
def test_a_promotion_with_what_its_kind_needs_is_sound(kind: str, fields: dict[str, object]) -> None:
    assert fault(promotion(kind, **fields)) is None


@pytest.mark.parametrize(("kind", "fields"), UNSOUND)
def test_a_promotion_that_cannot_work_says_why(kind: str, fields: dict[str, object]) -> None:
    assert str(fault(promotion(kind, **fields))).endswith(".")

"""PINs are checked, never kept."""

from __future__ import annotations

import pytest

from kiosk.exc import BadInput
from kiosk.store.pins import hash_badge, hash_pin, verify_pin


def test_a_pin_fits_its_own_hash_and_no_other_does() -> None:
    encoded = hash_pin("1234")
    assert encoded.startswith("$argon2id$")
    assert "1234" not in encoded.split("$")[-1]
    assert verify_pin(encoded, "1234")
    assert not verify_pin(encoded, "1235")


def test_the_same_pin_hashes_differently_each_time() -> None:
    assert hash_pin("1234") != hash_pin("1234")


@pytest.mark.parametrize("pin", ["", "123", "1" * 13, "12a4", "１２３４"])
def test_a_pin_that_could_not_be_typed_is_refused(pin: str) -> None:
    with pytest.raises(BadInput, match="4 to 12"):
        hash_pin(pin)


@pytest.mark.parametrize("encoded", ["", "1234", "$argon2id$broken", "é"])
def test_a_damaged_hash_fits_no_pin(encoded: str) -> None:
    assert not verify_pin(encoded, "1234")


def test_a_badge_is_found_by_the_hash_of_its_secret() -> None:
    assert hash_badge("DEMO1001") == hash_badge("DEMO1001") != hash_badge("DEMO1002")

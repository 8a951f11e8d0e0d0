from __future__ import annotations

from kiosk.trade.adjusting import needs_approval, signed
from kiosk.trade.money import Money


def test_only_what_was_found_comes_in() -> None:
    assert signed("found", 2000) == 2000
    assert {signed(reason, 2000) for reason in ("damage", "expiry", "theft", "own_use")} == {-2000}


def test_what_was_found_does_not_hide_what_is_gone() -> None:
    assert needs_approval([-15_000, 15_000], Money(20_000))
    assert not needs_approval([-20_000], Money(20_000))

from __future__ import annotations

from kiosk.trade.quantity import extend, format_quantity


def test_a_weight_times_a_price_rounds_half_up() -> None:
    assert extend(1999, 1235) == 2469  # 24.68765
    assert extend(1, 500) == 1
    assert extend(1, 499) == 0


def test_a_quantity_shows_the_places_of_its_unit_and_no_needless_ones() -> None:
    assert format_quantity(3000) == "3"
    assert format_quantity(1235, 3) == "1.235"
    assert format_quantity(1500, 3) == "1.500"
    assert format_quantity(1500) == "1.5"
    assert format_quantity(-2000) == "−2"

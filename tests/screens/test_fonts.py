from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.exc import ConfigError
from kiosk.screens.icons import ALIASES, PLACES


def test_a_missing_font_is_named_with_the_package_that_has_it(tmp_path: Path) -> None:
    from kiosk.screens.fonts import find

    with pytest.raises(ConfigError, match="fonts-wqy-microhei"):
        find("wqy-microhei.ttc", "fonts-wqy-microhei", (tmp_path,))


def test_digits_are_of_equal_width_so_that_amounts_line_up(stage: object) -> None:
    from kiosk.screens.theme import TYPE_STEPS
    from kiosk.screens.widgets.measure import width_of

    for size in TYPE_STEPS:
        assert len({width_of(digit * 20, size) for digit in "0123456789"}) == 1


def test_every_icon_is_where_the_font_says_it_is() -> None:
    css = Path("/usr/share/fonts-materialdesignicons-webfont/css/materialdesignicons.css").read_text().lower()
    for place in PLACES.values():
        assert f'"\\{place:x}"' in css
    assert set(ALIASES.values()) <= set(PLACES)

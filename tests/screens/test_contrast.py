from __future__ import annotations

import pytest

from kiosk.screens.theme import DARK, LIGHT, Palette, contrast

PALETTES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
GROUNDS = ("paper", "surface", "sunken", "accent_ground", "marked")
TONES = ("info", "ok", "warn", "error")


def test_black_on_white_has_the_greatest_contrast_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#ffffff", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == pytest.approx(1.0)


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_amounts_and_names_stand_out_from_whatever_they_lie_on(palette: Palette, ground: str) -> None:
    assert contrast(palette.ink, getattr(palette, ground)) >= 7.0


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("ground", ("paper", "surface", "sunken"))
def test_less_important_words_can_still_be_read(palette: Palette, ground: str) -> None:
    assert contrast(palette.muted, getattr(palette, ground)) >= 4.5
    assert contrast(palette.accent, getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
def test_the_button_that_leads_on_can_be_read_pressed_or_not(palette: Palette) -> None:
    assert contrast(palette.on_accent, palette.accent) >= 7.0
    assert contrast(palette.on_accent, palette.accent_pressed) >= 7.0


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("name", TONES)
def test_states_can_be_read_on_their_own_ground_and_on_the_cards(palette: Palette, name: str) -> None:
    tone = palette.tone(name)
    for ground in (tone.ground, palette.surface, palette.paper):
        assert contrast(tone.ink, ground) >= 4.5
    assert contrast(tone.on_solid, tone.solid) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
def test_the_edge_of_a_field_can_be_seen(palette: Palette) -> None:
    for ground in (palette.paper, palette.surface):
        assert contrast(palette.edge, ground) >= 3.0


@pytest.mark.parametrize("palette", PALETTES)
def test_names_can_be_read_in_every_colour_a_person_or_a_product_may_have(palette: Palette) -> None:
    for ground, edge in palette.hues:
        assert contrast(palette.surface, edge) >= 4.5, f"initials on {edge}"
        assert contrast(palette.ink, ground) >= 7.0, f"a name on {ground}"

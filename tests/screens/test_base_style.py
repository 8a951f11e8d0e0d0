"""The looks of Kivy's own widgets are read at each start: only of those that the till uses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kiosk.screens.registry import SCREENS, SHEETS, class_for


def described(path: Path) -> set[str]:
    """Widgets that have a rule in a .kv file."""
    rules = re.findall(r"^<([^>]+)>", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {name.lstrip("-").split("@")[0].strip() for rule in rules for name in rule.split(",")}


def kivys(widget: type, found: set[str]) -> set[str]:
    """Every widget of Kivy's that this class, or one derived from it, stands on."""
    if widget.__module__.startswith("kivy."):
        return found
    found.update(base.__name__ for base in widget.__mro__ if base.__module__.startswith("kivy.uix"))
    return found


def test_every_widget_of_kivys_that_stands_on_a_screen_has_its_looks(stage: Any) -> None:
    import kivy

    from kiosk.screens import window

    for table in (SCREENS, SHEETS):
        for view in table:
            class_for(view, table)
    ours = described(Path(window.__file__).parent / "base_style" / "style.kv")
    known = described(Path(kivy.kivy_data_dir) / "style.kv")
    used: set[str] = set()
    for widget in _below(_widget()):
        kivys(widget, used)
    assert "Label" in used
    assert used & known <= ours


def test_kivys_own_description_is_not_read_for_a_till(stage: Any) -> None:
    from kivy.lang import Builder

    assert not any(Path(str(file)).match("kivy/data/style.kv") for file in Builder.files)


def test_kivy_still_finds_its_pictures_and_shaders(stage: Any) -> None:
    from kivy.resources import resource_find

    assert resource_find("data/glsl/default.fs")
    assert resource_find("data/images/defaulttheme-0.png")


def _widget() -> type:
    from kivy.uix.widget import Widget

    return Widget


def _below(cls: type) -> set[type]:
    return {cls}.union(*(_below(each) for each in cls.__subclasses__()))

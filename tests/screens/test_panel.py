from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.i18n import Names


class Bench:
    """Devices on a table."""

    def __init__(self) -> None:
        from kiosk.screens.panel import PanelCode, PanelView

        codes = tuple(PanelCode(f"952101000{n:04}", Names(f"茶 {n}", f"Tea {n}")) for n in range(30))
        self.view = PanelView(codes)
        self.done: list[tuple[str, ...]] = []

    def snapshot(self) -> Any:
        return self.view

    def scan(self, code: str) -> None:
        self.done.append(("scan", code))

    def toggle(self, device: str) -> None:
        self.done.append(("toggle", device))

    def toggle_paper(self) -> None:
        self.view = replace(self.view, has_paper=not self.view.has_paper)

    def close_drawer(self) -> None:
        self.view = replace(self.view, drawer_open=False)


@pytest.fixture
def bench(stage: Any) -> Any:
    from kiosk.screens.panel import WIDTH, Panel

    bench = Bench()
    bench.panel = Panel(bench, size_hint=(None, None), size=(WIDTH, stage.window.height), pos=(0, 0))
    stage.window.add_widget(bench.panel)
    stage.frames(3)
    yield bench
    bench.panel.close()
    stage.window.remove_widget(bench.panel)


def type_in(stage: Any, text: str) -> None:
    for char in text:
        stage.window.dispatch("on_textinput", char)


def test_a_typed_code_is_scanned_on_enter_and_the_counter_hears_none_of_its_keys(stage: Any, bench: Any) -> None:
    heard: list[str] = []
    stage.root.keys.type = heard.append
    entry = bench.panel.ids.entry
    entry.active = True
    type_in(stage, "9521")
    stage.window.dispatch("on_key_down", 13, 40, None, [])
    assert bench.done == [("scan", "9521")]
    assert entry.text == ""
    assert heard == []


def test_keys_go_to_the_counter_while_no_code_is_being_typed(stage: Any, bench: Any) -> None:
    type_in(stage, "9521")
    assert bench.panel.ids.entry.text == ""


def test_a_tapped_code_is_scanned(stage: Any, bench: Any) -> None:
    row = bench.panel.ids.codes.row("9521010000002")
    row.tap()
    assert bench.done == [("scan", "9521010000002")]


def test_a_cable_is_pulled_and_the_word_on_the_button_turns(stage: Any, bench: Any) -> None:
    plug = bench.panel.ids.printer_plug
    assert str(plug.msg) == "Unplug"
    plug.tap()
    assert bench.done == [("toggle", "printer")]
    bench.view = replace(bench.view, printer_plugged=False)
    bench.panel.refresh()
    assert str(plug.msg) == "Plug in"


def test_the_roll_goes_out_and_in(stage: Any, bench: Any) -> None:
    switch = bench.panel.ids.paper_switch
    switch.tap()
    assert str(switch.msg) == "Put paper in"
    switch.tap()
    assert str(switch.msg) == "Take paper out"


def test_an_open_drawer_is_pushed_shut(stage: Any, bench: Any) -> None:
    bench.view = replace(bench.view, drawer_open=True)
    bench.panel.refresh()
    drawer = bench.panel.ids.drawer
    assert str(drawer.msg).startswith("Open")
    drawer.tap()
    assert str(drawer.msg) == "Shut"


def test_one_lamp_is_lit_at_a_time(stage: Any, bench: Any) -> None:
    for lamp in ("green", "red", ""):
        bench.view = replace(bench.view, lamp=lamp)
        bench.panel.refresh()
        assert [name for name in ("green", "amber", "red") if bench.panel.ids[name].lit] == ([lamp] if lamp else [])


def test_what_came_out_of_the_printer_is_seen_and_can_be_scrolled(stage: Any, bench: Any) -> None:
    from kiosk.screens.gallery.shop import receipt

    assert bench.panel.ids.no_paper.shown
    bench.view = replace(bench.view, paper=receipt())
    bench.panel.refresh()
    stage.frames(2)
    roll = bench.panel.ids.roll
    assert not bench.panel.ids.no_paper.shown
    assert roll.texture.width == receipt().width
    assert roll.furthest > 0

"""The panel of simulated devices beside the counter: what it shows and moves of a terminal's simulators."""

from __future__ import annotations

from typing import Any

from kivy.uix.boxlayout import BoxLayout

from kiosk.exc import DeviceError
from kiosk.flows.views import PaperPicture
from kiosk.i18n import Names
from kiosk.screens.panel import WIDTH, Panel, PanelCode, PanelView
from kiosk.screens.root import Root
from kiosk.terminal import Terminal

CODES = tuple(
    PanelCode(code, Names(zh, en))
    for code, zh, en in (
        ("9521010000015", "天然饮用水", "Spring water"),
        ("9521012000013", "薯片（三件付两件）", "Crisps, 3 for 2"),
        ("9521011000069", "酸奶（第二件半价）", "Yogurt, 2nd half price"),
        ("2101301012346", "小白菜 1.234 kg", "Pak choi 1.234 kg"),
        ("2201329019904", "价格码标签", "Label with a price"),
        ("19521010000012", "饮用水 整箱 24 瓶", "Water, case of 24"),
        ("9521030000019", "组合套餐", "A kit"),
        ("M0000001", "会员卡 陈静", "Member's card"),
        ("9529999999993", "未知条码", "Unknown code"),
        ("ZGU-1003-DEMO1003", "主管工牌", "Supervisor's badge"),
    )
)
"""Of the demo shop, one of each kind (docs/demo.md)."""


def beside(screen: Root, terminal: Terminal) -> BoxLayout:
    """The counter with the panel at its right."""
    box = BoxLayout()
    box.add_widget(screen)
    panel = Panel(TerminalPanel(terminal))
    panel.size_hint_x = None
    panel.width = WIDTH
    box.add_widget(panel)
    return box


class TerminalPanel:
    """A `kiosk.screens.panel.PanelPort` on a terminal whose devices are simulated."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._printer: Any = terminal.printer
        self._drawer: Any = terminal.plugged.drawer
        self._lights: Any = terminal.plugged.lights
        self._scanner: Any = terminal.plugged.scanner.scanners[0]
        self._paper: tuple[int, PaperPicture | None] = (0, None)

    def snapshot(self) -> PanelView:
        """How they are now."""
        frame = self._lights.frame
        return PanelView(
            CODES,
            self._scanner.plugged,
            self._printer.plugged,
            self._printer.has_paper,
            self._last_paper(),
            self._drawer.is_open(),
            frame.colour,
            frame.buzzer,
        )

    def scan(self, code: str) -> None:
        """Through the scanner's bytes; nothing while it is unplugged or for what it can't read."""
        try:
            self._scanner.scan(code)
        except DeviceError:
            return  # the panel shows that it is unplugged

    def toggle(self, device: str) -> None:
        """Pull the cable, or put it back."""
        chosen = self._scanner if device == "scanner" else self._printer
        chosen.unplug() if chosen.plugged else chosen.plug()

    def toggle_paper(self) -> None:
        """Take the roll out, or put one in."""
        self._printer.paper_out() if self._printer.has_paper else self._printer.paper_in()

    def close_drawer(self) -> None:
        """Push it shut."""
        self._drawer.close_by_hand()

    def _last_paper(self) -> PaperPicture | None:
        papers = self._printer.papers
        if papers and self._paper[0] != id(papers[-1]):
            picture = papers[-1].picture().convert("L")
            self._paper = (
                id(papers[-1]),
                PaperPicture(picture.width, picture.height, picture.tobytes(), papers[-1].text),
            )
        return self._paper[1]

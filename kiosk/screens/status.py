"""Devices, papers that wait, the books, the program: what is well, what is not, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from kivy.properties import ObjectProperty, StringProperty

from kiosk.flows.views import Finding, StatusView
from kiosk.i18n import M, Text, plain
from kiosk.screens import fixed, kv
from kiosk.screens.look import look
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.basic import Box
from kiosk.screens.widgets.measure import folded
from kiosk.screens.widgets.rowlist import RowList
from kiosk.screens.widgets.statusbar import LAMP_ICONS, LAMP_INKS, lamp_words


@dataclass(frozen=True, slots=True)
class StatusItem:
    """A row of the screen. job: its number, when it is a paper that waits."""

    key: str
    kind: Literal["head", "row", "job"]
    name: Text
    value: Text | None = None
    detail: Text | None = None
    icon: str = ""
    ink: str = "ink"
    job: int = 0


class StatusRow(Box):
    """A heading, a fact, a finding, or a paper with its two buttons."""

    item = ObjectProperty(None, allownone=True)
    icon = StringProperty("")

    __events__ = ("on_print", "on_drop")

    def on_print(self) -> None:
        """Print the paper."""

    def on_drop(self) -> None:
        """Forget the paper."""

    def show(self, item: StatusItem) -> None:
        """Stand for a row."""
        ids = self.ids
        self.item, self.icon = item, item.icon
        ids.name.msg, ids.value.msg, ids.detail.msg = item.name, item.value, item.detail
        ids.name.ink = "muted" if item.kind == "head" else "ink"
        ids.name.font_size = look.sizes.small if item.kind == "head" else look.sizes.body
        ids.name.valign = "bottom" if item.kind == "head" else "middle"
        ids.value.ink = ids.icon.ink = item.ink
        ids.icon.shown = bool(item.icon)
        ids.detail.shown = item.detail is not None
        ids.value.shown = item.value is not None
        for button, what in ((ids.print, "print"), (ids.drop, "drop")):
            button.shown = item.kind == "job"
            button.tap_id, button.token = f"{what}_{item.job}", item.job


class Status(Screen):
    """Draws StatusView."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rows in (self.ids.left, self.ids.right):
            self._prepare(rows)

    def _prepare(self, rows: RowList) -> None:
        rows.key_of = lambda item: item.key
        rows.height_of = lambda item: _height(item, rows.width)
        rows.make = self._row

    def draw(self, view: StatusView, before: StatusView | None) -> None:
        ids = self.ids
        ids.strip.strip = view.strip
        ids.left.fill([*_devices(view), *_jobs(view)])
        ids.right.fill([*_updates(view), *_findings(view), *_facts(view)])
        ids.actions.actions = view.actions
        ids.checking.shown = view.checking

    def key(self, name: str, text: str) -> bool:
        if name not in {"pageup", "pagedown"}:
            return False
        self.ids.left.page(1 if name == "pagedown" else -1)
        self.ids.right.page(1 if name == "pagedown" else -1)
        return True

    def _row(self) -> StatusRow:
        row = StatusRow()
        row.bind(
            on_print=lambda r: self.post("print_job", r.item.job), on_drop=lambda r: self.post("drop_job", r.item.job)
        )
        return row


def _height(item: StatusItem, width: float) -> int:
    if item.kind == "head":
        return 36
    if item.kind == "job":
        return int(look.sizes.target) + 8
    if item.detail is None:
        return 40
    room = max(width - look.sizes.target - 80, 100)
    return 38 + 20 * len(folded(look.say(item.detail), look.sizes.small, room))


def _devices(view: StatusView) -> list[StatusItem]:
    rows = [StatusItem("devices", "head", fixed.DEVICES)]
    for lamp in view.lamps:
        icon, ink = LAMP_ICONS[lamp.state], LAMP_INKS[lamp.state]
        rows.append(StatusItem(f"lamp {lamp.name}", "row", lamp.label, lamp_words(lamp), lamp.detail, icon, ink))
    if view.last_scan:
        rows.append(StatusItem("scan", "row", fixed.LAST_SCAN, plain(view.last_scan), None, "barcode-scan", "muted"))
    return rows


def _jobs(view: StatusView) -> list[StatusItem]:
    rows = [StatusItem("papers", "head", fixed.PAPERS)]
    if not view.jobs:
        rows.append(StatusItem("none", "row", fixed.NO_PAPERS, None, None, "check", "ok.ink"))
    tones = {"": "muted", "muted": "muted"}
    for job in view.jobs:
        ink = tones.get(job.tone, f"{job.tone}.ink")
        rows.append(StatusItem(f"job {job.id}", "job", job.title, None, job.state, "printer", ink, job.id))
    return rows


def _findings(view: StatusView) -> list[StatusItem]:
    rows = [StatusItem("books", "head", fixed.BOOKS)] if view.findings or view.checking else []
    return rows + _found("finding", view.findings)


def _updates(view: StatusView) -> list[StatusItem]:
    return [StatusItem("updates", "head", fixed.UPDATES), *_found("update", view.update)] if view.update else []


def _found(kind: str, found: Iterable[Finding]) -> list[StatusItem]:
    looks = {"ok": ("check-circle", "ok.ink"), "warning": ("alert", "warn.ink"), "fault": ("alert-circle", "error.ink")}
    rows = []
    for at, each in enumerate(found):
        icon, ink = looks[each.state]
        said = each.text if each.advice is None else M("{found} {advice}", found=each.text, advice=each.advice)
        rows.append(StatusItem(f"{kind} {at}", "row", each.name, None, said, icon, ink))
    return rows


def _facts(view: StatusView) -> list[StatusItem]:
    rows = [StatusItem("program", "head", fixed.PROGRAM)]
    rows += [
        StatusItem(f"fact {at}", "row", name, value, None, "", "ink") for at, (name, value) in enumerate(view.facts)
    ]
    return rows


kv.load(__file__)

"""What the status screen says of an update, and installing it at once for who may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kiosk.exc import Refused
from kiosk.flows.sheets import ConfirmSheet
from kiosk.flows.views import ConfirmView, Finding
from kiosk.i18n import M, Names, Text
from kiosk.store.documents import Approval
from kiosk.updates.facts import Standing
from kiosk.updates.words import why

if TYPE_CHECKING:
    from kiosk.flows.base import Flow
    from kiosk.updates.desk import UpdateDesk

PERMISSION = "settings.change"
_STARTABLE = ("ready", "installed", "failed")


def startable(standing: Standing) -> bool:
    """Whether somebody could have it installed now, or restarted into."""
    return standing.stage in _STARTABLE and standing.why not in ("forged", "no_bundle", "machine", "older")


def update_rows(desk: UpdateDesk) -> tuple[Finding, ...]:
    """The update, and what was on the last memory stick: each a line with what to know about it."""
    now = desk.standing()
    rows = []
    if now.stage:
        state, text, more = _stage(desk, now)
        rows.append(Finding(M("Update"), state, text, more))
    ignored = M("{count} other files were left alone.", count=now.stick_ignored) if now.stick_ignored else None
    if now.stick_why:
        rows.append(Finding(M("Memory stick"), "warning", why(now.stick_why), ignored))
    elif ignored is not None:
        rows.append(Finding(M("Memory stick"), "ok", ignored))
    return tuple(rows)


def _stage(desk: UpdateDesk, now: Standing) -> tuple[Literal["ok", "warning"], Text, Text | None]:
    version, rules = now.version, desk.rules
    notes = _notes(now)
    if now.why == "space":
        return "warning", why("space"), M("Remove old backups, or take a larger card.")
    match now.stage:
        case "fetching":
            size = now.release.size if now.release else 0
            part = now.here * 100 // size if size else 0
            return "ok", M("Version {version} is being fetched: {percent} %.", version=version, percent=part), notes
        case "ready" if now.source == "stick":
            return "ok", M("Version {version} was on the memory stick. Pull it out and install it here when it suits.",
                           version=version), notes  # fmt: skip
        case "ready" if rules.install == "asked" or now.digest in now.bad:
            return "ok", M("Version {version} is here. It is installed when somebody says so.", version=version), notes
        case "ready":
            return "ok", M("Version {version} is here. It is installed between {first}:00 and {last}:00, with no shift "
                           "open.", version=version, first=rules.from_hour, last=rules.to_hour), notes  # fmt: skip
        case "installing":
            return "ok", M("Version {version} is being written beside what runs: {percent} %. Selling goes on.",
                           version=version, percent=now.percent), notes  # fmt: skip
        case "installed":
            return "ok", M("Version {version} is written. The till restarts into it with no shift open.",
                           version=version), notes  # fmt: skip
        case "trial":
            return "ok", M("Version {version} is being tried. If it is not as good as before, the till goes back.",
                           version=version), notes  # fmt: skip
        case "failed":
            return "warning", M("Version {version} is not used.", version=version), why(now.why)
        case _:
            return "ok", M("Version {version} runs since the last update.", version=version), notes


def _notes(now: Standing) -> Text | None:
    release = now.release
    return Names(release.notes_zh, release.notes_en) if release and (release.notes_zh or release.notes_en) else None


def ask_update(flow: Flow, desk: UpdateDesk) -> None:
    """By who may; with a shift open, after he was told. Raises Refused where there is nothing to install."""
    counter, standing = flow.counter, desk.standing()
    if not startable(standing):
        raise Refused(M("There is no update to install now."))
    version = standing.version
    act = M("Update to version {version}", version=version)

    def begin(approvals: tuple[Approval, ...], *, although_open: bool) -> None:
        try:
            desk.want(standing.digest, although_open=although_open)
        except OSError as problem:
            raise Refused(M("This terminal's disk is full or can't be written.")) from problem
        counter.audit("update.asked", {"version": version}, approvals=approvals)
        flow.tell(M("The update begins. This screen says how far it is; then the till restarts."), "info")

    def agreed(approvals: tuple[Approval, ...]) -> None:
        if counter.shift is None:
            begin(approvals, although_open=False)
            return
        ask = ConfirmView(
            M("A shift is open"),
            M("The till restarts in the middle of it and can't sell for some minutes. The basket comes back."),
            act,
        )
        counter.sheet(ConfirmSheet(counter, ask, lambda: begin(approvals, although_open=True)))

    counter.with_permission(PERMISSION, act, agreed)

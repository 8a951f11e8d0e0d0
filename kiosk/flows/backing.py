"""What the screens say of backups: how old the newest is, and the one that a new terminal may begin from."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from kiosk.backups.files import OFFICE, Kept, Offered
from kiosk.exc import Refused
from kiosk.flows.papers import local_time
from kiosk.flows.sheets import ConfirmSheet
from kiosk.flows.views import ConfirmView, Finding, TableRow
from kiosk.hw.sticks import BACKUP
from kiosk.i18n import M, Message, Names, Text, plain

if TYPE_CHECKING:
    from kiosk.backups.desk import BackupDesk
    from kiosk.flows.counter import Counter

OLD_DAYS = 7
_DAY_MS = 24 * 3600_000

_NAME = M("Backup")
_WHY: dict[str, Message] = {
    "space": M("The stick for backups is full."),
    "unwritable": M("The stick for backups can't be written."),
    "damaged": M("The backup did not come about: the stick was pulled out, or is broken."),
    "key": M("This card is encrypted, and the key for its backups is not known."),
}
_NOT_OFFERED: dict[str, Message] = {
    "reading": M("a backup is being looked through …"),
    "none": M("there is no backup on this stick"),
    "space": M("the card is too small for it"),
    "office": M("its shop has an office: join that instead"),
    "locked": M("it is of an encrypted card: begin with the same key stick"),
    "damaged": M("it is damaged, or was made with another key"),
}


def backup_rows(counter: Counter, desk: BackupDesk) -> tuple[Finding, ...]:
    """How old the newest backup is, and what to do; nothing where an office has it all, and no stick was put in."""
    kept = desk.kept()
    if counter.settings.office:
        said = M("The office has all of this shop. A stick for backups is not needed.")
        return (Finding(_NAME, "ok", said),) if kept.why == OFFICE else ()
    return (_own_row(counter, kept),)


def _own_row(counter: Counter, kept: Kept) -> Finding:
    if trouble := _trouble(counter, kept):
        return Finding(_NAME, "warning", trouble, _advice(kept))
    return Finding(_NAME, "ok", M("The shop was copied to the stick: {when}.", when=local_time(counter, kept.at)))


def after_shift(counter: Counter) -> Message | None:
    """Have one made; what to say where the last is too old, or did not come about."""
    desk = _desk(counter)
    if desk is None:
        return None
    with suppress(OSError):  # a full card is told of elsewhere, and must not keep a shift from being closed
        desk.want()
    kept = desk.kept()
    trouble = _trouble(counter, kept)
    return M("{found} {advice}", found=trouble, advice=_advice(kept)) if trouble else None


def restore_rows(counter: Counter) -> tuple[TableRow, ...]:
    """At a terminal where nobody works yet: bring a shop back. None where no stick is looked at."""
    desk = _desk(counter)
    return (_restore_row(counter, desk.offered()),) if desk is not None else ()


def _restore_row(counter: Counter, offered: Offered) -> TableRow:
    label = M("Bring a shop back")
    if offered.at:
        said: Text = M(
            "{shop} · {terminal}, {when}: press",
            shop=_shop(offered), terminal=offered.terminal, when=local_time(counter, offered.at),
        )  # fmt: skip

        return TableRow("restore", (label, said), tone="ok")
    if offered.why:
        tone: Literal["muted", "error"] = "muted" if offered.why == "reading" else "error"
        return TableRow("restore", (label, _NOT_OFFERED.get(offered.why, _NOT_OFFERED["damaged"])), tone=tone)
    return TableRow("restore", (label, M("put in its stick {name}", name=BACKUP)), tone="muted")


def ask_restore(counter: Counter) -> None:
    """Begin from it, after a word of warning. Raises Refused where there is none."""
    desk = _desk(counter)
    offered = desk.offered() if desk is not None else Offered()
    if desk is None or not offered.at:
        raise Refused(M("Put in the stick {name} with the shop's backup. It is looked at by itself.", name=BACKUP))

    def begin() -> None:
        try:
            desk.restore(offered)
        except OSError as problem:
            raise Refused(M("The backup is no longer here. Put the stick in again.")) from problem
        counter.setup.again()

    ask = ConfirmView(
        M("Bring back {shop}", shop=_shop(offered)),
        M("Everything comes back as it was at {when}. What was sold after that is not in it.",
          when=local_time(counter, offered.at)),
        M("Bring it back"),
        danger=False,
    )  # fmt: skip
    counter.sheet(ConfirmSheet(counter, ask, begin))


def begins_anew(counter: Counter) -> None:
    """Somebody runs this shop now: nothing is brought back any more."""
    if (desk := _desk(counter)) is not None:
        with suppress(OSError):
            desk.forget_offer()


def _desk(counter: Counter) -> BackupDesk | None:
    """None where no stick is looked at, or an office has it all."""
    return None if counter.settings.office else counter.backups()


def _trouble(counter: Counter, kept: Kept) -> Message | None:
    days = (counter.clock.now() - kept.at) // _DAY_MS
    if kept.why and kept.why != OFFICE:
        return _WHY.get(kept.why, _WHY["damaged"])
    if days < -1:
        return M("The clock was wrong at the last backup.")
    if not kept.at:
        return M("There is no backup of this shop.")
    return M("The last backup is {days} days old.", days=days) if days > OLD_DAYS else None


def _advice(kept: Kept) -> Message:
    if kept.why == "space":
        return M("Delete what is not needed from it, or take a larger one.")
    if kept.why == "key":
        return M("Start this terminal again, with its key stick.")
    return M("Put in a memory stick called {name}: the shop is copied to it.", name=BACKUP)


def _shop(offered: Offered) -> Text:
    return Names(offered.zh, offered.en) if offered.zh or offered.en else plain(offered.store_id)

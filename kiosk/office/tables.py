"""Tables of the office alone: who may speak to it, who is invited, what somebody should look at. None is posted."""

# ruff: noqa: D106  (a Meta says what peewee wants to know)
from __future__ import annotations

from peewee import AutoField, BigIntegerField, BooleanField, Model, TextField


class TerminalRow(Model):
    """A terminal that was let in. token: SHA-256 of its token, hex. oldest_at: of what waits there, 0 for nothing."""

    token = TextField(primary_key=True)
    store_id = TextField()
    origin = TextField(index=True)
    name = TextField()
    enrolled_at = BigIntegerField()
    revoked = BooleanField()
    contact_at = BigIntegerField()
    oldest_at = BigIntegerField()
    version = TextField()

    class Meta:
        table_name = "office_terminal"


class InvitationRow(Model):
    """A joining code, as its SHA-256. used_at: 0 until somebody joins by it."""

    code = TextField(primary_key=True)
    store_id = TextField()
    terminal = TextField()
    expires_at = BigIntegerField()
    used_at = BigIntegerField()

    class Meta:
        table_name = "office_invitation"


class AlarmRow(Model):
    """Something a person should look at. Kept once for each kind, origin and day."""

    id = AutoField()
    at = BigIntegerField()
    kind = TextField()
    store_id = TextField()
    origin = TextField()
    detail = TextField()
    settled = BooleanField()

    class Meta:
        table_name = "office_alarm"


class SignInRow(Model):
    """A link by which somebody can sign in at the office's page, as its SHA-256. used_at: 0 until somebody does."""

    code = TextField(primary_key=True)
    expires_at = BigIntegerField()
    used_at = BigIntegerField()

    class Meta:
        table_name = "office_sign_in"


class SessionRow(Model):
    """Somebody who is signed in. token: SHA-256 of what his browser holds. form: what his forms must bring along."""

    token = TextField(primary_key=True)
    name = TextField()
    form = TextField()
    seen_at = BigIntegerField()

    class Meta:
        table_name = "office_session"


class ReleaseRow(Model):
    """An update that terminals can have, by its bundle's SHA-256. machine: for which kind, "" for each.

    scope: shops and terminals that get it, such as `S01 S02/T1`; `*` for all, "" for none any more.
    """

    digest = TextField(primary_key=True)
    version = TextField()
    machine = TextField()
    size = BigIntegerField()
    notes_zh = TextField()
    notes_en = TextField()
    scope = TextField()
    at = BigIntegerField()

    class Meta:
        table_name = "office_release"


class TerminalUpdateRow(Model):
    """How far the last update of a terminal is, as it said; stage and why as of UpdateReport."""

    origin = TextField(primary_key=True)
    stage = TextField()
    version = TextField()
    why = TextField()
    at = BigIntegerField()

    class Meta:
        table_name = "office_terminal_update"


TABLES: tuple[type[Model], ...] = (
    TerminalRow, InvitationRow, AlarmRow, SignInRow, SessionRow, ReleaseRow, TerminalUpdateRow,
)  # fmt: skip

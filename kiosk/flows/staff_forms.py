"""Somebody who works here, as he is written down: his name, his role, what he signs in with."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.exc import BadInput, Refused
from kiosk.flows import papers
from kiosk.flows.paper_slips import badge_slip
from kiosk.flows.sheets import ConfirmSheet, FieldRefused, FormSheet
from kiosk.flows.views import ConfirmView, Field, FormView, Option
from kiosk.i18n import M, Names, plain
from kiosk.store.documents import ActAudited, Document, UserSaved
from kiosk.store.new_shop import beginnings
from kiosk.store.pins import hash_badge, hash_pin
from kiosk.trade.permissions import ROLES, allows

if TYPE_CHECKING:
    from kiosk.flows.counter import Counter

LONGEST_NAME = 40
MAY_CHANGE = "settings.change"
"""Who has this permission says who works here. Somebody always has it."""
BOSS = "manager"
"""The role of a shop's first person."""
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Of a badge's secret, sixteen of them: 80 bits. None looks like another one."""


def add_first(counter: Counter, then: Callable[[], None]) -> None:
    """Nobody works here yet: who runs the shop? With him come the roles and taxes that a new shop has."""

    def save(values: dict[str, str]) -> None:
        person = _new(counter, values, BOSS)
        if counter.real_store.people.users():
            raise Refused(M("Somebody works here by now: sign in."))
        _write(counter, person, *beginnings(counter.real_store))
        then()

    suggested = Names(ROLES[BOSS].name_zh, ROLES[BOSS].name_en).in_(counter.language)
    fields = (_name_field(suggested), *_pin_fields())
    ask = FormView(
        M("Who runs this shop?"), fields, M("Save"), M("This person may do everything, and says who else works here.")
    )
    counter.sheet(FormSheet(counter, ask, save))


def add(counter: Counter, then: Callable[[], None]) -> None:
    """Somebody new; `then` once he is written down."""

    def save(values: dict[str, str]) -> None:
        _write(counter, _new(counter, values, values["role"]))
        then()

    fields = (
        _name_field(),
        _role_field(counter, "cashier"),
        *_pin_fields(),
    )
    counter.sheet(FormSheet(counter, FormView(M("New person"), fields, M("Save")), save))


def change(counter: Counter, person: UserSaved, then: Callable[[], None]) -> None:
    """Another name, role or language."""

    def save(values: dict[str, str]) -> None:
        changed = replace(person, name=values["name"], role_id=values["role"], language=values["language"])
        _check_rule(counter, changed)
        _write(counter, changed)
        then()

    fields = (
        _name_field(person.name),
        _role_field(counter, person.role_id),
        Field("language", M("Language"), "choice", person.language, _LANGUAGES),
    )
    counter.sheet(FormSheet(counter, FormView(plain(person.name), fields, M("Save")), save))


def new_pin(counter: Counter, person: UserSaved, then: Callable[[], None]) -> None:
    """He forgot it, or somebody saw it."""

    def save(values: dict[str, str]) -> None:
        _write(counter, replace(person, pin_hash=_new_pin(values)))
        counter.pins.clear(person.id)
        then()

    counter.sheet(FormSheet(counter, FormView(plain(person.name), _pin_fields(), M("Save")), save))


def new_badge(counter: Counter, person: UserSaved) -> None:
    """Printed, to be cut out and laminated; the one before opens nothing any more."""
    secret = "".join(secrets.choice(_LETTERS) for _ in range(16))
    _write(counter, replace(person, badge_hash=hash_badge(secret)))
    # Not his id: its letters would make bars that are too wide for the paper, and the secret alone says who he is
    paper = badge_slip(counter, person.name, f"ZGU-P-{secret}")
    counter.real_store.prints.add(*papers.job(M("Badge"), paper))
    counter.printing.kick()


def end(counter: Counter, person: UserSaved, then: Callable[[], None]) -> None:
    """He works here no more: his name stays on what he did."""
    if counter.user is not None and counter.user.id == person.id:
        raise Refused(M("Somebody else has to do that: you are signed in."))
    gone = replace(person, active=False)
    _check_rule(counter, gone)

    def save() -> None:
        _write(counter, gone)
        then()

    ask = ConfirmView(
        M("{name} works here no more?", name=person.name),
        M("PIN and badge open nothing any more. What was sold under the name stays as it is."),
        M("Works here no more"),
    )
    counter.sheet(ConfirmSheet(counter, ask, save))


def saved(counter: Counter, user_id: str) -> UserSaved:
    """Raises Refused for somebody who works here no more."""
    person = counter.real_store.people.saved(user_id)
    if person is None or not person.active:
        raise Refused(M("This user no longer exists."))
    return person


# --- inside

_LANGUAGES = (
    Option("", M("as the till has it")),
    Option("zh_CN", plain("中文")),
    Option("en", plain("English")),
)


def _pin_fields() -> tuple[Field, Field]:
    return (
        Field("pin", M("PIN, 4 to 12 digits"), "pin", required=True),
        Field("again", M("The same PIN again"), "pin", required=True),
    )


def _name_field(name: str = "") -> Field:
    return Field("name", M("Person's name"), "text", name, required=True, longest=LONGEST_NAME)


def _role_field(counter: Counter, role_id: str) -> Field:
    roles = counter.real_store.people.roles()
    options = tuple(Option(role.id, Names(role.name_zh, role.name_en)) for role in roles)
    return Field("role", M("Role"), "choice", role_id, options, required=True)


def _new(counter: Counter, values: dict[str, str], role_id: str) -> UserSaved:
    id_ = counter.real_store.people.next_user_id()
    return UserSaved(id=id_, name=values["name"], role_id=role_id, pin_hash=_new_pin(values))


def _new_pin(values: dict[str, str]) -> str:
    if values["pin"] != values["again"]:
        raise FieldRefused("again", M("The two PINs differ."))
    try:
        return hash_pin(values["pin"])
    except BadInput as refusal:
        raise FieldRefused("pin", refusal.message) from refusal


def _check_rule(counter: Counter, changed: UserSaved) -> None:
    """Somebody is left who may say who works here."""
    people = counter.real_store.people
    roles = {role.id: role for role in people.roles()}
    others = any(allows(u.role, MAY_CHANGE) for u in people.users() if u.id != changed.id)
    stays = changed.active and changed.role_id in roles and allows(roles[changed.role_id], MAY_CHANGE)
    if not (others or stays):
        raise Refused(M("Somebody must be left who may change this."))


def _write(counter: Counter, person: UserSaved, *before: Document) -> None:
    act = ActAudited(act="people.changed", detail={"user": person.name})
    counter.real_store.journal.append_many((*before, person, act), actor=counter.actor)
    if counter.user is not None and counter.user.id == person.id:
        counter.user = counter.real_store.people.working(person.id)
    counter.ok()

"""Who works here is said by who may: new people, other roles, PINs and badges; and the first person of a new shop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.config_own import OwnFile
from kiosk.flows.more import More
from kiosk.flows.setting_up import SettingUp
from kiosk.flows.setup import Setup
from kiosk.flows.shifts import OpeningShift
from kiosk.flows.signin import SigningIn
from kiosk.flows.staff import Staff
from kiosk.store.new_shop import TAXES
from kiosk.store.store import Store
from kiosk.trade.permissions import PERMISSIONS, ROLES
from tests.flows.goods import UNKNOWN
from tests.flows.shop import NOW, Shop

FORM = {"name": "Zoe", "role": "cashier", "pin": "2468", "again": "2468"}


@pytest.fixture
def staff(empty_shop: Shop) -> Shop:
    """The manager looks at the list."""
    empty_shop.sign_in("lee")
    empty_shop.counter.enter(Staff(empty_shop.counter))
    empty_shop.tick()
    return empty_shop


def names(shop: Shop) -> list[str]:
    return [str(row.cells[0]) for row in shop.body.rows]


def submit(shop: Shop, **values: str) -> None:
    shop.do("submit", {f.id: f.value for f in shop.overlay.fields} | values)


def wrong(shop: Shop) -> dict[str, str]:
    """What stands beside the fields that were refused."""
    return {f.id: str(f.error) for f in shop.overlay.fields if f.error}


def sign_in_by_pin(shop: Shop, name: str, pin: str) -> None:
    shop.counter.sign_out()
    shop.tick()
    shop.do("pick", next(p.id for p in shop.body.people if p.name == name))
    shop.do("enter_pin", pin)


def of(shop: Shop, name: str, what: str) -> None:
    """Choose somebody in the list, and what is to change."""
    shop.do("choose", next(row.id for row in shop.body.rows if str(row.cells[0]) == name))
    shop.do("choose", what)


def test_the_menu_offers_it_to_who_may_change_settings_alone(empty_shop: Shop) -> None:
    for user, offered in (("mei", False), ("lee", True)):
        empty_shop.sign_in(user)
        empty_shop.counter.enter(More(empty_shop.counter))
        empty_shop.tick()
        assert ("staff" in {a.id for a in empty_shop.body.actions}) is offered
        empty_shop.counter.sign_out()


def test_somebody_new_signs_in_with_the_pin_that_was_typed_twice(staff: Shop) -> None:
    staff.act("add")
    submit(staff, **FORM)
    assert "Zoe" in names(staff)
    assert staff.acts("people.changed") == [{"user": "Zoe"}]
    sign_in_by_pin(staff, "Zoe", "2468")
    assert staff.counter.user is not None
    assert (staff.counter.user.name, staff.counter.user.role.id) == ("Zoe", "cashier")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"role": "emperor"}, "role"),
        ({"pin": "123", "again": "123"}, "pin"),
        ({"pin": "12a4", "again": "12a4"}, "pin"),
        ({"again": "2469"}, "again"),
    ],
)
def test_what_can_not_be_is_refused_beside_its_field(staff: Shop, values: dict[str, str], field: str) -> None:
    before = names(staff)
    staff.act("add")
    submit(staff, **FORM | values)
    assert list(wrong(staff)) == [field]
    staff.do("cancel")
    assert names(staff) == before


def test_another_name_role_and_language_count_from_the_next_sign_in(staff: Shop) -> None:
    of(staff, "Amy", "change")
    submit(staff, name="Amy B.", role="supervisor", language="zh_CN")
    assert "Amy B." in names(staff)
    sign_in_by_pin(staff, "Amy B.", "1111")
    assert staff.counter.user is not None
    assert staff.counter.user.role.id == "supervisor"
    assert staff.view.language == "zh_CN"


def test_a_new_pin_takes_the_place_of_the_old_one_and_of_its_wait(staff: Shop) -> None:
    for _ in range(4):
        staff.store.people.note_failure("AMY")
    of(staff, "Amy", "pin")
    submit(staff, pin="975310", again="975310")
    staff.counter.sign_out()
    staff.do("pick", "AMY")
    staff.do("enter_pin", "1111")
    assert staff.counter.user is None
    staff.do("enter_pin", "975310")
    assert staff.counter.user is not None


def test_the_badge_that_is_printed_signs_in_and_the_one_before_does_not(staff: Shop) -> None:
    of(staff, "Amy", "badge")
    first = badge(staff)
    of(staff, "Amy", "badge")
    staff.paper_out()
    second = badge(staff)
    staff.counter.sign_out()
    staff.scan(first)
    assert staff.counter.user is None
    staff.scan(second)
    assert staff.counter.user is not None
    assert staff.counter.user.id == "AMY"


def badge(shop: Shop) -> str:
    """The code on the last paper."""
    found = re.search(rb"ZGU-P-[A-Z2-9]{16}", shop.devices.papers[-1].paper)
    assert found is not None
    return found.group().decode()


def test_who_works_here_no_more_can_not_sign_in_and_keeps_the_name(staff: Shop) -> None:
    of(staff, "Amy", "end")
    staff.do("confirm")
    assert "Amy" not in names(staff)
    assert staff.store.people.working("AMY") is None
    assert staff.store.people.user("AMY") is not None
    assert staff.store.people.user("AMY").name == "Amy"  # type: ignore[union-attr]


def test_nobody_ends_his_own_time_and_somebody_is_left_who_may_change_this(staff: Shop) -> None:
    of(staff, "Lee", "end")
    assert staff.strip
    assert staff.overlay is None
    of(staff, "Lee", "change")
    submit(staff, role="cashier")
    assert "left" in str(staff.overlay.detail)
    staff.do("cancel")
    assert staff.store.people.working("LEE").role.id == "manager"  # type: ignore[union-attr]


def test_what_one_may_do_oneself_changes_at_once(staff: Shop) -> None:
    staff.act("add")
    submit(staff, **FORM | {"role": "manager"})
    of(staff, "Lee", "change")
    submit(staff, role="cashier")
    assert not staff.counter.may("settings.change")


# --- a shop where nobody works yet


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Shop]:
    """As `kiosk init` makes it, at its first start."""
    Store.create(tmp_path / "shop.db", "S01", terminal="T1", clock=lambda: NOW).close()
    shop = Shop(tmp_path / "shop.db")
    shop.start()
    shop.counter.home(SettingUp(shop.counter, Setup(OwnFile(tmp_path), first=True), then=SigningIn))
    shop.tick()
    yield shop
    shop.close()


def test_done_asks_first_who_runs_the_shop(new: Shop) -> None:
    assert next(row for row in new.body.rows if row.id == "people").tone == "error"
    new.act("done")
    submit(new, pin="4455", again="4455")
    row = next(row for row in new.body.rows if row.id == "people")
    assert (str(row.cells[1]), row.tone) == ("Manager", "ok")
    new.do("choose", "people")
    assert new.overlay is None, "the others are added elsewhere"
    new.act("done")
    assert isinstance(new.front, SigningIn)


def test_the_first_person_may_do_everything_and_sells_what_the_shop_did_not_know(new: Shop) -> None:
    new.do("choose", "people")
    submit(new, name="刘慧", pin="4455", again="4455")
    new.act("done")
    sign_in_by_pin(new, "刘慧", "4455")
    assert isinstance(new.front, OpeningShift)
    assert new.counter.user is not None
    assert new.counter.user.role.permissions == frozenset(PERMISSIONS)
    assert {r.id for r in new.store.people.roles()} == set(ROLES)
    assert {t.id for t in new.store.catalogue.taxes()} == {t.id for t in TAXES}
    new.open_shift()
    new.scan(UNKNOWN)
    new.act("new_product")
    submit(new, name="Tea", price="2.50")
    new.sell()
    assert new.sales()[0].total == 250


def test_what_came_from_an_office_meanwhile_stays_and_nobody_else_is_first(new: Shop) -> None:
    new.act("done")
    new.store.journal.append(TAXES[0], actor="office")
    submit(new, pin="4455", again="4455")
    assert [t.id for t in new.store.catalogue.taxes()] == ["vat13"]


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(["name", "role", "pin", "again"]), st.text(max_size=130)))
def test_no_form_breaks_the_counter(tmp_path_factory: pytest.TempPathFactory, values: dict[str, str]) -> None:
    shop = Shop(tmp_path_factory.mktemp("staff") / "shop.db")
    shop.start()
    shop.sign_in("lee")
    shop.counter.enter(Staff(shop.counter))
    shop.tick()
    before = len(shop.store.people.users())
    shop.act("add")
    submit(shop, **FORM | values)
    assert len(shop.store.people.users()) == before + (shop.overlay is None)
    shop.close()

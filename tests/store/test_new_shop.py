"""What a shop of its own begins with, and only what is missing of it."""

from __future__ import annotations

from pathlib import Path

from kiosk.store.documents import RoleSaved, UserSaved
from kiosk.store.new_shop import TAXES, beginnings
from kiosk.store.store import Store
from kiosk.trade.permissions import ROLES


def test_an_empty_shop_gets_roles_and_taxes_once(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "shop.db", "S01", terminal="T1", clock=lambda: 0)
    store.journal.append_many(beginnings(store), actor="-")
    assert {role.id: role for role in store.people.roles()} == ROLES
    assert store.people.roles()[0].id == "manager", "who may do most comes first"
    assert {(t.id, t.rate) for t in store.catalogue.taxes()} == {(t.id, t.rate) for t in TAXES}
    assert beginnings(store) == []
    store.close()


def test_roles_of_its_own_stay_as_they_are(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "shop.db", "S01", terminal="T1", clock=lambda: 0)
    own = RoleSaved(id="boss", name_zh="老板", name_en="Boss", permissions=frozenset({"sale.sell"}))
    store.journal.append(own, actor="-")
    assert beginnings(store) == list(TAXES)
    store.close()


def test_a_new_user_s_id_is_nobody_s_yet_and_fits_on_a_badge(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "shop.db", "S01", terminal="T1", clock=lambda: 0)
    seen: set[str] = set()
    for _ in range(12):
        new = store.people.next_user_id()
        assert new not in seen
        assert new.isalnum()
        assert new == new.upper()
        seen.add(new)
        store.journal.append(UserSaved(id=new, name="x", role_id="cashier", pin_hash="h"), actor="-")
    kept = store.people.saved(max(seen))
    assert kept is not None
    assert (kept.name, kept.role_id, kept.pin_hash, kept.active) == ("x", "cashier", "h", True)
    assert store.people.saved("nobody") is None
    store.close()

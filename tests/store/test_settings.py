from __future__ import annotations

import pytest

from kiosk.store.documents import StoreSaved
from kiosk.store.records import Limits
from kiosk.store.store import Store
from tests.store.shop import Clock


def test_a_terminals_own_settings_survive_a_restart(empty: Store) -> None:
    assert empty.settings.get("language", "zh_CN") == "zh_CN"
    empty.settings.put("language", "en")
    again = Store.open(empty.place, clock=Clock())
    assert again.settings.get("language") == "en"
    again.close()
    assert empty.journal.count() == 0


def test_a_shop_without_policies_has_those_of_a_small_shop(empty: Store) -> None:
    assert empty.settings.store() is None
    assert empty.settings.limits() == Limits()


def test_a_shops_policies_are_in_force_as_soon_as_they_are_saved(empty: Store) -> None:
    policies = {"negative_stock": "refuse", "blind_close": "false", "over_short_limit": "500"}
    shop = StoreSaved(id="S01", name_zh="店", name_en="Shop", policies=policies)
    empty.journal.append(shop, actor="1")
    assert empty.settings.limits() == Limits(negative_stock="refuse", blind_close=False, over_short_limit=500)  # type: ignore[arg-type]
    empty.journal.append(StoreSaved(id="S01", name_zh="店", name_en="Shop"), actor="1")
    assert empty.settings.limits() == Limits()


@pytest.mark.parametrize(
    "nonsense", [{"over_short_limit": "much"}, {"blind_close": "maybe"}, {"unheard": "of"}, {"tax_per": "moon"}]
)
def test_a_slip_in_a_policy_closes_no_shop(empty: Store, nonsense: dict[str, str]) -> None:
    empty.journal.append(StoreSaved(id="S01", name_zh="店", name_en="Shop", policies=nonsense), actor="1")
    assert empty.settings.limits() == Limits()


def test_another_shops_data_are_not_ours(empty: Store) -> None:
    empty.journal.append(StoreSaved(id="S02", name_zh="另一家", name_en="Other"), actor="1")
    assert empty.settings.store() is None

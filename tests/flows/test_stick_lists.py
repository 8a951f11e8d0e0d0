"""A list from a stick: what it would change is shown, then it is imported while selling goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.flows.approval import ApprovalSheet
from kiosk.flows.stick_lists import PlannedList, StickLists
from kiosk.flows.views import ConfirmView
from kiosk.lists.desk import ListDesk
from kiosk.lists.files import ListFiles
from kiosk.lists.stick import take_lists
from kiosk.store.store import Store
from tests.flows.desk import action_ids, enabled, more
from tests.flows.shop import Shop

GOOD = "id,name_en,price,tax\ng1,Green tea,3.00,13%\ng2,Black tea,4.50,13%\n"
BAD = GOOD + "g3,Red tea,three,13%\n"


@pytest.fixture
def shop(empty_shop: Shop) -> Shop:
    """The manager is signed in."""
    empty_shop.sign_in("lee")
    return empty_shop


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def desk(tmp_path: Path, shop: Shop) -> Iterator[ListDesk]:
    """Of a till whose units look at sticks."""
    store = shop.store
    path, clock = store.path, store.clock
    desk = ListDesk(tmp_path / "data", lambda: Store.open(path, clock=clock))
    shop.counter.lists = lambda: desk
    yield desk
    desk.stop()


def bring(stick: Path, tmp_path: Path, text: str, name: str = "products.csv") -> None:
    (stick / name).write_text(text, encoding="utf-8")
    take_lists(stick, ListFiles(tmp_path / "data"))


def until(shop: Shop, so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not so():
        assert time.monotonic() < end, (shop.strip, shop.body)
        time.sleep(0.01)
        shop.tick()


def look(shop: Shop) -> None:
    """Choose the list of goods, and wait until it was read."""
    more(shop, "lists")
    shop.do("choose", "products")
    until(shop, lambda: bool(shop.strip))


def test_a_list_is_shown_and_imported(shop: Shop, desk: ListDesk, stick: Path, tmp_path: Path) -> None:
    bring(stick, tmp_path, GOOD)
    look(shop)
    assert shop.strip == "2 new, 0 changed, 0 unchanged, 0 rows refused"
    assert shop.store.catalogue.product("g1") is None
    shop.act("take")
    assert isinstance(shop.front, StickLists)
    until(shop, lambda: not desk.running())
    assert shop.strip == "products.csv is imported: 2 new, 0 changed, 0 unchanged, 0 rows refused"
    assert shop.body.rows == ()
    product = shop.store.catalogue.product("g2")
    assert product is not None
    assert product.price == 450


def test_bad_rows_are_told_one_by_one_and_left_out_after_asking(
    shop: Shop, desk: ListDesk, stick: Path, tmp_path: Path
) -> None:
    bring(stick, tmp_path, BAD)
    look(shop)
    assert "1 row refused" in shop.strip
    (row,) = shop.body.rows
    assert [str(cell) for cell in row.cells[:3]] == ["4", "price", "three"]
    shop.do("choose", row.id)
    assert shop.strip.startswith("Row 4: ")
    shop.act("take")
    assert isinstance(shop.overlay, ConfirmView)
    assert shop.store.catalogue.product("g1") is None
    shop.do("confirm")
    until(shop, lambda: not desk.running())
    assert shop.store.catalogue.product("g1") is not None
    assert shop.store.catalogue.product("g3") is None


def test_a_list_that_changes_nothing_can_not_be_imported(
    shop: Shop, desk: ListDesk, stick: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        bring(stick, tmp_path, GOOD)
        look(shop)
        if enabled(shop, "take"):
            shop.act("take")
            until(shop, lambda: not desk.running())
    assert shop.strip == "0 new, 0 changed, 2 unchanged, 0 rows refused"
    assert not enabled(shop, "take")


@pytest.mark.parametrize("text", ["", "what is this", "\x00\x01\x02", "id,name_en\n" * 3])
def test_a_file_that_is_no_list_is_told(shop: Shop, desk: ListDesk, stick: Path, tmp_path: Path, text: str) -> None:
    bring(stick, tmp_path, text)
    look(shop)
    assert not enabled(shop, "take")
    shop.do("back")
    assert isinstance(shop.front, StickLists)


def test_another_stick_meanwhile_is_not_taken_for_the_one_that_was_looked_at(
    shop: Shop, desk: ListDesk, stick: Path, tmp_path: Path
) -> None:
    bring(stick, tmp_path, GOOD)
    look(shop)
    bring(stick, tmp_path, GOOD + "g9,Oolong,9.00,13%\n")
    shop.act("take")
    assert "Another stick was put in meanwhile" in shop.strip
    assert isinstance(shop.front, PlannedList)
    assert shop.store.catalogue.product("g1") is None


def test_a_copy_that_is_being_replaced_is_not_taken_for_the_one_that_was_looked_at(
    shop: Shop, desk: ListDesk, stick: Path, tmp_path: Path
) -> None:
    """The reader was cut off between the two files that it writes."""
    bring(stick, tmp_path, GOOD)
    look(shop)
    (found,) = desk.found().lists
    ListFiles(tmp_path / "data").copy(found).write_text(BAD, encoding="utf-8")
    shop.act("take")
    assert "Another stick was put in meanwhile" in shop.strip
    assert shop.store.catalogue.product("g1") is None


def test_a_trouble_is_forgotten_once_the_list_comes_again(
    shop: Shop, desk: ListDesk, stick: Path, tmp_path: Path
) -> None:
    bring(stick, tmp_path, GOOD)
    look(shop)
    (found,) = desk.found().lists
    copy = ListFiles(tmp_path / "data").copy(found)
    copy.write_bytes(b"?" * copy.stat().st_size)
    shop.act("take")
    until(shop, lambda: "was not imported" in shop.strip)
    bring(stick, tmp_path, GOOD)
    shop.do("choose", "products")
    until(shop, lambda: bool(shop.strip))
    shop.act("take")
    until(shop, lambda: shop.strip.startswith("products.csv is imported"))


def test_what_is_imported_is_called_by_its_own_name(shop: Shop, desk: ListDesk, stick: Path, tmp_path: Path) -> None:
    bring(stick, tmp_path, GOOD, "Products of May.csv")
    look(shop)
    shop.act("take")
    until(shop, lambda: not desk.running())
    assert [act["file"] for act in shop.acts("catalogue.imported")] == ["Products of May.csv"]


def test_while_one_is_imported_the_next_may_be_brought(shop: Shop, desk: ListDesk, stick: Path, tmp_path: Path) -> None:
    bring(stick, tmp_path, GOOD)
    look(shop)
    shop.act("take")
    bring(stick, tmp_path, GOOD.replace("3.00", "3.20"))
    until(shop, lambda: not desk.running())
    shop.do("choose", "products")
    until(shop, lambda: "1 changed" in shop.strip)


def test_one_that_was_cut_off_is_finished_at_the_next_start(
    shop: Shop, desk: ListDesk, stick: Path, tmp_path: Path
) -> None:
    bring(stick, tmp_path, GOOD)
    (found,) = desk.found().lists
    desk._lists._ended.set()  # as the power goes right after somebody said so
    assert not desk.take(found, "LEE").result(10)
    again = ListDesk(tmp_path / "data", desk._lists._make)
    again.go_on()
    until(shop, lambda: not again.running())
    assert shop.store.catalogue.product("g1") is not None
    again.stop()


def test_a_list_that_nobody_agreed_to_is_not_kept_for_ever(desk: ListDesk, tmp_path: Path) -> None:
    work = ListFiles(tmp_path / "data").work
    work.mkdir(parents=True)
    (work / "1-products.csv").write_text(GOOD)
    desk.go_on()
    assert list(work.iterdir()) == []


def test_who_may_not_change_settings_does_not_see_it(shop: Shop, desk: ListDesk) -> None:
    shop.counter.sign_out()
    shop.sign_in("mei")
    shop.act("more")
    assert "lists" not in action_ids(shop)


def test_a_shop_with_an_office_has_its_lists_from_there(shop: Shop) -> None:
    shop.act("more")
    assert "lists" not in action_ids(shop)
    shop.do("act", "lists")
    assert "head office" in shop.strip
    assert not isinstance(shop.sheet, ApprovalSheet)

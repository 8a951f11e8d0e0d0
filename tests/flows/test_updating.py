"""The status screen says how far an update is; who may has it installed at once, and is told of an open shift."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiosk.config import Updates
from kiosk.flows.updating import update_rows
from kiosk.flows.views import StatusView
from kiosk.store.documents import ActAudited
from kiosk.updates.desk import UpdateDesk, open_desk
from kiosk.updates.facts import Standing, Wish
from kiosk.updates.files import Files, read_file, write_file
from kiosk.wire.updates import Release
from tests.flows.desk import action_ids, error, more
from tests.flows.shop import Shop

NEW = Release("0.2.0", "a" * 64, 1000, "更快", "Faster")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "data")


@pytest.fixture
def desk(files: Files) -> UpdateDesk:
    return UpdateDesk(files, Updates())


def stand(files: Files, **standing: Any) -> None:
    write_file(files.state, Standing(**({"release": NEW} | standing)))


def said(desk: UpdateDesk) -> list[str]:
    return [f"{row.text} {row.advice or ''}".strip() for row in update_rows(desk)]


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ({"stage": "fetching", "here": 250}, "being fetched: 25 %. Faster"),
        ({"stage": "ready"}, "installed between 22:00 and 6:00"),
        ({"stage": "ready", "source": "stick"}, "was on the memory stick"),
        ({"stage": "ready", "bad": (NEW.digest,)}, "when somebody says so"),
        ({"stage": "installing", "percent": 40}, "beside what runs: 40 %"),
        ({"stage": "installed"}, "restarts into it"),
        ({"stage": "trial"}, "is being tried"),
        ({"stage": "done"}, "0.2.0 runs since"),
        ({"stage": "failed", "why": "devices"}, "not used. With the new version a device no longer answered"),
        ({"stage": "fetching", "why": "space"}, "not enough room"),
        (
            {"stick_why": "forged", "stick_ignored": 3},
            "not signed by the maker of this terminal. It is not installed.",
        ),
        ({"stick_ignored": 2}, "2 other files were left alone"),
    ],
)
def test_every_stage_is_said_in_words(desk: UpdateDesk, files: Files, standing: dict[str, Any], words: str) -> None:
    stand(files, **standing)
    assert words in said(desk)[0]


def test_without_an_update_nothing_is_said(desk: UpdateDesk) -> None:
    assert said(desk) == []


def on_status(shop: Shop, desk: UpdateDesk) -> None:
    shop.counter.updates = lambda: desk
    more(shop, "status")
    assert isinstance(shop.body, StatusView)


def test_who_may_installs_it_now_after_he_was_told_of_the_open_shift(
    shop: Shop, desk: UpdateDesk, files: Files
) -> None:
    stand(files, stage="ready")
    on_status(shop, desk)
    assert "update" in action_ids(shop)
    shop.act("update")
    if shop.overlay is not None and hasattr(shop.overlay, "approvers"):
        assert not files.wish.exists()
        shop.approve("lee")
    assert "can't sell for some minutes" in error(shop)
    assert not files.wish.exists()
    shop.do("confirm")
    assert read_file(files.wish, Wish) == Wish(NEW.digest, although_open=True)
    last = shop.store.journal.document(shop.store.journal.entries(shop.store.origin)[-1].id)
    assert isinstance(last, ActAudited)
    assert (last.act, last.detail) == ("update.asked", {"version": "0.2.0"})


@pytest.mark.parametrize("standing", [{"stage": "fetching"}, {"stage": "done"}, {"stage": "failed", "why": "forged"}])
def test_there_is_nothing_to_press_while_there_is_nothing_to_install(
    shop: Shop, desk: UpdateDesk, files: Files, standing: dict[str, Any]
) -> None:
    stand(files, **standing)
    on_status(shop, desk)
    assert "update" not in action_ids(shop)


def test_its_progress_moves_while_one_looks_at_it(shop: Shop, desk: UpdateDesk, files: Files) -> None:
    stand(files, stage="installing", percent=10)
    on_status(shop, desk)
    stand(files, stage="installing", percent=60)
    shop.tick()
    assert "60 %" in str(shop.body.update[0].text)


def test_a_machine_that_was_not_set_up_from_an_image_has_no_updates(shop: Shop) -> None:
    from kiosk.config import Config

    assert open_desk(Config()) is None
    more(shop, "status")
    assert shop.body.update == ()

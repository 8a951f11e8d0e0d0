"""After an update: what was well before is well now, and an entry posts; or the terminal goes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.exc import StoreUnwritable
from kiosk.findings import Finding
from kiosk.i18n import M
from kiosk.store.documents import ActAudited
from kiosk.store.store import Store
from kiosk.updates.facts import Answers, Fit, Standing
from kiosk.updates.files import Files, read_file, write_file
from kiosk.updates.fit import give_up, judge, keep_answers
from tests.store.shop import Clock, new_store

OK = [Finding("printer", "ok", M("Fine.")), Finding("scanner", "ok", M("Fine.")), Finding("card", "fault", M("Old."))]
NO_PRINTER = [Finding("printer", "warning", M("Gone.")), OK[1]]
MISSET = [*OK, Finding("settings", "warning", M("Wrong."))]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    files = Files(tmp_path)
    write_file(files.state, Standing(stage="trial", before="0.1.0"))
    return files


def found(files: Files, before: list[Finding], after: list[Finding], store: Store | None = None) -> Fit | None:
    keep_answers(files, "0.1.0", before)
    keep_answers(files, "0.2.0", after)
    return judge(files, "0.2.0", "b", store)


def test_as_before_is_fit(files: Files) -> None:
    assert found(files, OK, OK) == Fit("0.2.0", fit=True, boot="b") == read_file(files.fit, Fit)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (OK, NO_PRINTER, "devices"), (NO_PRINTER, NO_PRINTER, ""), (NO_PRINTER, OK, ""), (OK, MISSET, "settings"),
        (MISSET, MISSET, ""),
    ],
)  # fmt: skip
def test_only_what_was_well_before_is_asked_for(
    files: Files, before: list[Finding], after: list[Finding], why: str
) -> None:
    fit = found(files, before, after)
    assert fit is not None
    assert (fit.why, fit.fit) == (why, not why)


def test_a_version_that_does_not_hear_its_scanner_goes_back_though_it_is_plugged_in(files: Files) -> None:
    keep_answers(files, "0.1.0", OK)
    keep_answers(files, "0.2.0", OK, silent=["scanner"])
    fit = judge(files, "0.2.0", "b", None)
    assert fit is not None
    assert (fit.fit, fit.why) == (False, "devices")


def test_nothing_is_judged_before_the_counter_has_looked_around(files: Files) -> None:
    keep_answers(files, "0.1.0", OK)
    assert judge(files, "0.2.0", "b", None) is None
    assert not files.fit.exists()


def test_an_entry_that_posts_says_which_version_is_tried(files: Files, tmp_path: Path) -> None:
    store = new_store(tmp_path / "shop", clock=Clock())
    fit = found(files, OK, OK, store)
    assert fit is not None
    assert fit.fit
    last = store.journal.entries(store.origin)[-1]
    document = store.journal.document(last.id)
    assert isinstance(document, ActAudited)
    assert (document.act, document.detail) == ("update.tried", {"from": "0.1.0", "to": "0.2.0"})
    store.close()


def test_a_journal_that_takes_no_entry_is_not_fit(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = new_store(tmp_path / "shop", clock=Clock())

    def full(*_args: object, **_more: object) -> None:
        raise StoreUnwritable(M("Full."))

    monkeypatch.setattr(store.journal, "append", full)
    fit = found(files, OK, OK, store)
    assert fit is not None
    assert fit.why == "entry"
    store.close()


def test_what_was_well_under_the_last_two_versions_is_kept(files: Files) -> None:
    for version in ("0.1.0", "0.2.0", "0.3.0"):
        keep_answers(files, version, OK)
    assert list(read_file(files.answers, Answers).well) == ["0.2.0", "0.3.0"]


def test_the_first_reason_known_is_the_one_that_is_told(files: Files) -> None:
    found(files, OK, NO_PRINTER)
    give_up(files, "0.2.0", "b", "unfit")
    assert read_file(files.fit, Fit).why == "devices"
    give_up(files, "0.3.0", "b", "screen")
    assert read_file(files.fit, Fit) == Fit("0.3.0", why="screen", boot="b")

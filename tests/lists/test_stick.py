"""A stick's lists are copied, the newest of each kind; everything else on it is left alone."""

from __future__ import annotations

import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.lists.files import FoundList, FoundLists, ListFiles, kind_of_file
from kiosk.lists.stick import take_lists
from kiosk.updates.files import read_file

Usage = namedtuple("Usage", "free")


@pytest.fixture
def files(tmp_path: Path) -> ListFiles:
    return ListFiles(tmp_path / "data")


@pytest.fixture
def mount(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def put(mount: Path, name: str, content: str = "x", at: int = 1000) -> None:
    (mount / name).write_text(content)
    os.utime(mount / name, (at, at))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("products.csv", "products"),
        ("Products November.XLSX", "products"),
        ("商品.xlsx", "products"),
        ("会员 2026.csv", "customers"),
        ("customers.csv", "customers"),
        ("供应商.csv", "suppliers"),
        ("terms.xlsx", "terms"),
        ("供货.csv", "terms"),
        ("products.pdf", None),
        ("products", None),
        ("my products.csv", None),
        (".csv", None),
        ("", None),
    ],
)
def test_a_list_is_known_by_its_name(name: str, kind: str | None) -> None:
    assert kind_of_file(name) == kind


def test_the_newest_of_each_kind_is_copied(mount: Path, files: ListFiles) -> None:
    put(mount, "products.csv", "old", 1000)
    put(mount, "商品 new.csv", "new", 2000)
    put(mount, "customers.xlsx", "c", 3000)
    put(mount, "holiday.jpg")
    (mount / "suppliers.csv").mkdir()
    (mount / "terms.csv").symlink_to("/etc/passwd")
    found = take_lists(mount, files)
    assert sorted(found.lists, key=lambda one: one.kind) == [
        FoundList("customers", "customers.xlsx", 1, 3_000_000),
        FoundList("products", "商品 new.csv", 3, 2_000_000),
    ]
    assert found == read_file(files.found, FoundLists)
    assert [files.copy(one).read_text() for one in found.lists if one.kind == "products"] == ["new"]


def test_a_stick_without_lists_leaves_those_of_before(mount: Path, files: ListFiles) -> None:
    put(mount, "products.csv")
    before = take_lists(mount, files)
    (mount / "products.csv").unlink()
    assert take_lists(mount, files) == FoundLists()
    assert read_file(files.found, FoundLists) == before


def test_one_that_does_not_fit_is_told_and_not_offered(
    mount: Path, files: ListFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(mount, "products.csv")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10))
    assert take_lists(mount, files) == FoundLists(why="space") == read_file(files.found, FoundLists)


def test_a_stick_that_is_pulled_out_meanwhile_is_told(
    mount: Path, files: ListFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(mount, "products.csv")

    def gone(*_args: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("kiosk.lists.stick.copy_whole", gone)
    assert take_lists(mount, files).why == "damaged"
    assert take_lists(mount / "nowhere", files).why == "damaged"
    assert read_file(files.found, FoundLists).why == "damaged"


@given(name=st.text(max_size=40), content=st.binary(max_size=50))
def test_whatever_lies_on_a_stick_nothing_leaves_its_folder(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "stick").mkdir()
    try:
        (folder / "stick" / f"products{name.replace('/', '')}.csv").write_bytes(content)
    except (OSError, ValueError):
        return
    found = take_lists(folder / "stick", ListFiles(folder / "data"))
    assert [one.kind for one in found.lists] == ["products"]
    assert {path.name for path in (folder / "data" / "lists").iterdir()} == {"found.json", "products.csv"}
    assert {path.name for path in folder.iterdir()} == {"stick", "data"}

"""Spreadsheets come in every encoding and with every kind of damage."""

from __future__ import annotations

import datetime
import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kiosk.exc import BadInput
from kiosk.store.spreadsheet import CellKind, read_rows

TEXT = "编号,名称\n1,可乐\n"


def rows(path: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in read_rows(path)]


def workbook(path: Path, *lines: list[object]) -> Path:
    book = Workbook()
    assert book.active is not None
    for line in lines:
        book.active.append(line)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_list_reads_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(TEXT.encode(encoding))
    assert rows(path) == [["编号", "名称"], ["1", "可乐"]]


@pytest.mark.parametrize("text", ["a;b,c;d\n1;2;3", "a\tb,c\td\n1\t2\t3", "sep=;\na;b,c;d\n1;2;3", '"a,x",b,c\n1,2,3'])
def test_the_separator_is_seen_in_the_first_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    assert [len(row) for row in rows(path)] == [3, 3]


def test_rows_are_numbered_as_a_spreadsheet_shows_them_with_breaks_in_cells_and_blank_rows(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('a,b\n"two\nlines",1\n\nlast,2\n', encoding="utf-8")
    assert [(row.number, row.blank()) for row in read_rows(path)] == [(1, False), (2, False), (3, True), (4, False)]


def test_an_open_quotation_mark_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('a,b\n1,2\n"3,4\n5,6\n', encoding="utf-8")
    with pytest.raises(BadInput, match="Row 3"):
        rows(path)


def test_excel_cells_say_what_they_are(tmp_path: Path) -> None:
    day = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC).replace(tzinfo=None)
    path = workbook(tmp_path / "list.xlsx", ["text", 12.1 * 3, 6901234567892, "=A1", day, True, 1e-3])
    (row,) = read_rows(path)
    assert [cell.text for cell in row.cells[:4]] == ["text", "36.3", "6901234567892", "=A1"]
    assert [cell.kind for cell in row.cells] == [
        CellKind.TEXT, CellKind.NUMBER, CellKind.NUMBER, CellKind.FORMULA, CellKind.DATE, CellKind.TEXT,
        CellKind.NUMBER,
    ]  # fmt: skip
    assert row.cells[6].text == "0.001"


def test_a_percentage_reads_as_it_is_shown(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = 0.13
    book.active["A1"].number_format = "0%"
    book.save(tmp_path / "list.xlsx")
    assert rows(tmp_path / "list.xlsx") == [["13%"]]


def test_what_a_file_is_does_not_depend_on_its_name(tmp_path: Path) -> None:
    workbook(tmp_path / "list.csv", ["a", "b"])
    assert rows(tmp_path / "list.csv") == [["a", "b"]]


def test_an_old_or_locked_excel_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "list.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)
    with pytest.raises(BadInput, match=r"Save it as \.xlsx"):
        rows(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="can't be opened"):
        rows(tmp_path / "none.csv")


def test_a_small_file_that_unpacks_into_a_huge_one_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bomb.xlsx", ["a"])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet9.xml", b"<x>" + b" " * 20_000_000)
    with pytest.raises(BadInput, match="too large"):
        rows(path)


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "laughs.xlsx"
    workbook(tmp_path / "plain.xlsx", ["a"])
    bad = '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain, zipfile.ZipFile(path, "w") as package:
        for part in plain.namelist():
            package.writestr(part, bad if part == "xl/workbook.xml" else plain.read(part))
    with pytest.raises(BadInput, match="damaged"):
        rows(path)


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_bytes(content)
    with suppress(BadInput):
        rows(path)


def _sample() -> bytes:
    buffer = io.BytesIO()
    book = Workbook()
    assert book.active is not None
    for line in (["编号", "名称", "售价"], ["1", "可乐", 3.5], ["2", "=A1", None]):
        book.active.append(line)
    book.save(buffer)
    return buffer.getvalue()


SAMPLE = _sample()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_excel_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    content = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "fuzz.xlsx"
    path.write_bytes(content[: data.draw(st.sampled_from([len(content), len(content) // 2, len(content) - 40]))])
    with suppress(BadInput):
        rows(path)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_excel_file_with_wrong_xml_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "xml.xlsx"
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as sample, zipfile.ZipFile(path, "w") as package:
        victim = data.draw(st.sampled_from(sample.namelist()))
        for part in sample.namelist():
            content = sample.read(part)
            if part == victim:
                at = data.draw(st.integers(0, len(content)))
                after = content[at + data.draw(st.integers(0, 9)) :]
                content = content[:at] + data.draw(st.binary(max_size=12)) + after
            package.writestr(part, content)
    with suppress(BadInput):
        rows(path)

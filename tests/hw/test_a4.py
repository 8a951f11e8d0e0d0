from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest

from kiosk.exc import BadInput
from kiosk.hw.a4 import Column, Sheet, render_sheet, write_sheet

SHEET = Sheet(
    title="采购单",
    sender=("城南店", "城南路 1 号   020-1234567"),
    facts=(("单号", "K7QXMP-88"), ("日期", "2026-03-14"), ("供应商", "华南食品有限公司")),
    columns=(Column("", 5), Column("商品", 50), Column("金额", 20, "right")),
    rows=(("1", "可乐 330ml\n要新货", "50.00"),),
    sums=(("合计", "¥50.00"),),
    notes=("请早上送货",),
    signatures=("采购员", "审核"),
)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def fonts(pdf: bytes) -> int:
    """Bytes of fonts in the file, unpacked."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    unpacked = [zlib.decompress(x) for x in found if x[:1] == b"\x78"]
    return sum(len(x) for x in unpacked if x[:4] in (b"\0\1\0\0", b"OTTO", b"true"))


def test_a_sheet_is_one_page_of_a_pdf_with_only_the_characters_it_needs() -> None:
    pdf = render_sheet(SHEET)
    assert pdf.startswith(b"%PDF-")
    assert pages(pdf) == 1
    assert 0 < fonts(pdf) < 200_000  # of 5 MB


def filled(pdf: bytes) -> int:
    """Areas filled with another colour than the paper's."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    drawn = b"".join(zlib.decompress(x) for x in streams if x[:1] == b"\x78")
    return len(re.findall(rb" re (?:f|B)\b", drawn))


def test_only_the_banner_is_dark() -> None:
    from msgspec.structs import replace

    assert filled(render_sheet(SHEET)) == 0
    assert filled(render_sheet(replace(SHEET, banner="草稿"))) == 1


def test_two_hundred_lines_go_on_over_several_pages() -> None:
    from msgspec.structs import replace

    rows = tuple((str(n), f"商品 {n} 名字很长很长很长很长很长很长很长很长很长很长很长", "1.00") for n in range(200))
    assert pages(render_sheet(replace(SHEET, rows=rows, banner="草稿"))) > 4


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    write_sheet(SHEET, tmp_path / "order.pdf")
    assert [p.name for p in tmp_path.iterdir()] == ["order.pdf"]
    with pytest.raises(BadInput, match="can't be written"):
        write_sheet(SHEET, tmp_path / "nowhere" / "order.pdf")

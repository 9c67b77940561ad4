"""What a leader takes along: a picture, a workbook, the sheet of a region, and the page on paper."""

from __future__ import annotations

import io
import re
import unicodedata

import openpyxl
import pdfplumber
import pytest

pytestmark = pytest.mark.journey


def saved(page, press) -> tuple[str, bytes]:
    with page.expect_download() as coming:
        press()
    return coming.value.suggested_filename, coming.value.path().read_bytes()


def sheet_text(data: bytes) -> tuple[int, str]:
    with pdfplumber.open(io.BytesIO(data)) as paper:
        text = "".join(one.extract_text() for one in paper.pages)
    return len(paper.pages), re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))  # ⽣ of the font is 生


def test_a_picture_a_workbook_a_brief_and_paper(as_leader):
    as_leader.goto("/regions/410726/?period=2021-2025&year=2024")
    as_leader.locator("#gap-chart[data-drawn=true]").wait_for()

    file, picture = saved(as_leader, as_leader.get_by_role("button", name="保存为图片").click)
    assert file == "延津县-2021-2025-2024.png"
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 2000

    file, book = saved(as_leader, as_leader.get_by_role("link", name="导出 Excel").click)
    assert file == "延津县 2021–2025 规划进度 2024.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    [growth] = [row for row in sheet.iter_rows(values_only=True) if row[1] == "地区生产总值增长"]
    assert any(isinstance(cell, float) and round(cell, 2) == 18.99 for cell in growth)
    assert -36.7 in growth

    file, brief = saved(as_leader, as_leader.get_by_role("link", name="一页简报").click)
    assert file == "延津县 2021–2025 规划进度简报 2024.pdf"
    pages, said = sheet_text(brief)
    assert pages == 1
    for text in ("地区生产总值增长", "18.99%", "−36.7", "▼▼严重滞后"):
        assert text in said

    pages, said = sheet_text(as_leader.pdf(prefer_css_page_size=True))
    assert 2 <= pages <= 4
    assert "打印于" in said
    assert f"1/{pages}" in said
    assert said.count("余下每年需") >= pages - 1  # the head of the table is repeated
    assert "退出" not in said

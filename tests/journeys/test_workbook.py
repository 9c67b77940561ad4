"""Entering by workbook: downloaded in the browser, filled in, saved by LibreOffice, uploaded, looked at, saved."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from indicators.models import Observation, ReportingRound
from tests.factories.workbooks import edit, needs_office, through_office

pytestmark = [pytest.mark.journey, needs_office]
YEAR = 2025


@pytest.fixture
def asked(writing, inside):
    """The id of the demo round of Yanjin."""
    with inside(writing):
        return ReportingRound.objects.get(plan__region__code="410726", plan__start_year=2021, year=YEAR).pk


def filled(data: bytes) -> tuple[bytes, dict[int, str]]:
    """The workbook with a figure in every row that was empty, and what was written by row."""
    written = {}

    def change(book):
        sheet = book["填报"]
        at = {cell.value: cell.column for cell in sheet[1]}
        for line in range(1, sheet.max_row + 1):
            key, cell = sheet.cell(line, 1).value, sheet.cell(line, at["value"])
            if str(key).isdecimal() and not cell.protection.locked and cell.value is None:
                number = 100 + len(written)
                cell.value = f"={number}+0.5" if len(written) == 0 else f"{number}.5"
                sheet.cell(line, at["source_title"]).value = "统计公报"
                written[int(key)] = f"{number}.5"

    return edit(data, change), written


def test_down_filled_in_up_and_saved(writers, writing, inside, asked, tmp_path):
    with writers.page("yanjin-clerk") as page:
        page.goto("/entry/sheets/")
        with page.expect_download() as coming:
            page.locator(f'a[href="/entry/rounds/{asked}/sheet/"]').click()
        data = Path(coming.value.path()).read_bytes()
        assert openpyxl.load_workbook(io.BytesIO(data))["填报"].protection.sheet
        data, written = filled(data)
        assert written
        sent = tmp_path / "filled.xlsx"
        sent.write_bytes(through_office(data, tmp_path))
        page.set_input_files("#workbook", sent)
        page.get_by_role("button", name="上传并核对").click()
        page.locator("#changes").wait_for()
        changes = page.locator("#changes tbody tr")
        assert changes.count() == 2 * len(written)
        assert "公式，按算出的结果读入" in changes.first.inner_text()
        assert page.locator("#problems").count() == 0
        page.get_by_role("button", name="保存为草稿").click()
        assert f"已保存 {len(written)} 项指标" in page.get_by_role("status").first.inner_text()
        page.goto("/entry/years/")
        assert "100.5" in page.locator("main").inner_text()
    with inside(writing):
        stored = {
            one.row_id: (one.value, one.state, one.source_title)
            for one in Observation.objects.filter(year=YEAR, row__in=written)
        }
    assert stored == {row_id: (Decimal(text), "draft", "统计公报") for row_id, text in written.items()}

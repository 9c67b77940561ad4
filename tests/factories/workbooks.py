"""Forms as workbooks, small and made up, and the office program that opens and saves them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sheets.columns import DIVIDER, Column, Form, FormCell, FormRow, Kind

SOFFICE = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)
NO_OFFICE = "no LibreOffice on this machine: install Debian's package libreoffice-calc-nogui to run these tests"
needs_office = pytest.mark.skipif(SOFFICE is None, reason=NO_OFFICE)

COLUMNS = (
    Column("name", "指标", Kind.SHOWN, 26),
    Column("unit", "单位", Kind.SHOWN, 8),
    Column("value", "实际值", Kind.FIGURE, 12, note="全年数"),
    Column("value_basis", "口径", Kind.CHOICE, 11, choices=(("constant", "不变价"), ("current", "现价"), ("unknown", "口径未注明"))),
    Column("note", "备注", Kind.TEXT, 20),
)  # fmt: skip


def row(key: str, name: str, unit: str = "亿元", *, open: bool = True, **entered: Any) -> FormRow:
    """A row with everything that may be entered given in ``entered``."""
    cells = {"name": FormCell(name), "unit": FormCell(unit)}
    cells |= {about.key: FormCell(entered.get(about.key), open=open) for about in COLUMNS if about.entered}
    return FormRow(key, cells)


def form(*rows: FormRow, token: str = "seal") -> Form:
    """By default a divider in row 5, r1 with a figure in row 6, r2 without one in row 7."""
    usual = (
        FormRow(DIVIDER, title="经济"),
        row("r1", "地区生产总值", value=Decimal("193.3"), value_basis="current"),
        row("r2", "粮食产量"),
    )
    return Form(
        name="填报",
        heading="延津县 2024 年",
        lines=("只填浅黄色单元格。",),
        columns=COLUMNS,
        rows=rows or usual,
        token=token,
        guide=("填写说明", "没有数据请留空。"),
    )


def edit(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook after ``change`` did something to it (an openpyxl workbook)."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    changed = io.BytesIO()
    book.save(changed)
    return changed.getvalue()


def through_office(data: bytes, folder: Path) -> bytes:
    """The workbook opened and saved by LibreOffice, in a profile of its own."""
    assert SOFFICE is not None, NO_OFFICE
    source, out = folder / "sent.xlsx", folder / "saved"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (out / "sent.xlsx").read_bytes()


def with_results(data: bytes, results: dict[str, Any]) -> bytes:
    """The workbook with the results of its formulas beside them, as Excel leaves them: by ``sheet!A1``."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    paths = {f"xl/worksheets/sheet{number}.xml": sheet.title for number, sheet in enumerate(book.worksheets, start=1)}
    filled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(filled, "w") as after:
        for entry in before.infolist():
            content = before.read(entry.filename).decode() if entry.filename in paths else before.read(entry.filename)
            for place, value in results.items():
                sheet, name = place.split("!")
                if isinstance(content, str) and paths[entry.filename] == sheet:
                    kind = "" if isinstance(value, int | float) else ' t="e"' if value[:1] == "#" else ' t="str"'
                    pattern = rf'(<c r="{name}"[^>]*)(>)(<f>[^<]*</f>)<v\s*/?>(</v>)?'
                    content, found = re.subn(pattern, rf"\g<1>{kind}\2\3<v>{value}</v>", content)
                    assert found == 1, place
            after.writestr(entry.filename, content)
    return filled.getvalue()

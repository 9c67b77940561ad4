"""What a page, a workbook and a chart tell, read from what the server sends, without a browser."""

from __future__ import annotations

import html
import io
import json
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import openpyxl

_QUOTED = re.compile(r'"[^"]*"')
_FIGURE = re.compile(r"0(?:\.(0+))?")
_NUMBER = re.compile(r"[+−]?\d+(?:\.\d+)?")


def text(markup: str) -> str:
    """The words between the marks, without blanks."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", markup)))


def number(said: str | None) -> str:
    """The first figure of a text with its sign, "" where there is none."""
    found = _NUMBER.search(said or "")
    return found.group(0) if found else ""


def decimals(said: str) -> int:
    return len(said.partition(".")[2])


def value(said: str) -> Decimal:
    return Decimal(said.replace("−", "-"))


def half_up(exact: Decimal, digits: int) -> Decimal:
    """Rounded here, not by what the pages use."""
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def rows(page: str) -> dict[int, tuple[str, list[str]]]:
    """The lines of the tables: id of a row -> its status and the texts of its cells."""
    found = {}
    for line in re.finditer(r'<tr data-plan-indicator="(\d+)"(?: data-status="([^"]*)")?.*?</tr>', page, re.S):
        cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", line.group(0), re.S)
        found[int(line.group(1))] = (line.group(2) or "", [text(cell) for cell in cells])
    return found


def years(page: str) -> dict[str, dict[str, str]]:
    """The table of years of a row's page: year -> column -> text, without what was published before."""
    table = re.search(r'<table class="years stacked">.*?</table>', page, re.S)
    assert table, "no table of years"
    head, *lines = re.findall(r"<tr.*?</tr>", table.group(0), re.S)
    columns = [text(one) for one in re.findall(r"<th[^>]*>(.*?)</th>", head, re.S)]
    cells = ([text(one) for one in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", line, re.S)] for line in lines)
    return {
        line[0][:4]: {name: one.split("此前")[0] for name, one in zip(columns, line, strict=True)} for line in cells
    }


def card(page: str) -> dict[str, str]:
    """The figures of the target that a row's page shows: label -> figure, without what stands small beside it.

    What is reached is called 实际, whether it is a figure of a year, an average or a sum.
    """
    section = re.search(r'<section class="target keep" data-plan-indicator.*?</section>', page, re.S)
    assert section, "no target is shown"
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)(?:<small>.*?)?</dd>", section.group(0), re.S)
    return {"实际" if "实际" in text(label) else text(label): text(figure) for label, figure in pairs}


def traces(page: str, chart: str) -> list[dict[str, Any]]:
    """The traces of a chart, [] where it is not on the page."""
    found = re.search(rf'<script type="application/json" id="{chart}-figure">(.*?)</script>', page, re.S)
    return json.loads(found.group(1))["data"] if found else []


Told = tuple[Any, str]


def sheets(workbook: bytes) -> dict[str, list[dict[str, Told]]]:
    """Sheet -> its lines -> column -> the value in the cell, and how Excel shows it."""
    found = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook)):
        lines = list(sheet.iter_rows())
        head = next(at for at, line in enumerate(lines) if len(line) > 1 and all(cell.value for cell in line))
        names = [cell.value for cell in lines[head]]
        found[sheet.title] = [
            {name: (cell.value, shown(cell.value, cell.number_format)) for name, cell in zip(names, line, strict=True)}
            for line in lines[head + 1 :]
        ]
    return found


def shown(stored: Any, how: str) -> str:
    """A cell as Excel shows it: text as it is, a number by its format (sections for above, below and zero)."""
    if stored is None or isinstance(stored, str):
        return stored or ""
    exact = Decimal(repr(stored)) if isinstance(stored, float) else Decimal(stored)
    if how == "General":
        return f"{exact:f}"
    sections = how.split(";")
    section = sections[0] if len(sections) < 3 or exact > 0 else sections[1] if exact < 0 else sections[2]
    figure = _FIGURE.search(_QUOTED.sub(lambda quoted: "\0" * len(quoted.group(0)), section))
    assert figure, how
    if section.endswith("%") and '"' not in section:
        exact *= 100
    rounded = half_up(abs(exact) if len(sections) == 3 else exact, len(figure.group(1) or ""))
    return (section[: figure.start()] + f"{rounded:f}" + section[figure.end() :]).replace('"', "").replace(" ", "")

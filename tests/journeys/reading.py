"""What stands on a page, read as a person reads it."""

from __future__ import annotations

import re
from typing import Any


def words(text: str) -> str:
    """The text without blanks and line ends."""
    return re.sub(r"\s+", "", text)


def rows(page: Any) -> dict[int, tuple[str | None, list[str]]]:
    """The indicator table: id of a row -> its status and the words of its cells."""
    found = page.eval_on_selector_all(
        "table.indicators tr[data-plan-indicator]",
        """rows => rows.map(row => [row.dataset.planIndicator, row.dataset.status,
             [...row.cells].map(cell => cell.innerText)])""",
    )
    return {int(key): (status, [words(cell) for cell in cells]) for key, status, cells in found}


#: Columns of the indicator table.
NUMBER, NAME, NATURE, BASE, TARGET, SPARK, LATEST, PROGRESS, GAP, REQUIRED, AVERAGE, STATUS = range(12)


def row_called(page: Any, name: str) -> tuple[str | None, list[str]]:
    """Status and cells of the row whose link reads ``name``."""
    key = page.locator("table.indicators tr[data-plan-indicator]").filter(
        has=page.get_by_role("link", name=name, exact=True)
    )
    return rows(page)[int(key.get_attribute("data-plan-indicator"))]

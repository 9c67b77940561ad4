"""What is printed of a row, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.models import PlanIndicator

_LABELS: dict[str, Promise] = {
    "base": _("基期值"), "base_growth": _("基期增速"), "target": _("目标"), "growth": _("年均或累计"), "nature": _("属性"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` "": the table has the column and prints nothing there."""

    label: Promise | str
    text: str


def printed_cells(row: PlanIndicator) -> list[Cell]:
    """The cells as the document prints them; empty for a row that was typed by hand."""
    printed = row.printed or {}
    found = [Cell(label, printed[name] or "") for name, label in _LABELS.items() if name in printed]
    return [Cell(_("序号"), row.number), Cell(_("名称"), row.name), *found] if found else []

"""The rows in which a later version differs from the plan that stands, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from intake.domain.difference import Change, Kind
from intake.presenters.review import Sources
from intake.selectors.differences import Differences, RowDifference


@dataclass(frozen=True, slots=True)
class ChangeLine:
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One row that differs. ``acceptable``: it can be brought in; a row that is gone never is deleted."""

    key: str
    kind: str
    label: str
    name: str
    unit: str
    place: str
    row_id: int | None
    changes: tuple[ChangeLine, ...]
    acceptable: bool


def lines(differences: Differences, sources: Sources) -> list[DifferenceLine]:
    """The rows that are left, in the order of the document; those that are gone at the end."""
    return [_line(one, sources) for one in differences.rows]


def _line(one: RowDifference, sources: Sources) -> DifferenceLine:
    labels = {Kind.ADDED: _("新增"), Kind.REMOVED: _("新文本没有"), Kind.CHANGED: _("有改动")}
    name = one.new.name if one.new else one.row.short_name if one.row else ""
    unit = one.new.unit if one.new else one.row.unit if one.row else ""
    return DifferenceLine(
        key=one.key,
        kind=one.kind.value,
        label=labels[one.kind],
        name=name,
        unit=unit,
        place=sources.place(one.new.line) if one.new else "",
        row_id=one.row.pk if one.row else None,
        changes=tuple(_change(change) for change in one.changes),
        acceptable=one.kind is not Kind.REMOVED,
    )


def _change(change: Change) -> ChangeLine:
    label = {
        "name": _("名称"),
        "unit": _("计量单位"),
        "number": _("序号"),
        "category": _("类别"),
        "nature_text": _("属性"),
        "base": _("基期值"),
        "targets": _("目标"),
    }.get(change.field, change.field)
    return ChangeLine(label, change.old or "—", change.new or "—")

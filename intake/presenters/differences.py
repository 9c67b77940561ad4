"""The rows in which a later version differs from the plan that stands, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from intake.domain.difference import Change, Kind
from intake.presenters.review import Sources, row
from intake.presenters.sources import Piece
from intake.presenters.understood import promise
from intake.selectors.differences import Differences, RowDifference
from intake.selectors.review import ShownItem


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
    source: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One project or promise that only one of the two has. ``place``: its line, "" for one of the plan that stands."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class EntryList:
    """Entries that only the later version has (``new``: they can be appended), or that only the plan that stands has."""

    title: str
    entries: tuple[Entry, ...]
    new: bool


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
        source=row(ShownItem(one.item), sources).source if one.item else (),
    )


def particulars(differences: Differences) -> list[ChangeLine]:
    """The particulars that accepting would change: what the later version names otherwise."""
    plan, new = differences.plan, differences.proposal.plan
    pairs = [
        (_("标题"), plan.title, new.title[:200]),
        (_("文号"), plan.document_number, new.document_number[:60]),
        (_("印发日期"), plan.issued_on, new.issued_on),
        (_("文中所称指标数"), plan.stated_count, new.stated_count),
    ]
    return [ChangeLine(label, str(old or "—"), str(now)) for label, old, now in pairs if now and now != old]


def entry_lists(differences: Differences, sources: Sources) -> dict[str, list[EntryList]]:
    """Projects and promises that only one of the two has, by the word of the action that appends the new ones."""
    projects = tuple(Entry(one.name, sources.place(one.line)) for one in differences.new_projects)
    promises = tuple(
        Entry(f"{one.subject} {promise(one)}", sources.place(one.line)) for one in differences.new_commitments
    )
    lists = {
        "projects": [
            EntryList(_("新文本多出的项目"), projects, new=True),
            EntryList(_("新文本没有的项目，仍保留"), tuple(map(Entry, differences.gone_projects)), new=False),
        ],
        "commitments": [
            EntryList(_("新文本多出的承诺"), promises, new=True),
            EntryList(_("新文本没有的承诺，仍保留"), tuple(map(Entry, differences.gone_commitments)), new=False),
        ],
    }
    found = {action: [one for one in both if one.entries] for action, both in lists.items()}
    return {action: both for action, both in found.items() if both}


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

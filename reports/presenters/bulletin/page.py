"""A bulletin as a page and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from indicators.domain import unit_names
from projects.domain.bulletin import spans
from projects.domain.bulletin.facts import Facts
from reports.presenters.bulletin import words
from reports.presenters.bulletin.sections import MOST_ROWS, Section, sections
from reports.word_cells import said
from sheets.table import Column, Table

_NAME = 1  # the column in which a project is named


@dataclass(frozen=True, slots=True)
class ShownCell:
    """``address``: of the project that it names, "" = none. ``num``: set to the right."""

    text: str
    label: str
    num: bool
    address: str = ""
    head: bool = False


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with its cells said."""

    section: Section
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    left_out: str


@dataclass(frozen=True, slots=True)
class BulletinPage:
    """What the page shows. ``running``: the span is not over yet."""

    title: str
    facts: Facts
    sections: tuple[ShownSection, ...]
    basis: str
    running: bool


def bulletin_page(facts: Facts, remarks: str = "") -> BulletinPage:
    """The page of these facts."""
    outline = facts.outline
    return BulletinPage(
        title=words.title(outline),
        facts=facts,
        sections=tuple(_shown(one) for one in sections(facts, remarks)),
        basis=words.basis(facts),
        running=outline.day <= spans.last_day(outline.month),
    )


def _shown(section: Section) -> ShownSection:
    table = section.table
    if table is None:
        return ShownSection(section, (), (), "")
    labels = [_label(one) for one in table.columns]
    name = _NAME if section.projects or table.columns[0].kind == "number" else 0
    rows = tuple(
        tuple(
            ShownCell(
                said(column, cell), labels[at], column.kind != "text", _address(section, number) if at == name else "",
                head=at == name,
            )
            for at, (column, cell) in enumerate(zip(table.columns, row, strict=True))
        )
        for number, row in enumerate(table.rows[:MOST_ROWS])
    )  # fmt: skip
    heads = tuple((label, column.kind != "text") for label, column in zip(labels, table.columns, strict=True))
    return ShownSection(section, heads, rows, words.left_out(section.left_out) if section.left_out else "")


def _label(column: Column) -> str:
    if not column.unit:
        return column.label
    return _("%(name)s（%(unit)s）") % {"name": column.label, "unit": unit_names.said(column.unit)}


def _address(section: Section, number: int) -> str:
    if not section.projects:
        return ""
    try:
        return reverse("projects:project", args=[section.projects[number]])
    except NoReverseMatch:
        return ""


def bulletin_tables(facts: Facts, remarks: str = "") -> Sequence[Table]:
    """Every sentence on the first sheet, every table with all its rows on one of its own."""
    found = sections(facts, remarks)
    told = [(one.heading, line) for one in found for line in (*one.lines, *([one.rule] if one.rule else []))]
    marks = tuple(one for one in (words.sample_line(facts), words.basis(facts)) if one)
    first = Table(_("概况"), (Column(_("部分")), Column(_("内容"))), tuple(told), marks)
    rest = [replace(one.table, name=one.heading, notes=_notes(one, facts)) for one in found if one.table is not None]
    return [first, *rest]


def _notes(section: Section, facts: Facts) -> tuple[str, ...]:
    assert section.table is not None
    return tuple(one for one in (section.heading, words.sample_line(facts), section.rule, *section.table.notes) if one)

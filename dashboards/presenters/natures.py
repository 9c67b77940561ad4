"""Statuses of a plan's rows, counted: binding, expected and unmapped apart, what was only declared apart from figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboards.presenters import words
from dashboards.presenters.words import Chip
from indicators.domain import display
from indicators.domain.types import Reason
from indicators.selectors.region_page import RowFacts


@dataclass(frozen=True, slots=True)
class Slice:
    """A counted status within a nature. ``x`` and ``width`` in per cent of the bar."""

    chip: Chip
    number: int
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class NatureGroup:
    """Rows of one nature; ``printed``: the words the plan prints for it, with their numbers."""

    label: str
    printed: str
    number: int
    slices: tuple[Slice, ...]


def counted_statuses(rows: Iterable[RowFacts]) -> list[tuple[Chip, int]]:
    """Statuses with their numbers in the order of METHODS; declared ones apart from figures."""
    chips: dict[tuple[str, str], Chip] = {}
    numbers: Counter[tuple[str, str]] = Counter()
    for row in rows:
        assessment = row.assessment
        if assessment is None or row.row.is_heading:
            continue
        form = words.assessed_form(assessment, row.shown_target)
        chip = words.plain_chip(assessment.status, reported=assessment.reason == Reason.REPORTED, form=form.value)
        key = (chip.code, chip.label)
        chips[key] = chip
        numbers[key] += 1
    order = [status.value for status in words.STATUS_ORDER]
    return [(chips[key], numbers[key]) for key in sorted(numbers, key=lambda one: (order.index(one[0]), one[1]))]


def nature_groups(rows: Iterable[RowFacts]) -> tuple[NatureGroup, ...]:
    """Binding, expected, unmapped: counted apart, always in this order; a nature without rows is left out."""
    counted = [row for row in rows if not row.row.is_heading]
    groups = []
    for nature in words.NATURE_ORDER:
        of_nature = [row for row in counted if row.row.nature == nature]
        if of_nature:
            groups.append(_nature_group(nature, of_nature))
    return tuple(groups)


def _nature_group(nature: str, rows: list[RowFacts]) -> NatureGroup:
    statuses = counted_statuses(rows)
    total = sum(number for _chip, number in statuses) or 1
    slices, start = [], Decimal(0)
    for chip, number in statuses:
        width = Decimal(number * 100) / total
        slices.append(Slice(chip, number, f"{start:.2f}%", f"{width:.2f}%"))
        start += width
    label = words.nature_label(nature)
    unmarked = _("未标注")
    printed = Counter(display.printed(row.row.nature_text) or unmarked for row in rows)
    if set(printed) == {label}:
        said = ""
    elif set(printed) == {unmarked}:
        said = unmarked
    elif len(printed) == 1:
        said = _("印作“%(word)s”") % {"word": next(iter(printed))}
    else:
        said = words.listed(_("%(word)s %(number)s 项") % {"word": word, "number": n} for word, n in printed.items())
    return NatureGroup(label, said, len(rows), tuple(slices))

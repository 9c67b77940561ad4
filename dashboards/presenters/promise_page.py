"""The page of what a plan's text promises: by chapter, with status, units, the table's row beside it and the projects that serve it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.presenters import row_lines, words
from dashboards.presenters.commitments import Commitment, commitment
from dashboards.presenters.row_lines import Promise
from dashboards.presenters.words import Chip
from indicators.domain.alongside import Alongside, alongside
from indicators.domain.display import STATUS_LABELS, SYMBOLS
from indicators.domain.types import Status
from indicators.models import ResponsibleUnit
from indicators.selectors.region_page import PlanFacts, RowFacts
from indicators.selectors.row_page import terms_of
from projects.models import CommitmentLink

#: A promise without a year, without a unit, without a status: own words, as an empty parameter means "no filter".
NONE = "none"
WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader chose; "" is all. ``due``: a year or ``NONE``; ``unit``: an id or ``NONE``; ``served``: yes or no.

    ``beside``: "yes" = also in the table of main indicators, "differs" = with another figure there.
    """

    chapter: str = ""
    status: str = ""
    unit: str = ""
    due: str = ""
    served: str = ""
    beside: str = ""
    search: str = ""

    @property
    def any(self) -> bool:
        return any((self.chapter, self.status, self.unit, self.due, self.served, self.beside, self.search))


@dataclass(frozen=True, slots=True)
class Beside:
    """The row of the table of main indicators that is the same indicator. ``differs``: it says another figure."""

    address: str
    name: str
    promises: tuple[Promise, ...]
    chip: Chip | None
    differs: bool


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise. ``facts``: what stands behind it, for the workbook. ``confirmed``: nobody doubts who answers."""

    said: Commitment
    facts: RowFacts
    units: tuple[str, ...]
    unit_ids: frozenset[int]
    confirmed: bool
    beside: tuple[Beside, ...]
    projects: tuple[str, ...]

    @property
    def status(self) -> str:
        return self.said.chip.code if self.said.chip else WAITING

    @property
    def differs(self) -> bool:
        return any(one.differs for one in self.beside)

    @property
    def more_projects(self) -> int:
        """How many projects are not named in the list."""
        return max(len(self.projects) - 3, 0)


@dataclass(frozen=True, slots=True)
class Chapter:
    label: str
    lines: tuple[PromiseLine, ...]


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class PromisePage:
    """``total``: promises of the plan, whatever is chosen; ``counts``: chips of their statuses with how many."""

    total: int
    shown: int
    chapters: tuple[Chapter, ...]
    counts: tuple[tuple[str, str, str, int], ...]  # code, symbol, label, number
    differing: int
    without_unit: int
    unserved: int
    chapter_options: tuple[str, ...]
    status_options: tuple[Option, ...]
    unit_options: tuple[Option, ...]
    due_options: tuple[str, ...]

    @property
    def lines(self) -> tuple[PromiseLine, ...]:
        return tuple(line for chapter in self.chapters for line in chapter.lines)


def promise_page(
    facts: PlanFacts,
    units: Mapping[int, Sequence[ResponsibleUnit]],
    links: Mapping[int, Sequence[CommitmentLink]],
    asked: Asked,
) -> PromisePage:
    """Everything that page and workbook show."""
    table = _by_code(facts.rows)
    lines = [
        _line(one, facts, table, units.get(one.row.pk, ()), links.get(one.row.pk, ()))
        for one in facts.commitments
        if not one.row.is_heading
    ]
    shown = [line for line in lines if _wanted(line, asked)]
    grouped: dict[str, list[PromiseLine]] = defaultdict(list)
    for line in shown:
        grouped[line.facts.row.category].append(line)
    counted = Counter(line.status for line in lines)
    statuses = [status for status in Status if counted[status.value]]
    options = [Option(one.value, _(STATUS_LABELS[one])) for one in statuses]
    if counted[WAITING]:
        options.append(Option(WAITING, _("待计算")))
    return PromisePage(
        total=len(lines),
        shown=len(shown),
        chapters=tuple(Chapter(label or _("未分章"), tuple(found)) for label, found in grouped.items()),
        counts=tuple((one.value, SYMBOLS[one], _(STATUS_LABELS[one]), counted[one.value]) for one in statuses),
        differing=sum(line.differs for line in lines),
        without_unit=sum(not line.units for line in lines),
        unserved=sum(not line.projects for line in lines),
        chapter_options=tuple(dict.fromkeys(line.facts.row.category for line in lines if line.facts.row.category)),
        status_options=tuple(options),
        unit_options=_units(units),
        due_options=tuple(sorted({line.said.due for line in lines if line.said.due})),
    )


def _by_code(rows: Iterable[RowFacts]) -> dict[int, list[RowFacts]]:
    """Rows of the table by catalogue indicator."""
    found: dict[int, list[RowFacts]] = defaultdict(list)
    for one in rows:
        if one.row.indicator_id is not None and not one.row.is_heading:
            found[one.row.indicator_id].append(one)
    return found


def _units(units: Mapping[int, Sequence[ResponsibleUnit]]) -> tuple[Option, ...]:
    named = {one.unit_id: str(one.unit.name) for found in units.values() for one in found}
    return tuple(Option(str(pk), name) for pk, name in sorted(named.items(), key=lambda item: item[1]))


def _line(
    one: RowFacts,
    facts: PlanFacts,
    table: Mapping[int, Sequence[RowFacts]],
    units: Sequence[ResponsibleUnit],
    links: Sequence[CommitmentLink],
) -> PromiseLine:
    same = table.get(one.row.indicator_id, ()) if one.row.indicator_id is not None else ()
    return PromiseLine(
        said=commitment(one, facts.year),
        facts=one,
        units=tuple(str(answers.unit.name) for answers in units),
        unit_ids=frozenset(answers.unit_id for answers in units),
        confirmed=bool(units) and all(answers.confirmed for answers in units),
        beside=tuple(_beside(one, row, facts) for row in same),
        projects=tuple(str(link.project.name) for link in links),
    )


def _beside(promise: RowFacts, row: RowFacts, facts: PlanFacts) -> Beside:
    agreed = [
        alongside(
            terms_of(target), promise.row.unit, tuple(map(terms_of, row.targets)), row.row.unit,
            end_year=facts.plan.end_year,
        )
        for target in promise.targets
    ]  # fmt: skip
    return Beside(
        address=row_lines.address(row.row.pk, facts.year),
        name=row.row.said_name,
        promises=row_lines.promises(row.targets, row.shown_target, row.row.unit),
        chip=words.chip(row.assessment, row.shown_target) if row.assessment is not None else None,
        differs=Alongside.DIFFERS in agreed,
    )


def _wanted(line: PromiseLine, asked: Asked) -> bool:
    row = line.facts.row
    return all((
        asked.chapter in ("", row.category),
        asked.status in ("", line.status),
        not asked.unit or (not line.units if asked.unit == NONE else asked.unit in map(str, line.unit_ids)),
        not asked.due or (line.said.due or NONE) == asked.due,
        not asked.served or (asked.served == "yes") == bool(line.projects),
        not asked.beside or (line.differs if asked.beside == "differs" else bool(line.beside)),
        asked.search.casefold() in f"{row.short_name} {row.said_name}".casefold(),
    ))  # fmt: skip

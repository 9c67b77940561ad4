"""The slides of a wall display. Figures come through the presenters of the region page; here they are only put in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dashboards.presenters import words
from dashboards.presenters.maps import MapView
from dashboards.presenters.natures import NatureGroup, counted_statuses, nature_groups
from dashboards.presenters.row_lines import RowLine, row_lines
from dashboards.presenters.words import Chip
from indicators.domain import at_risk, display, years
from indicators.domain.types import Form, Status
from indicators.models import Assessment, Indicator
from indicators.selectors.moves import Moved, Moves
from indicators.selectors.region_page import RowFacts
from indicators.selectors.screen import PlanCounts, ScreenFacts

MOST_BEHIND = 6
#: Regions on one slide, and on all of them: more are told by their number, the worst first.
A_SLIDE, MOST_REGIONS = 8, 24


@dataclass(frozen=True, slots=True)
class Behind:
    """A row that is at risk, with its unit written out: nobody can point at a wall.

    ``average``: of a promised growth the average so far, which the gap is about; else "".
    """

    line: RowLine
    binding: bool
    average: str


@dataclass(frozen=True, slots=True)
class RegionCounts:
    """One region: for each status of the slide its number, None where there is none."""

    name: str
    year: int
    numbers: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Regions by statuses. ``of``: how many regions there are where not all are shown, else 0."""

    chips: tuple[Chip, ...]
    regions: tuple[RegionCounts, ...]
    page: int
    pages: int
    of: int


@dataclass(frozen=True, slots=True)
class MapSlide:
    name: str
    unit: str
    period: str
    year: int
    map: MapView


@dataclass(frozen=True, slots=True)
class Change:
    region: str
    name: str
    year: int
    before: Chip
    after: Chip
    at: datetime


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything a wall shows. ``period`` "" and ``year`` None where the region has no plan of its own."""

    region: str
    period: str
    year: int | None
    total: int
    waiting: int
    statuses: tuple[tuple[Chip, int], ...]
    groups: tuple[NatureGroup, ...]
    plans_below: int
    elapsed: str
    behind: tuple[Behind, ...]
    at_risk: int
    matrices: tuple[Matrix, ...]
    maps: tuple[MapSlide, ...]
    changes: tuple[Change, ...]
    changed: int
    data_year: int | None
    computed_at: datetime | None
    sample: bool


def mapped(facts: ScreenFacts) -> tuple[list[Indicator], tuple[int, int], int] | None:
    """What to map: the catalogue indicator of the first main row and of the one most at risk; period and year.

    None: fewer than two regions have a plan, or no plan says which indicators matter.
    """
    if not facts.below or facts.own is None:
        return None
    rows = [row for row in facts.rows if row.row.indicator is not None and not row.row.is_heading]
    chosen = [row.row.indicator for row in (*rows[:1], *_most_behind(facts.rows)[:1]) if row.row.indicator]
    return list(dict.fromkeys(chosen)), (facts.own.plan.start_year, facts.own.plan.end_year), facts.own.year


def screen(facts: ScreenFacts, maps: list[MapSlide], moves: Moves) -> Screen:
    """The slides of a region and of what lies below it."""
    own, rows = facts.own, facts.rows
    behind = _most_behind(rows)
    lines = {line.id: line for line in row_lines(rows, own.year)} if own else {}
    observations = [one for row in rows for one in row.observations]
    computed = [one.computed_at for one in (own, *facts.below) if one is not None and one.computed_at is not None]
    main = [row for row in rows if not row.row.is_heading]
    return Screen(
        region=facts.region.name,
        period=words.period_label(own.plan) if own else "",
        year=own.year if own else None,
        total=len(main),
        waiting=sum(1 for row in main if row.assessment is None),
        statuses=tuple(counted_statuses(rows)),
        groups=nature_groups(rows),
        plans_below=len(facts.below),
        elapsed=_elapsed(own),
        behind=tuple(_behind(row, lines[row.row.pk]) for row in behind[:MOST_BEHIND]),
        at_risk=len(behind),
        matrices=_matrices(facts),
        maps=tuple(maps),
        changes=tuple(_change(one) for one in moves.lines),
        changed=moves.number,
        data_year=max((one.year for one in observations), default=None),
        computed_at=max(computed, default=None),
        sample=any(one.sample for one in observations) or any(slide.map.sample for slide in maps),
    )


def _elapsed(own: PlanCounts | None) -> str:
    """How much of the plan's time is over at the end of the year looked at, as the region page says it."""
    if own is None:
        return display.MISSING
    plan = own.plan
    return display.share(years.elapsed_share(base_year=plan.base_year, year=own.year, end_year=plan.end_year))


def _behind(row: RowFacts, line: RowLine) -> Behind:
    target, assessment = row.shown_target, row.assessment
    grown = target and assessment and words.assessed_form(assessment, target) is Form.GROWTH
    return Behind(line, row.row.nature == "binding", line.average if grown else "")


def _most_behind(rows: tuple[RowFacts, ...]) -> list[RowFacts]:
    """The rows at risk, the most urgent first, in the order that every page uses."""
    standings = [(_standing(row.assessment, row), row) for row in rows if row.assessment and not row.row.is_heading]
    risky = [(one, row) for one, row in standings if at_risk.rank(one.status, binding=one.binding) is not None]
    return [row for _one, row in sorted(risky, key=lambda pair: at_risk.urgency(pair[0]))]


def _standing(assessment: Assessment, row: RowFacts) -> at_risk.Standing:
    return at_risk.Standing(
        status=Status(assessment.status),
        binding=row.row.nature == "binding",
        pace_ratio=assessment.pace_ratio,
        attainment=assessment.attainment,
        place=("", row.row.position),
    )


def _matrices(facts: ScreenFacts) -> tuple[Matrix, ...]:
    """The region itself first, then those below; where they are many, those with the most behind."""
    if not facts.below:
        return ()
    below = list(facts.below)
    room = MOST_REGIONS - (1 if facts.own else 0)
    of = 0
    if len(below) > room:
        of = len(below)
        below = sorted(below, key=lambda one: (-_short(one), one.plan.region.code))[:room]
    shown = ([facts.own] if facts.own else []) + below
    present = {status for one in shown for status in one.numbers}
    codes = [status.value for status in words.STATUS_ORDER if status.value in present]
    chips = tuple(words.plain_chip(code) for code in codes)
    lines = [
        RegionCounts(one.plan.region.name, one.year, tuple(one.numbers.get(code) for code in codes)) for one in shown
    ]
    slides = [lines[at : at + A_SLIDE] for at in range(0, len(lines), A_SLIDE)]
    return tuple(Matrix(chips, tuple(slide), number, len(slides), of) for number, slide in enumerate(slides, 1))


def _short(one: PlanCounts) -> Decimal:
    """The share of rows that are behind or missed, so that a long plan does not lead for its length."""
    total = sum(one.numbers.values())
    behind = sum(number for status, number in one.numbers.items() if Status(status) in at_risk.SHORT)
    return Decimal(behind) / total if total else Decimal(0)


def _change(one: Moved) -> Change:
    before, after = (words.plain_chip(code) for code in (one.before, one.after))
    return Change(one.region.name, one.row.said_name, one.year, before, after, one.moved_at)


def browser_words() -> dict[str, Any]:
    """What the script says: handed over as data, so that they are translated like every other word."""
    return {
        "lost": _("连接中断，画面是 {time} 的数据"),
        "closed": _("这块屏幕的显示权限已停用或到期，请联系管理员"),
        "paused": _("已暂停"),
        "pause": _("暂停"),
        "go": _("继续"),
    }

"""The appraisal of a plan's units: units × parts with their scores, and below each unit every item with its state."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import Unit
from dashboards.presenters import words
from evaluations.domain.appraisal import (
    PART_LABELS,
    STATES,
    WEIGHED,
    Appraisal,
    Item,
    Part,
    Scheme,
    Scored,
    appraise,
)
from evaluations.models import AppraisalScheme
from evaluations.presenters.appraised import Thing, things_of
from evaluations.selectors.appraisal import AppraisalFacts, Duty
from indicators.domain import display
from plans.models import Plan

_DIGITS = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A thing in the list of one unit. ``score`` "": it stands apart, ``why`` says so."""

    thing: Thing
    score: str
    points: Decimal | None
    why: str
    lead: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of one unit. ``score`` "—": nothing of it can be judged; ``counted`` and ``apart``: how many items."""

    part: Part
    label: str
    score: str
    points: Decimal | None
    counted: int
    apart: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit. ``cells``: the weighed parts in their order; ``other``: what never counts; ``weighed`` < 100: of how much it is."""

    unit: Unit
    score: str
    points: Decimal | None
    weighed: str
    whole: bool
    cells: tuple[Cell, ...]
    other: Cell
    unconfirmed: int
    sample: bool

    @property
    def lists(self) -> tuple[Cell, ...]:
        """The parts that hold anything, in the order in which they are opened."""
        return tuple(cell for cell in (*self.cells, self.other) if cell.lines)


@dataclass(frozen=True, slots=True)
class Weight:
    label: str
    weight: str


@dataclass(frozen=True, slots=True)
class AppraisalPage:
    """The page. ``suggested``: nobody set weights, so the suggested ones are shown; ``unanswered``: items without a unit."""

    plan: Plan
    year: int
    ended: bool
    scheme: AppraisalScheme | None
    weights: tuple[Weight, ...]
    scores: tuple[Weight, ...]
    joint: str
    units: tuple[UnitLine, ...]
    unanswered: tuple[Thing, ...]
    total: int
    recomputing: bool
    sample: bool
    years: tuple[int, ...] = field(default=())

    @property
    def suggested(self) -> bool:
        return self.scheme is None

    @property
    def title(self) -> str:
        return _("%(region)s%(period)s年规划单位考核（%(year)s 年）") % {
            "region": self.plan.region.name,
            "period": words.period_label(self.plan),
            "year": self.year,
        }


def appraisal_page(found: AppraisalFacts) -> AppraisalPage:
    """Everything the template, and the workbook, print."""
    plan, year = found.facts.plan, found.facts.year
    things, duties = things_of(found)
    of_unit: dict[int, list[tuple[Thing, Duty]]] = defaultdict(list)
    units: dict[int, Unit] = {}
    for thing in things:
        for duty in duties.get(thing.key, ()):
            of_unit[duty.unit.pk].append((thing, duty))
            units[duty.unit.pk] = duty.unit
    scheme = found.scheme
    lines = [_unit_line(units[pk], of_unit[pk], scheme) for pk in units]
    return AppraisalPage(
        plan=plan,
        year=year,
        ended=year >= plan.end_year,
        scheme=found.stored,
        weights=tuple(Weight(_(PART_LABELS[part]), points(scheme.weights[part])) for part in WEIGHED),
        scores=tuple(Weight(_(label), _points_of_state(scheme, code)) for code, label in STATES.items()),
        joint=points(scheme.joint),
        units=tuple(sorted(lines, key=_place)),
        unanswered=tuple(thing for thing in things if not duties.get(thing.key)),
        total=len(things),
        recomputing=found.facts.recomputing,
        sample=any(thing.sample for thing in things),
        years=tuple(range(plan.start_year, plan.end_year + 1)),
    )


def points(value: Decimal | None) -> str:
    """Weights and the points of a state, with the digits they have."""
    return display.number(value, display.digits_of(value))


def _points_of_state(scheme: Scheme, code: str) -> str:
    found = scheme.scores.get(code)
    return _("不计分") if found is None else points(found)


def _place(line: UnitLine) -> tuple[bool, Decimal, str]:
    """The highest score first, whoever has none last."""
    return line.points is None, -(line.points or Decimal(0)), line.unit.name


# --- one unit ---------------------------------------------------------------------------------------------------------
def _unit_line(unit: Unit, given: list[tuple[Thing, Duty]], scheme: Scheme) -> UnitLine:
    things = {thing.key: thing for thing, _duty in given}
    items = [Item(thing.key, thing.part, thing.state, thing.why, duty.lead, duty.confirmed) for thing, duty in given]
    told = appraise(items, scheme)
    return UnitLine(
        unit=unit,
        score=display.number(told.score, _DIGITS),
        points=told.score,
        weighed=points(told.weighed),
        whole=told.weighed == sum(scheme.weights.values()),
        cells=tuple(_cell(told, part, things) for part in WEIGHED),
        other=_cell(told, Part.OTHER, things),
        unconfirmed=told.unconfirmed,
        sample=any(thing.sample for thing in things.values()),
    )


def _cell(told: Appraisal, part: Part, things: dict[str, Thing]) -> Cell:
    found = next((one for one in told.parts if one.part is part), None)
    if found is None:
        return Cell(part, _(PART_LABELS[part]), display.MISSING, None, 0, 0, ())
    return Cell(
        part=part,
        label=_(PART_LABELS[part]),
        score=display.number(found.score, _DIGITS),
        points=found.score,
        counted=len(found.counted),
        apart=len(found.apart),
        lines=tuple(_line(one, things[one.item.key]) for one in (*found.counted, *found.apart)),
    )


def _line(scored: Scored, thing: Thing) -> Line:
    why = thing.why
    if scored.score is None and not why:
        why = _("属性未归类，不计分") if scored.item.part is Part.OTHER else _("按权重表不计分")
    score = "" if scored.score is None else points(scored.score)
    return Line(thing, score, scored.score, why, scored.item.lead, scored.item.confirmed)

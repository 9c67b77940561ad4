"""The trajectory of a row: its series as points with their words, drawn by ``figures.trajectory``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, words
from dashboards.presenters.adjusted import former_path
from dashboards.presenters.charts import Chart, sample_name
from figures.frame import as_script_text
from figures.trajectory import Point, Trajectory, trajectory
from figures.trajectory import Words as TrajectoryWords
from indicators.domain import display, unit_names
from indicators.domain.series import Series, SeriesKind, Year
from indicators.domain.types import Form
from indicators.models import Assessment, Base, Observation, PlanIndicator, Target
from indicators.selectors.row_page import RowPageFacts


def trajectory_chart(
    facts: RowPageFacts,
    target: Target,
    assessment: Assessment,
    *,
    tries: bool,
    trial: Sequence[Year] = (),
) -> Chart | None:
    """The trajectory of one target; None where its form has no line or nothing is known.

    ``tries``: the years to come can be tried out; ``trial``: what they would bring, where something is tried.
    """
    row, base, year = facts.row, facts.base, assessment.year
    observations = [one for one in facts.observations if one.year <= year]
    yearly = figures_of_row.series_of(row, target, base, assessment, observations)
    if yearly.kind is SeriesKind.NOTHING or not (yearly.actual or yearly.planned or yearly.unused or yearly.average):
        return None
    digits = figures_of_row.path_digits(assessment, target, base)
    by_year = {one.year: one for one in observations}
    # a bound on an average is broken by the average, not by the rate of a year
    broken = frozenset(() if yearly.kind is SeriesKind.RATE else assessment.breached_years)

    digits_of = _entered_digits(yearly.kind, words.assessed_form(assessment, target))

    def actual(points: Sequence[Year]) -> tuple[Point, ...]:
        return tuple(_actual(point, by_year, digits_of, broken) for point in points)

    def path(points: Sequence[Year]) -> tuple[Point, ...]:
        return tuple(_on_path(point, digits, target, base) for point in points)

    earlier = _earlier(facts, yearly.kind)
    begins = [*([base.year] if base else []), *(point.year for point in earlier)]
    data = Trajectory(
        years=tuple(range(min([row.plan.base_year, *begins]), row.plan.end_year + 1)),
        unit=unit_names.said(unit_of(yearly, row, target, assessment)),
        status=assessment.status,
        base=_base_point(yearly, base),
        planned=path(yearly.planned),
        actuals=actual(yearly.actual),
        aside=actual(yearly.unused),
        required=path(yearly.required),
        projected=path(yearly.projected),
        target_line=yearly.line,
        target_text=display.printed(target.text),
        as_bars=yearly.kind is SeriesKind.RATE,
        average=path(yearly.average),
        superseded=_superseded(facts, yearly.kind, year),
        former_bases=_former_bases(facts, yearly.kind),
        former_planned=path(former_path(facts, target, assessment)),
        tries=tries,
        trial=path(trial),
        earlier=earlier,
    )
    sample = any(one.sample for one in observations)
    earlier_sample = any(one.sample for one in facts.earlier)
    file = f"{row.plan.region.name}-{row.short_name}-{year}"
    spoken = _words(assessment, target, sample=sample, earlier_sample=earlier_sample, file=file)
    return Chart(_figure_text(data, spoken), _sentence(data, row.said_name, target), len(data.actuals))


def _sentence(data: Trajectory, name: str, target: Target) -> str:
    """The chart in words, for whoever does not see it."""
    told = words.listed(f"{point.year} 年 {point.text}" for point in data.actuals) or _("尚无数据")
    sentence = _("%(name)s：实际 %(told)s；目标 %(target)s。")
    return sentence % {"name": name, "told": told, "target": display.printed(target.text) or display.MISSING}


@lru_cache(maxsize=256)
def _figure_text(data: Trajectory, spoken: TrajectoryWords) -> str:
    """A figure is a function of its data: a page that is asked for again does not draw it again."""
    return as_script_text(trajectory(data, spoken))


def _words(assessment: Assessment, target: Target, *, sample: bool, earlier_sample: bool, file: str) -> TrajectoryWords:
    relative = words.assessed_form(assessment, target) is Form.RELATIVE
    return TrajectoryWords(
        base=_("基期"),
        planned=_("参照") if relative else _("规划路径"),
        actual=sample_name(_("实际"), sample),
        unused=_("未计入（缺少前面年份）"),
        required=_("余下每年需"),
        projected=_("按现速"),
        target=_("目标"),
        average=_("年均至今"),
        broken=_("未保持"),
        superseded=_("此前公布的数"),
        former_base=_("原基数"),
        former_planned=_("原定路径"),
        trial=_("试算，不保存"),
        earlier=sample_name(_("以前各期的实际"), earlier_sample),
        file=file,
    )


def _superseded(facts: RowPageFacts, kind: SeriesKind, year: int) -> tuple[Point, ...]:
    """Earlier versions of a year that said another figure; of running totals none, they would not be on their line."""
    now = {one.year: one for one in facts.observations}
    found = []
    for one in facts.superseded:
        if one.year > year or one.year not in now or kind is SeriesKind.TOTAL:
            continue
        value, later = (
            (one.growth, now[one.year].growth) if kind is SeriesKind.RATE else (one.value, now[one.year].value)
        )
        if value is not None and value != later:
            text = figures_of_row.figure(value)
            note = _("%(vintage)s，后改为 %(later)s") % {
                "vintage": words.vintage_label(one.vintage), "later": figures_of_row.figure(later)
            }  # fmt: skip
            found.append(Point(one.year, value, text, note))
    return tuple(found)


def _earlier(facts: RowPageFacts, kind: SeriesKind) -> tuple[Point, ...]:
    """Figures of the plans before, in the terms of this target: levels or rates. Running totals begin anew with each plan."""
    if kind is SeriesKind.TOTAL:
        return ()
    found: dict[int, Point] = {}
    for one in facts.earlier:
        value = one.growth if kind is SeriesKind.RATE else one.value
        same = kind is SeriesKind.RATE or one.unit in ("", facts.row.unit)
        if value is not None and same:
            notes = [words.vintage_label(one.vintage), *([_(display.SAMPLE)] if one.sample else [])]
            text = figures_of_row.comparator(one.comparator) + figures_of_row.figure(value)
            found[one.year] = Point(one.year, value, text, " ".join(notes), one.vintage != "preliminary")
    return tuple(found[year] for year in sorted(found))


def _former_bases(facts: RowPageFacts, kind: SeriesKind) -> tuple[Point, ...]:
    now = facts.base
    if now is None or kind is not SeriesKind.LEVEL:
        return ()
    return tuple(
        Point(one.year, one.value, figures_of_row.figure(one.value), _("第 %(version)s 版") % {"version": one.version})
        for one in facts.bases
        if not one.in_force and one.value is not None and (one.value, one.year) != (now.value, now.year)
    )


def unit_of(yearly: Series, row: PlanIndicator, target: Target, assessment: Assessment) -> str:
    """The unit of the figures that are drawn."""
    if yearly.kind is SeriesKind.RATE or words.assessed_form(assessment, target) is Form.CUMULATIVE_CUT:
        return target.unit or "%"
    if words.assessed_form(assessment, target) is Form.CUMULATIVE_CHANGE and yearly.kind is SeriesKind.TOTAL:
        return display.points_unit(target.unit or row.unit)
    return row.unit or target.unit


def _base_point(yearly: Series, base: Base | None) -> Point | None:
    if yearly.base is None or base is None:
        return None
    year, value = yearly.base
    return Point(year, value, display.printed(base.text) or figures_of_row.figure(value))


def _on_path(point: Year, digits: int, target: Target, base: Base | None) -> Point:
    year, value = point
    return Point(year, value, figures_of_row.on_path(value, digits, target, base))


def _entered_digits(kind: SeriesKind, form: Form) -> Callable[[Decimal], int]:
    """Decimals of what is drawn as actual: as entered; of what compounds those of the page, a sum has its summands' own."""
    if kind is not SeriesKind.TOTAL:
        return display.digits_of
    if form is Form.CUMULATIVE_CUT:
        return lambda value: 2
    return lambda value: min(4, display.digits_of(value))


def _actual(
    point: Year, by_year: dict[int, Observation], digits_of: Callable[[Decimal], int], broken: frozenset[int]
) -> Point:
    year, value = point
    one = by_year.get(year)
    notes = []
    if one is not None:
        notes.append(words.vintage_label(one.vintage))
        if one.sample:
            notes.append(_(display.SAMPLE))
    if year in broken:
        notes.append(_("未保持"))
    side = figures_of_row.comparator(one.comparator) if one is not None and one.value == value else ""
    firm = one is None or one.vintage != "preliminary"
    return Point(year, value, side + display.number(value, digits_of(value)), " ".join(notes), firm, year in broken)

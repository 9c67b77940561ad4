"""Charts of one indicator over several plans: its values where plans measure the same, its growth where it is promised."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, words
from dashboards.presenters.charts import Chart, sample_name
from figures.frame import as_script_text
from figures.long_view import LongView, Stretch, long_view
from figures.long_view import Words as LongWords
from figures.trajectory import Point
from indicators.domain import display, unit_names
from indicators.domain.series import SeriesKind
from indicators.domain.types import Form
from indicators.models import Indicator, Observation, Target
from indicators.selectors.long_view import PeriodFacts

#: Forms whose number stands on the line of the values.
_GOALS = {Form.LEVEL, Form.FLOOR, Form.CEILING}


def value_charts(run: Sequence[PeriodFacts], indicator: Indicator) -> tuple[Chart, bool] | None:
    """The values of neighbouring plans that measure the same; None where there are not two points."""
    of_the_year = run[0].measured.of_the_year
    stretches = tuple(_values(one, of_the_year=of_the_year) for one in run)
    points = sum(len(one.actuals) + (one.base is not None) + (one.goal is not None) for one in stretches)
    if points < 2:
        return None
    return _chart(stretches, run[0].value_unit, run, indicator, as_bars=of_the_year)


def growth_chart(facts: Sequence[PeriodFacts], indicator: Indicator) -> tuple[Chart, bool] | None:
    """Yearly growth beside what was promised; None where no plan promised any."""
    run = [one for one in facts if _growth_target(one) is not None]
    stretches = tuple(_rates(one) for one in run)
    if not stretches or not any(one.actuals or one.planned for one in stretches):
        return None
    return _chart(stretches, "%", run, indicator, as_bars=True)


def _values(one: PeriodFacts, *, of_the_year: bool) -> Stretch:
    plan, base = one.row.plan, one.base
    point = None
    unit = one.value_unit
    if base is not None and base.value is not None and not of_the_year and (base.unit or one.row.unit) == unit:
        point = Point(base.year, base.value, figures_of_row.figure(base.value), words.period_label(plan))
    return Stretch(
        name=_stretch_name(one),
        start_year=plan.start_year,
        end_year=plan.end_year,
        base=point,
        planned=() if of_the_year else _planned(one),
        actuals=tuple(
            _point(each, each.value, "")
            for each in one.observations
            if each.value is not None and (each.unit or one.row.unit) == unit
        ),
        goal=None if of_the_year else _goal(one),
    )


def _planned(one: PeriodFacts) -> tuple[Point, ...]:
    """The planned path of levels; rates and sums have none on this axis."""
    target, assessment = one.shown_target, one.assessment
    if target is None or assessment is None:
        return ()
    yearly = figures_of_row.series_of(one.row, target, one.base, assessment, one.observations)
    if yearly.kind is not SeriesKind.LEVEL or one.row.unit != one.value_unit:
        return ()
    digits = figures_of_row.path_digits(assessment, target, one.base)
    return tuple(
        Point(year, value, figures_of_row.on_path(value, digits, target, one.base)) for year, value in yearly.planned
    )


def _goal(one: PeriodFacts) -> Point | None:
    for target in one.targets:
        counted = (target.unit or one.row.unit) == one.value_unit
        if Form(target.figure_form) in _GOALS and target.value is not None and counted:
            text = display.printed(target.text) or figures_of_row.figure(target.value)
            return Point(target.due_year or one.row.plan.end_year, target.value, text, words.period_label(one.row.plan))
    return None


def _growth_target(one: PeriodFacts) -> Target | None:
    return next((each for each in one.targets if each.figure_form == Form.GROWTH and each.value is not None), None)


def _rates(one: PeriodFacts) -> Stretch:
    target, plan = _growth_target(one), one.row.plan
    assert target is not None and target.value is not None
    text = display.printed(target.text) or figures_of_row.figure(target.value, "%")
    promised = tuple(Point(year, target.value, text) for year in range(plan.start_year, plan.end_year + 1))
    actuals = tuple(_point(each, each.growth, "%") for each in one.observations if each.growth is not None)
    return Stretch(_stretch_name(one), plan.start_year, plan.end_year, planned=promised, actuals=actuals)


def _stretch_name(one: PeriodFacts) -> str:
    return words.period_label(one.row.plan)


def _point(one: Observation, value: Decimal, unit: str) -> Point:
    notes = [words.vintage_label(one.vintage), *([_(display.SAMPLE)] if one.sample else [])]
    side = figures_of_row.comparator(one.comparator) if not unit else ""
    return Point(
        one.year, value, side + figures_of_row.figure(value, unit), " ".join(notes), one.vintage != "preliminary"
    )


def _chart(
    stretches: tuple[Stretch, ...], unit: str, run: Sequence[PeriodFacts], indicator: Indicator, *, as_bars: bool
) -> tuple[Chart, bool]:
    sample = any(each.sample for one in run for each in one.observations)
    region = run[0].row.plan.region.name
    spoken = LongWords(
        base=_("基期"),
        planned=_("规划年均增速") if as_bars else _("规划路径"),
        actual=sample_name(_("实际"), sample),
        target=_("目标"),
        file=f"{region}-{run[0].row.short_name}-{stretches[0].start_year}-{stretches[-1].end_year}",
    )
    data = LongView(unit_names.said(unit), stretches, as_bars)
    told = words.listed(
        _("%(year)d 年 %(figure)s") % {"year": point.year, "figure": point.text}
        for one in stretches
        for point in one.actuals
    )
    sentence = _("%(name)s 历期：实际 %(told)s。") % {"name": indicator.said_name, "told": told or _("尚无数据")}
    return Chart(_text(data, spoken), sentence, sum(len(one.actuals) for one in stretches)), sample


@lru_cache(maxsize=128)
def _text(data: LongView, spoken: LongWords) -> str:
    """A figure is a function of its data: a page that is asked for again does not draw it again."""
    return as_script_text(long_view(data, spoken))

"""One indicator of a region over all its plans: a table for each, charts for those that measure the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, row_lines, words
from dashboards.presenters.charts import Chart
from dashboards.presenters.long_view_charts import growth_chart, value_charts
from dashboards.presenters.region import sources
from dashboards.presenters.row_lines import Promise
from dashboards.presenters.words import Chip
from indicators.domain import display
from indicators.domain.long_view import Apart, apart, lines
from indicators.domain.series import SeriesKind
from indicators.domain.types import Form
from indicators.models import Indicator, Observation, Succession
from indicators.selectors.long_view import PeriodFacts
from plans.models import PlanStatus


@dataclass(frozen=True, slots=True)
class Year:
    """One year with a figure. ``planned``: what the plan's path gives for it."""

    year: int
    planned: str
    value: str
    growth: str
    basis: str
    vintage: str
    sample: bool
    source: str


@dataclass(frozen=True, slots=True)
class Section:
    """One plan. ``break_before``: why its figures do not continue those of the plan before, "" where they do."""

    period: str
    state: str
    draft: bool
    name: str
    unit: str
    nature: str
    address: str
    base: str
    base_note: str
    base_sample: bool
    promises: tuple[Promise, ...]
    chip: Chip | None
    year: int
    years: tuple[Year, ...]
    results: tuple[str, ...]
    break_before: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LongViewPage:
    """``charts``: title, chart, whether sample data are in it, its sources. ``sources``: of all figures, once."""

    name: str
    span: str
    sections: tuple[Section, ...]
    charts: tuple[tuple[str, Chart, bool, tuple[str, ...]], ...]
    partings: tuple[str, ...]
    sources: tuple[str, ...]


def long_view_page(facts: Sequence[PeriodFacts], indicator: Indicator, parted: Sequence[Succession]) -> LongViewPage:
    """Everything the template prints. ``facts``: oldest plan first, at least one."""
    runs = [[facts[place] for place in run] for run in lines([one.measured for one in facts])]
    charts = [(_("数值"), *made, _sources(run)) for run in runs if (made := value_charts(run, indicator)) is not None]
    growth = growth_chart(facts, indicator)
    if growth is not None:
        charts.append((_("增速"), *growth, _sources(facts)))
    first = facts[0]
    begins = min(first.row.plan.base_year, first.base.year if first.base else first.row.plan.base_year)
    return LongViewPage(
        name=indicator.said_name,
        span=f"{begins}–{max(one.row.plan.end_year for one in facts)}",
        sections=tuple(_section(one, facts[n - 1] if n else None) for n, one in enumerate(facts)),
        charts=tuple(charts),
        partings=tuple(_parting(one) for one in parted),
        sources=_sources(facts),
    )


def _sources(facts: Sequence[PeriodFacts]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for one in facts for text in sources(one.row.plan, one.observations)))


def _section(one: PeriodFacts, before: PeriodFacts | None) -> Section:
    row, base, target = one.row, one.base, one.shown_target
    assessment = one.assessment
    draft = row.plan.status == PlanStatus.DRAFT
    taken = base.from_observation if base is not None and base.from_observation_id else None
    promised = row_lines.promises(tuple(each for each in one.targets if each.form != Form.NONE), target, row.unit)
    return Section(
        period=words.period_label(row.plan),
        state=str(row.plan.get_status_display()),
        draft=draft,
        name=row.said_name,
        unit=row.unit,
        nature=words.nature_label(row.nature),
        address=reverse("planning:plan", args=[row.plan_id]) if draft else row_lines.address(row.pk, one.year),
        base=(display.printed(base.text) or figures_of_row.figure(base.value)) if base else display.MISSING,
        base_note=_base_note(one),
        base_sample=taken is not None and taken.sample,
        promises=promised,
        chip=words.chip(assessment, target) if assessment is not None and target is not None else None,
        year=one.year,
        years=_years(one),
        results=tuple(_results(one)),
        break_before=_why_apart(before, one) if before is not None else "",
        notes=tuple(_notes(before, one)),
    )


def _base_note(one: PeriodFacts) -> str:
    base = one.base
    if base is None:
        return ""
    parts = [str(base.year), words.vintage_label(base.vintage), str(base.get_source_display())]
    return " ".join(part for part in parts if part)


def _years(one: PeriodFacts) -> tuple[Year, ...]:
    """The years that have a figure or a planned value, in order."""
    planned = planned_texts(one)
    stored = {each.year: each for each in one.observations}
    return tuple(
        _year(year, planned.get(year, display.MISSING), stored.get(year), one.row.unit)
        for year in sorted({*planned, *stored})
    )


def planned_texts(one: PeriodFacts) -> dict[int, str]:
    """The planned path by year, as the row's own page prints it; nothing for a target without a path."""
    target, assessment = one.shown_target, one.assessment
    if target is None or assessment is None:
        return {}
    yearly = figures_of_row.series_of(one.row, target, one.base, assessment, one.observations)
    if yearly.kind is not SeriesKind.LEVEL:  # rates and running totals do not stand beside the figure of a year
        return {}
    digits = figures_of_row.path_digits(assessment, target, one.base)
    return {
        year: figures_of_row.on_path(value, digits, target, one.base)
        for year, value in yearly.planned
        if year >= one.row.plan.start_year
    }


def _year(year: int, planned: str, one: Observation | None, unit: str) -> Year:
    if one is None:
        return Year(year, planned, display.MISSING, display.MISSING, "", "", False, "")
    only_growth = one.value is None and not one.parts and one.reported is None
    basis = one.value_basis if one.value is not None else one.growth_basis
    return Year(
        year=year,
        planned=planned,
        value=display.MISSING if only_growth else figures_of_row.entered(one, unit, by_rate=False)[0],
        growth=figures_of_row.figure(one.growth, "%"),
        basis="" if basis == "unknown" else figures_of_row.basis_label(basis),
        vintage=words.vintage_label(one.vintage),
        sample=one.sample,
        source=one.source_title,
    )


def _results(one: PeriodFacts) -> list[str]:
    """Official results of the period, in one sentence each."""
    said = _("基期至 %(year)s 年%(kind)s %(figure)s")
    return [
        said
        % {
            "year": each.year,
            "kind": each.get_kind_display(),
            "figure": figures_of_row.figure(each.value, each.unit or one.row.unit, each.comparator),
        }
        for each in one.results
    ]


def _why_apart(before: PeriodFacts, after: PeriodFacts) -> str:
    why = apart(before.measured, after.measured)
    if why is Apart.UNIT:
        return _("与上期单位不同：%(before)s，%(after)s。") % {
            "before": before.value_unit or "—", "after": after.value_unit or "—"
        }  # fmt: skip
    if why is Apart.KIND:
        return _("与上期口径不同：一期为当年数，一期为水平值。")
    if why is Apart.BREAK:
        return _("统计口径有变化：%(list)s。") % {
            "list": words.listed(_("%(year)d 年起，%(reason)s") % {"year": one.year, "reason": one.reason} for one in after.breaks)
        }  # fmt: skip
    if why is Apart.DOUBT:
        return _("有未处理的疑点：%(list)s") % {"list": _("；").join((*before.doubted, *after.doubted))}
    return ""


def _notes(before: PeriodFacts | None, one: PeriodFacts) -> list[str]:
    """What must be said of the seam: the base beside the figure of the same year in the plan before."""
    if before is None or one.base is None or one.base.value is None:
        return []
    same = next((each for each in before.observations if each.year == one.base.year), None)  # type: ignore[union-attr]
    if same is None or same.value is None or same.value == one.base.value:
        return []
    said = _("%(year)d 年：上期的实际值是 %(then)s，本期的基期值是 %(now)s。")
    return [
        said
        % {
            "year": one.base.year,
            "then": figures_of_row.figure(same.value, same.unit or before.row.unit),
            "now": figures_of_row.figure(one.base.value, one.base.unit or one.row.unit),
        }
    ]


def _parting(one: Succession) -> str:
    to = f" → {one.to_row.said_name}" if one.to_row else ""
    said = _("%(period)s：%(name)s %(kind)s%(to)s")
    text = said % {
        "period": words.period_label(one.to_plan),
        "name": one.from_row.said_name,
        "kind": one.get_kind_display(),
        "to": to,
    }
    return _("%(label)s（%(note)s）") % {"label": text, "note": one.reason} if one.reason else text

"""The page of one plan indicator in full: bases, targets, trajectory, years, the sum behind the status, doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, words
from dashboards.presenters.adjusted import ComparedVersions, compared_versions
from dashboards.presenters.charts import Chart
from dashboards.presenters.figures_of_row import Texts
from dashboards.presenters.moved_bases import MoveLine, move_lines
from dashboards.presenters.region import sources, thresholds
from dashboards.presenters.row_outlook import ReachText, closing, reach_text
from dashboards.presenters.row_trial import TrialCard, trial_card
from dashboards.presenters.row_years import YearLine, planned_head, required_head, year_lines
from dashboards.presenters.trajectory import trajectory_chart
from dashboards.presenters.words import Chip
from indicators.domain import display
from indicators.domain.said import spoken
from indicators.domain.series import Series, SeriesKind
from indicators.domain.steps import Step, explain
from indicators.domain.types import Comparator, Form
from indicators.models import Assessment, Base, Doubt, PeriodResult, Target
from indicators.models.choices import COMPARATORS, RESULT_KINDS
from indicators.selectors.row_page import RowPageFacts, result_of, rule_of, terms_of, terms_of_row


@dataclass(frozen=True, slots=True)
class TargetPart:
    """One promise of the row with what came out. ``chip`` None: not computed yet."""

    target: Target
    text: str
    understood: str
    shown: bool
    chip: Chip | None
    texts: Texts | None
    verdict: str
    reach: ReachText | None
    steps: tuple[Step, ...]
    breached: str
    actual_year: int | None
    actual_label: str  # 实际, 实际年均 or 累计实际
    gathered: bool  # the actual is one of all years so far

    @property
    def measures(self) -> list[tuple[str, str, str]]:
        """The figures that apply to this target: label, text, what stands small beside it."""
        texts = self.texts
        if texts is None:
            return []
        told = _("截至 %(year)s 年") if self.gathered else _("%(year)s 年")
        year = told % {"year": self.actual_year} if self.actual_year else ""
        every = [
            (self.actual_label, texts.actual, year),
            (_("时序应达"), texts.expected, ""),
            (_("实现程度"), texts.attainment, _("时序 %(share)s") % {"share": texts.elapsed}),
            (_("距目标差距"), texts.gap, ""),
            (_("较时序"), texts.lead, ""),
            (_("余下每年需"), texts.required, ""),
            (_("年均至今"), texts.average, ""),
            (_("进度比"), texts.pace, ""),
            (_("按现速预计期末"), texts.projected, ""),
        ]
        return [one for one in every if one[1] != display.MISSING]


@dataclass(frozen=True, slots=True)
class RowPage:
    year: int
    parts: tuple[TargetPart, ...]
    replaced: tuple[Target, ...]
    bases: tuple[Base, ...]
    chart: Chart | None
    marks: tuple[str, ...]
    trial: TrialCard | None
    years: tuple[YearLine, ...]
    planned_head: str
    required_head: str
    results: tuple[tuple[str, str, PeriodResult], ...]
    doubts: tuple[Doubt, ...]
    open_doubts: int
    thresholds: str
    sources: tuple[str, ...]
    computed_at: object
    versions: str
    sample: bool
    moves: tuple[MoveLine, ...] = ()
    compared: ComparedVersions | None = None

    @property
    def tells_required(self) -> bool:
        """Whether the required path says more than the planned one: at its end both are the target."""
        return any(line.required not in (display.MISSING, line.planned) for line in self.years)

    @property
    def tells_projected(self) -> bool:
        """Whether the pace so far leads anywhere."""
        return any(line.projected != display.MISSING for line in self.years)

    @property
    def tells_aims(self) -> bool:
        """Whether any year has a target of its own."""
        return any(line.aim for line in self.years)

    @property
    def without_aim(self) -> list[int]:
        """The years for which no target is set."""
        return [line.year for line in self.years if not line.is_base and line.aim is None]

    @property
    def shown(self) -> TargetPart | None:
        """The part that the row's line shows."""
        return next((part for part in self.parts if part.shown), self.parts[0] if self.parts else None)


def row_page(facts: RowPageFacts, year: int, *, asked: str = "") -> RowPage:
    """Everything the template prints, as text. ``asked``: the pace that is tried out, as typed."""
    row, base = facts.row, facts.base
    targets = facts.targets_in_force
    shown = shown_target(facts, year)
    assessment = facts.assessment(shown, year) if shown else None
    chart, card, yearly = None, None, Series(SeriesKind.NOTHING)
    if shown is not None and assessment is not None:
        upto = [one for one in facts.observations if one.year <= year]
        card = trial_card(facts, shown, assessment, asked)
        points = card.tried.points if card.tried else ()
        chart = trajectory_chart(facts, shown, assessment, tries=card.offered, trial=points)
        yearly = figures_of_row.series_of(row, shown, base, assessment, upto)
    return RowPage(
        year=year,
        parts=tuple(_part(facts, target, shown, year) for target in targets),
        replaced=tuple(target for target in facts.targets if not target.in_force),
        bases=facts.bases,
        chart=chart,
        marks=_marks(facts, assessment) if chart and chart.count else (),
        trial=card,
        years=year_lines(facts, shown, yearly, year),
        planned_head=planned_head(shown, yearly),
        required_head=required_head(yearly),
        results=tuple(_result(one, row.unit) for one in facts.results),
        doubts=facts.doubts,
        open_doubts=sum(1 for doubt in facts.doubts if doubt.state == "open"),
        thresholds=thresholds(facts.rule),
        sources=sources(row.plan, facts.observations),
        computed_at=assessment.computed_at if assessment else None,
        versions=str(assessment.method_version) if assessment else "",
        sample=any(one.sample for one in facts.observations) or _from_sample(base),
        moves=tuple(move_lines([facts.moved] if facts.moved else [])),
        compared=compared_versions(facts, shown),
    )


def _from_sample(base: Base | None) -> bool:
    """Whether the base is a figure of the plan before that is sample data."""
    taken = base.from_observation if base is not None else None
    return taken is not None and taken.sample


def shown_target(facts: RowPageFacts, year: int) -> Target | None:
    """The target whose assessment the row shows in that year, else the primary one."""
    targets = facts.targets_in_force
    for target in targets:
        assessment = facts.assessment(target, year)
        if assessment is not None and assessment.shown:
            return target
    return next((target for target in targets if target.is_primary), None)


def _part(facts: RowPageFacts, target: Target, shown: Target | None, year: int) -> TargetPart:
    row, base = facts.row, facts.base
    assessment = facts.assessment(target, year)
    chip, texts, steps = None, None, ()
    form = Form(target.figure_form) if assessment is None else words.assessed_form(assessment, target)
    if assessment is not None:
        chip = words.chip(assessment, target)
        texts = figures_of_row.texts(assessment, target, base, row.unit)
        steps = _spoken(
            explain(terms_of_row(row, base), terms_of(target), result_of(assessment), rule=rule_of(facts.rule))
        )
    return TargetPart(
        target=target,
        text=display.printed(target.text) or display.MISSING,
        understood=understood(target, row.unit),
        shown=target is shown,
        chip=chip,
        texts=texts,
        verdict=closing(assessment, texts, chip, target.due_year or row.plan.end_year)
        if assessment and texts and chip
        else "",
        reach=reach_text(facts, target, assessment) if assessment else None,
        steps=steps,
        breached=words.listed(str(one) for one in assessment.breached_years) if assessment else "",
        actual_year=assessment.actual_year if assessment else None,
        actual_label=figures_of_row.actual_label(form),
        gathered=form in figures_of_row.GATHERED,
    )


def _spoken(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps in the language of the page."""
    return tuple(
        Step(*(spoken(text, _) for text in (step.label, step.formula, step.figures, step.outcome))) for step in steps
    )


def understood(target: Target, unit: str) -> str:
    """How the printed target is read: 年均增长，不低于 6.5%."""
    form = Form(target.form)
    said = [figures_of_row.form_label(target.form)]
    if target.value is not None:
        comparator = "" if target.comparator in ("=", "~") else str(dict(COMPARATORS)[target.comparator]) + " "
        value = figures_of_row.figure(target.value)
        if target.value_high is not None:
            value = f"{value}–{figures_of_row.figure(target.value_high)}"
        read = Form(target.figure_form)
        own_unit = target.unit or ("%" if read in {Form.GROWTH, Form.CUMULATIVE_CUT} else unit)
        if read in {Form.POINTS, Form.CUMULATIVE_CHANGE}:
            own_unit = display.points_unit(own_unit)
        figure = display.with_unit(value, own_unit)
        about = target.comparator == Comparator.ABOUT.value
        said.append(_("%(figure)s左右") % {"figure": figure} if about else comparator + figure)
    if target.parts:
        said.append("∶".join(figures_of_row.figure(part) for part in target.parts))
    if form is Form.ASSIGNED:
        said.append(_("由%(by)s下达") % {"by": target.by or _("上级")})
        said.append(
            _("已下达（%(document)s）") % {"document": target.assigned_document}
            if target.assigned_document
            else _("数字尚未录入")
        )
    if form is Form.RELATIVE and target.reference_text:
        said.append(display.printed(target.reference_text))
    if target.tolerant:
        said.append(_("基本同步"))
    return _("，").join(said)


def _marks(facts: RowPageFacts, assessment: Assessment | None) -> tuple[str, ...]:
    """The key to the marks of the chart, as far as they occur."""
    if assessment is None:
        return ()
    seen = [one for one in facts.observations if one.year <= assessment.year]
    marks = []
    if any(one.vintage == "preliminary" for one in seen):
        marks.append(_("空心＝初步数"))
    if any(one.vintage != "preliminary" for one in seen):
        marks.append(_("实心＝修订数或最终核实数"))
    return tuple(marks)


def _result(one: PeriodResult, unit: str) -> tuple[str, str, PeriodResult]:
    """An official result: its kind and years, the figure as printed."""
    kind = str(dict(RESULT_KINDS)[one.kind])
    return (
        _("基期至 %(year)s 年%(kind)s") % {"year": one.year, "kind": kind},
        figures_of_row.figure(one.value, one.unit or unit, one.comparator),
        one,
    )

"""The page of one plan indicator in full: bases, targets, trajectory, years, the sum behind the status, doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboards.presenters import charts, figures_of_row, words
from dashboards.presenters.charts import Chart
from dashboards.presenters.figures_of_row import Texts
from dashboards.presenters.region import sources, thresholds
from dashboards.presenters.words import Chip
from indicators.domain import display
from indicators.domain.said import spoken
from indicators.domain.series import Series, SeriesKind
from indicators.domain.steps import Step, explain
from indicators.domain.types import Form, Reason
from indicators.models import Assessment, Base, Doubt, Observation, PeriodResult, Target
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
    steps: tuple[Step, ...]
    breached: str
    actual_year: int | None

    @property
    def measures(self) -> list[tuple[str, str, str]]:
        """The figures that apply to this target: label, text, what stands small beside it."""
        texts = self.texts
        if texts is None:
            return []
        year = _("%(year)s 年") % {"year": self.actual_year} if self.actual_year else ""
        every = [
            (_("实际"), texts.actual, year),
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
class YearLine:
    """One year of the table. ``required``: what the required path gives for a year still to come."""

    year: int
    is_base: bool
    planned: str = display.MISSING
    required: str = display.MISSING
    value: str = display.MISSING
    growth: str = display.MISSING
    basis: str = ""
    vintage: str = ""
    sample: bool = False
    source: str = ""
    source_address: str = ""
    note: str = ""
    chip: Chip | None = None


@dataclass(frozen=True, slots=True)
class RowPage:
    year: int
    parts: tuple[TargetPart, ...]
    replaced: tuple[Target, ...]
    bases: tuple[Base, ...]
    chart: Chart | None
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

    @property
    def tells_required(self) -> bool:
        """Whether the required path says more than the planned one: at its end both are the target."""
        return any(line.required not in (display.MISSING, line.planned) for line in self.years)

    @property
    def shown(self) -> TargetPart | None:
        """The part that the row's line shows."""
        return next((part for part in self.parts if part.shown), self.parts[0] if self.parts else None)


def row_page(facts: RowPageFacts, year: int) -> RowPage:
    """Everything the template prints, as text."""
    row, base = facts.row, facts.base
    targets = facts.targets_in_force
    shown = _shown(facts, targets, year)
    assessment = facts.assessment(shown, year) if shown else None
    upto = [one for one in facts.observations if one.year <= year]
    chart, yearly = None, Series(SeriesKind.NOTHING)
    if shown is not None and assessment is not None:
        file = f"{row.plan.region.name}-{row.short_name}-{year}"
        chart = charts.trajectory_chart(row, shown, base, assessment, upto, file=file)
        yearly = figures_of_row.series_of(row, shown, base, assessment, upto)
    return RowPage(
        year=year,
        parts=tuple(_part(facts, target, shown, year) for target in targets),
        replaced=tuple(target for target in facts.targets if not target.in_force),
        bases=facts.bases,
        chart=chart,
        years=_years(facts, shown, yearly),
        planned_head=_planned_head(shown, yearly),
        required_head=_REQUIRED_HEADS.get(yearly.kind, lambda: _("需达到"))(),
        results=tuple(_result(one, row.unit) for one in facts.results),
        doubts=facts.doubts,
        open_doubts=sum(1 for doubt in facts.doubts if doubt.state == "open"),
        thresholds=thresholds(facts.rule),
        sources=sources(row.plan, facts.observations),
        computed_at=assessment.computed_at if assessment else None,
        versions=str(assessment.method_version) if assessment else "",
        sample=any(one.sample for one in facts.observations),
    )


#: What the required path says of a year, by what its figures are.
_REQUIRED_HEADS = {
    SeriesKind.RATE: lambda: _("余下每年需"),
    SeriesKind.TOTAL: lambda: _("累计需达到"),
}


def _planned_head(shown: Target | None, yearly: Series) -> str:
    if shown is not None and shown.form == Form.RELATIVE:
        return _("参照")
    return _("累计应达") if yearly.kind is SeriesKind.TOTAL else _("规划路径")


def _shown(facts: RowPageFacts, targets: Sequence[Target], year: int) -> Target | None:
    """The target whose assessment the row shows in that year, else the primary one."""
    for target in targets:
        assessment = facts.assessment(target, year)
        if assessment is not None and assessment.shown:
            return target
    return next((target for target in targets if target.is_primary), None)


def _part(facts: RowPageFacts, target: Target, shown: Target | None, year: int) -> TargetPart:
    row, base = facts.row, facts.base
    assessment = facts.assessment(target, year)
    chip, texts, steps = None, None, ()
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
        verdict=_verdict(assessment, chip),
        steps=steps,
        breached=words.listed(str(one) for one in assessment.breached_years) if assessment else "",
        actual_year=assessment.actual_year if assessment else None,
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
        comparator = "" if target.comparator == "=" else str(dict(COMPARATORS)[target.comparator]) + " "
        value = figures_of_row.figure(target.value)
        if target.value_high is not None:
            value = f"{value}–{figures_of_row.figure(target.value_high)}"
        own_unit = target.unit or ("%" if form in {Form.GROWTH, Form.CUMULATIVE_CUT} else unit)
        said.append(comparator + display.with_unit(value, own_unit))
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
    return "，".join(said)


def _verdict(assessment: Assessment | None, chip: Chip | None) -> str:
    """What is said where no year remains, or nothing more is asked."""
    if assessment is None or chip is None or assessment.required is not None:
        return ""
    reason = Reason(assessment.required_reason) if assessment.required_reason else None
    if reason is Reason.EXPIRED:
        return _("规划期已满，没有剩余年份：%(status)s。") % {"status": chip.text}
    if reason is None:
        return ""
    return _("余下每年需：%(reason)s。") % {"reason": _(display.REASON_LABELS[reason])}


def _years(facts: RowPageFacts, shown: Target | None, yearly: Series) -> tuple[YearLine, ...]:
    plan = facts.row.plan
    by_year = {one.year: one for one in facts.observations}
    planned, required = dict(yearly.planned), dict(yearly.required)
    if yearly.kind is SeriesKind.RATE and yearly.line is not None:
        planned = dict.fromkeys(range(plan.start_year, plan.end_year + 1), yearly.line)
    digits = max(2, display.level_digits([shown.text if shown else None], facts.base.value if facts.base else None))
    last_actual = max((year for year, _value in yearly.actual), default=plan.base_year)
    unit = shown.unit or "%" if shown is not None and yearly.kind is SeriesKind.RATE else ""

    def on_path(value: Decimal | None) -> str:
        return display.with_unit(figures_of_row.on_path(value, digits, shown, facts.base), unit)

    lines = [_base_line(facts, on_path(planned.get(facts.base.year if facts.base else plan.base_year)))]
    for year in range(plan.start_year, plan.end_year + 1):
        assessment = facts.assessment(shown, year) if shown else None
        lines.append(
            _year_line(
                by_year.get(year),
                facts.row.unit,
                year=year,
                planned=on_path(planned.get(year)),
                required=on_path(required.get(year) if year > last_actual else None),
                chip=words.chip(assessment, shown) if assessment and assessment.actual_year == year else None,
            )
        )
    return tuple(lines)


def _base_line(facts: RowPageFacts, planned: str) -> YearLine:
    base = facts.base
    line = YearLine(year=base.year if base else facts.row.plan.base_year, is_base=True, planned=planned)
    if base is None:
        return line
    return replace(
        line,
        value=display.printed(base.text) or figures_of_row.figure(base.value),
        growth=base.growth_text or display.MISSING,
        basis=_basis(base.price_basis),
        vintage=str(base.get_source_display()),
        source=base.document,
        note=base.reason,
    )


def _year_line(
    one: Observation | None, unit: str, *, year: int, planned: str, required: str, chip: Chip | None
) -> YearLine:
    line = YearLine(year=year, is_base=False, planned=planned, required=required, chip=chip)
    if one is None:
        return line
    only_growth = one.value is None and not one.parts and one.reported is None
    bases = []
    if one.value is not None and _basis(one.value_basis):
        bases.append(_("数值%(basis)s") % {"basis": _basis(one.value_basis)})
    if one.growth is not None and _basis(one.growth_basis):
        bases.append(_("增速%(basis)s") % {"basis": _basis(one.growth_basis)})
    return replace(
        line,
        value=display.MISSING if only_growth else figures_of_row.entered(one, unit, by_rate=False)[0],
        growth=figures_of_row.figure(one.growth, "%"),
        basis="，".join(bases),
        vintage=words.vintage_label(one.vintage),
        sample=one.sample,
        source=one.source_title,
        source_address=one.source_address if one.source_address.startswith(("http://", "https://")) else "",
        note=one.note,
    )


def _basis(code: str) -> str:
    """The price basis where one is known; prices play no part in most indicators."""
    return "" if code in {"", "unknown"} else figures_of_row.basis_label(code)


def _result(one: PeriodResult, unit: str) -> tuple[str, str, PeriodResult]:
    """An official result: its kind and years, the figure as printed."""
    kind = str(dict(RESULT_KINDS)[one.kind])
    return (
        _("基期至 %(year)s 年%(kind)s") % {"year": one.year, "kind": kind},
        figures_of_row.figure(one.value, one.unit or unit, one.comparator),
        one,
    )

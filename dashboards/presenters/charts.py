"""Figures of pages: what is computed goes in, JSON for the script element comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, words
from figures.frame import as_script_text
from figures.gap_to_target import Bar, gap_to_target
from figures.gap_to_target import Words as GapWords
from figures.trajectory import Point, Trajectory, trajectory
from figures.trajectory import Words as TrajectoryWords
from indicators.domain import display
from indicators.domain.series import Series, SeriesKind, Year
from indicators.domain.types import Form
from indicators.models import Assessment, Base, Observation, PlanIndicator, Target
from indicators.selectors.region_page import RowFacts


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure for a page: its JSON, and the sentence that stands for it where it cannot be seen."""

    json: str
    alternative: str
    count: int


def gap_chart(rows: Iterable[RowFacts], *, file: str) -> Chart | None:
    """Attainment of every row that has one, quotas excepted (there more is worse); None where no row has one."""
    bars = gap_bars(rows)
    if not bars:
        return None
    spoken = GapWords(attainment=_("实现程度"), planned=_("时序进度"), target=_("目标"), file=file)
    told = words.listed(
        f"{bar.name} {bar.attainment_text}（{_('时序')} {bar.elapsed_text}，{bar.status_text}）" for bar in bars
    )
    return Chart(_gap_text(tuple(bars), spoken), _("各指标实现程度：%(list)s。") % {"list": told}, len(bars))


def gap_bars(rows: Iterable[RowFacts]) -> list[Bar]:
    """What the chart draws, in printed order: also for a sheet of paper."""
    return [bar for bar in (_bar(facts) for facts in rows) if bar is not None]


@lru_cache(maxsize=256)
def _gap_text(bars: tuple[Bar, ...], spoken: GapWords) -> str:
    """A figure is a function of its data: a page that is asked for again does not draw it again."""
    return as_script_text(gap_to_target(bars, spoken))


def _bar(facts: RowFacts) -> Bar | None:
    assessment, target = facts.assessment, facts.shown_target
    if assessment is None or target is None or assessment.attainment is None:
        return None
    form = words.assessed_form(assessment, target)
    if form is Form.QUOTA:
        return None
    chip = words.chip(assessment, target)
    needed = figures_of_row.required(assessment, form)
    return Bar(
        name=_sample_name(facts.row.short_name, assessment.sample),
        attainment=assessment.attainment,
        elapsed_share=assessment.elapsed_share,
        status=chip.code,
        status_text=f"{chip.symbol} {chip.text}",
        attainment_text=display.share(assessment.attainment),
        elapsed_text=display.share(assessment.elapsed_share),
        aside=_("每年需 %(figure)s") % {"figure": needed} if assessment.required is not None else chip.label,
        year_text=str(assessment.actual_year or ""),
        binding=facts.row.nature == "binding",
        lead_rank=_rank(assessment),
    )


def _sample_name(name: str, sample: bool) -> str:
    """The name; where a sample figure stands behind it, the chart says so on its own, also once it is saved."""
    return f"{name}（{_(display.SAMPLE)}）" if sample else name


def _rank(assessment: Assessment) -> Decimal | None:
    """Furthest behind first: the pace ratio; at the end, and without a pace, the attainment itself."""
    return assessment.pace_ratio if assessment.pace_ratio is not None else assessment.attainment


def trajectory_chart(
    row: PlanIndicator,
    target: Target,
    base: Base | None,
    assessment: Assessment,
    observations: Sequence[Observation],
    *,
    file: str,
) -> Chart | None:
    """The trajectory of one target; None where its form has no line or nothing is known."""
    yearly = figures_of_row.series_of(row, target, base, assessment, observations)
    if yearly.kind is SeriesKind.NOTHING or not (yearly.actual or yearly.planned or yearly.unused):
        return None
    unit = _unit(yearly, row, target, assessment)
    digits = max(2, display.level_digits([target.text, base.text if base else None], assessment.actual))
    by_year = {one.year: one for one in observations}
    data = Trajectory(
        years=tuple(range(min(row.plan.base_year, base.year if base else 9999), row.plan.end_year + 1)),
        unit=unit,
        status=assessment.status,
        base=_base_point(yearly, base),
        planned=tuple(_on_path(point, digits, target, base) for point in yearly.planned),
        actuals=tuple(_actual(point, by_year, yearly.kind) for point in yearly.actual),
        aside=tuple(_actual(point, by_year, yearly.kind) for point in yearly.unused),
        required=tuple(_on_path(point, digits, target, base) for point in yearly.required),
        projected=tuple(_on_path(point, digits, target, base) for point in yearly.projected),
        target_line=yearly.line,
        target_text=display.printed(target.text),
        as_bars=yearly.kind is SeriesKind.RATE,
    )
    relative = words.assessed_form(assessment, target) is Form.RELATIVE
    figure = trajectory(
        data,
        TrajectoryWords(
            base=_("基期"),
            planned=_("参照") if relative else _("规划路径"),
            actual=_sample_name(_("实际"), any(one.sample for one in observations)),
            unused=_("未计入（缺少前面年份）"),
            required=_("余下每年需"),
            projected=_("按现速"),
            target=_("目标"),
            file=file,
        ),
    )
    told = words.listed(f"{point.year} 年 {point.text}" for point in data.actuals) or _("尚无数据")
    sentence = _("%(name)s：实际 %(told)s；目标 %(target)s。")
    return Chart(
        as_script_text(figure),
        sentence % {"name": row.short_name, "told": told, "target": display.printed(target.text) or display.MISSING},
        len(data.actuals),
    )


def _unit(yearly: Series, row: PlanIndicator, target: Target, assessment: Assessment) -> str:
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


def _actual(point: Year, by_year: dict[int, Observation], kind: SeriesKind) -> Point:
    year, value = point
    one = by_year.get(year)
    notes = []
    if one is not None:
        notes.append(words.vintage_label(one.vintage))
        if one.sample:
            notes.append(_(display.SAMPLE))
    digits = display.digits_of(value) if kind is not SeriesKind.TOTAL else min(4, display.digits_of(value))
    return Point(year, value, display.number(value, digits), " ".join(notes))

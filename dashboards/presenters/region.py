"""The page of one region's plan: head, the sentence that answers, counts, chart, table, foot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboards.presenters import charts, figures_of_row, row_lines, words
from dashboards.presenters.charts import Chart
from dashboards.presenters.row_lines import RowLine
from dashboards.presenters.words import Chip
from indicators.domain import display, years
from indicators.domain.types import Form, Reason, Status
from indicators.models import BackgroundFigure, Observation, StatusRule
from indicators.selectors.region_page import PlanFacts, RowFacts
from plans.models import Plan

_BEHIND = {Status.BEHIND, Status.FAR_BEHIND, Status.REVERSING}


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


@dataclass(frozen=True, slots=True)
class Answer:
    """The sentence at the top. ``worst`` "" where nothing is behind; ``best`` "" where no comparable pace is known."""

    total: int
    counted: str
    without_data: int
    worst: str = ""
    worst_address: str = ""
    actual: str = ""
    short_by: str = ""
    required: str = ""
    best: str = ""


@dataclass(frozen=True, slots=True)
class Background:
    """A figure that feeds no row."""

    name: str
    year: str
    figures: str
    why: str
    source: str
    sample: bool


@dataclass(frozen=True, slots=True)
class RegionPage:
    plan: Plan
    title: str
    period: str
    year: int
    data_year: int | None
    vintages: str
    elapsed: str
    open_doubts: int
    recomputing: bool
    answer: Answer
    groups: tuple[NatureGroup, ...]
    chart: Chart | None
    lines: list[RowLine]
    background: tuple[Background, ...]
    thresholds: str
    sources: tuple[str, ...]
    computed: str
    computed_at: object
    sample: bool
    early_warnings: int


def region_page(facts: PlanFacts) -> RegionPage:
    """Everything the template prints, as text."""
    plan, year = facts.plan, facts.year
    observations = [one for row in facts.rows for one in row.observations]
    assessed = [row for row in facts.rows if row.assessment is not None]
    newest = max((row.assessment.computed_at for row in assessed if row.assessment), default=None)
    share = years.elapsed_share(base_year=plan.base_year, year=year, end_year=plan.end_year)
    return RegionPage(
        plan=plan,
        title=plan.title.partition(plan.region.name)[2] or plan.title,
        period=words.period_label(plan),
        year=year,
        data_year=max((one.year for one in observations), default=None),
        vintages=_vintages(facts.rows),
        elapsed=display.share(share),
        open_doubts=facts.open_doubts,
        recomputing=facts.recomputing,
        answer=answer(facts),
        groups=nature_groups(facts.rows),
        chart=charts.gap_chart(facts.rows, file=f"{plan.region.name}-{plan.period}-{year}"),
        lines=row_lines.row_lines(facts.rows, year),
        background=tuple(_background(one) for one in facts.background),
        thresholds=thresholds(facts.rule),
        sources=sources(plan, observations),
        computed=_versions(assessed),
        computed_at=newest,
        sample=any(one.sample for one in observations) or any(one.sample for one in facts.background),
        early_warnings=sum(1 for row in assessed if row.assessment and row.assessment.early_warning),
    )


def _vintages(rows: Iterable[RowFacts]) -> str:
    """How firm the latest figures are: 初步数 4 项."""
    latest = [max(row.observations, key=lambda one: one.year) for row in rows if row.observations]
    counted = Counter(one.vintage for one in latest)
    return words.listed(
        _("%(vintage)s %(number)s 项") % {"vintage": words.vintage_label(vintage), "number": number}
        for vintage, number in counted.items()
    )


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


def answer(facts: PlanFacts) -> Answer:
    """Where the plan stands: counts, the row furthest behind, and what it would take against the best year so far."""
    statuses = counted_statuses(facts.rows)
    total = sum(1 for row in facts.rows if not row.row.is_heading)
    without = sum(number for chip, number in statuses if chip.code == Status.NO_DATA.value)
    counted = words.listed(
        _("%(number)s 项%(status)s") % {"number": number, "status": chip.label}
        for chip, number in statuses
        if chip.code != Status.NO_DATA.value
    )
    worst = _furthest_behind(facts.rows)
    if worst is None or worst.assessment is None or worst.shown_target is None:
        return Answer(total, counted, without)
    assessment, target = worst.assessment, worst.shown_target
    texts = figures_of_row.texts(assessment, target, worst.base, worst.row.unit)
    form = words.assessed_form(assessment, target)
    return Answer(
        total,
        counted,
        without,
        worst=worst.row.short_name,
        worst_address=row_lines.address(worst.row.pk, facts.year),
        actual=_actual_text(texts.actual, form),
        short_by=texts.gap.lstrip(display.MINUS),
        required=texts.required if assessment.required is not None else "",
        best=_best_so_far(worst, texts.average),
    )


def _actual_text(shown: str, form: Form) -> str:
    return _("年均 %(figure)s") % {"figure": shown} if form is Form.GROWTH else shown


def _furthest_behind(rows: Iterable[RowFacts]) -> RowFacts | None:
    """The row with the smallest pace ratio among those behind; at the end the one not met with the smallest attainment."""
    behind = [
        row for row in rows
        if row.assessment and row.assessment.status in _BEHIND and row.assessment.pace_ratio is not None
    ]  # fmt: skip
    if behind:
        return min(behind, key=lambda row: row.assessment.pace_ratio or Decimal(0) if row.assessment else Decimal(0))
    missed = [
        row for row in rows
        if row.assessment and row.assessment.status == Status.NOT_MET and row.assessment.attainment is not None
    ]  # fmt: skip
    return min(
        missed, key=lambda row: row.assessment.attainment or Decimal(0) if row.assessment else Decimal(0), default=None
    )


def _best_so_far(row: RowFacts, average: str) -> str:
    """The best year on the same basis as what is required; without one the average so far, which always is on it."""
    assessment, target = row.assessment, row.shown_target
    if assessment is None or target is None or assessment.required is None:
        return ""
    form = words.assessed_form(assessment, target)
    comparable = form is Form.GROWTH or assessment.inputs.get("path") == "geometric"
    if comparable and assessment.required_unit == "%" and assessment.required > 0:
        growths = [
            one for one in row.observations if one.growth is not None and one.growth_basis == assessment.price_basis
        ]
        best = max(growths, key=lambda one: one.growth or Decimal(0), default=None)
        if best is not None:
            shown = figures_of_row.figure(best.growth, "%")
            return _("此前最快一年为 %(figure)s（%(year)s 年）") % {"figure": shown, "year": best.year}
    return "" if average == display.MISSING else _("此前年均 %(figure)s") % {"figure": average}


def thresholds(rule: StatusRule | None) -> str:
    """The thresholds of the statuses, with their version."""
    if rule is None:
        return ""
    return _(
        "进度比 ≥%(ahead)s 快于预期，%(on_track)s–%(ahead)s 符合预期，%(behind)s–%(on_track)s 滞后，"
        "0–%(behind)s 严重滞后，<0 倒退（规则第 %(version)s 版）"
    ) % {
        "ahead": display.pace(rule.ahead),
        "on_track": display.pace(rule.on_track),
        "behind": display.pace(rule.behind),
        "version": rule.version,
    }


def sources(plan: Plan, observations: Iterable[Observation]) -> tuple[str, ...]:
    """The plan's table and the titles of the published figures, each once, in the order they are first used."""
    table = " ".join(part for part in (plan.source_document or plan.title, plan.source_table) if part)
    titles = [one.source_title for one in observations if one.source_title]
    return tuple(dict.fromkeys([table, *titles]))


def _versions(assessed: list[RowFacts]) -> str:
    methods = sorted({row.assessment.method_version for row in assessed if row.assessment})
    return words.listed(str(version) for version in methods)


def _background(one: BackgroundFigure) -> Background:
    shown = [figures_of_row.figure(one.value, one.unit)] if one.value is not None else []
    if one.growth is not None:
        shown.append(_("增速 %(figure)s") % {"figure": figures_of_row.figure(one.growth, "%")})
    return Background(
        name=one.name,
        year=str(one.year) if one.year else _("未注明年份"),
        figures="，".join(shown) or display.MISSING,
        why=one.why,
        source=one.source_title,
        sample=one.sample,
    )

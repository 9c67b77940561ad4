"""The page of one region's plan: head, the sentence that answers, counts, chart, table, foot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.presenters import charts, figures_of_row, row_lines, words
from dashboards.presenters.answer import Answer, answer
from dashboards.presenters.charts import Chart
from dashboards.presenters.choice import Choice, Chosen, chosen
from dashboards.presenters.commitments import Group, commitments
from dashboards.presenters.earlier import Earlier, earlier
from dashboards.presenters.natures import NatureGroup, nature_groups
from dashboards.presenters.row_lines import RowLine
from indicators.domain import display, years
from indicators.models import BackgroundFigure, Observation, StatusRule
from indicators.selectors.region_page import PlanFacts, RowFacts
from plans.models import Plan


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
    """The page. ``answer`` speaks of the whole plan; ``groups``, ``chart`` and ``lines`` of the rows ``chosen``.

    ``earlier`` None: the plan before was not asked for; ``commitments`` empty: nor were the promises of the text.
    """

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
    chosen: Chosen
    rule: StatusRule | None
    earlier: Earlier | None
    commitments: tuple[Group, ...]


def region_page(
    facts: PlanFacts, choice: Choice | None = None, *, before: Plan | None = None, this_year: int | None = None
) -> RegionPage:
    """Everything the template prints, as text.

    ``before``: the plan whose rows ``facts.before`` holds. ``this_year``: of the clock (``answer``).
    """
    plan, year = facts.plan, facts.year
    observations = [one for row in facts.rows for one in row.observations]
    assessed = [row for row in facts.rows if row.assessment is not None]
    newest = max((row.assessment.computed_at for row in assessed if row.assessment), default=None)
    picked = chosen(facts.rows, choice or Choice())
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
        answer=answer(facts, this_year),
        groups=nature_groups(picked.rows),
        chart=charts.gap_chart(picked.rows, file=f"{plan.region.name}-{plan.period}-{year}"),
        lines=row_lines.row_lines(picked.rows, year, printed_order=not picked.choice.sort),
        background=tuple(_background(one) for one in facts.background),
        thresholds=thresholds(facts.rule),
        sources=sources(plan, observations),
        computed=_versions(assessed),
        computed_at=newest,
        sample=any(one.sample for one in observations) or any(one.sample for one in facts.background),
        early_warnings=sum(1 for row in assessed if row.assessment and row.assessment.early_warning),
        chosen=picked,
        rule=facts.rule,
        earlier=earlier(facts, before) if before is not None else None,
        commitments=commitments(facts.commitments, year),
    )


def _vintages(rows: Iterable[RowFacts]) -> str:
    """How firm the latest figures are: 初步数 4 项."""
    latest = [max(row.observations, key=lambda one: one.year) for row in rows if row.observations]
    counted = Counter(one.vintage for one in latest)
    return words.listed(
        _("%(vintage)s %(number)s 项") % {"vintage": words.vintage_label(vintage), "number": number}
        for vintage, number in counted.items()
    )


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
        figures=_("，").join(shown) or display.MISSING,
        why=one.why,
        source=one.source_title,
        sample=one.sample,
    )

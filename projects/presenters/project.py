"""The page of one project: facts, how it stands, what happened when, its money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from indicators.domain import display
from projects.domain.money import in_wan, share_of
from projects.models import LikePair, Problem, ProblemState, Project, ProjectReport, Stage
from projects.presenters import money
from projects.presenters.year_chart import Amount, YearChart, year_chart
from projects.selectors.project_page import ProjectFacts


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day. ``kind``: stage, report, problem or plan."""

    day: str
    kind: str
    label: str
    text: str
    sample: bool = False
    problem: int | None = None


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year: planned and done in 万元, their share, what it asks in words."""

    year: int
    planned: str
    done: str
    share: str
    target: str
    measures: str
    sample: bool


@dataclass(frozen=True, slots=True)
class ReportLine:
    report: ProjectReport
    month: str
    done: str
    to_date: str
    progress: str


@dataclass(frozen=True, slots=True)
class ProblemLine:
    problem: Problem
    overdue: bool


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """``steps``: the stages in order, each with the day it was reached ("" = not, or not said) and whether it is the present one."""

    stage: str
    stage_on: str
    total: str
    to_date: str
    to_date_share: str
    year: int
    planned: str
    done: str
    share: str
    progress: str
    progress_text: str
    told: str
    steps: tuple[tuple[str, str, bool, bool], ...]
    events: tuple[Event, ...]
    years: tuple[YearLine, ...]
    reports: tuple[ReportLine, ...]
    problems: tuple[ProblemLine, ...]
    chart: YearChart | None
    pairs: tuple[tuple[LikePair, Project], ...]
    sample: bool


def project_page(facts: ProjectFacts, month: date, *, today: date) -> ProjectPage:
    """``month``: its year is the one of the chart; ``today``: decides what is overdue."""
    project, now = facts.project, facts.standing
    planned = {one.year: one.planned_investment for one in facts.years}
    whole = in_wan(project.investment, project.investment_unit) if project.investment is not None else None
    stage = now.stage or project.stage
    return ProjectPage(
        stage=str(Stage(stage).label) if stage else _("未上报"),
        stage_on=_day(now.stage_on),
        total=display.with_unit(money.exact(project.investment), project.investment_unit),
        to_date=money.said(now.to_date),
        to_date_share=display.share(share_of(now.to_date, whole)),
        year=month.year,
        planned=money.said(planned.get(month.year)),
        done=money.said(now.year_amount),
        share=display.share(share_of(now.year_amount, planned.get(month.year))),
        progress=display.with_unit(money.exact(now.progress), "%"),
        progress_text=now.progress_text,
        told=f"{now.month:%Y-%m}" if now.month else "",
        steps=tuple(_steps(facts, stage)),
        events=tuple(_events(facts)),
        years=tuple(_years(facts)),
        reports=tuple(_report(one) for one in facts.reports),
        problems=tuple(_problem(one, today) for one in facts.problems),
        chart=_chart(facts, planned.get(month.year), month),
        pairs=tuple((one, one.second if one.first_id == project.pk else one.first) for one in facts.pairs),
        sample=project.sample or now.sample or any(one.sample for one in (*facts.years, *facts.reports, *facts.problems)),
    )  # fmt: skip


def _steps(facts: ProjectFacts, stage: str) -> Iterable[tuple[str, str, bool, bool]]:
    """Label, day, reached, present."""
    days = {one.stage: one.on for one in facts.stages}
    place = Stage.values.index(stage) if stage else -1
    for number, (code, label) in enumerate(Stage.choices):
        yield str(label), _day(days.get(code)), number <= place, number == place


def _events(facts: ProjectFacts) -> list[Event]:
    """The newest first: stages, months whose report says something new in words, problems."""
    found: list[tuple[date, Event]] = [
        (one.on, Event(_day(one.on), "stage", str(one.get_stage_display()), one.note, one.sample))
        for one in facts.stages
    ]
    said = ""
    for report in reversed(facts.reports):
        if report.progress_text and report.progress_text != said:  # the same words again are no event
            said = report.progress_text
            label = _("%(month)s 月报") % {"month": f"{report.month:%Y-%m}"}
            found.append((report.month, Event(f"{report.month:%Y-%m}", "report", label, said, report.sample)))
    for problem in facts.problems:
        label = _("问题：%(state)s") % {"state": problem.get_state_display()}
        day = localdate(problem.raised_at)
        found.append((day, Event(_day(day), "problem", label, problem.text, problem.sample, problem.pk)))
    return [event for _on, event in sorted(found, key=lambda one: one[0], reverse=True)]


def _years(facts: ProjectFacts) -> Iterable[YearLine]:
    """Every year that has a plan or a figure."""
    done: dict[int, Decimal] = {}
    for report in facts.reports:
        if report.investment_month is not None:
            done[report.month.year] = done.get(report.month.year, Decimal(0)) + report.investment_month
    plans = {one.year: one for one in facts.years}
    for year in sorted({*done, *plans}):
        plan = plans.get(year)
        planned = plan.planned_investment if plan else None
        yield YearLine(
            year=year,
            planned=money.exact(planned),
            done=money.exact(done.get(year)),
            share=display.share(share_of(done.get(year), planned)),
            target=plan.target if plan else "",
            measures=plan.measures if plan else "",
            sample=bool(plan and plan.sample),
        )


def _report(report: ProjectReport) -> ReportLine:
    return ReportLine(
        report=report,
        month=f"{report.month:%Y-%m}",
        done=money.exact(report.investment_month),
        to_date=money.exact(report.investment_to_date),
        progress=display.with_unit(money.exact(report.progress), "%"),
    )


def _problem(problem: Problem, today: date) -> ProblemLine:
    waits = problem.state in (ProblemState.OPEN, ProblemState.ASSIGNED)
    return ProblemLine(problem, waits and problem.due is not None and problem.due < today)


def _chart(facts: ProjectFacts, planned: Decimal | None, month: date) -> YearChart | None:
    told = [one for one in facts.reports if one.investment_month is not None]
    amounts = [Amount(one.month, planned is not None, one.investment_month) for one in told]  # type: ignore[arg-type]
    return year_chart(amounts, planned, month, file=_("项目投资-%(year)d") % {"year": month.year})


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""

"""What stands before the sample year begins: the projects with their totals and stages, the year's plan, by when reports are due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.management.base import CommandError

from accounts.models import PersonRole, User
from accounts.services.history import history
from plans.models import Plan
from projects.management.demo.cast import Cast
from projects.management.demo.story import Book, Month, Story, told
from projects.models import Project
from projects.services.register import save_project, save_year, write_stage
from projects.services.report_rules import save_rule
from regions.recorded import recorded


@dataclass(slots=True)
class Part:
    """One project of the sample with its story, its months and the clerk who reports it."""

    project: Project
    story: Story
    months: list[Month]
    clerk: User


def set_stage(book: Book, cast: Cast) -> list[Part]:
    """The thirty projects, ready to report. ``CommandError`` where one is not registered."""
    found = [(story, _project(story)) for story in book.stories]
    for plan in {project.plan_id: project.plan for _story, project in found}.values():
        _rule(plan, book, cast)
    return [_part(story, project, book, cast) for story, project in found]


def has_been_played(regions: Iterable[str], year: int) -> bool:
    """Whether these reports, or those of a person, are there already."""
    months = (date(year, 1, 1), date(year, 12, 1))
    return Project.objects.filter(region__code__in=list(regions), reports__month__range=months).exists()


def _project(story: Story) -> Project:
    named = Project.objects.filter(region__code=story.region, source_line=story.line, name=story.name)
    named = named.filter(merged_into__isnull=True).select_related("plan__region", "region__parent", "lead_unit__region")
    found = named.order_by("pk").first()
    if found is None:
        raise CommandError(f"没有登记项目“{story.name}”（{story.region}）。请先运行 load_projects。")
    if found.lead_unit is None:
        raise CommandError(f"项目“{story.name}”（{story.region}）没有牵头单位。")
    return found


def _rule(plan: Plan, book: Book, cast: Cast) -> None:
    planner = cast.office(plan.region, PersonRole.PLANNER)
    first, last = date(book.year, 1, 1), date(book.year, 12, 1)
    save_rule(plan=plan, first_month=first, last_month=last, due_day=book.due_day, sample=True, by=planner)


def _part(story: Story, project: Project, book: Book, cast: Cast) -> Part:
    planner = cast.office(project.region, PersonRole.PLANNER)
    with history(planner, recorded("演示数据")):
        Project.objects.filter(pk=project.pk).update(sample=True)
    project.sample = True
    project.investment, project.investment_unit, project.reports_monthly = story.total, "亿元", True
    project = save_project(project=project, lock=project.lock, by=planner, reason=recorded("演示数据"))
    with history(planner, recorded("演示数据")):
        write_stage(project=project, stage=story.stage, on=story.since, by=planner, sample=True)
    project.refresh_from_db()
    save_year(
        project=project,
        year=book.year,
        planned_investment=story.planned,
        target=_target(story),
        measures=recorded("每月调度，问题限时销号"),
        lock=0,
        by=planner,
        sample=True,
    )
    assert project.lead_unit is not None
    return Part(project, story, told(story, book.year), cast.clerk(project.lead_unit))


def _target(story: Story) -> str:
    if story.finish:
        return recorded("年内竣工")
    return (
        recorded("年内开工建设") if story.stage in ("idea", "reserve", "preparation") else recorded("完成年度投资计划")
    )

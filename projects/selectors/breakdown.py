"""The task breakdown (任务分工方案): every indicator, commitment and project of a plan with who answers and what the year asks."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import F, Prefetch

from accounts import access
from accounts.models import Unit, User
from indicators.models import AnnualTarget, Listing, PlanIndicator, ResponsibleUnit, Target
from plans.models import Plan, PlanStatus
from projects.models import CooperatingUnit, Kind, Project, ProjectYear

_KEY = re.compile(r"(row|project)-([0-9]{1,15})")


class Part(StrEnum):
    """The parts of the breakdown, in their order."""

    MAIN = "main"
    COMMITMENT = "commitment"
    PROJECT = "project"


class Lack(StrEnum):
    """What a task may lack."""

    UNIT = "unit"  # nobody leads
    CONFIRMED = "confirmed"  # the units are a default that nobody confirmed
    TARGET = "target"  # nothing is asked for this year
    MEASURES = "measures"


@dataclass(frozen=True, slots=True)
class Task:
    """One line. ``key``: ``row-12`` or ``project-9``. ``group``: category, chapter or box. ``above``: name of the heading row.

    ``promised``: targets as printed, of a project its facts.

    ``lead`` None: nobody. ``target``, ``measures``: of the year asked for, "" = not stated. ``line``: in the source document.
    """

    key: str
    part: Part
    group: str
    number: str
    above: str
    name: str
    unit: str
    promised: tuple[str, ...]
    line: int | None
    lead: Unit | None
    cooperating: tuple[Unit, ...]
    confirmed: bool
    target: str
    measures: str
    sample: bool = False

    @property
    def lacks(self) -> frozenset[Lack]:
        """What is missing; a task without a unit has no default to confirm."""
        found = {
            Lack.UNIT: self.lead is None,
            Lack.CONFIRMED: self.lead is not None and not self.confirmed,
            Lack.TARGET: not self.target,
            Lack.MEASURES: not self.measures,
        }
        return frozenset(lack for lack, missing in found.items() if missing)

    @property
    def units(self) -> tuple[Unit, ...]:
        """Who answers for it, whichever region they are of, the lead unit first."""
        return (*([self.lead] if self.lead else []), *self.cooperating)

    @property
    def seen(self) -> str:
        """Changes when anything does that a person may write: a writer names the one they looked at."""
        said = (
            self.key, self.lead.pk if self.lead else 0, [unit.pk for unit in self.cooperating], self.confirmed,
            self.target, self.measures,
        )  # fmt: skip
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def tasks_of(plan: Plan, year: int, keys: Iterable[str] | None = None) -> list[Task]:
    """The tasks of a plan in the order of the document, main indicators first. ``keys``: these alone. Seven queries.

    Heading rows are none; nor is a project that was merged into another, nor a mere direction.
    """
    rows: list[int] | None = None
    projects: list[int] | None = None
    if keys is not None:
        named = [match for key in keys if (match := _KEY.fullmatch(key))]
        rows = [int(match[2]) for match in named if match[1] == "row"]
        projects = [int(match[2]) for match in named if match[1] == "project"]
    return [*_of_rows(plan, year, rows), *_of_projects(plan, year, projects)]


def _of_rows(plan: Plan, year: int, ids: list[int] | None) -> list[Task]:
    found = PlanIndicator.objects.filter(plan=plan, is_heading=False).select_related("parent", "indicator")
    if ids is not None:
        found = found.filter(pk__in=ids)
    units = ResponsibleUnit.objects.select_related("unit").order_by("-is_lead", "unit__name")
    targets = Target.objects.filter(in_force=True).order_by("ordinal")
    rows = found.prefetch_related(
        Prefetch("responsibilities", units, to_attr="answering"), Prefetch("targets", targets, to_attr="promises")
    )
    years = {one.row_id: one for one in AnnualTarget.objects.filter(row__plan=plan, year=year)}
    order = {Listing.MAIN: 0, Listing.COMMITMENT: 1}
    return [
        _row_task(row, years.get(row.pk)) for row in sorted(rows, key=lambda one: (order[one.listing], one.position))
    ]


def _row_task(row: PlanIndicator, year: AnnualTarget | None) -> Task:
    answering = row.answering  # type: ignore[attr-defined]
    lead = next((one.unit for one in answering if one.is_lead), None)
    return Task(
        key=f"row-{row.pk}",
        part=Part.COMMITMENT if row.listing == Listing.COMMITMENT else Part.MAIN,
        group=row.category,
        number=row.number,
        above=row.parent.said_name if row.parent else "",
        name=row.said_name,
        unit=row.unit,
        promised=tuple(one.text for one in row.promises if one.text),  # type: ignore[attr-defined]
        line=row.source_line,
        lead=lead,
        cooperating=tuple(one.unit for one in answering if one.unit != lead),
        confirmed=bool(answering) and all(one.confirmed for one in answering),
        target=year.text if year else "",
        measures=year.measures if year else "",
    )


def _of_projects(plan: Plan, year: int, ids: list[int] | None) -> list[Task]:
    projects = Project.objects.filter(plan=plan, merged_into__isnull=True).exclude(kind=Kind.DIRECTION)
    if ids is not None:
        projects = projects.filter(pk__in=ids)
    years = {one.project_id: one for one in ProjectYear.objects.filter(project__plan=plan, year=year)}
    cooperating: dict[int, list[Unit]] = defaultdict(list)
    taking_part = CooperatingUnit.objects.filter(project__plan=plan, project__merged_into__isnull=True)
    for one in taking_part.select_related("unit").order_by("unit__name"):
        cooperating[one.project_id].append(one.unit)
    return [
        Task(
            key=f"project-{project.pk}",
            part=Part.PROJECT,
            group=project.box,
            number="",
            above="",
            name=project.name,
            unit="",
            promised=(project.facts,) if project.facts else (),
            line=project.source_line,
            lead=project.lead_unit,
            cooperating=tuple(cooperating[project.pk]),
            confirmed=project.unit_confirmed,
            target=years[project.pk].target if project.pk in years else "",
            measures=years[project.pk].measures if project.pk in years else "",
            sample=project.sample or (project.pk in years and years[project.pk].sample),
        )
        for project in projects.select_related("lead_unit").order_by(F("position"))
    ]


def plans_with_tasks(user: User, *, region_code: str = "") -> list[Plan]:
    """The plans of the person's scope that have tasks to be shared out, by region, the newest first; a leader sees no draft."""
    plans = Plan.objects.filter(region__in=access.visible_regions(user)).exclude(status=PlanStatus.REPLACED)
    if not access.sees_drafts(user):
        plans = plans.exclude(status=PlanStatus.DRAFT)
    if region_code:
        plans = plans.filter(region__code=region_code)
    return list(plans.select_related("region").order_by("region__code", "-start_year"))

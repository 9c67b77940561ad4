"""What the units of a plan answer for and how it stands, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, Max, OuterRef

from accounts.models import Unit
from evaluations.domain.appraisal import SUGGESTED, WEIGHED, Scheme
from evaluations.models import AppraisalScheme
from indicators.models import Observation, ResponsibleUnit
from indicators.selectors.region_page import PlanFacts, plan_facts
from plans.models import Plan
from projects.models import CooperatingUnit, Kind, Project, StageChange
from projects.selectors.standing import Standing, standings


@dataclass(frozen=True, slots=True)
class Duty:
    """That a unit answers for something. ``confirmed`` false: a default of the catalogue."""

    unit: Unit
    lead: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class AppraisalFacts:
    """Rows and projects of a plan in a year, with who answers for them. ``stored`` None: no weights were set yet."""

    facts: PlanFacts
    projects: tuple[Project, ...]
    standing: dict[int, Standing]
    of_rows: dict[int, list[Duty]]
    of_projects: dict[int, list[Duty]]
    stored: AppraisalScheme | None

    @property
    def scheme(self) -> Scheme:
        """The weights in force, else the suggested ones."""
        return SUGGESTED if self.stored is None else scheme_of(self.stored)


def scheme_of(stored: AppraisalScheme) -> Scheme:
    """The weights of a version. A state that it does not know yet is not counted."""
    return Scheme(
        weights={part: getattr(stored, part.value) for part in WEIGHED},
        scores={code: None if points is None else Decimal(points) for code, points in stored.scores.items()},
        joint=stored.joint,
    )


def stage_of(project: Project, standing: Standing) -> str:
    """The latest stage recorded up to the year's end; that of the register where nobody ever dated any. "" = none."""
    return standing.stage or ("" if project.dated else project.stage)  # type: ignore[attr-defined]


def find_plan(plan_id: int) -> Plan | None:
    """The plan with its region, drafts too."""
    return Plan.objects.select_related("region").filter(pk=plan_id).first()


def schemes_of(plan: Plan) -> list[AppraisalScheme]:
    """All versions, the newest first."""
    return list(AppraisalScheme.objects.filter(plan=plan).select_related("decided_by").order_by("-version"))


def scheme_in_force(plan: Plan) -> AppraisalScheme | None:
    """The version in force; None: nobody set weights yet."""
    return AppraisalScheme.objects.filter(plan=plan, in_force=True).select_related("decided_by").first()


def latest_year(plan: Plan) -> int:
    """The newest year of the plan with a published figure; its first year where there is none."""
    found = Observation.objects.filter(
        row__plan=plan, in_force=True, year__gte=plan.start_year, year__lte=plan.end_year
    ).aggregate(newest=Max("year"))["newest"]
    return found or plan.start_year


def appraisal_facts(plan: Plan, year: int) -> AppraisalFacts:
    """Everything that is appraised. Seventeen queries whatever the plan holds."""
    shown = Project.objects.filter(plan=plan, merged_into__isnull=True).exclude(kind=Kind.DIRECTION)
    dated = Exists(StageChange.objects.filter(project=OuterRef("pk")))
    projects = tuple(shown.select_related("lead_unit").annotate(dated=dated).order_by("position"))
    of_rows: dict[int, list[Duty]] = defaultdict(list)
    duties = ResponsibleUnit.objects.filter(row__plan=plan).select_related("unit").order_by("-is_lead", "unit__name")
    for one in duties:
        of_rows[one.row_id].append(Duty(one.unit, one.is_lead, one.confirmed))
    of_projects: dict[int, list[Duty]] = defaultdict(list)
    for project in projects:
        if project.lead_unit is not None:
            of_projects[project.pk].append(Duty(project.lead_unit, True, project.unit_confirmed))
    taking_part = CooperatingUnit.objects.filter(project__in=shown.order_by().values("pk")).select_related("unit")
    confirmed = {project.pk: project.unit_confirmed for project in projects}
    for joint in taking_part.order_by("unit__name"):
        of_projects[joint.project_id].append(Duty(joint.unit, False, confirmed[joint.project_id]))
    return AppraisalFacts(
        facts=plan_facts(plan, year, commitments=True),
        projects=projects,
        standing=standings([project.pk for project in projects], date(year, 12, 1)),
        of_rows=of_rows,
        of_projects=of_projects,
        stored=scheme_in_force(plan),
    )

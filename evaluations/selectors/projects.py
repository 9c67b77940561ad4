"""The key projects of a plan at the end of a year: counted by stage, their money, and those that something is known of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef

from evaluations.domain.facts import ProjectLine, Projects, Shown, Stage
from plans.models import Plan
from projects.domain.money import in_wan, total
from projects.domain.stages import NAMES, STAGES
from projects.models import Kind, Project, StageChange
from projects.presenters import money
from projects.selectors.bulletin_records import planned
from projects.selectors.standing import Standing, standings
from regions.recorded import recorded


def key_projects(plan: Plan, year: int) -> Projects:
    """Works of the plan's boxes (no directions, none merged into others), by what is approved up to December. Five queries."""
    works = Project.objects.filter(plan=plan, merged_into__isnull=True).exclude(kind=Kind.DIRECTION)
    found = list(
        works.select_related("lead_unit")
        .annotate(dated=Exists(StageChange.objects.filter(project=OuterRef("pk"))))
        .order_by("position")
        .defer("facts", "owner_contact")
    )
    if not found:
        return Projects()
    standing, plans = standings(works, date(year, 12, 1)), planned(works, year)
    stages = {one.pk: _stage(one, standing[one.pk]) for one in found}
    numbers = Counter(stages.values())
    known = [one for one in found if stages[one.pk] or standing[one.pk].report is not None]
    return Projects(
        total=len(found),
        stages=tuple(Stage(code, NAMES[code], numbers[code]) for code in STAGES if numbers[code]),
        invested=_sum([one.to_date for one in standing.values()]),
        planned=_sum([figure for figure, _sample in plans.values()]),
        done=_sum([one.year_amount for one in standing.values()]),
        silent=len(found) - len(known),
        lines=tuple(_line(one, standing[one.pk], stages[one.pk], plans.get(one.pk, (None, False))) for one in known),
        sample=any(one.sample or standing[one.pk].sample or plans.get(one.pk, (None, False))[1] for one in found),
    )


def _stage(project: Project, standing: Standing) -> str:
    """The latest recorded up to then; one of the register counts where nobody ever dated any."""
    return standing.stage or ("" if project.dated else project.stage)  # type: ignore[attr-defined]


def _line(project: Project, standing: Standing, stage: str, plan: tuple[Decimal | None, bool]) -> ProjectLine:
    notes = [
        standing.progress_text,
        recorded("存在问题：%(text)s") % {"text": standing.problem} if standing.problem else "",
    ]
    return ProjectLine(
        project=project.pk,
        name=project.name,
        box=project.box,
        unit=project.lead_unit.name if project.lead_unit is not None else "",
        stage=NAMES[stage] if stage else "",
        total=_exact(in_wan(project.investment, project.investment_unit)),
        planned=_exact(plan[0]),
        done=_exact(standing.year_amount),
        done_all=_exact(standing.to_date),
        note=recorded("；").join(one for one in notes if one),
        sample=project.sample or plan[1] or standing.sample,
    )


def _exact(value: Decimal | None) -> Shown:
    return Shown(money.exact(value), value)


def _sum(values: Sequence[Decimal | None]) -> Shown:
    together = total(values)
    return Shown(money.said(together), together)

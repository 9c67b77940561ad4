"""Actions of the matrix of roles about projects, their reports, problems and tasks: each is tried, and says whether it was done."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone

from indicators.models import AnnualTarget, Listing, PlanIndicator, ResponsibleUnit
from projects.models import Bulletin, CommitmentLink, Project
from projects.selectors.breakdown import tasks_of
from projects.selectors.bulletins import bulletin_facts
from projects.services.bulletins import seal
from tests.factories import accounts
from tests.factories.projects import issued_bulletin

YEAR = 2025


# --- the task breakdown -----------------------------------------------------------------------------------------------
def read_breakdown(client, world):
    answer = client.get(reverse("entry:breakdown"), {"plan": world.plan.pk})
    return lambda: answer.status_code == 200


def take_paper(client, world):
    answer = client.get(reverse("reports:breakdown", args=[world.plan.pk, YEAR]))
    return lambda: answer.status_code == 200


def write_task(client, world):
    """What the page would send, also where it is not shown."""
    key = f"row-{world.row.pk}"
    seen = tasks_of(world.plan, YEAR, [key])[0].seen
    given = {"seen": seen, "lead": world.unit.pk, "target": "165", "measures": ""}
    client.post(reverse("entry:task", args=[world.plan.pk, YEAR, key]), given)
    return lambda: AnnualTarget.objects.filter(row=world.row, year=YEAR, text="165").exists()


def confirm_default_unit(client, world):
    ResponsibleUnit.objects.filter(row=world.row).update(confirmed=False)
    given = {"year": YEAR, "task": [f"row-{world.row.pk}"]}
    client.post(f"{reverse('entry:breakdown')}?plan={world.plan.pk}", given)
    return lambda: ResponsibleUnit.objects.filter(row=world.row, confirmed=True).exists()


# --- promises of the text ---------------------------------------------------------------------------------------------
def read_commitments(client, world):
    PlanIndicator.objects.create(
        plan=world.plan, listing=Listing.COMMITMENT, position=1, name="体育公园", short_name="体育公园"
    )
    answer = client.get(reverse("dashboards:commitments"), {"region": world.plan.region.code})
    return lambda: answer.status_code == 200 and "体育公园" in answer.content.decode()


def link_projects(client, world):
    plan = world.plan
    project = Project.objects.create(plan=plan, region=plan.region, position=9000, name="体育公园")
    client.post(reverse("dashboards:commitment-projects", args=[world.row.pk]), {"project": project.pk})
    return lambda: CommitmentLink.objects.filter(row=world.row, project=project).exists()


TASKS = {
    "read-task-breakdown": read_breakdown,
    "take-task-paper-along": take_paper,
    "write-task": write_task,
    "confirm-default-unit": confirm_default_unit,
    "read-commitments": read_commitments,
    "link-commitment-projects": link_projects,
}


# --- bulletins --------------------------------------------------------------------------------------------------------
def _bulletin(world) -> str:
    return reverse("reports:bulletin", args=[world.plan.region.code, "monthly", f"{YEAR}-06"])


def read_bulletin(client, world):
    answer = client.get(_bulletin(world))
    return lambda: answer.status_code == 200


def take_bulletin(client, world):
    answer = client.get(f"{_bulletin(world)}?format=docx")
    return lambda: answer.status_code == 200


def read_issued_bulletin(client, world):
    issued = issued_bulletin(world.plan.region, by=accounts.reviewer(world.plan.region))
    answer = client.get(reverse("reports:bulletin-issued", args=[issued.pk]))
    return lambda: answer.status_code == 200


def issue(client, world):
    """What the page would send, also where it is not shown."""
    facts = bulletin_facts(world.plan.region, "monthly", date(YEAR, 6, 1), today=timezone.localdate())
    client.post(_bulletin(world), {"number": "第6期", "remarks": "", "looked_at": seal(facts)})
    return lambda: Bulletin.objects.filter(number="第6期").exists()


TASKS |= {
    "read-bulletin": read_bulletin,
    "take-bulletin-along": take_bulletin,
    "read-issued-bulletin": read_issued_bulletin,
    "issue-bulletin": issue,
}

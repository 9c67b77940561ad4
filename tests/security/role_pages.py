"""Actions of the matrix of roles at the pages of projects: each is tried, and says whether it was done."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from projects.models import Project
from tests.factories.projects import ProjectFactory

_CONTACT = "0373-7654321"
_FORM = {"name": "滨河路", "kind": "project", "lock": 0}


def _made(world) -> Project:
    """A project that the clerk's unit leads."""
    return ProjectFactory(plan=world.plan, lead_unit=world.unit, name="滨河路", position=900, owner_contact=_CONTACT)


def read(client, world):
    answer = client.get(reverse("projects:project", args=[_made(world).pk]))
    return lambda: answer.status_code == 200


def see_contact(client, world):
    answer = client.get(reverse("projects:project", args=[_made(world).pk]))
    return lambda: answer.status_code == 200 and _CONTACT in answer.content.decode()


def _send(client, project: Project, part: str, **values) -> None:
    named = {f"{part}-{name}": value for name, value in values.items()}
    client.post(reverse("projects:edit", args=[project.pk]), {"part": part, **named})


def change(client, world):
    project = _made(world)
    _send(client, project, "project", **_FORM, owner="城投公司")
    return lambda: Project.objects.get(pk=project.pk).owner == "城投公司"


def record_stage(client, world):
    project = _made(world)
    _send(client, project, "stage", stage="started", on=date(2025, 3, 1))
    return lambda: Project.objects.get(pk=project.pk).stage == "started"


def set_units(client, world):
    project = _made(world)
    _send(client, project, "units", lead=world.other.pk, confirmed="on", lock=0)
    return lambda: Project.objects.get(pk=project.pk).lead_unit_id == world.other.pk


def plan_year(client, world):
    project = _made(world)
    _send(client, project, "year-2025", year=2025, lock=0, planned_investment="1200")
    return lambda: project.years.filter(year=2025, planned_investment=1200).exists()


ACTIONS = {
    "read-project-page": read,
    "see-contact-of-owner": see_contact,
    "change-project": change,
    "record-project-stage": record_stage,
    "set-project-units": set_units,
    "plan-project-year": plan_year,
}

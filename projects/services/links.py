"""Linking projects with the promises they serve; a planner decides, the history keeps who."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from indicators.models import PlanIndicator
from projects.models import CommitmentLink, Project
from regions.recorded import recorded


@dataclass(frozen=True, slots=True)
class Linked:
    """How many links were added and taken away."""

    added: int
    removed: int


def set_links(
    *, row: PlanIndicator, projects: Collection[int], notes: Mapping[int, str] | None = None, by: User
) -> Linked:
    """Let exactly these projects (ids) serve the row; ``notes`` by project. Of the same plan only (``ValidationError``).

    Setting the same again changes nothing. ``PermissionDenied`` for who is no planner of the region.
    """
    region = row.plan.region
    access.require(access.may_plan(by, region), user=by, what=f"link projects with row {row.pk}")
    wanted, notes = set(projects), notes or {}
    with transaction.atomic(), history(by, recorded("关联项目：%(name)s") % {"name": row.short_name}):
        PlanIndicator.objects.select_for_update(of=["self"], no_key=True).get(pk=row.pk)
        of_plan = set(Project.objects.filter(pk__in=wanted, plan=row.plan_id).values_list("pk", flat=True))
        if of_plan != wanted:
            raise ValidationError(_("只能关联同一规划的项目。请刷新页面后再选。"))
        stored = {link.project_id: link for link in CommitmentLink.objects.filter(row=row)}
        gone = [link for project, link in stored.items() if project not in wanted]
        for link in gone:
            link.delete()
        for project in sorted(wanted - stored.keys()):
            _save(CommitmentLink(project_id=project, row=row, note=notes.get(project, "")))
        for project in sorted(wanted & stored.keys() & notes.keys()):
            link = stored[project]
            if link.note != notes[project]:
                link.note = notes[project]
                _save(link)
    return Linked(len(wanted - stored.keys()), len(gone))


def _save(link: CommitmentLink) -> None:
    link.full_clean()
    link.save()

"""The task breakdown of a plan as a Word document."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.views.along import download, record_export
from entry.presenters.breakdown import heading, narrowed, units_in
from files.kinds import MEDIA_TYPES, Kind
from projects.selectors.breakdown import plans_with_tasks, tasks_of
from projects.views.common import only_now
from reports.breakdown import breakdown_paper


@require_safe
@only_now
def breakdown(request: HttpRequest, plan_id: int, year: int) -> HttpResponse:
    """All tasks, or with ``unit`` (id) those in which the unit leads or takes part."""
    plan = next((one for one in plans_with_tasks(request.user) if one.pk == plan_id), None)
    if plan is None or not plan.start_year <= year <= plan.end_year:
        raise Http404
    tasks = tasks_of(plan, year)
    asked = request.GET.get("unit", "")
    unit = next((one.name for one in units_in(tasks) if str(one.pk) == asked), "")
    if asked and not unit:
        raise Http404
    found = narrowed(tasks, part="", lack="", unit=asked)
    data = breakdown_paper(plan, year, found, unit=unit, made_at=timezone.localtime())
    name = f"{heading(plan, year)}{unit}.docx"
    record_export(request, name, region=plan.region)
    return download(data, name, MEDIA_TYPES[Kind.WORD], plain="tasks.docx")

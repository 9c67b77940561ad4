"""The boxes (专栏) of plans: what each lists, so that it can be held against the document."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import sees_drafts, visible_regions
from accounts.views.along import as_workbook, wants_workbook
from accounts.views.asked import refuses_bad_parameters
from projects.models import Decision
from projects.presenters.boxes import boxes_table, lines_said, sums_of
from projects.selectors.boxes import counted_boxes, plans_with_projects
from projects.selectors.pairs import counted_decisions
from projects.views.asked import asked_plan
from projects.views.common import refuse_as_of


@require_safe
@refuses_bad_parameters
def boxes(request: HttpRequest) -> HttpResponse:
    """The boxes of one plan (``?plan=``), or the plans of the person's scope with their sums."""
    refuse_as_of(request.GET)
    plans = list(plans_with_projects(visible_regions(request.user), drafts=sees_drafts(request.user)))
    plan = asked_plan(request.GET, plans)
    shown = [plan] if plan else plans
    counted = counted_boxes(shown)
    if wants_workbook(request):
        return as_workbook(request, [boxes_table(shown, counted)], _("专栏"), region=plan.region if plan else None)
    decided = counted_decisions(shown)
    of = {one.pk: [box for box in counted if box.plan_id == one.pk] for one in shown}
    context = {
        "plans": plans,
        "plan": plan,
        "boxes": [(box, lines_said(box)) for box in of[plan.pk]] if plan else [],
        "sums": [(one, sums_of(of[one.pk], decided[one.pk][Decision.OPEN])) for one in shown],
        "all": sums_of(counted),
    }
    return render(request, "projects/boxes.html", context)

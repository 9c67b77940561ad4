"""`/history/<app.model>/<id>/`: who changed what, when and why."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import access
from entry.selectors import history as selectors
from entry.views.common import person


@require_GET
def history(request: HttpRequest, label: str, object_id: int) -> HttpResponse:
    """Every earlier state of one thing, the newest first; readable by whoever may see its region."""
    found = selectors.find(label, object_id)
    if found is None:
        raise Http404
    kept, thing = found
    user, region = person(request), kept.region(thing)
    allowed = region is not None and kept.may(user, region)
    if allowed and selectors.of_a_draft(thing) and not access.sees_drafts(user):
        raise Http404
    access.require(allowed, user=user, what=f"history of {label} {object_id}")
    context = {
        "thing": thing,
        "kind": thing._meta.verbose_name,
        "region": region,
        "steps": selectors.steps(kept, thing),
    }
    return render(request, "entry/history.html", context)

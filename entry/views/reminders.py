"""`/entry/reminders/read/`: a person has read what stood above the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from entry.views.common import person
from indicators.services import reminders


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark the reminders that were shown as read and go back to where the person was."""
    shown = [int(word) for word in request.POST.getlist("reminder") if word.isdecimal() and len(word) < 19]
    reminders.mark_read(reminder_ids=shown, by=person(request))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "entry:list")

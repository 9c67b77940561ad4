"""`/entry/projects/`: the monthly reports of a unit's projects, filled in like a sheet, and the addresses its script sends to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import access
from accounts.models import Unit, User
from entry.forms.projects.grid import SentReports, read_sent
from entry.forms.sent import Refused
from entry.presenters.projects import answers
from entry.presenters.projects.grid import ReportPage, back_of, due_said, month_choices, payload
from entry.selectors.projects import desk
from entry.selectors.projects.findings import findings_of
from entry.views.common import person
from projects.domain.months import read_month
from projects.services.report_entry import Outcome, ReportEntry
from projects.services.reports import save_many, withdraw_many
from projects.views.common import only_now


@require_GET
@only_now
def grid(request: HttpRequest) -> HttpResponse:
    """The projects of a unit in a month."""
    user = person(request)
    access.require(access.enters_figures(user), user=user, what="grid of monthly reports")
    today = timezone.localdate()
    units = desk.units_of(user)
    unit = chosen_unit(request, units)
    context: dict[str, Any] = {"units": units, "unit": unit}
    if unit is not None:
        offered = desk.months_of(unit, today=today)
        month = chosen_month(request, offered, today)
        everything = request.GET.get("all") == "1"
        rows = desk.report_rows(user, unit, month, today=today, everything=everything)
        page = ReportPage(user, unit, month, rows, desk.units_to_ask(user, unit), everything)
        context |= {
            "rows": rows,
            "month": month,
            "months": month_choices(offered if month in offered else [month, *offered]),
            "everything": everything,
            "sample": any(one.report is not None and one.report.sample for one in rows),
            "grid": payload(page),
            "due": due_said(rows, today),
            "sheet": f"{reverse('entry:projects-sheet')}?{back_of(page)}",
        }
    return render(request, "entry/projects/grid.html", context)


def chosen_unit(request: HttpRequest, units: list[Unit]) -> Unit | None:
    """The unit that was asked for, else the first; 404 for one whose projects are not the person's to write."""
    asked = request.GET.get("unit", "")
    if not asked:
        return units[0] if units else None
    found = next((one for one in units if str(one.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def chosen_month(request: HttpRequest, offered: list[date], today: date) -> date:
    """The month that was asked for, else the one to be reported now."""
    asked = request.GET.get("month", "")
    month = read_month(asked) if asked else desk.usual_month(offered, today=today)
    if month is None:
        raise Http404
    return month


@require_POST
def check(request: HttpRequest) -> JsonResponse:
    """The rows as they stand; nothing is written."""
    return _answer(request, None)


@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """Keep the rows as drafts; each one that is refused says why and leaves the others alone."""
    return _answer(request, lambda sent: _write(sent, submit=False))


@require_POST
def submit(request: HttpRequest) -> JsonResponse:
    """Keep the rows and hand them to the reviewer; what stands in the way of one stays a draft."""
    return _answer(request, lambda sent: _write(sent, submit=True))


@require_POST
def withdraw(request: HttpRequest) -> JsonResponse:
    """Take submitted reports back into drafts, as long as nobody has reviewed them; cells that are sent play no part."""

    def take_back(sent: SentReports) -> dict[int, Outcome]:
        entries = [
            ReportEntry(project=one.project, month=sent.month, figures=None, lock=sent.locks[row_id])
            for row_id, one in sent.rows.items()
        ]
        return dict(zip(sent.rows, withdraw_many(entries=entries, by=sent.user), strict=True))

    return _answer(request, take_back)


def _write(sent: SentReports, *, submit: bool) -> dict[int, Outcome]:
    if not sent.entries:
        return {}
    done = save_many(entries=list(sent.entries.values()), by=sent.user, submit=submit)
    return dict(zip(sent.entries, done, strict=True))


def _answer(request: HttpRequest, step: Callable[[SentReports], dict[int, Outcome]] | None) -> JsonResponse:
    """Do the step (None: write nothing) with the rows that were sent; one answer for each of them."""
    user: User = person(request)
    access.require(access.enters_figures(user), user=user, what="rows of monthly reports")
    today = timezone.localdate()
    try:
        sent = read_sent(request.body, user, today=today)
    except Refused as error:
        return JsonResponse({"message": str(error)}, status=400)
    outcomes = step(sent) if step else {}
    found = {} if step else findings_of(sent.rows.values(), today=today)
    now = sent.rows
    if step:
        fresh = desk.report_rows(user, None, sent.month, today=today, only=list(sent.rows))
        now = {**sent.rows, **{one.project.pk: one for one in fresh}}
    lost = _("有 %(n)d 行不由您报送，没有保存。") % {"n": len(sent.unknown)} if sent.unknown else ""
    return JsonResponse({"rows": answers.rows_payload(sent, outcomes, now, found), "message": lost})

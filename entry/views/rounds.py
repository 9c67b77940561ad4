"""`/entry/rounds/`: the rounds of a person's scope, the board of one, reopening it, reminding of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import access
from entry.forms.rounds import RemindForm, ReopenForm
from entry.presenters.board import board_context, remind_context, summary
from entry.selectors import board as selectors
from entry.tasks import send_mail_on_commit
from entry.views.common import CONFLICT, UNREADABLE, person, take_over
from indicators.models import ReportingRound
from indicators.services import reminders, rounds
from indicators.services.errors import ServiceError

PER_PAGE = 50


@require_GET
def round_list(request: HttpRequest) -> HttpResponse:
    """Every round of the scope, the newest first; a clerk's numbers are those of the own unit."""
    user, today = person(request), timezone.localdate()
    page = Paginator(selectors.listed(user), PER_PAGE).get_page(request.GET.get("page"))
    lines = [summary(board, today=today) for board in selectors.parts_of(user, page.object_list, today=today)]
    return render(request, "entry/rounds.html", {"page": page, "lines": lines, "runs": access.runs_rounds(user)})


@require_GET
def board(request: HttpRequest, round_id: int) -> HttpResponse:
    """Who has entered what of one round. ``?unit=&state=`` narrow the table of figures."""
    one, user = _found(round_id), person(request)
    access.require(selectors.may_look(user, one), user=user, what=f"board of round {round_id}")
    part = selectors.parts_of(user, [one], today=timezone.localdate())[0]
    context = board_context(part, user, unit=request.GET.get("unit", ""), state=request.GET.get("state", ""))
    return render(request, "entry/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, round_id: int) -> HttpResponse:
    """Open one row or everything again until a day, with the reason. ``?row=`` proposes a row."""
    one = _to_run(request, round_id, "reopen")
    today = timezone.localdate()
    if request.method != "POST":
        form = ReopenForm(round=one, today=today, initial={"row": request.GET.get("row", "")})
        return _show_reopen(request, one, form)
    form = ReopenForm(request.POST, round=one, today=today)
    if not form.is_valid():
        return _show_reopen(request, one, form, status=UNREADABLE)
    try:
        opened = rounds.reopen(round=one, by=person(request), **form.cleaned_data)
    except ValidationError as error:
        take_over(form, error)
        return _show_reopen(request, one, form, status=UNREADABLE)
    messages.success(request, _("已重新开放至 %(day)s。") % {"day": opened.closes_on.isoformat()})
    return redirect("entry:round", one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, round_id: int) -> HttpResponse:
    """Remind the people of units that have figures left: in the application, and by e-mail where they have an address."""
    one = _to_run(request, round_id, "remind of")
    parts = selectors.by_unit(selectors.parts_of(person(request), [one], today=timezone.localdate())[0])
    late = [part for part in parts if part.board.handed_in < part.board.asked]
    unit_ids = [part.unit.pk if part.unit else None for part in late]
    if request.method != "POST":
        reached = [part.unit.pk if part.unit else None for part in late if part.clerks or part.unit is None]
        form = RemindForm(unit_ids=unit_ids, initial=reminders.proposed(one, reached))
        return render(request, "entry/remind.html", remind_context(one, late, form))
    form = RemindForm(request.POST, unit_ids=unit_ids)
    if not form.is_valid():
        return render(request, "entry/remind.html", remind_context(one, late, form), status=UNREADABLE)
    chosen, text = form.cleaned_data["units"], form.cleaned_data["text"]
    try:
        count = reminders.remind_by_hand(round=one, unit_ids=chosen, text=text, by=person(request))
    except ServiceError as error:
        form.add_error(None, str(error))
        return render(request, "entry/remind.html", remind_context(one, late, form), status=CONFLICT)
    send_mail_on_commit()
    messages.success(request, _("已提醒 %(count)d 人。填了邮箱的人还会收到邮件。") % {"count": count})
    return redirect("entry:round", one.pk)


def _found(round_id: int) -> ReportingRound:
    one = selectors.round_by_id(round_id)
    if one is None:
        raise Http404
    return one


def _to_run(request: HttpRequest, round_id: int, doing: str) -> ReportingRound:
    """The round, for whoever runs rounds of its region."""
    one, user = _found(round_id), person(request)
    allowed = access.may_run_rounds(user, one.plan.region)
    access.require(allowed, user=user, what=f"{doing} round {round_id}")
    return one


def _show_reopen(request: HttpRequest, one: ReportingRound, form: Form, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"round": one, "form": form, "reopenings": selectors.reopenings_of(one)}
    return render(request, "entry/reopen.html", context, status=status)

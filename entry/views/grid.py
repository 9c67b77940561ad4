"""`/entry/`: the grid of one plan and year, and the three addresses its script sends rows to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import access
from entry.forms.grid import Refused, Sent, read_sent
from entry.presenters import grid_answers as answers
from entry.presenters.grid import GridPage, payload, sheet_address
from entry.selectors import figures as figure_selectors
from entry.selectors import grid as selectors
from entry.selectors.preview import planned
from entry.views.common import person
from indicators.selectors.assessment_inputs import active_rule, inputs_of_rows
from indicators.selectors.rounds import round_of, writable
from indicators.services.entered import Outcome
from indicators.services.observations import save_many
from plans.models import Plan


@require_GET
def grid(request: HttpRequest) -> HttpResponse:
    """The person's rows of a plan and year, to be filled in like a sheet."""
    user = person(request)
    access.require(access.enters_figures(user), user=user, what="entry grid")
    code = request.GET.get("region", "").strip()
    plans = figure_selectors.plans_of(user, region_code=code)
    today = timezone.localdate()
    rounds = selectors.rounds_open_for(user, today=today)
    plan, year = _chosen(request, plans, rounds)
    context: dict[str, Any] = {"plans": plans, "plan": plan, "year": year, "region_code": code, "rounds": rounds}
    if plan is not None:
        rows = selectors.grid_rows(user, plan, year)
        inputs = inputs_of_rows([one.row.pk for one in rows])
        rule = active_rule() if inputs else None
        expected = {row_id: planned(one, year, rule=rule) for row_id, one in inputs.items()} if rule else {}
        page = GridPage(user, plan, year, round_of(plan, year), rows, expected)
        context |= {
            "rows": rows,
            "round": page.round,
            "untils": {one.leave.until for one in rows if one.leave.allowed and one.leave.until},
            "sheet": sheet_address(page),
            "grid": payload(page),
            "years": range(plan.start_year, plan.end_year + 1),
        }
    return render(request, "entry/grid.html", context)


def _chosen(request: HttpRequest, plans: list[Plan], rounds: list[Any]) -> tuple[Plan | None, int]:
    """What was asked for, else the round that closes first, else the newest plan and last year."""
    asked, year = request.GET.get("plan", ""), request.GET.get("year", "")
    plan = next((one for one in plans if str(one.pk) == asked), None)
    if asked and plan is None and not request.GET.get("region"):
        raise Http404
    mine = {one.pk for one in plans}
    round_ = next((one for one in rounds if one.plan_id in mine and plan in (None, one.plan)), None)
    if plan is None:
        plan = round_.plan if round_ else selectors.usual_plan(plans)
    if plan is None:
        return None, 0
    if year.isdecimal():
        if not plan.start_year <= int(year) <= plan.end_year:
            raise Http404
        return plan, int(year)
    return plan, round_.year if round_ else selectors.usual_year(plan, timezone.localdate())


@require_POST
def check(request: HttpRequest) -> JsonResponse:
    """What the rows would mean and what is wrong with them; nothing is written."""
    return _answer(request, write=False, submit=False)


@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """Keep the rows as drafts; each one that is refused says why and leaves the others alone."""
    return _answer(request, write=True, submit=False)


@require_POST
def submit(request: HttpRequest) -> JsonResponse:
    """Keep the rows and hand them to the reviewer; what stands in the way of one stays a draft."""
    return _answer(request, write=True, submit=True)


def _answer(request: HttpRequest, *, write: bool, submit: bool) -> JsonResponse:
    user = person(request)
    access.require(access.enters_figures(user), user=user, what="rows of the entry grid")
    try:
        sent = read_sent(request.body, user, to_write=write)
    except Refused as error:
        return JsonResponse({"message": str(error)}, status=400)
    outcomes: dict[int, Outcome] = {}
    if write and sent.entries:
        done = save_many(entries=list(sent.entries.values()), by=user, submit=submit)
        outcomes = dict(zip(sent.entries, done, strict=True))
    return JsonResponse(
        {"rows": answers.rows_payload(sent, outcomes, _now(sent, outcomes, write=write)), "message": _message(sent)}
    )


def _now(sent: Sent, outcomes: dict[int, Outcome], *, write: bool) -> dict[int, selectors.GridRow]:
    """The rows as they stand after writing: with what was saved now, or by somebody else before."""
    if not write:
        return sent.rows
    latest = {row_id: one.observation or one.theirs for row_id, one in outcomes.items()}
    prefetch_related_objects([figure for figure in latest.values() if figure is not None], "warnings")
    leaves = {row_id: one.leave for row_id, one in outcomes.items() if one.leave is not None}
    unread = [row_id for row_id in sent.rows if row_id not in leaves]  # a form that is not valid reached no service
    leaves |= writable(sent.user, unread, sent.year) if unread else {}
    return {
        row_id: replace(one, latest=latest.get(row_id) or one.latest, leave=leaves[row_id])
        for row_id, one in sent.rows.items()
    }


def _message(sent: Sent) -> str:
    return _("有 %(n)d 行不由您填报，没有保存。") % {"n": len(sent.unknown)} if sent.unknown else ""

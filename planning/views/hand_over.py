"""Hand-over to the next plan: `/plans/<id>/succeed/`, and the end value that was revised since."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.selectors.row_page import find_row
from indicators.services.errors import ServiceError
from planning.forms.hand_over import AddedForm, PlanForm
from planning.presenters.hand_over import form_of, lines
from planning.selectors.hand_over import HandOverPage, hand_over_page
from planning.services.end_values import take_over_end_value
from planning.services.hand_over import Undecided, hand_over
from planning.views.common import CONFLICT, UNREADABLE, announce, only_now, person, plan_to_change, take_over
from plans.models import Plan, PlanStatus
from regions.recorded import recorded

#: Rows that only the new plan has, at one go; the page may be used again.
_NEW_ROWS = 3


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def succeed(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Make the plan after from this one, or hand rows over that came late."""
    plan = plan_to_change(person(request), plan_id)
    if plan.status == PlanStatus.DRAFT:
        raise Http404  # what is not carried out yet has nothing to hand over
    page = hand_over_page(plan)
    if request.method != "POST":
        return _show(request, page)
    return _decide(request, page)


def _decide(request: HttpRequest, page: HandOverPage) -> HttpResponse:
    made = None if page.after else PlanForm(request.POST)
    forms = [form_of(page, end, request.POST) for end in page.left if not end.row.is_heading]
    new = _new_rows(page, request.POST)
    asked = [*([made] if made else []), *forms, *new]
    if sum(one.is_valid() for one in asked) < len(asked):  # each of them, so that each says what is wrong
        return _show(request, page, made=made, new=new, status=UNREADABLE, said=_("有内容没有填对，请看标出的地方。"))
    decisions = {form.row.pk: decision for form in forms if (decision := form.decision()) is not None}
    added = [one for form in new if (one := form.added()) is not None]
    to = page.after or made.particulars()  # type: ignore[union-attr]
    if not decisions and not added:
        return _show(request, page, made=made, new=new, status=UNREADABLE, said=_("没有选定要衔接的行。"))
    try:
        done = hand_over(plan=page.plan, to=to, decisions=decisions, added=added, by=person(request))
    except Undecided as error:
        return _show(request, page, made=made, new=new, status=UNREADABLE, said=str(error), errors=error.errors)
    except ValidationError as error:
        if made is not None:
            take_over(made, error)
        said = "" if made is not None else _("；").join(error.messages)
        return _show(request, page, made=made, new=new, status=UNREADABLE, said=said)
    except ServiceError as error:
        return _show(request, page, made=made, new=new, status=CONFLICT, said=str(error))
    said = _("已衔接到 %(plan)s：新增 %(rows)d 行，其中 %(bases)d 行以上期期末值为基期值。")
    announce(request, done.job, said % {"plan": done.plan, "rows": done.rows, "bases": done.bases})
    return redirect("planning:plan", done.plan.pk)


def _show(
    request: HttpRequest, page: HandOverPage, *, made: PlanForm | None = None, new: list[AddedForm] | None = None,
    status: int = 200, said: str = "", errors: dict[int, str] | None = None,
) -> HttpResponse:  # fmt: skip
    data = request.POST if request.method == "POST" else None
    context: dict[str, Any] = {
        "plan": page.plan,
        "after": page.after,
        "page": page,
        "made": None if page.after else made or PlanForm(initial=_next_period(page.plan)),
        "lines": lines(page, data, errors),
        "new": new if new is not None else _new_rows(page, None),
        "said": said,
    }
    return render(request, "planning/succeed.html", context, status=status)


def _new_rows(page: HandOverPage, data: Any) -> list[AddedForm]:
    """Nothing is added to a plan that is carried out."""
    return [AddedForm(data, prefix=f"new-{number}") for number in range(_NEW_ROWS)] if page.may_add else []


def _next_period(plan: Plan) -> dict[str, object]:
    """As long as this one, right after it."""
    start, end = plan.end_year + 1, plan.end_year + (plan.end_year - plan.start_year) + 1
    title = recorded("%(region)s国民经济和社会发展规划纲要（%(start)d–%(end)d 年）")
    return {
        "title": title % {"region": plan.region.name, "start": start, "end": end},
        "start_year": start,
        "end_year": end,
    }


@require_POST
def take_end_value(request: HttpRequest, row_id: int) -> HttpResponse:
    """Take the revised end value of the plan before over as base of this row."""
    row = find_row(row_id)
    if row is None:
        raise Http404
    version, seen = (request.POST.get(name, "") for name in ("version", "seen"))
    try:
        job = take_over_end_value(row=row, version=_number(version), seen=_number(seen), by=person(request))
    except ValidationError as error:
        messages.error(request, _("；").join(error.messages))
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        announce(request, job, _("已采用上期现在的数作为基期值。"))
    if request.POST.get("to") == "row":
        return redirect("dashboards:row", row.pk)
    return redirect("planning:plan", row.plan_id)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0

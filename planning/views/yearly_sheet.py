"""`/plans/<id>/yearly/sheet/` and `…/upload/`: the yearly targets as a workbook, out, and back in after a look at what it changes."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from accounts.models import AuditKind
from accounts.services import audit
from accounts.views.asked import refuses_bad_parameters
from entry.forms.sheets.found import SheetRefused
from entry.services.sheets import store
from entry.views.sheets.workbook import read_sent, workbook_response
from indicators.selectors.yearly import yearly_rows
from indicators.services.annual_targets import save_annual_targets
from indicators.services.errors import ServiceError
from planning.forms.yearly_sheet import Upload, read_upload
from planning.presenters.yearly_sheet import columns, form_of
from planning.views.common import CONFLICT, UNREADABLE, person
from planning.views.yearly import plan_to_see
from plans.models import Plan
from regions.recorded import recorded
from sheets.opening import MAX_BYTES
from sheets.write import write_form


@require_safe
@refuses_bad_parameters
def sheet(request: HttpRequest, plan_id: int) -> HttpResponse:
    """All rows of the plan: to be read, and by a planner to be filled in and sent back."""
    user, plan = person(request), plan_to_see(request, plan_id)
    form = form_of(plan, yearly_rows(plan), writes=access.may_plan(user, plan.region))
    about = recorded("导出：%(name)s") % {"name": form.heading}
    audit.record(kind=AuditKind.EXPORT, about=about, by=user, region=plan.region)
    return workbook_response(write_form(form), f"{form.heading}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@refuses_bad_parameters
def upload(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A filled-in workbook: sent, looked at, then written."""
    user, plan = person(request), plan_to_see(request, plan_id)
    access.require(access.may_plan(user, plan.region), user=user, what=f"workbook of yearly targets of plan {plan_id}")
    if request.method != "POST":
        key = request.GET.get("file", "")
        return _look(request, plan, key) if key else _page(request, plan)
    if request.POST.get("action") == "save":
        return _apply(request, plan)
    try:
        data = read_sent(request.FILES.get("workbook"))
        _read(data, plan)
    except SheetRefused as error:
        return _page(request, plan, refusal=str(error))
    return redirect(f"{request.path}?{urlencode({'file': store.keep(data, by=user)})}")


def _read(data: bytes, plan: Plan) -> Upload:
    return read_upload(data, plan=plan, rows=yearly_rows(plan), columns=columns(plan))


def _look(request: HttpRequest, plan: Plan, key: str, *, refusal: str = "", status: int = UNREADABLE) -> HttpResponse:
    """``status``: the answer where there is a ``refusal``."""
    data = store.fetch(key, by=person(request))
    if data is None:
        return _page(request, plan, refusal=_("上传的工作簿已过期，没有保存任何数据。请重新上传。"))
    try:
        read = _read(data, plan)
    except SheetRefused as error:
        return _page(request, plan, refusal=str(error))
    return _page(request, plan, read=read, key=key, refusal=refusal, status=status)


def _apply(request: HttpRequest, plan: Plan) -> HttpResponse:
    user, key = person(request), request.POST.get("file", "")
    data = store.fetch(key, by=user)
    try:
        read = None if data is None else _read(data, plan)
    except SheetRefused as error:
        return _page(request, plan, refusal=str(error))
    if read is None or read.problems or not read.changes or read.digest != request.POST.get("digest"):
        return _look(request, plan, key, refusal=_("没有保存任何数据，请再核对一遍。"), status=CONFLICT)
    try:
        done = save_annual_targets(plan=plan, entries=read.entries, documents=read.documents, by=user)
    except (ServiceError, ValidationError) as error:
        return _look(request, plan, key, refusal=str(error))
    store.forget(key, by=user)
    about = recorded("导入年度目标：%(plan)s，%(number)d 项") % {"plan": plan, "number": done}
    audit.record(kind=AuditKind.IMPORT, about=about, by=user, region=plan.region)
    messages.success(request, _("已保存 %(number)d 项年度目标。") % {"number": done})
    return redirect("planning:yearly", plan.pk)


def _page(
    request: HttpRequest,
    plan: Plan,
    *,
    read: Upload | None = None,
    key: str = "",
    refusal: str = "",
    status: int = UNREADABLE,
) -> HttpResponse:
    context = {
        "plan": plan, "upload": read, "key": key, "refusal": refusal, "most": MAX_BYTES >> 20, "about": _("指标"),
        "again": request.path, "sheet": reverse("planning:yearly-sheet", args=[plan.pk]),
    }  # fmt: skip
    return render(request, "planning/yearly_upload.html", context, status=status if refusal else 200)

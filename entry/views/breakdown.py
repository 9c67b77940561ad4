"""`/tasks/`: the task breakdown (任务分工) of a plan and year, one task to be written, the workbook out and in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from accounts.models import AuditKind, Unit, User
from accounts.services import audit
from entry.forms.breakdown import TaskForm, Upload, read_upload
from entry.forms.sheets.found import SheetRefused
from entry.presenters import breakdown as pages
from entry.services.sheets import store
from entry.views.common import CONFLICT, UNREADABLE, person
from entry.views.sheets.workbook import read_sent, workbook_response
from indicators.services.errors import ServiceError
from plans.models import Plan
from projects.selectors.breakdown import plans_with_tasks, tasks_of
from projects.services.breakdown import StaleTask, confirm_units, save_tasks
from projects.views.common import only_now
from regions.recorded import recorded
from sheets.opening import MAX_BYTES
from sheets.write import write_form

_PAGE = 100
_KEPT = ("part", "lack", "unit")


@require_http_methods(["GET", "HEAD", "POST"])
def tasks(request: HttpRequest) -> HttpResponse:
    """Every task of the chosen plan; POST confirms the ticked default units."""
    user = person(request)
    if request.GET.get("as_of", "").strip():
        message = _("任务分工不能按历史日期（as_of）查看。请去掉该参数。")
        return render(request, "400.html", {"message": message}, status=400)
    code = request.GET.get("region", "").strip()
    plans = plans_with_tasks(user, region_code=code)
    plan = _chosen(plans, request.GET.get("plan", ""))
    if request.method == "POST":
        return _confirm(request, user, plan)
    context: dict[str, Any] = {"plans": plans, "plan": plan, "region_code": code}
    if plan is not None:
        context |= _page(request, user, plan, _year(plan, request.GET.get("year", "")))
    return render(request, "entry/breakdown.html", context)


def _page(request: HttpRequest, user: User, plan: Plan, year: int) -> dict[str, Any]:
    chosen = {name: request.GET.get(name, "") for name in _KEPT}
    every = tasks_of(plan, year)
    found = pages.narrowed(every, **chosen)
    of_part = pages.narrowed(every, part=chosen["part"], lack="", unit=chosen["unit"])
    return chosen | {
        "year": year,
        "years": range(plan.start_year, plan.end_year + 1),
        "total": len(every),
        "sample": any(task.sample for task in every),
        "found": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "parts": pages.parts_of(every, chosen["part"]),
        "lacks": pages.lacks_of(of_part, chosen["lack"]),
        "units": pages.units_in(every),
        "may_plan": access.may_plan(user, plan.region),
    }


def _confirm(request: HttpRequest, user: User, plan: Plan | None) -> HttpResponse:
    if plan is None:
        raise Http404
    year = _year(plan, request.POST.get("year", ""))
    try:
        done = confirm_units(plan=plan, year=year, keys=request.POST.getlist("task"), by=user)
    except (ServiceError, ValidationError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已确认 %(number)d 项任务的分工。") % {"number": done})
    return redirect(request.get_full_path())


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def task(request: HttpRequest, plan_id: int, year: int, key: str) -> HttpResponse:
    """One task: units, the year's target, measures."""
    user, plan = person(request), _plan(request, plan_id, year)
    access.require(access.may_plan(user, plan.region), user=user, what=f"task {key} of plan {plan_id}")
    found = tasks_of(plan, year, [key])
    if not found:
        raise Http404
    form = TaskForm(request.POST or None, task=found[0], units=_units(plan))
    status = 200
    if request.method == "POST":
        status = UNREADABLE
        if form.is_valid():
            try:
                save_tasks(plan=plan, year=year, entries=[form.entry()], by=user)
            except (ServiceError, ValidationError) as error:
                form.add_error(None, error if isinstance(error, ValidationError) else str(error))
                status = CONFLICT if isinstance(error, StaleTask) else UNREADABLE
            else:
                messages.success(request, _("已保存任务分工。"))
                return redirect(f"{_address(plan, year)}#{key}")
    context = {"plan": plan, "year": year, "task": found[0], "form": form, "back": _address(plan, year)}
    return render(request, "entry/breakdown_task.html", context, status=status)


@require_safe
@only_now
def sheet(request: HttpRequest, plan_id: int, year: int) -> HttpResponse:
    """The breakdown as a workbook: to be read, and by a planner to be filled in and sent back."""
    user, plan = person(request), _plan(request, plan_id, year)
    found = tasks_of(plan, year)
    form = pages.form_of(plan, year, found, writes=access.may_plan(user, plan.region))
    about = recorded("导出：%(name)s") % {"name": form.heading}
    audit.record(kind=AuditKind.EXPORT, about=about, by=user, region=plan.region)
    return workbook_response(write_form(form), f"{form.heading}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def upload(request: HttpRequest, plan_id: int, year: int) -> HttpResponse:
    """A filled-in workbook: sent, looked at, then written."""
    user, plan = person(request), _plan(request, plan_id, year)
    access.require(access.may_plan(user, plan.region), user=user, what=f"task workbook of plan {plan_id}")
    if request.method != "POST":
        key = request.GET.get("file", "")
        return _look(request, plan, year, key) if key else _upload_page(request, plan, year)
    if request.POST.get("action") == "save":
        return _apply(request, plan, year)
    try:
        data = read_sent(request.FILES.get("workbook"))
        _read(data, plan, year)
    except SheetRefused as error:
        return _upload_page(request, plan, year, refusal=str(error))
    return redirect(f"{request.path}?{urlencode({'file': store.keep(data, by=user)})}")


def _look(request: HttpRequest, plan: Plan, year: int, key: str, *, refusal: str = "") -> HttpResponse:
    data = store.fetch(key, by=person(request))
    if data is None:
        said = _("上传的工作簿已过期，没有保存任何数据。请重新上传。")
        return _upload_page(request, plan, year, refusal=said)
    try:
        read = _read(data, plan, year)
    except SheetRefused as error:
        return _upload_page(request, plan, year, refusal=str(error))
    return _upload_page(request, plan, year, read=read, key=key, refusal=refusal)


def _apply(request: HttpRequest, plan: Plan, year: int) -> HttpResponse:
    user, key = person(request), request.POST.get("file", "")
    data = store.fetch(key, by=user)
    try:
        read = None if data is None else _read(data, plan, year)
    except SheetRefused as error:
        return _upload_page(request, plan, year, refusal=str(error))
    if read is None or read.problems or not read.entries or read.digest != request.POST.get("digest"):
        return _look(request, plan, year, key, refusal=_("没有保存任何数据，请再核对一遍。"))
    try:
        done = save_tasks(plan=plan, year=year, entries=read.entries, by=user)
    except (ServiceError, ValidationError) as error:
        return _look(request, plan, year, key, refusal=str(error))
    store.forget(key, by=user)
    messages.success(request, _("已保存 %(number)d 项任务的分工。") % {"number": done})
    return redirect(_address(plan, year))


def _upload_page(
    request: HttpRequest, plan: Plan, year: int, *, read: Upload | None = None, key: str = "", refusal: str = ""
) -> HttpResponse:
    context = {
        "plan": plan, "year": year, "upload": read, "key": key, "refusal": refusal, "back": _address(plan, year),
        "most": MAX_BYTES >> 20, "about": _("任务名称"), "again": request.path,
        "sheet": reverse("entry:breakdown-sheet", args=[plan.pk, year]),
    }  # fmt: skip
    return render(request, "entry/breakdown_upload.html", context, status=UNREADABLE if refusal else 200)


# --- which plan, which year -------------------------------------------------------------------------------------------
def _read(data: bytes, plan: Plan, year: int) -> Upload:
    units = {unit.name: unit for unit in _units(plan)}
    return read_upload(data, plan=plan, year=year, tasks=tasks_of(plan, year), units=units, columns=pages.columns(year))


def _units(plan: Plan) -> Any:
    return Unit.objects.filter(region=plan.region).order_by("name")


def _plan(request: HttpRequest, plan_id: int, year: int) -> Plan:
    plan = next((one for one in plans_with_tasks(person(request)) if one.pk == plan_id), None)
    if plan is None or not plan.start_year <= year <= plan.end_year:
        raise Http404
    return plan


def _chosen(plans: list[Plan], asked: str) -> Plan | None:
    """The plan that was asked for, else the newest of the first region."""
    if asked:
        found = next((one for one in plans if str(one.pk) == asked), None)
        if found is None:
            raise Http404
        return found
    return plans[0] if plans else None


def _year(plan: Plan, asked: str) -> int:
    """The year that was asked for, else this one within the plan's years."""
    if asked:
        if not (asked.isdecimal() and len(asked) == 4 and plan.start_year <= int(asked) <= plan.end_year):
            raise Http404
        return int(asked)
    return min(max(timezone.localdate().year, plan.start_year), plan.end_year)


def _address(plan: Plan, year: int) -> str:
    return f"{reverse('entry:breakdown')}?{urlencode({'plan': plan.pk, 'year': year})}"

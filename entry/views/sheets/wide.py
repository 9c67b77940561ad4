"""`/entry/sheets/wide/`: somebody's own sheet with years across, its columns mapped once, looked at, then saved as drafts."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import access
from accounts.models import User
from entry.forms.sheets.found import SheetRefused
from entry.forms.sheets.wide import WideUpload, read_wide
from entry.presenters.sheets import look as pages
from entry.presenters.sheets.mapping import asked_sheet, mapping_page, posted_meanings
from entry.presenters.sheets.words import file_refusal
from entry.selectors.figures import plans_of
from entry.selectors.sheets.wide import mappings_of, recognise, recognise_grown
from entry.services.sheets import apply, store
from entry.services.sheets.mappings import save_mapping, save_names
from entry.views.common import CONFLICT, UNREADABLE, person
from entry.views.sheets.workbook import read_sent
from files.refusal import Unreadable
from indicators.models import SheetMapping
from plans.models import Plan
from sheets.opening import NotAWorkbook, Sheet, open_workbook


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is at work, on which plan, with which of the kept workbooks."""

    user: User
    plan: Plan
    key: str
    sheets: tuple[Sheet, ...]

    @property
    def address(self) -> str:
        return f"{reverse('entry:sheets-wide')}?{urlencode({'plan': self.plan.pk, 'file': self.key})}"


@require_http_methods(["GET", "HEAD", "POST"])
def wide(request: HttpRequest) -> HttpResponse:
    """Without ``file``: the form. With it: the mapping, or at once the look where the headers are known. POST writes."""
    user = person(request)
    access.require(access.enters_figures(user), user=user, what="upload a wide sheet")
    plans = plans_of(user)
    asked = request.POST.get("plan") or request.GET.get("plan", "")
    plan = next((one for one in plans if str(one.pk) == asked), plans[0] if plans else None)
    action, key = request.POST.get("action", ""), request.POST.get("file") or request.GET.get("file", "")
    if plan is None or (request.method != "POST" and not key):
        return _ask(request, plans, plan)
    try:
        if request.method == "POST" and action not in _ACTIONS:
            return _take(request, user, plan)
        return _ACTIONS.get(action, _show)(request, _desk(user, plan, key))
    except SheetRefused as error:
        return _ask(request, plans, plan, refusal=str(error))


def _ask(request: HttpRequest, plans: list[Plan], plan: Plan | None, *, refusal: str = "") -> HttpResponse:
    context = {"plans": plans, "plan": plan, "refusal": refusal}
    return render(request, "entry/sheets_wide.html", context, status=UNREADABLE if refusal else 200)


def _take(request: HttpRequest, user: User, plan: Plan) -> HttpResponse:
    data = read_sent(request.FILES.get("workbook"))
    _opened(data)
    return redirect(Desk(user, plan, store.keep(data, by=user), ()).address)


def _desk(user: User, plan: Plan, key: str) -> Desk:
    data = store.fetch(key, by=user)
    if data is None:
        raise SheetRefused(_("上传的表格已过期，没有保存任何数据。请重新上传。"))
    return Desk(user, plan, key, _opened(data))


def _opened(data: bytes) -> tuple[Sheet, ...]:
    """The sheets in which something stands. ``SheetRefused`` for anything that is no workbook, or an empty one."""
    try:
        sheets = tuple(one for one in open_workbook(data) if one.cells)
    except (Unreadable, NotAWorkbook) as error:
        raise SheetRefused(file_refusal(error)) from error
    if not sheets:
        raise SheetRefused(_("工作簿里没有内容。"))
    return sheets


# --- steps ------------------------------------------------------------------------------------------------------------
def _show(request: HttpRequest, desk: Desk) -> HttpResponse:
    mappings = mappings_of(desk.user, desk.plan)
    found = recognise(desk.sheets, mappings)
    if "map" in request.GET:
        return _mapping(request, desk, found[0] if found else None)
    if found is None:
        return _grown(request, desk, mappings)
    mapping, sheet, head = found
    return _look(request, desk, mapping, read_wide(sheet, head, mapping, desk.plan, desk.user))


def _grown(request: HttpRequest, desk: Desk, mappings: list[SheetMapping]) -> HttpResponse:
    """A sheet that has grown by a year: only what is new in it is asked. Any other is asked as a whole."""
    grown = recognise_grown(desk.sheets, mappings, desk.plan)
    if grown is None:
        return _mapping(request, desk, None)
    sheet, head, carried = grown
    context = mapping_page(desk.sheets, sheet, head, desk.plan, {}, None, carried)
    new = len(carried.asked)
    more = {"plan": desk.plan, "key": desk.key, "address": desk.address, "new": new, "settled": len(head.headers) - new}
    return render(request, "entry/sheet_mapping.html", context | more)


def _mapping(request: HttpRequest, desk: Desk, known: SheetMapping | None, *, refusal: str = "") -> HttpResponse:
    sheet, head = asked_sheet(desk.sheets, request.POST or request.GET, known)
    context = mapping_page(desk.sheets, sheet, head, desk.plan, request.POST, known)
    more = {"plan": desk.plan, "key": desk.key, "refusal": refusal, "address": desk.address}
    return render(request, "entry/sheet_mapping.html", context | more, status=UNREADABLE if refusal else 200)


def _look(
    request: HttpRequest, desk: Desk, mapping: SheetMapping, upload: WideUpload, *, refusal: str = ""
) -> HttpResponse:
    findings = pages.take_outcomes(upload, apply.try_out(upload.entries, by=desk.user))
    more = {"plan": desk.plan, "mapping": mapping, "refusal": refusal, "address": desk.address}
    context = pages.look(upload, findings, desk.key) | more
    return render(request, "entry/sheet_wide_changes.html", context, status=CONFLICT if refusal else 200)


def _map(request: HttpRequest, desk: Desk) -> HttpResponse:
    sheet, head = asked_sheet(desk.sheets, request.POST, None)
    try:
        save_mapping(
            plan=desk.plan, name=sheet.name, head=(head.first, head.last), headers=head.headers,
            meanings=posted_meanings(request.POST, head), by=desk.user,
        )  # fmt: skip
    except ValidationError as error:
        return _mapping(request, desk, None, refusal=_("；").join(error.messages))
    return redirect(desk.address)


def _rows(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Remember what each name stands for; a name without an answer is asked again."""
    found = recognise(desk.sheets, mappings_of(desk.user, desk.plan))
    if found is not None:
        mapping, sheet, head = found
        upload = read_wide(sheet, head, mapping, desk.plan, desk.user)
        allowed = {str(one.row.pk) for one in upload.choices} | {"0"}
        said = {one.key: request.POST.get(f"row_{number}", "") for number, one in enumerate(upload.unmatched)}
        chosen = {key: int(text) for key, text in said.items() if text in allowed}
        save_names(plan=desk.plan, names=chosen, by=desk.user)
    return redirect(desk.address)


def _save(request: HttpRequest, desk: Desk) -> HttpResponse:
    found = recognise(desk.sheets, mappings_of(desk.user, desk.plan))
    if found is None:
        return redirect(desk.address)
    mapping, sheet, head = found
    upload = read_wide(sheet, head, mapping, desk.plan, desk.user)
    if upload.digest != request.POST.get("digest") or upload.blocked or not upload.entries:
        return _look(request, desk, mapping, upload, refusal=_("您核对期间数据有变化，没有保存。请再核对一遍。"))
    outcomes = apply.apply_sheet(
        upload.entries, title=f"{desk.plan} {mapping.name}", region=desk.plan.region, submit=False, by=desk.user,
        changed_cells=len(upload.changes),
    )  # fmt: skip
    wrong = [one for one in outcomes if one.error]
    if wrong:
        said = _("；").join(f"{one.entered.row.said_name} {one.entered.year}：{one.sentence}" for one in wrong)
        return _look(request, desk, mapping, upload, refusal=_("没有保存任何数据。") + said)
    store.forget(desk.key, by=desk.user)
    done = _("已保存 %(cells)d 个单元格为草稿，请核对后提交审核。") % {"cells": len(upload.changes)}
    messages.success(request, done)
    return redirect(f"{reverse('entry:list')}?{urlencode({'plan': desk.plan.pk, 'year': upload.entries[-1].year})}")


_ACTIONS = {"map": _map, "rows": _rows, "save": _save}

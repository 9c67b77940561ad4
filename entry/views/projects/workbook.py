"""`/entry/projects/sheet/` and `/entry/projects/sheets/`: the reports of a unit's month out, filled in again, looked at before saving."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from accounts.models import User
from entry.forms.projects.workbook import ReportUpload, read_upload
from entry.forms.sheets.found import SheetRefused
from entry.presenters.projects.grid import month_choices
from entry.presenters.projects.sheet import SheetOfReports, file_name, form_of, title_of
from entry.presenters.sheets import look as pages
from entry.selectors.projects import desk
from entry.services.projects import apply
from entry.services.sheets import store
from entry.views.common import CONFLICT, UNREADABLE, person
from entry.views.projects.grid import chosen_month, chosen_unit
from entry.views.sheets.workbook import read_sent, workbook_response
from projects.domain.months import month_key
from projects.views.common import only_now
from sheets.comments import annotate
from sheets.opening import MAX_BYTES
from sheets.write import write_form


@require_safe
@only_now
def download(request: HttpRequest) -> HttpResponse:
    """The workbook of a unit and month."""
    user = person(request)
    access.require(access.enters_figures(user), user=user, what="workbook of monthly reports")
    today = timezone.localdate()
    unit = chosen_unit(request, desk.units_of(user))
    if unit is None:
        raise Http404
    month = chosen_month(request, desk.months_of(unit, today=today), today)
    rows = desk.report_rows(user, unit, month, today=today, everything=request.GET.get("all") == "1")
    if not rows:
        raise Http404
    page = SheetOfReports(user, unit, month, tuple(rows), desk.units_to_ask(user, unit))
    apply.record_export(title=title_of(unit, month), rows=len(rows), region=unit.region, by=user)
    return workbook_response(write_form(form_of(page)), file_name(page))


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def upload(request: HttpRequest) -> HttpResponse:
    """The form for a filled-in workbook; with ``file`` the look at one that was sent; POST sends, saves or submits."""
    user = person(request)
    access.require(access.enters_figures(user), user=user, what="upload a workbook of monthly reports")
    if request.method != "POST":
        key = request.GET.get("file", "")
        return _look(request, user, key) if key else _ask(request, user)
    if request.POST.get("action") in ("save", "submit"):
        return _apply(request, user)
    return _take(request, user, request.FILES.get("workbook"))


def _ask(request: HttpRequest, user: User, *, refusal: str = "") -> HttpResponse:
    """``refusal``: why the file that was sent is not taken."""
    today = timezone.localdate()
    units = desk.units_of(user)
    offered = desk.months_of(units[0], today=today) if units else []
    context = {
        "units": units,
        "months": month_choices(offered),
        "month": month_key(desk.usual_month(offered, today=today)) if offered else "",
        "refusal": refusal,
        "most": MAX_BYTES >> 20,
    }
    return render(request, "entry/projects/sheets.html", context, status=UNREADABLE if refusal else 200)


def _take(request: HttpRequest, user: User, sent: Any) -> HttpResponse:
    try:
        data = read_sent(sent)
        read_upload(data, user, today=timezone.localdate())
    except SheetRefused as error:
        return _ask(request, user, refusal=str(error))
    return redirect(f"{reverse('entry:projects-sheets')}?{urlencode({'file': store.keep(data, by=user)})}")


def _look(request: HttpRequest, user: User, key: str) -> HttpResponse:
    data, read = _reopen(user, key)
    if isinstance(read, str):
        return _ask(request, user, refusal=read)
    findings = pages.take_outcomes(read, apply.try_out(read.entries, by=user))
    if "marked" in request.GET:
        return workbook_response(annotate(data, pages.notes_for_cells(read, findings)), _("标注问题的工作簿.xlsx"))
    return render(request, "entry/projects/sheet_changes.html", _context(read, findings, key))


def _reopen(user: User, key: str) -> tuple[bytes, ReportUpload | str]:
    """The kept workbook read against what is stored now, or the sentence why not."""
    data = store.fetch(key, by=user)
    if data is None:
        return b"", _("上传的工作簿已过期，没有保存任何数据。请重新上传。")
    try:
        return data, read_upload(data, user, today=timezone.localdate())
    except SheetRefused as error:
        return data, str(error)


def _apply(request: HttpRequest, user: User) -> HttpResponse:
    """Write what the person looked at; where something changed meanwhile, show it again instead."""
    key, submit = request.POST.get("file", ""), request.POST["action"] == "submit"
    _data, read = _reopen(user, key)
    if isinstance(read, str):
        return _ask(request, user, refusal=read)
    if read.digest != request.POST.get("digest") or read.blocked:
        return _again(request, user, read, key, _("您核对期间数据有变化，没有保存。请再核对一遍。"))
    entries = [*read.entries, *(read.drafts_left() if submit else [])]
    if not entries:
        return _again(request, user, read, key, _("没有可以保存的修改。"))
    unit, month = read.page.unit, read.page.month
    outcomes = apply.apply_reports(
        entries,
        title=title_of(unit, month),
        region=unit.region,
        changed_cells=len(read.changes),
        submit=submit,
        by=user,
    )
    if any(outcome.error for outcome in outcomes):
        said = _("；").join(f"{one.entry.project.name}：{one.sentence}" for one in outcomes if one.error)
        return _again(request, user, read, key, _("没有保存任何数据。") + said)
    store.forget(key, by=user)
    done = (
        _("已保存并提交 %(rows)d 份月报，等待审核。") if submit else _("已保存 %(rows)d 份月报（%(cells)d 处修改）。")
    )
    messages.success(request, done % {"rows": len(entries), "cells": len(read.changes)})
    return redirect(f"{reverse('entry:projects')}?{urlencode({'month': month_key(month), 'unit': unit.pk})}")


def _again(request: HttpRequest, user: User, read: ReportUpload, key: str, refusal: str) -> HttpResponse:
    findings = pages.take_outcomes(read, apply.try_out(read.entries, by=user))
    context = _context(read, findings, key) | {"refusal": refusal}
    return render(request, "entry/projects/sheet_changes.html", context, status=CONFLICT)


def _context(read: ReportUpload, findings: list[pages.FindingLine], key: str) -> dict[str, Any]:
    unit, month = read.page.unit, read.page.month
    where = urlencode({"month": month_key(month), "unit": unit.pk})
    return pages.look(read, findings, key) | {
        "title": f"{unit.region.name} · {title_of(unit, month)}",
        "anew": f"{reverse('entry:projects-sheet')}?{where}",
        "reports": True,
    }

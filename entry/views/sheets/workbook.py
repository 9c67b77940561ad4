"""`/entry/rounds/<id>/sheet/` and `/entry/sheets/`: a round's workbook out, a filled-in one in, looked at before it is saved."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from accounts.models import User
from entry.forms.sheets.found import SheetRefused
from entry.forms.sheets.workbook import Upload, read_upload
from entry.presenters.sheets import look as pages
from entry.presenters.sheets.form import file_name, form_of
from entry.presenters.sheets.returned import returned_workbook
from entry.presenters.sheets.words import file_refusal
from entry.selectors.sheets.page import saved_workbook, sheet_page
from entry.services.sheets import apply, store
from entry.services.sheets.saved import bytes_of
from entry.views.common import CONFLICT, UNREADABLE, person
from files.kinds import MEDIA_TYPES, Kind
from files.refusal import Unreadable, Why
from indicators.selectors.rounds import open_rounds_of, rounds_of
from sheets.comments import annotate
from sheets.opening import MAX_BYTES
from sheets.write import write_form


@require_safe
def download(request: HttpRequest, round_id: int) -> HttpResponse:
    """The workbook of a round with the person's own rows."""
    user = person(request)
    access.require(access.enters_figures(user), user=user, what=f"workbook of round {round_id}")
    asked = rounds_of(user).filter(pk=round_id).first()
    access.require(asked is not None, user=user, what=f"workbook of round {round_id}")
    assert asked is not None
    page = sheet_page(user, asked)
    if not page.rows:
        raise Http404
    apply.record_export(asked, rows=len(page.rows), by=user)
    return workbook_response(write_form(form_of(page, user)), file_name(page))


@require_safe
def saved(request: HttpRequest, saved_id: int) -> HttpResponse:
    """The workbook that a person saved last: for that person with the reviewer's comments in it, for reviewers as it came."""
    user = person(request)
    found = saved_workbook(user, saved_id)
    access.require(found is not None, user=user, what=f"saved workbook {saved_id}")
    assert found is not None
    data = bytes_of(found)
    if data is None:
        raise Http404
    page = sheet_page(user, found.round)
    mine = found.uploaded_by_id == user.pk
    apply.record_export(found.round, rows=len(page.rows), by=user, of=found.uploaded_by)
    back = returned_workbook(data, page) if mine else None
    return workbook_response(back or data, file_name(page, _("退回") if back else str(found.uploaded_by)))


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The form for a filled-in workbook; with ``file`` the look at one that was sent; POST sends, saves or submits."""
    user = person(request)
    access.require(access.enters_figures(user), user=user, what="upload a workbook")
    if request.method != "POST":
        key = request.GET.get("file", "")
        return _look(request, user, key) if key else _ask(request, user)
    if request.POST.get("action") in ("save", "submit"):
        return _apply(request, user)
    return _take(request, user, request.FILES.get("workbook"))


def workbook_response(data: bytes, name: str) -> HttpResponse:
    """A workbook as a download; no browser shows it as anything else."""
    answer = HttpResponse(data, content_type=MEDIA_TYPES[Kind.WORKBOOK])
    answer["Content-Disposition"] = f"attachment; filename=\"sheet.xlsx\"; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def read_sent(sent: Any) -> bytes:
    """The bytes of an uploaded file; ``SheetRefused`` where there is none or it is too large to be looked at."""
    if not isinstance(sent, UploadedFile):
        raise SheetRefused(_("请选择一个工作簿（.xlsx）。"))
    if (sent.size or 0) > MAX_BYTES:
        raise SheetRefused(file_refusal(Unreadable(Why.TOO_LARGE, str(sent.size))))
    return sent.read()


# --- steps ------------------------------------------------------------------------------------------------------------
def _ask(request: HttpRequest, user: User, *, refusal: str = "") -> HttpResponse:
    """``refusal``: why the file that was sent is not taken."""
    rounds = list(open_rounds_of(user, today=timezone.localdate()).order_by("closes_on", "-year", "pk"))
    context = {"rounds": pages.to_download(user, rounds), "refusal": refusal, "most": MAX_BYTES >> 20}
    return render(request, "entry/sheets.html", context, status=UNREADABLE if refusal else 200)


def _take(request: HttpRequest, user: User, sent: Any) -> HttpResponse:
    try:
        data = read_sent(sent)
        read_upload(data, user)
    except SheetRefused as error:
        return _ask(request, user, refusal=str(error))
    return redirect(f"{reverse('entry:sheets')}?{urlencode({'file': store.keep(data, by=user)})}")


def _look(request: HttpRequest, user: User, key: str) -> HttpResponse:
    data, read = _reopen(user, key)
    if isinstance(read, str):
        return _ask(request, user, refusal=read)
    findings = pages.take_outcomes(read, apply.try_out(read.entries, by=user))
    if "marked" in request.GET:
        return workbook_response(annotate(data, pages.notes_for_cells(read, findings)), _("标注问题的工作簿.xlsx"))
    return render(request, "entry/sheet_changes.html", pages.look(read, findings, key) | {"round": read.page.asked})


def _reopen(user: User, key: str) -> tuple[bytes, Upload | str]:
    """The kept workbook read against what is stored now, or the sentence why not."""
    data = store.fetch(key, by=user)
    if data is None:
        return b"", _("上传的工作簿已过期，没有保存任何数据。请重新上传。")
    try:
        return data, read_upload(data, user)
    except SheetRefused as error:
        return data, str(error)


def _apply(request: HttpRequest, user: User) -> HttpResponse:
    """Write what the person looked at; where something changed meanwhile, show it again instead."""
    key, submit = request.POST.get("file", ""), request.POST["action"] == "submit"
    data, read = _reopen(user, key)
    if isinstance(read, str):
        return _ask(request, user, refusal=read)
    if read.digest != request.POST.get("digest") or read.blocked:
        return _again(request, user, read, key, _("您核对期间数据有变化，没有保存。请再核对一遍。"))
    entries = [*read.entries, *(read.drafts_left() if submit else [])]
    if not entries:
        return _again(request, user, read, key, _("没有可以保存的修改。"))
    outcomes = apply.apply_sheet(
        entries, title=str(read.page.asked), region=read.page.asked.plan.region, changed_cells=len(read.changes),
        submit=submit, by=user, kept=(read.page.asked, data),
    )  # fmt: skip
    if any(outcome.error for outcome in outcomes):
        said = _("；").join(f"{one.entered.row.said_name}：{one.sentence}" for one in outcomes if one.error)
        return _again(request, user, read, key, _("没有保存任何数据。") + said)
    store.forget(key, by=user)
    done = (
        _("已保存并提交 %(rows)d 项指标，等待审核。") if submit else _("已保存 %(rows)d 项指标（%(cells)d 处修改）。")
    )
    messages.success(request, done % {"rows": len(entries), "cells": len(read.changes)})
    where = urlencode({"plan": read.page.asked.plan_id, "year": read.page.asked.year})
    return redirect(f"{reverse('entry:list')}?{where}")


def _again(request: HttpRequest, user: User, read: Upload, key: str, refusal: str) -> HttpResponse:
    findings = pages.take_outcomes(read, apply.try_out(read.entries, by=user))
    context = pages.look(read, findings, key) | {"round": read.page.asked, "refusal": refusal}
    return render(request, "entry/sheet_changes.html", context, status=CONFLICT)

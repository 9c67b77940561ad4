"""Bulletins of key projects: chosen, looked at, issued; page, docx and xlsx from the same facts."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access
from accounts.models import User
from accounts.views.along import as_workbook, download, record_export
from accounts.views.asked import BadParameter, refuses_bad_parameters
from entry.views.common import take_over
from files.kinds import MEDIA_TYPES, Kind
from indicators.selectors.region_page import find_region
from indicators.services.errors import ServiceError
from projects.domain.bulletin import spans
from projects.domain.bulletin.facts import Facts
from projects.domain.months import read_month
from projects.models import Bulletin, BulletinKind
from projects.selectors.bulletins import (
    bulletin_facts,
    find_bulletin,
    issued_bulletins,
    kept_facts,
    latest_month,
    regions_to_report,
    versions_of,
)  # fmt: skip
from projects.services.bulletins import FactsMoved, issue_bulletin, seal
from regions.models import Region
from regions.recorded import recorded
from reports.bulletin import bulletin_paper
from reports.forms.bulletins import ChooseForm, IssueForm
from reports.presenters.bulletin import words
from reports.presenters.bulletin.page import bulletin_page, bulletin_tables

_UNREADABLE, _CONFLICT, _PAGE = 422, 409, 50
#: Who issues when the person stands in no unit: as letters propose it.
_ISSUER = recorded("%(region)s发展和改革委员会")


@require_safe
@refuses_bad_parameters
def bulletins(request: HttpRequest) -> HttpResponse:
    """Choose region, kind and month; those that were issued below."""
    _refuse_as_of(request)
    today, regions = timezone.localdate(), regions_to_report(request.user)
    asked = {"region", "kind", "month"} & request.GET.keys()
    start = next((one for one in regions if one.pk == request.user.region_id), next(iter(regions), None))
    first = {"region": start.code if start else None, "kind": BulletinKind.MONTHLY, "month": _usual_month(start, today)}
    form = ChooseForm(request.GET if asked else None, initial=first, regions=regions, today=today)
    if asked and form.is_valid():
        found = form.cleaned_data
        month = spans.last_reached(found["kind"], found["month"], today)
        return redirect("reports:bulletin", found["region"].code, found["kind"], f"{month:%Y-%m}")
    issued = Paginator(issued_bulletins(access.visible_regions(request.user)), _PAGE)
    context = {"form": form, "regions": regions, "found": issued.get_page(request.GET.get("page"))}
    return render(request, "reports/bulletins.html", context, status=_UNREADABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@refuses_bad_parameters
def bulletin(request: HttpRequest, code: str, kind: str, month: str) -> HttpResponse:
    """The bulletin as it is now; whoever directs the region's projects may issue it."""
    _refuse_as_of(request)
    region, covered = _region(request, code), _month(kind, month)
    facts = bulletin_facts(region, kind, covered, today=timezone.localdate())
    if _format(request):
        return _taken(request, facts, region)
    versions = versions_of(region, kind, covered)
    page = bulletin_page(facts)
    may_issue = access.may_direct(request.user, region) and not page.running
    context = {"page": page, "region": region, "versions": versions, "kind": kind, "may_issue": may_issue}
    if request.method == "POST":
        access.require(access.may_direct(request.user, region), user=request.user, what=f"issue bulletin of {code}")
        return _issue(request, facts, region, context)
    context["form"] = _form(facts, versions)
    return render(request, "reports/bulletin.html", context)


@require_safe
@refuses_bad_parameters
def issued(request: HttpRequest, pk: int) -> HttpResponse:
    """A bulletin as it was issued, from what was frozen."""
    _refuse_as_of(request)
    found = find_bulletin(pk)
    if found is None or not access.may_see(request.user, found.region):
        raise Http404
    facts = kept_facts(found)
    if _format(request):
        return _taken(request, facts, found.region, issued=found)
    context = {
        "page": bulletin_page(facts, found.remarks), "region": found.region, "bulletin": found, "kind": found.kind,
        "versions": versions_of(found.region, found.kind, found.month),
    }  # fmt: skip
    return render(request, "reports/bulletin.html", context)


# --- issuing ----------------------------------------------------------------------------------------------------------
def _form(facts: Facts, versions: list[Bulletin], data: object = None) -> IssueForm:
    first = {"number": versions[0].number if versions else words.number(facts.outline), "looked_at": seal(facts)}
    return IssueForm(data, initial=first, corrects=bool(versions))  # type: ignore[arg-type]


def _issue(request: HttpRequest, facts: Facts, region: Region, context: dict[str, object]) -> HttpResponse:
    versions: list[Bulletin] = context["versions"]  # type: ignore[assignment]
    form, status = _form(facts, versions, request.POST), _UNREADABLE
    if form.is_valid():
        assert isinstance(request.user, User)
        try:
            made = issue_bulletin(facts=facts, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            take_over(form, error)
        except FactsMoved as error:
            typed = {**request.POST.dict(), "looked_at": seal(facts)}
            form, status = _form(facts, versions, typed), _CONFLICT
            form.add_error(None, str(error))
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已签发：%(number)s。") % {"number": made.number})
            return redirect("reports:bulletin-issued", made.pk)
    return render(request, "reports/bulletin.html", {**context, "form": form}, status=status)


# --- what the address says --------------------------------------------------------------------------------------------
def _region(request: HttpRequest, code: str) -> Region:
    region = find_region(code)
    if region is None:
        raise Http404
    access.require(access.may_see(request.user, region), user=request.user, what=f"bulletin of region {code}")
    return region


def _month(kind: str, text: str) -> date:
    """The last month of the bulletin; 404 for what is none, a sentence for one that has not begun."""
    month = read_month(text)
    if month is None or kind not in spans.LENGTHS or not spans.ends_in(kind, month):
        raise Http404
    first = spans.months_of(kind, month)[0]
    if first > timezone.localdate():
        raise BadParameter(_("这一期还没有开始。"))
    return month


def _usual_month(region: Region | None, today: date) -> date:
    """The last month with an approved report, else the month before this one."""
    found = None if region is None else latest_month(region)
    return found or spans.before(spans.MONTHLY, today.replace(day=1))[0]


def _refuse_as_of(request: HttpRequest) -> None:
    if request.GET.get("as_of", "").strip():
        raise BadParameter(_("通报不能按历史日期（as_of）查看；已签发的按签发时的数字保存。请去掉该参数。"))


def _format(request: HttpRequest) -> str:
    asked = request.GET.get("format", "").strip().lower()
    if asked not in ("", "html", "xlsx", "docx"):
        raise BadParameter(_("参数 format 可以是 xlsx 或 docx；收到的是“%(text)s”。") % {"text": asked[:40]})
    return "" if asked == "html" else asked


def _taken(request: HttpRequest, facts: Facts, region: Region, *, issued: Bulletin | None = None) -> HttpResponse:
    """The bulletin as a file, and a line in the audit log."""
    name = words.title(facts.outline) + ("" if issued is None else _("（%(number)s）") % {"number": issued.number})
    remarks = "" if issued is None else issued.remarks
    if _format(request) == "xlsx":
        return as_workbook(request, bulletin_tables(facts, remarks), name, source=words.basis(facts), region=region)
    data = bulletin_paper(facts, made_at=timezone.localtime()) if issued is None else _printed(facts, issued)
    record_export(request, name, region=region)
    return download(data, f"{name}.docx", MEDIA_TYPES[Kind.WORD], plain="bulletin.docx")


def _printed(facts: Facts, issued: Bulletin) -> bytes:
    region, unit = issued.region.name, issued.issued_by.unit
    return bulletin_paper(
        facts, made_at=timezone.localtime(issued.issued_at), number=issued.number, remarks=issued.remarks,
        signed=f"{region}{unit.name}" if unit else _ISSUER % {"region": region}, correction=issued.reason,
    )  # fmt: skip

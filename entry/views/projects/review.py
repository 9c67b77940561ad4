"""`/review/projects/`: monthly reports that wait for a reviewer, and the decision about one of them or about all safe ones."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import access
from entry.forms.projects.review import ReopenForm, ReportReviewForm
from entry.presenters.projects.review import query_of, queue_context, review_context
from entry.selectors.projects import review as selectors
from entry.selectors.projects.review import Compared, WantedReports
from entry.views.common import CONFLICT, UNREADABLE, person, take_over
from entry.views.review_bulk import posted_locks
from indicators.services.errors import ServiceError
from projects.domain.months import read_month
from projects.models import ProjectReport
from projects.services import reports as services
from projects.services.report_steps import own_reports
from projects.views.common import only_now

PER_PAGE = 50


def wanted_of(asked: QueryDict) -> WantedReports:
    """The filters of an address; what cannot be read is no filter."""
    unit = asked.get("unit", "")
    return WantedReports(
        month=read_month(asked.get("month", "")),
        unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else None,
        warned={"1": True, "0": False}.get(asked.get("warned", "")),
    )


@require_GET
@only_now
def queue(request: HttpRequest) -> HttpResponse:
    """Reports that wait, those with warnings first; those without are approved together."""
    user = person(request)
    access.require(access.reviews_figures(user), user=user, what="queue of monthly reports")
    wanted = wanted_of(request.GET)
    page = Paginator(selectors.narrowed(selectors.waiting(user), wanted), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    context = queue_context(
        selectors.beside_last(shown), own_reports(shown, user), selectors.choices_of(user, wanted), wanted
    )
    return render(request, "entry/projects/review_queue.html", context | {"page": page})


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Approve the ticked reports; one that carries a warning by now, or changed since, is left and named."""
    user = person(request)
    access.require(access.reviews_figures(user), user=user, what="bulk approval of monthly reports")
    query = query_of(wanted_of(request.GET))
    back = reverse("entry:projects-review") + (f"?{query}" if query else "")
    posted = posted_locks(request.POST.getlist("figure"))
    if not posted:
        messages.warning(request, _("没有选中任何月报。"))
        return redirect(back)
    decided = services.approve_many(reports=list(posted.items()), by=user)
    approved = sum(one.approved for one in decided)
    if approved:
        messages.success(request, _("已通过 %(number)d 份月报。") % {"number": approved})
    for one in decided:
        if one.error is not None:
            name = str(one.report.project) if one.report else _("第 %(number)d 号月报") % {"number": one.report_id}
            said = "；".join(one.error.messages) if isinstance(one.error, ValidationError) else str(one.error)
            messages.warning(request, _("没有通过：%(name)s。%(why)s") % {"name": name, "why": said})
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def review(request: HttpRequest, report_id: int) -> HttpResponse:
    """One report beside the month before: approve, return with comments at cells, or open an approved one again."""
    report = selectors.report_for_review(report_id)
    if report is None:
        raise Http404
    user = person(request)
    allowed = access.may_review(user, report.project.region)
    access.require(allowed, user=user, what=f"review page of report {report_id}")
    if request.method != "POST":
        return _show(request, report, ReportReviewForm(initial={"lock": report.lock}), _reopening(report))
    if request.POST.get("action") == "reopen":
        return _reopen(request, report, ReopenForm(request.POST))
    return _decide(request, report, ReportReviewForm(request.POST))


def _decide(request: HttpRequest, report: ProjectReport, form: ReportReviewForm) -> HttpResponse:
    if not form.is_valid():
        return _show(request, report, form, _reopening(report), status=UNREADABLE)
    data, by = form.cleaned_data, person(request)
    onward = _onward(request, report, to_next=data["action"] == "next")
    try:
        if data["action"] == "return":
            services.return_report(
                report=report, comment=data["comment"], cell_comments=form.cell_comments(), lock=data["lock"], by=by
            )
            messages.success(request, _("已退回填报人：%(report)s。") % {"report": _name(report)})
        else:
            services.approve(report=report, lock=data["lock"], by=by)
            messages.success(request, _("已审核通过：%(report)s。") % {"report": _name(report)})
    except ValidationError as error:
        take_over(form, error)
        return _show(request, report, form, _reopening(report), status=UNREADABLE)
    except ServiceError as error:
        form.add_error(None, str(error))
        fresh = selectors.report_for_review(report.pk) or report
        return _show(request, fresh, form, _reopening(fresh), status=CONFLICT)
    return redirect(onward)


def _reopen(request: HttpRequest, report: ProjectReport, form: ReopenForm) -> HttpResponse:
    answer = ReportReviewForm(initial={"lock": report.lock})
    if not form.is_valid():
        return _show(request, report, answer, form, status=UNREADABLE)
    data = form.cleaned_data
    try:
        services.reopen(report=report, reason=data["reason"], lock=data["lock"], by=person(request))
    except (ServiceError, ValidationError) as error:
        form.add_error(None, "；".join(error.messages) if isinstance(error, ValidationError) else str(error))
        fresh = selectors.report_for_review(report.pk) or report
        return _show(request, fresh, answer, form, status=CONFLICT)
    messages.success(request, _("已重新打开：%(report)s。填报人可以更正了。") % {"report": _name(report)})
    return redirect("entry:projects-review-report", report.pk)


def _reopening(report: ProjectReport) -> ReopenForm:
    return ReopenForm(initial={"lock": report.lock})


def _onward(request: HttpRequest, report: ProjectReport, *, to_next: bool) -> str:
    """Where the reviewer goes: to the next report of the queue as it was chosen, else to the queue."""
    wanted = wanted_of(request.GET)
    query = query_of(wanted)
    following = selectors.following(person(request), wanted, report.pk)[1] if to_next else None
    address = (
        reverse("entry:projects-review-report", args=[following]) if following else reverse("entry:projects-review")
    )
    return f"{address}?{query}" if query else address


def _name(report: ProjectReport) -> str:
    return f"{report.project} {report.month:%Y-%m}"


def _show(
    request: HttpRequest, report: ProjectReport, form: ReportReviewForm, reopening: ReopenForm, *, status: int = 200
) -> HttpResponse:
    user, wanted = person(request), wanted_of(request.GET)
    found = selectors.beside_last([report])
    one = found[0] if found else Compared(report, None)
    own = bool(own_reports([report], user))
    beside = selectors.following(user, wanted, report.pk)
    context = review_context(one, form, reopening, own=own, beside=beside, query=query_of(wanted))
    return render(request, "entry/projects/review.html", context, status=status)

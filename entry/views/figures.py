"""`/entry/`: what a person answers for, and the form of one row and year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import access
from entry.forms.evidence import EvidenceForm
from entry.forms.figure import initial_of
from entry.forms.figure_page import SingleFigureForm, answers_of
from entry.presenters.figure_form import figure_context
from entry.presenters.findings import finding_lines
from entry.presenters.outlook import outlook_text
from entry.selectors import figures as selectors
from entry.selectors.figure_desk import desk_of, stored_findings
from entry.selectors.preview import outlook
from entry.views.common import CONFLICT, UNREADABLE, person, require_entry, take_over
from indicators.domain.checks.findings import Finding
from indicators.models import PlanIndicator
from indicators.selectors.findings import actual_of, findings_of
from indicators.services import observations
from indicators.services.entered import Entered, Outcome
from indicators.services.errors import FindingsRefused, ServiceError
from indicators.services.figure_entry import enter


@require_GET
def figure_list(request: HttpRequest) -> HttpResponse:
    """The rows of one plan that the person answers for, with every year's figure and state."""
    user = person(request)
    access.require(access.enters_figures(user), user=user, what="entry list")
    code = request.GET.get("region", "").strip()
    plans = selectors.plans_of(user, region_code=code)
    chosen = request.GET.get("plan", "")
    plan = next((one for one in plans if str(one.pk) == chosen), plans[0] if plans and not chosen else None)
    if chosen and plan is None:
        if not code:
            raise Http404
        plan = plans[0] if plans else None  # another region was typed beside the plan chosen before
    context = {
        "plans": plans,
        "plan": plan,
        "region_code": code,
        "years": range(plan.start_year, plan.end_year + 1) if plan else (),
        "rows": selectors.listed_rows(user, plan) if plan else [],
    }
    return render(request, "entry/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: HttpRequest, row_id: int, year: int) -> HttpResponse:
    """One figure: the form, and what is done with it (`action`: preview, draft, submit, withdraw)."""
    row = selectors.row_for_entry(row_id, year)
    if row is None:
        raise Http404
    user = person(request)
    require_entry(user, row, f"entry page of row {row_id}")
    action = request.POST.get("action", "")
    if request.method == "POST" and action == "withdraw":
        return _withdraw(request, row, year)
    opened = _Opened(request, row, year)
    if request.method == "POST":
        return _write(opened, action)
    return opened.show(findings=stored_findings(opened.page))


class _Opened:
    """The page of one figure as this request finds it: what is stored, what was typed, and how it is shown."""

    def __init__(self, request: HttpRequest, row: PlanIndicator, year: int) -> None:
        self.request, self.user, self.row, self.year = request, person(request), row, year
        sent = request.POST if request.method == "POST" else None
        self.look()
        page, leave = self.page, self.desk.leave
        initial = initial_of(page.latest, unit=page.value_unit)
        if self.desk.leave.correction and page.latest is not None and page.latest != page.in_force:
            initial["reason"] = page.latest.reason
        self.form = SingleFigureForm(
            sent, initial=initial, asked=page.asked, correction=leave.correction, locked=not leave.allowed
        )  # fmt: skip
        files = request.FILES if sent is not None else None
        self.papers = EvidenceForm(sent, files, attached=self.desk.attached)
        self.answers = answers_of(request.POST)

    def look(self) -> None:
        """Read what is stored (again, after something was written)."""
        self.page = selectors.figure_page(self.row, self.year)
        self.desk = desk_of(self.user, self.page)

    def show(
        self, *, findings: Iterable[Finding] = (), refused: bool = False, status: int = 200, **more: Any
    ) -> HttpResponse:
        """``refused``: the findings kept it from being submitted. ``more``: refusal, theirs, outlook, kept (saved as a draft)."""
        lines = finding_lines(findings, answers=self.answers, reasons=self.desk.reasons, refused=refused)
        context = figure_context(self.page, self.desk, self.form, self.papers, lines, today=timezone.localdate())
        lost = bool(self.papers.files_sent) and "kept" not in more
        return render(self.request, "entry/figure.html", {**context, "files_lost": lost, **more}, status=status)


def _write(opened: _Opened, action: str) -> HttpResponse:
    """Save, submit or try out what was typed; on any refusal the page comes back with all of it."""
    form, papers = opened.form, opened.papers
    if not (form.is_valid() & papers.is_valid()):
        return opened.show(status=UNREADABLE)
    if action == "preview":
        actual = actual_of(form.figures(), opened.year)
        found = outlook_text(outlook(opened.row.pk, actual), [one.text for one in opened.page.targets])
        return opened.show(findings=findings_of(opened.row, opened.year, actual), outlook=found)
    if action not in {"draft", "submit"}:
        return opened.show(refusal=_("请选择保存草稿、提交或试算。"), status=UNREADABLE)
    entered = Entered(
        row=opened.row, year=opened.year, figures=form.figures(), lock=form.cleaned_data["lock"], answers=opened.answers,
        reason=form.given_reason,
    )  # fmt: skip
    outcome = enter(
        entered=entered,
        added=papers.files_sent,
        removed=papers.cleaned_data["removed"],
        submit=action == "submit",
        by=opened.user,
    )
    if outcome.error is not None:
        return _refused(opened, outcome)
    messages.success(opened.request, _("草稿已保存。") if action == "draft" else _("已提交，等待审核。"))
    return redirect(opened.request.path)


def _refused(opened: _Opened, outcome: Outcome) -> HttpResponse:
    """The page with what was typed and why it was not taken; a draft that only may not be submitted is kept."""
    error = outcome.error
    if isinstance(error, ValidationError):
        _take_over(opened.form, opened.papers, error)
        return opened.show(status=UNREADABLE)
    opened.look()
    if isinstance(error, FindingsRefused):
        return opened.show(findings=outcome.findings, refused=True, kept=True, status=UNREADABLE)
    return opened.show(refusal=outcome.sentence, theirs=outcome.theirs, status=CONFLICT)


def _withdraw(request: HttpRequest, row: PlanIndicator, year: int) -> HttpResponse:
    page = selectors.figure_page(row, year)
    lock = request.POST.get("lock", "")
    if page.latest is None or not lock.isdecimal() or len(lock) > 10:
        raise Http404
    try:
        observations.withdraw(observation=page.latest, lock=int(lock), by=person(request))
    except ServiceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已撤回，现在是草稿。"))
    return redirect(request.path)


def _take_over(form: SingleFigureForm, papers: EvidenceForm, error: ValidationError) -> None:
    """Put a service's refusal on the fields it names; what names no field of the form stands above it."""
    found = dict(error.error_dict) if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    if problems := found.pop("evidence", None):
        papers.add_error("evidence", problems)
    take_over(
        form, ValidationError({"part_1" if name == "parts" else name: problems for name, problems in found.items()})
    )

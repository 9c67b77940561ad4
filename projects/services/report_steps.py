"""What every step of a report's life stands on: reading under the project's lock, guards, and the one way to save."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.access import Writer
from accounts.models import ApiClient, User
from indicators.selectors.stored_figures import among
from indicators.services.errors import WrongState
from indicators.services.storing import store
from projects.models import Project, ProjectReport, ReportState
from projects.services.errors import OwnReport, StaleReport
from projects.services.report_entry import CELLS

#: Foreign keys that the services set themselves, and the one that the desk has checked: their targets exist.
_OWN_KEYS = {"project", "submitted_by", "submitted_client", "approved_by", "problem_unit"}
#: Rules of the table that a person can break, by constraint: the cell, and whether a report keeps the rule. Said here again because
#: Django asks the database for each; the others hold by how the steps are made, and the database sees to all of them.
_OF_PERSONS: dict[str, tuple[str, Callable[[ProjectReport], bool]]] = {
    "report_to_date_not_negative": (
        "investment_to_date",
        lambda one: one.investment_to_date is None or one.investment_to_date >= 0,
    ),
    "report_progress_in_range": ("progress", lambda one: one.progress is None or 0 <= one.progress <= 100),
    "report_returned_with_comment": ("comment", lambda one: one.state != ReportState.RETURNED or one.comment != ""),
    "report_problem_said": (
        "problem",
        lambda one: one.problem != "" or (one.problem_unit_id is None and one.problem_due is None),
    ),
}


# --- guards -----------------------------------------------------------------------------------------------------------
def check_state(report: ProjectReport, allowed: set[ReportState]) -> None:
    if report.state not in allowed:
        raise WrongState(
            _("这份月报现在是“%(state)s”，不能进行这一步。请刷新页面后再看。") % {"state": report.get_state_display()}
        )


def check_lock(current: ProjectReport | None, lock: int | None) -> None:
    if (current.lock if current else None) != lock:
        raise StaleReport(_("您打开页面后，他人已保存了这份月报。请对照两份内容，确认后再保存。"), current)


def is_of_system(report: ProjectReport, by: Writer) -> bool:
    """Whether this system submitted the report and nobody has reviewed it: it may say otherwise, as a clerk would who withdraws."""
    own = isinstance(by, ApiClient) and report.submitted_client_id == by.pk
    return own and report.state == ReportState.SUBMITTED


def require_reviewer(report: ProjectReport, by: User, what: str) -> None:
    access.require(access.may_review(by, report.project.region), user=by, what=f"{what} report {report.pk}")


def own_reports(reports: Collection[ProjectReport], by: User) -> set[int]:
    """Those that the person submitted or typed in: not the person's to approve. The history knows who typed. One query."""
    typed = ProjectReport.pgh_event_model.objects.filter(
        pgh_obj__in=[one.pk for one in reports], state=ReportState.DRAFT, pgh_context__metadata__user=by.pk
    )
    return set(typed.values_list("pgh_obj", flat=True)) | {one.pk for one in reports if one.submitted_by_id == by.pk}


def require_other_person(report: ProjectReport, own: Collection[int], by: User) -> None:
    if report.pk in own:
        access.log.warning("refused: approve own report %s (user=%s role=%s)", report.pk, by.pk, by.role)
        raise OwnReport(_("不能审核自己填报或提交的月报，请由另一位审核员审核。"))


def check_cell_comments(comments: Mapping[str, str]) -> dict[str, str]:
    """The comments that say something. ``ValidationError`` where a cell does not exist."""
    said = {name: sentence.strip() for name, sentence in comments.items() if sentence.strip()}
    if unknown := sorted(said.keys() - set(CELLS)):
        raise ValidationError({"cell_comments": _("没有“%(cell)s”这一格。") % {"cell": "、".join(unknown)}})
    return said


# --- reading under the project's lock ---------------------------------------------------------------------------------
def locked_projects(ids: Collection[int]) -> dict[int, Project]:
    """The projects with plan, region and lead unit, locked in one order so that two steps of one project never interleave."""
    locked = Project.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=among(ids))
    return {one.pk: one for one in locked.select_related("plan", "region", "lead_unit").order_by("pk")}


def current_of(report: ProjectReport, lock: int) -> ProjectReport:
    """The same report as it stands now, with its locked project; ``StaleReport`` where it moved on since the person looked."""
    project = locked_projects([report.project_id])[report.project_id]
    current = ProjectReport.objects.filter(pk=report.pk).first()
    check_lock(current, lock)
    assert current is not None
    current.project = project
    return current


# --- writing ----------------------------------------------------------------------------------------------------------
def save(report: ProjectReport) -> ProjectReport:
    """Check and store. Constraints that no person can break are left to the database: each would be a query here."""
    check(report)
    report.lock += 1
    report.save()
    return report


def check(report: ProjectReport) -> None:
    """``ValidationError`` names the cells. No query."""
    report.full_clean(exclude=_OWN_KEYS, validate_unique=False, validate_constraints=False)
    check_constraints(report)


def store_drafts(drafts: Sequence[ProjectReport]) -> None:
    """Store reports that are checked already, as one save each counts."""
    for one in drafts:
        one.lock += 1
    store(drafts)


def hand_over(drafts: Sequence[ProjectReport], by: Writer, at: datetime) -> None:
    """Make stored reports submitted, in one statement; the caller has checked that they may be."""
    handed = {
        "state": ReportState.SUBMITTED,
        "cell_comments": {},
        "submitted_by": None if isinstance(by, ApiClient) else by,
        "submitted_client": by if isinstance(by, ApiClient) else None,
        "submitted_at": at,
        "updated_at": timezone.now(),
    }
    ProjectReport.objects.filter(pk__in=among(one.pk for one in drafts)).update(**handed, lock=F("lock") + 1)
    for one in drafts:
        one.lock += 1
        for name, value in handed.items():
            setattr(one, name, value)


def check_constraints(report: ProjectReport) -> None:
    """``ValidationError``, by cell, for the rules that a person can break. No query."""
    sentences = {one.name: one.violation_error_message for one in ProjectReport._meta.constraints}
    broken = [(cell, name) for name, (cell, holds) in _OF_PERSONS.items() if not holds(report)]
    if broken:
        raise ValidationError({cell: sentences[name] for cell, name in broken})

"""Monthly reports of another bureau's system, many at once: found by project, submitted, told row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import ApiClient, Unit
from exchange.selectors.named_projects import ProjectName, projects_named
from exchange.selectors.natural_keys import NotFound
from exchange.services.putting import Put, faults_of_fields, stale
from exchange.services.results import Fault, RowResult, faults_of, found_of
from projects.domain.etags import lock_in, report_etag
from projects.models import Project
from projects.services.errors import ReportFindingsRefused, StaleReport
from projects.services.register import answers_in
from projects.services.report_entry import Outcome, ReportEntry, ReportFigures
from projects.services.report_saving import submit_all


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPut:
    """One row of the request. ``figures``: what is said, without the unit. ``problem_unit``: its number. ``if_match``: as of figures."""

    index: int
    name: ProjectName
    month: date
    figures: Mapping[str, object]
    problem_unit: int | None = None
    if_match: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


def put_reports(*, rows: Sequence[ReportPut], by: ApiClient, all_or_nothing: bool, dry_run: bool) -> Put:
    """As ``putting.put_figures``: submitted in the caller's transaction, all or one by one, or only looked at."""
    named = projects_named([one.name for one in rows], by)
    asked = {one.problem_unit for one in rows if one.problem_unit is not None}
    units = Unit.objects.select_related("region").in_bulk(asked)
    results: dict[int, RowResult] = {}
    found: list[tuple[ReportPut, Project]] = []
    for one, project in zip(rows, named.found, strict=True):
        if isinstance(project, NotFound):
            results[one.index] = RowResult(one.index, faults=[Fault(project.path, project.code, project.message)])
        elif one.problem_unit is not None and not _answers(units.get(one.problem_unit), project):
            results[one.index] = RowResult(one.index, faults=[_no_unit()])
        else:
            found.append((one, project))
    times = Counter((project.pk, one.month) for one, project in found)
    for one, project in found:
        if times[project.pk, one.month] > 1:
            said = _("“%(project)s” %(month)s 在这一批里出现了不止一次")
            said %= {"project": project.name, "month": f"{one.month:%Y-%m}"}
            results[one.index] = RowResult(one.index, faults=[Fault("", "duplicated", said)])
    entries = [(one, _entry(one, project, units)) for one, project in found if one.index not in results]
    outcomes = submit_all(
        entries=[entry for _one, entry in entries],
        by=by,
        all_or_nothing=all_or_nothing,
        dry_run=dry_run or (all_or_nothing and bool(results)),
    )
    for (one, _asked), outcome in zip(entries, outcomes, strict=True):
        results[one.index] = _result(one, outcome)
    return Put(results, named.beyond)


def _entry(one: ReportPut, project: Project, units: Mapping[int, Unit]) -> ReportEntry:
    unit = None if one.problem_unit is None else units[one.problem_unit]
    figures = ReportFigures(**one.figures, problem_unit=unit)  # type: ignore[arg-type]
    lock = None if one.if_match is None else lock_in(one.if_match, project.pk, one.month)
    return ReportEntry(project=project, month=one.month, figures=figures, lock=lock, answers=one.answers)


def _result(one: ReportPut, outcome: Outcome) -> RowResult:
    error = outcome.error
    in_the_way = error.findings if isinstance(error, ReportFindingsRefused) else ()
    result = RowResult(one.index, findings=found_of(outcome.findings, in_the_way))
    stands = outcome.report
    if error is not None:
        result.faults = _faults(one, outcome, error)
        stands = outcome.theirs
    else:
        result.result = "unchanged" if outcome.unchanged else "submitted"
    if stands is not None:
        result.etag = report_etag(stands.project_id, stands.month, stands.lock)
        if error is None:  # of what others wrote only that it stands there
            result.object_id, result.state = stands.pk, stands.state
    return result


def _faults(one: ReportPut, outcome: Outcome, error: Exception) -> list[Fault]:
    if isinstance(error, ReportFindingsRefused):
        return faults_of(error.findings)
    if isinstance(error, StaleReport):
        return [stale(one.if_match)]
    if isinstance(error, ValidationError):
        # a unit of elsewhere is told like one that does not exist
        return [_no_unit() if fault.path == "problem_unit" else fault for fault in faults_of_fields(error)]
    if isinstance(error, PermissionDenied):  # taken out of reach since it was found
        return [Fault("project", "not_found", _("没有这个项目"))]
    return [Fault("", "not_allowed", outcome.sentence)]


def _answers(unit: Unit | None, project: Project) -> bool:
    """Asked first, so that a unit of elsewhere is told like one that does not exist, whatever else is wrong with the row."""
    return unit is not None and answers_in(unit, project)


def _no_unit() -> Fault:
    return Fault("problem_unit", "not_found", _("本地区和上下级地区没有这个单位"))

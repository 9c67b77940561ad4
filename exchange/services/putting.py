"""Figures of another bureau's system, many at once: found by their natural keys, submitted, told row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import ApiClient
from exchange.selectors.natural_keys import NotFound, RowName, rows_named
from exchange.services.results import Fault, RowResult, faults_of, found_of
from indicators.domain.etags import figure_etag, lock_in
from indicators.models import PlanIndicator
from indicators.selectors.rounds import Why
from indicators.services.entered import Entered, ObservationFigures, Outcome
from indicators.services.errors import FindingsRefused, RoundClosed, StaleFigure
from indicators.services.saving import submit_all

#: Why a round lets nothing be written -> code of the fault.
_CLOSED = {
    Why.NO_ROUND: "not_asked",
    Why.NOT_ASKED: "not_asked",
    Why.BEFORE: "round_closed",
    Why.CLOSED: "round_closed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePut:
    """One row of the request. ``if_match``: the etag last read, None: none stands there yet. ``reason``: of a correction."""

    index: int
    name: RowName
    year: int
    figures: ObservationFigures
    if_match: str | None = None
    reason: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Put:
    """``results`` by index of the row; ``beyond``: what was named and is out of reach, for the log."""

    results: dict[int, RowResult]
    beyond: list[str]


def put_figures(*, rows: Sequence[FigurePut], by: ApiClient, all_or_nothing: bool, dry_run: bool) -> Put:
    """Submit the rows in the caller's transaction, all of them or one by one; with ``dry_run`` say what would become of them.

    Where ``all_or_nothing`` and a row is refused, nothing is written; the others are checked all the same, so that all faults
    are told at once.
    """
    named = rows_named([one.name for one in rows], by)
    results: dict[int, RowResult] = {}
    found: list[tuple[FigurePut, PlanIndicator]] = []
    for one, row in zip(rows, named.found, strict=True):
        if isinstance(row, NotFound):
            results[one.index] = RowResult(one.index, faults=[Fault(row.path, row.code, row.message)])
        else:
            found.append((one, row))
    for one, row in found:
        if not row.plan.start_year <= one.year <= row.plan.end_year:
            years = {"start": row.plan.start_year, "end": row.plan.end_year}
            said = _("年份须在规划期 %(start)s–%(end)s 之内") % years
            results[one.index] = RowResult(one.index, faults=[Fault("year", "out_of_range", said)])
    times = Counter((row.pk, one.year) for one, row in found)
    for one, row in found:
        if times[row.pk, one.year] > 1:
            said = _("“%(row)s” %(year)d 年在这一批里出现了不止一次") % {"row": row.short_name, "year": one.year}
            results[one.index] = RowResult(one.index, faults=[Fault("", "duplicated", said)])
    entries = [(one, _entered(one, row)) for one, row in found if one.index not in results]
    outcomes = submit_all(
        entries=[entered for _one, entered in entries],
        by=by,
        all_or_nothing=all_or_nothing,
        dry_run=dry_run or (all_or_nothing and bool(results)),
    )
    for (one, _entry), outcome in zip(entries, outcomes, strict=True):
        results[one.index] = _result(one, outcome)
    return Put(results, named.beyond)


def _entered(one: FigurePut, row: PlanIndicator) -> Entered:
    lock = None if one.if_match is None else lock_in(one.if_match, row.pk, one.year)
    return Entered(row=row, year=one.year, figures=one.figures, lock=lock, answers=one.answers, reason=one.reason)


def _result(one: FigurePut, outcome: Outcome) -> RowResult:
    error = outcome.error
    in_the_way = error.findings if isinstance(error, FindingsRefused) else ()
    result = RowResult(one.index, findings=found_of(outcome.findings, in_the_way))
    stands = outcome.observation
    if error is not None:
        result.faults = _faults(one, outcome, error)
        stands = outcome.theirs
    else:
        result.result = "unchanged" if outcome.unchanged else "submitted"
    if stands is not None:
        result.etag = figure_etag(stands.row_id, stands.year, stands.lock)
        if error is None:  # of what others wrote only that it stands there
            result.object_id, result.state, result.version = stands.pk, stands.state, stands.version
    return result


def _faults(one: FigurePut, outcome: Outcome, error: Exception) -> list[Fault]:
    if isinstance(error, FindingsRefused):
        return faults_of(error.findings)
    if isinstance(error, StaleFigure):
        return [stale(one.if_match)]
    if isinstance(error, RoundClosed):
        return [Fault("", _CLOSED.get(error.leave.why, "not_allowed"), outcome.sentence)]
    if isinstance(error, ValidationError):
        return faults_of_fields(error)
    if isinstance(error, PermissionDenied):  # taken out of reach since it was found
        return [Fault("indicator", "not_found", _("该规划没有这一指标"))]
    return [Fault("", "not_allowed", outcome.sentence)]


def stale(if_match: str | None) -> Fault:
    """Why a row is not written over what stands there."""
    if if_match is None:
        return Fault("if_match", "precondition_required", _("这里已有不同的数据；请先读取，再用它的 etag 作 if_match"))
    return Fault("if_match", "stale", _("读取之后数据已变；请重新读取，核对后再报"))


def faults_of_fields(error: ValidationError) -> list[Fault]:
    """What is wrong with which field, each with the code of its rule; what names none is of the row."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    return [
        Fault("" if name == "__all__" else name, one.code or "invalid", "；".join(one.messages))
        for name, errors in by_field.items()
        for one in errors
    ]

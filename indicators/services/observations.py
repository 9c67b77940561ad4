"""The life of a yearly figure: draft → submitted → returned with a comment, or approved by another person.

The versions of one row and year form one line. ``lock`` counts the saves along that line, over all its versions: a
writer names the number it read (None: there was no figure yet), and learns from ``StaleFigure`` when somebody else
saved since. A correction of an approved figure is a new version beside it, with its reason; the approved one stays in
force until then. Every step takes the row's lock first, so that two steps of one figure never interleave. What the
clerk's side writes also asks the reporting round (``RoundClosed``); ``saving`` does the writing, one figure or many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import AuditKind, User
from accounts.services import audit
from accounts.services.history import history
from indicators.models import JobRun, Observation, ObservationState, PlanIndicator
from indicators.selectors.rounds import writable
from indicators.services import observation_steps as steps
from indicators.services.approving import approve_many, put_in_force
from indicators.services.doubts import refresh_series_doubts
from indicators.services.entered import Entered, ObservationFigures, Outcome, figures_of
from indicators.services.errors import ServiceError, WrongState
from indicators.services.jobs import queue_recompute
from indicators.services.returning import check_cell_comments, reopen_for_return
from indicators.services.saving import save_many, write
from regions.recorded import recorded

__all__ = [
    "ObservationFigures",
    "approve",
    "approve_many",
    "figures_of",
    "return_to_clerk",
    "save_and_submit",
    "save_draft",
    "save_many",
    "submit",
    "withdraw",
    "withdraw_many",
]


def save_draft(
    *,
    row: PlanIndicator,
    year: int,
    figures: ObservationFigures,
    lock: int | None,
    answers: Mapping[str, str] | None = None,
    reason: str | None = None,
    by: User,
) -> Observation:
    """Write the open version, or open the next one beside an approved figure. ``ValidationError`` names the fields.

    ``answers``: reasons for warnings, by key of the finding. ``reason``: of a correction; None keeps the one given before.
    """
    entered = Entered(row=row, year=year, figures=figures, lock=lock, answers=answers or {}, reason=reason)
    return _write(entered, by=by, submit=False)


def save_and_submit(
    *,
    row: PlanIndicator,
    year: int,
    figures: ObservationFigures,
    lock: int | None,
    answers: Mapping[str, str] | None = None,
    reason: str | None = None,
    by: User,
) -> Observation:
    """Both steps or neither: a figure that cannot be submitted is not saved either."""
    entered = Entered(row=row, year=year, figures=figures, lock=lock, answers=answers or {}, reason=reason)
    return _write(entered, by=by, submit=True)


def submit(*, observation: Observation, lock: int, answers: Mapping[str, str] | None = None, by: User) -> Observation:
    """Hand a draft, or a returned figure that stands by itself, to the reviewer. ``FindingsRefused`` says what is open."""
    row, year = observation.row, observation.year
    return _write(Entered(row=row, year=year, figures=None, lock=lock, answers=answers or {}), by=by, submit=True)


def _write(entered: Entered, *, by: User, submit: bool) -> Observation:
    with transaction.atomic():
        outcome = write([entered], by=by, submit=submit)[0]
        if outcome.error is not None:
            raise outcome.error
    assert outcome.observation is not None
    return outcome.observation


def withdraw(*, observation: Observation, lock: int, by: User) -> Observation:
    """Take a submitted figure back into a draft, before anybody has reviewed it."""
    row_id, year = observation.row_id, observation.year
    with transaction.atomic(), history(by, recorded("撤回")):
        locked = steps.latest_of(observation.row, year)
        leave = writable(by, [row_id], year)[row_id]
        steps.require_entitled(leave, by, f"withdraw observation {observation.pk}")
        current = steps.the_same(observation, locked, lock)
        steps.check_state(current, {ObservationState.SUBMITTED})
        steps.require_open(leave)
        current.state = ObservationState.DRAFT
        current.submitted_by = current.submitted_client = current.submitted_at = None
        return steps.save(current)


def withdraw_many(*, entries: Sequence[Entered], by: User) -> list[Outcome]:
    """Take submitted figures back, each by itself; one outcome each, in the same order. Of an entry row, year and lock count."""
    outcomes = [Outcome(entered) for entered in entries]
    for outcome in outcomes:
        row, year, lock = outcome.entered.row, outcome.entered.year, outcome.entered.lock
        latest = Observation.objects.filter(row=row, year=year).order_by("-version").first()
        try:
            if latest is None or lock is None:
                steps.check_lock(latest, lock)
                raise WrongState(_("还没有填写，不能撤回。"))
            outcome.observation = withdraw(observation=latest, lock=lock, by=by)
        except (ServiceError, PermissionDenied) as error:
            outcome.error = error
    return outcomes


def return_to_clerk(
    *,
    observation: Observation,
    comment: str,
    lock: int,
    cell_comments: Mapping[str, str] | None = None,
    reopen_until: date | None = None,
    by: User,
) -> Observation:
    """Send a submitted figure back with a comment, of the whole or of single cells, that says what to change.

    ``cell_comments``: by field of ``ObservationFigures``. ``reopen_until``: where the round would not let the clerk
    write any more (it is closed, or the figure corrects an approved one), the row is open again until that day; without
    it such a return is refused (``ValidationError`` on ``reopen_until``).
    """
    region = observation.row.plan.region
    access.require(access.may_review(by, region), user=by, what=f"return observation {observation.pk}")
    cells = check_cell_comments(cell_comments or {})
    with transaction.atomic(), history(by, recorded("退回")):
        current = steps.current_of(observation, lock)
        steps.check_state(current, {ObservationState.SUBMITTED})
        current.state = ObservationState.RETURNED
        current.comment, current.cell_comments = comment.strip(), cells
        steps.save(current)
        why = current.comment or "；".join(cells.values())
        reopen_for_return(current, until=reopen_until, reason=recorded("退回修改：%(why)s") % {"why": why}, by=by)
        said = recorded("退回：%(name)s %(year)d") % {"name": current.row.short_name, "year": current.year}
        audit.record(kind=AuditKind.APPROVAL, about=said, by=by, region=region)
        return current


def approve(*, observation: Observation, lock: int, by: User) -> JobRun:
    """Put a submitted figure in force in place of the earlier version and queue the recompute, all in one transaction.

    Returns the queued job; the caller enqueues it after commit.
    """
    row = observation.row
    access.require(access.may_review(by, row.plan.region), user=by, what=f"approve observation {observation.pk}")
    with transaction.atomic(), history(by, recorded("审核通过")):
        current = steps.current_of(observation, lock)
        steps.check_state(current, {ObservationState.SUBMITTED})
        steps.require_other_person(current, by)
        put_in_force(current, by)
        refresh_series_doubts(row=row, by=by)
        why = recorded("审核通过：%(name)s %(year)d") % {"name": row.short_name, "year": current.year}
        audit.record(kind=AuditKind.APPROVAL, about=why, by=by, region=row.plan.region)
        return queue_recompute(plan=row.plan, why=why)

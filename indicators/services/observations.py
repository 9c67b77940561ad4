"""The life of a yearly figure: draft → submitted → returned with a comment, or approved by another person.

The versions of one row and year form one line. ``lock`` counts the saves along that line, over all its versions: a
writer names the number it read (None: there was no figure yet), and learns from ``StaleFigure`` when somebody else
saved since. A correction of an approved figure is a new version beside it; the approved one stays in force until then.
Every step takes the row's lock first, so that two steps of one figure never interleave.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from indicators.models import JobRun, Observation, ObservationState, PlanIndicator
from indicators.selectors.value_units import value_unit
from indicators.services import observation_rules as rules
from indicators.services.doubts import refresh_series_doubts
from indicators.services.errors import OwnFigure, StaleFigure, WrongState
from indicators.services.jobs import queue_recompute


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationFigures:
    """What is entered for one row and year, in ``value_unit`` of the row; meanings as in ``Observation``."""

    value: Decimal | None = None
    value_basis: str = "unknown"
    growth: Decimal | None = None
    growth_basis: str = "unknown"
    parts: tuple[Decimal, ...] = ()
    comparator: str = "="
    reported: bool | None = None
    judgement: str = ""
    text: str = ""
    vintage: str = "preliminary"
    source_title: str = ""
    source_address: str = ""
    note: str = ""
    sample: bool = False


def figures_of(observation: Observation) -> ObservationFigures:
    """What an observation says, without its state."""
    values = {field.name: getattr(observation, field.name) for field in fields(ObservationFigures)}
    return ObservationFigures(**{**values, "parts": tuple(observation.parts)})


def save_draft(
    *, row: PlanIndicator, year: int, figures: ObservationFigures, lock: int | None, by: User
) -> Observation:
    """Write the open version, or open the next one beside an approved figure. ``ValidationError`` names the fields."""
    _require_entry(row, by, f"save draft of row {row.pk} year {year}")
    with transaction.atomic(), _history(by, _("保存草稿")):
        observation = _latest(row, year)
        _check_lock(observation, lock)
        if observation is not None and observation.state == ObservationState.SUBMITTED:
            raise WrongState(_("该数据已提交待审核，不能直接修改。请先撤回，或请审核员退回。"))
        if observation is None or observation.state == ObservationState.APPROVED:
            observation = _next_version(row, year, after=observation)
        for name, value in asdict(figures).items():
            setattr(observation, name, list(value) if name == "parts" else value)
        observation.state = ObservationState.DRAFT
        observation.unit = value_unit(row)
        rules.check_figures(row, observation)
        return _save(observation)


def save_and_submit(
    *, row: PlanIndicator, year: int, figures: ObservationFigures, lock: int | None, by: User
) -> Observation:
    """Both steps or neither: a figure that cannot be submitted is not saved either."""
    with transaction.atomic():
        draft = save_draft(row=row, year=year, figures=figures, lock=lock, by=by)
        return submit(observation=draft, lock=draft.lock, by=by)


def submit(*, observation: Observation, lock: int, by: User) -> Observation:
    """Hand a draft, or a returned figure that stands by itself, to the reviewer."""
    _require_entry(observation.row, by, f"submit observation {observation.pk}")
    with transaction.atomic(), _history(by, _("提交审核")):
        current = _current(observation, lock)
        _check_state(current, {ObservationState.DRAFT, ObservationState.RETURNED})
        current.state = ObservationState.SUBMITTED
        current.submitted_by, current.submitted_at = by, timezone.now()
        return _save(current)


def withdraw(*, observation: Observation, lock: int, by: User) -> Observation:
    """Take a submitted figure back into a draft, before anybody has reviewed it."""
    _require_entry(observation.row, by, f"withdraw observation {observation.pk}")
    with transaction.atomic(), _history(by, _("撤回")):
        current = _current(observation, lock)
        _check_state(current, {ObservationState.SUBMITTED})
        current.state = ObservationState.DRAFT
        current.submitted_by = current.submitted_at = None
        return _save(current)


def return_to_clerk(*, observation: Observation, comment: str, lock: int, by: User) -> Observation:
    """Send a submitted figure back with a comment that says what to change."""
    region = observation.row.plan.region
    access.require(access.may_review(by, region), user=by, what=f"return observation {observation.pk}")
    with transaction.atomic(), _history(by, _("退回")):
        current = _current(observation, lock)
        _check_state(current, {ObservationState.SUBMITTED})
        current.state = ObservationState.RETURNED
        current.comment = comment.strip()
        return _save(current)


def approve(*, observation: Observation, lock: int, by: User) -> JobRun:
    """Put a submitted figure in force in place of the earlier version and queue the recompute, all in one transaction.

    Returns the queued job; the caller enqueues it after commit.
    """
    row = observation.row
    access.require(access.may_review(by, row.plan.region), user=by, what=f"approve observation {observation.pk}")
    with transaction.atomic(), _history(by, _("审核通过")):
        current = _current(observation, lock)
        _check_state(current, {ObservationState.SUBMITTED})
        _require_other_person(current, by)
        Observation.objects.filter(row=row, year=current.year, in_force=True).update(in_force=False)
        current.state, current.in_force, current.comment = ObservationState.APPROVED, True, ""
        current.approved_by, current.approved_at = by, timezone.now()
        _save(current)
        refresh_series_doubts(row=row, by=by)
        return queue_recompute(
            plan=row.plan, why=_("审核通过：%(name)s %(year)d") % {"name": row.short_name, "year": current.year}
        )


# --- guards -----------------------------------------------------------------------------------------------------------
def _require_entry(row: PlanIndicator, by: User, what: str) -> None:
    access.require(access.may_enter(by, row.plan.region, list(row.units.all())), user=by, what=what)


def _require_other_person(observation: Observation, by: User) -> None:
    """Neither the submitter nor anybody who typed this version may approve it; the history knows who did."""
    typed = Observation.pgh_event_model.objects.filter(
        pgh_obj=observation, state=ObservationState.DRAFT, pgh_context__metadata__user=by.pk
    )
    if observation.submitted_by_id == by.pk or typed.exists():
        access.log.warning("refused: approve own observation %s (user=%s role=%s)", observation.pk, by.pk, by.role)
        raise OwnFigure(_("不能审核自己填报或提交的数据，请由另一位审核员审核。"))


def _check_state(observation: Observation, allowed: set[ObservationState]) -> None:
    if observation.state not in allowed:
        raise WrongState(
            _("该数据现在是“%(state)s”，不能进行这一步。请刷新页面后再看。")
            % {"state": observation.get_state_display()}
        )


def _check_lock(latest: Observation | None, lock: int | None) -> None:
    if (latest.lock if latest else None) != lock:
        raise StaleFigure(_("您打开页面后，他人已保存了这一数据。请对照两份内容，确认后再保存。"), latest)


# --- reading under the row's lock -------------------------------------------------------------------------------------
def _latest(row: PlanIndicator, year: int) -> Observation | None:
    """The newest version of the row and year, read after every earlier step on the row has ended."""
    PlanIndicator.objects.select_for_update(no_key=True).get(pk=row.pk)
    return Observation.objects.filter(row=row, year=year).order_by("-version").first()


def _current(observation: Observation, lock: int) -> Observation:
    """The same figure as it stands now; ``StaleFigure`` where it moved on since the person looked at it."""
    latest = _latest(observation.row, observation.year)
    _check_lock(latest, lock)
    if latest is None or latest.pk != observation.pk:
        raise StaleFigure(_("该年已有更新的版本，请打开最新的一版。"), latest)
    return latest


def _next_version(row: PlanIndicator, year: int, *, after: Observation | None) -> Observation:
    return Observation(row=row, year=year, version=after.version + 1 if after else 1, lock=after.lock if after else 0)


def _save(observation: Observation) -> Observation:
    observation.lock += 1
    observation.full_clean()
    observation.save()
    return observation


def _history(by: User, reason: str) -> AbstractContextManager[object]:
    """Who and why, for the history that triggers write."""
    return pghistory.context(user=by.pk, reason=reason)
